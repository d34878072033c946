#include "core/text_intent.hpp"

#include <gtest/gtest.h>

namespace palmkey::core {
namespace {

using Fields = std::vector<TextIntent::Field>;

Fields login_fields() {
  return {{"relying-party", "example-site"},
          {"name", "示范省政府采购网"},
          {"origin", "https://portal.example"},
          {"session", "5f2c"},
          {"nonce", "n-0S6_WzA2Mj"},
          {"place", "203.0.113.7"},
          {"code", "42"},
          {"time", "2026-03-01T08:00:00Z"}};
}

constexpr std::string_view kLoginText =
    "PalmKey intent 1\ntype: login\nrelying-party: example-site\nname: 示范省政府采购网\norigin: "
    "https://portal.example\n"
    "session: 5f2c\nnonce: n-0S6_WzA2Mj\nplace: 203.0.113.7\ncode: 42\ntime: 2026-03-01T08:00:00Z\n";

TEST(TextIntent, IsWrittenInTheOrderOfItsType) {
  Fields fields = login_fields();
  std::swap(fields[0], fields[5]);
  const auto intent = TextIntent::make("login", fields);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->text(), kLoginText);
  EXPECT_EQ(intent->time(), 1772352000);
  EXPECT_EQ(intent->summary(), "login 示范省政府采购网 https://portal.example");
}

TEST(TextIntent, ReadsWhatItWrote) {
  const auto intent = TextIntent::parse(kLoginText);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->type(), "login");
  EXPECT_EQ(intent->field("code"), "42");
  EXPECT_EQ(intent->field("account"), "");
  EXPECT_EQ(intent->text(), kLoginText);
}

TEST(TextIntent, HasARoundTripForEveryType) {
  for (const std::string_view type : {"login", "bind", "desk", "approve", "reject", "revoke", "appoint",
                                      "dismiss", "register-site", "remove-site", "statement"}) {
    Fields fields;
    for (const std::string_view name : text_intent_fields(type))
      fields.emplace_back(name, name == "time" ? "2026-12-31T23:59:59Z" : "值 of " + std::string(name));
    const auto made = TextIntent::make(type, fields);
    ASSERT_TRUE(made) << type;
    const auto read = TextIntent::parse(made->text());
    ASSERT_TRUE(read) << type;
    EXPECT_EQ(read->fields(), made->fields());
  }
}

TEST(TextIntent, RefusesEveryLineTakenOutDoubledOrSwapped) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < kLoginText.size();) {
    const std::size_t end = kLoginText.find('\n', at) + 1;
    lines.emplace_back(kLoginText.substr(at, end - at));
    at = end;
  }
  const auto joined = [](const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += part;
    return text;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto without = lines;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(TextIntent::parse(joined(without))) << i;
    auto doubled = lines;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    EXPECT_FALSE(TextIntent::parse(joined(doubled))) << i;
    if (i + 1 < lines.size()) {
      auto swapped = lines;
      std::swap(swapped[i], swapped[i + 1]);
      EXPECT_FALSE(TextIntent::parse(joined(swapped))) << i;
    }
  }
}

TEST(TextIntent, RefusesOtherFormsOfTheSameMeaning) {
  const std::string text(kLoginText);
  EXPECT_FALSE(TextIntent::parse(text + "\n"));
  EXPECT_FALSE(TextIntent::parse(text.substr(0, text.size() - 1)));
  EXPECT_FALSE(TextIntent::parse(" " + text));
  EXPECT_FALSE(TextIntent::parse(""));
  std::string crlf = text;
  crlf.replace(crlf.find('\n'), 1, "\r\n");
  EXPECT_FALSE(TextIntent::parse(crlf));
  std::string spaced = text;
  spaced.replace(spaced.find("code: 42"), 8, "code:  42");
  EXPECT_FALSE(TextIntent::parse(spaced));
}

TEST(TextIntent, RefusesCharactersThatHideOrTurnText) {
  for (const char* hidden : {"a\nb", "a\tb", "a\x7f", "a\u0085b", "a\u2028b", "a\u202eb", "a\u2066b",
                             "\ufeffa", " a", "a ", "\xff", "\xc0\xaf", "\xed\xa0\x80"}) {
    Fields fields = login_fields();
    fields[1].second = hidden;
    EXPECT_FALSE(TextIntent::make("login", fields)) << hidden;
  }
}

TEST(TextIntent, RefusesTimesThatAreNone) {
  for (const char* time : {"", "2026-02-30T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T08:00:60Z",
                           "2026-03-01 08:00:00Z", "2026-03-01T08:00:00+00:00", "2026-03-01T08:00:00.0Z",
                           "1969-12-31T23:59:59Z", "2026-03-01T08:0x:00Z"}) {
    Fields fields = login_fields();
    fields.back().second = time;
    EXPECT_FALSE(TextIntent::make("login", fields)) << time;
  }
}

TEST(TextIntent, RefusesUnknownTypesAndFields) {
  EXPECT_FALSE(TextIntent::make("pay", login_fields()));
  EXPECT_FALSE(TextIntent::make("bind", login_fields()));
  Fields fields = login_fields();
  fields[2].first = "site";
  EXPECT_FALSE(TextIntent::make("login", fields));
}

TEST(TextIntent, RefusesMoreThanItsSize) {
  Fields fields = login_fields();
  fields[1].second = std::string(text_intent_max_size, 'x');
  EXPECT_FALSE(TextIntent::make("login", fields));
}

}  // namespace
}  // namespace palmkey::core
