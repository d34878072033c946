// The small things: clock, randomness, files, masking, logs, messages, process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <set>

#include "platform/clock.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"
#include "platform/masked.hpp"
#include "platform/messages.hpp"
#include "platform/process.hpp"
#include "platform/random.hpp"

namespace palmkey::platform {
namespace {

TEST(Rfc3339, WritesAndReadsTimesInUtcAndAFixedZone) {
  EXPECT_EQ(format_rfc3339(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339(1'709'164'799, 480), "2024-02-29T07:59:59+08:00");
  EXPECT_EQ(format_rfc3339(0, -90), "1969-12-31T22:30:00-01:30");
  EXPECT_EQ(parse_rfc3339("2024-02-29T07:59:59+08:00"), 1'709'164'799);
  EXPECT_EQ(parse_rfc3339("2024-02-28T23:59:59.999Z"), 1'709'164'799);
  EXPECT_EQ(parse_rfc3339("1937-01-01t12:00:27.87z"), -1'041'335'973);
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
  for (const char* bad : {"", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
                          "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01 00:00:00Z",
                          "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Zx",
                          "2024-01-01T00:00:00+0800", "2024-01-01T00:00:00+24:00", "24-01-01T00:00:00Z"}) {
    EXPECT_EQ(parse_rfc3339(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(parse_offset("+08:00"), 480);
  EXPECT_EQ(parse_offset("-01:30"), -90);
  EXPECT_EQ(parse_offset("08:00"), std::nullopt);
}

TEST(CivilTime, KnowsTheDayOfTheWeek) {
  const CivilTime time = civil_time(1'709'164'799, 480);
  EXPECT_EQ(time.weekday, 4);
  EXPECT_EQ(time.hour, 7);
  EXPECT_EQ(unix_seconds(time, 480), 1'709'164'799);
}

TEST(SystemRandom, FillsAllAndNeverTheSame) {
  SystemRandom random;
  std::set<core::Bytes> seen;
  for (int i = 0; i < 100; ++i) {
    core::Bytes bytes(1000);
    ASSERT_TRUE(random.fill(bytes));
    EXPECT_NE(core::Bytes(bytes.end() - 32, bytes.end()), core::Bytes(32));
    seen.insert(bytes);
  }
  EXPECT_EQ(seen.size(), 100U);
}

TEST(Files, AreReplacedWholeAndForTheOwnerOnly) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "file";
  write_file(path, core::as_bytes("first"));
  write_file(path, core::as_bytes("second"));
  EXPECT_EQ(core::as_text(read_file(path, 6)), "second");
  EXPECT_THROW(read_file(path, 5), std::length_error);
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
  EXPECT_THROW(read_file(folder.path() / "none", 5), std::system_error);
}

TEST(Files, LeaveNothingBehindWhenTheyCannotBeWritten) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "taken");
  EXPECT_THROW(write_file(folder.path() / "taken", core::as_bytes("x")), std::system_error);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
  EXPECT_THROW(write_file(folder.path() / "none" / "file", core::as_bytes("x")), std::system_error);
}

TEST(TemporaryFolder, IsPrivateAndGoesAway) {
  std::filesystem::path path;
  {
    const TemporaryFolder folder;
    path = folder.path();
    write_file(path / "file", {});
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Masking, ShowsOnlyTheEnds) {
  EXPECT_EQ(masked_phone("13800000000"), "138****0000");
  EXPECT_EQ(masked_phone("12345"), "*****");
  EXPECT_EQ(masked_phone(""), "");
  EXPECT_EQ(masked_identity_number("000000200001010000"), "000***********0000");
  EXPECT_EQ(masked_identity_number("A1234567"), "********");
  EXPECT_EQ(masked_mail("zhang@example.com"), "z***@example.com");
  EXPECT_EQ(masked_mail("张示范@example.com"), "张***@example.com");
  EXPECT_EQ(masked_mail("no address"), "***");
  EXPECT_EQ(masked_mail("@example.com"), "***");
  EXPECT_EQ(masked_name("张示范"), "张**");
  EXPECT_EQ(masked_name("张"), "张*");
  EXPECT_EQ(masked_name(""), "");
}

TEST(Log, WritesOneLineWhateverTheValues) {
  EXPECT_EQ(format_log_line("http.request", {{"route", "/a"}, {"status", 200}, {"ok", true}}),
            "event=http.request route=\"/a\" status=200 ok=1");
  EXPECT_EQ(format_log_line("x", {{"value", "a\nlevel=error \"b\" \\ \x7f 张"}}),
            "event=x value=\"a\\x0alevel=error \\\"b\\\" \\\\ \\x7f 张\"");
}

TEST(Messages, FillInParametersAndFallBack) {
  EXPECT_EQ(message_for("wrong_pin", {{"tries_left", 2}}, Language::english),
            "The PIN is wrong; 2 tries are left.");
  EXPECT_EQ(message_for("no_such_code", {}, Language::chinese),
            message_for("internal_error", {}, Language::chinese));
}

TEST(Messages, AreThereForEveryErrorOfCore) {
#define PALMKEY_ERROR(name, code, text) EXPECT_TRUE(has_message(code)) << code;
#include "core/error_list.hpp"
#undef PALMKEY_ERROR
}

TEST(Messages, AreRegisteredOnceForACode) {
  static constexpr Message table[] = {{"test_code", "测试", "test"}};
  register_messages(table);
  register_messages(table);
  EXPECT_TRUE(has_message("test_code"));
  static constexpr Message other[] = {{"test_code", "别的", "other"}};
  EXPECT_THROW(register_messages(other), std::logic_error);
  EXPECT_THAT(registered_codes(), testing::Contains("test_code"));
}

TEST(AcceptLanguage, IsChineseUnlessEnglishIsWantedMore) {
  for (const char* chinese : {"", "zh-CN", "fr", "*", "en;q=0.5, zh;q=0.6", "en;q=x", "zh, en", "en;q=0"}) {
    EXPECT_EQ(language_of(chinese), Language::chinese) << chinese;
  }
  for (const char* english : {"en", "EN-us", "zh;q=0.3 , en;q=0.4", "fr, en;q=0.1"}) {
    EXPECT_EQ(language_of(english), Language::english) << english;
  }
}

TEST(Failure, TakesCodeAndStatusOfCoreErrors) {
  EXPECT_EQ(Failure(core::Error::wrong_pin).code(), "wrong_pin");
  EXPECT_EQ(Failure(core::Error::wrong_pin).http_status(), 403);
  EXPECT_EQ(value_or_throw(core::Result<int>(7)), 7);
  EXPECT_THROW(value_or_throw(core::Result<int>(core::Error::malformed)), Failure);
}

TEST(ProcessDeathTest, DumpsNoCoreAndMakesPrivateFiles) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        harden_process();
        rlimit limit{};
        getrlimit(RLIMIT_CORE, &limit);
        const bool hardened = limit.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0 && umask(0) == 077;
        _exit(hardened ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(ProcessDeathTest, WaitsForAStopSignalInsteadOfDying) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        catch_stop_signals();
        kill(getpid(), SIGTERM);
        wait_for_stop();
        _exit(42);
      },
      testing::ExitedWithCode(42), "");
}

}  // namespace
}  // namespace palmkey::platform
