#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "platform/files.hpp"
#include "tests/apps/program_fixture.hpp"

namespace palmkey::test {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

class DeviceCommand : public testing::Test {
 protected:
  fs::path home() const { return folder_.path() / "home"; }

  Ran run(const std::string& group, Words words, const Words& environment = {"PALMKEY_PIN=180529"}) const {
    words.insert(words.begin(), {group, "--home", home().string()});
    words.push_back("--json");
    return run_palmkey(words, environment);
  }
  Ran device(Words words) const { return run("device", std::move(words)); }
  Ran officer(Words words) const { return run("officer", std::move(words)); }

  platform::TemporaryFolder folder_;
};

TEST_F(DeviceCommand, KeepsItsHomeForTheOwnerOnly) {
  device({"orders"});
  EXPECT_EQ(mode_of(home()), 0700U);
  for (const char* name : {"device.key", "device.secret"}) EXPECT_EQ(mode_of(home() / name), 0600U) << name;
}

TEST_F(DeviceCommand, KeepsItsKeysFromCommandToCommand) {
  device({"orders"});
  const auto key = platform::read_file(home() / "device.key", 4096);
  const auto secret = platform::read_file(home() / "device.secret", 4096);
  device({"orders"});
  EXPECT_EQ(platform::read_file(home() / "device.key", 4096), key);
  EXPECT_EQ(platform::read_file(home() / "device.secret", 4096), secret);
}

TEST_F(DeviceCommand, RefusesToWorkUnconfigured) {
  for (const Words& words : {Words{"orders"}, Words{"status", "1"}, Words{"pay", "1"}, Words{"install", "1"},
                             Words{"request-code", "--link", "https://a.example/e?s=x", "--phone", "1"},
                             Words{"sign-in", "https://a.example/s?i=1&t=1&a=1"}}) {
    const auto ran = device(words);
    EXPECT_EQ(ran.status, 1) << words[0];
    EXPECT_EQ(ran.json()["code"], "not_configured") << words[0];
  }
  EXPECT_EQ(officer({"queue"}).json()["code"], "not_an_operator");
}

TEST_F(DeviceCommand, RefusesLinksThatLeadElsewhere) {
  for (const char* link : {"", "x", "https://a.example", "https://a.example/c", "https://a.example/c?d",
                           "https://a.example/c?d=", "https://a.example/e?d=abc", "ftp://a.example/c?d=abc",
                           "https://a.example/c?d=a&d=b", "https://a.example/c?d=%zz"}) {
    const auto ran = device({"configure", link});
    EXPECT_EQ(ran.status, 1) << link;
    EXPECT_EQ(ran.json()["code"], "link_malformed") << link;
  }
  EXPECT_EQ(device({"sign-in", "https://a.example/c?d=abc"}).json()["code"], "link_malformed");
  EXPECT_EQ(officer({"activate", "https://a.example/c?d=abc"}).json()["code"], "link_malformed");
}

TEST_F(DeviceCommand, SaysWhenThePlatformIsAway) {
  const auto ran = device({"configure", "https://127.0.0.1:1/c?d=" + std::string(43, 'A')});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.json()["code"], "upstream_unreachable");
}

TEST_F(DeviceCommand, TakesNoPinOnTheCommandLine) {
  EXPECT_EQ(device({"install", "1", "--pin", "180529"}).status, 2);
  EXPECT_EQ(officer({"accept", "1", "--pin", "180529"}).status, 2);
}

TEST_F(DeviceCommand, AsksForWhatACommandNeeds) {
  for (const Words& words :
       {Words{"configure"}, Words{"upload", "1"}, Words{"form", "1"}, Words{"apply"},
        Words{"apply", "--link", "https://a.example/e?s=x"}, Words{"pay", "1", "--method", "cash"}})
    EXPECT_EQ(device(words).status, 2) << words[0];
  EXPECT_EQ(officer({"reject", "1"}).status, 2);
  EXPECT_EQ(officer({"reject", "1", "--field", "applicant.name"}).status, 2);
  EXPECT_EQ(run_palmkey({"device", "orders"}).status, 2);
}

}  // namespace
}  // namespace palmkey::test
