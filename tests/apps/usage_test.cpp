#include <gtest/gtest.h>

#include "tests/apps/program_fixture.hpp"

namespace palmkey::test {
namespace {

using Words = std::vector<std::string>;

std::string joined(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word + " ";
  return text;
}

// Below this command, the names of its sub-commands as its help lists them.
Words subcommands(const Words& command) {
  Words with_help = command;
  with_help.push_back("--help");
  const std::string help = run_palmkey(with_help).output;
  const auto begin = help.find("\nSubcommands:\n");
  if (begin == std::string::npos) return {};
  Words names;
  std::size_t at = begin + std::string_view("\nSubcommands:\n").size();
  while (at < help.size()) {
    const auto end = std::min(help.find('\n', at), help.size());
    const std::string line = help.substr(at, end - at);
    if (line.size() > 2 && line.starts_with("  ") && line[2] != ' ')
      names.push_back(line.substr(2, line.find(' ', 2) - 2));
    at = end + 1;
  }
  return names;
}

void expect_help_everywhere(const Words& command) {
  Words with_help = command;
  with_help.push_back("--help");
  const auto ran = run_palmkey(with_help);
  EXPECT_EQ(ran.status, 0) << joined(command);
  EXPECT_NE(ran.output.find("Usage: "), std::string::npos) << joined(command);
  // A sentence before the usage that says what it is for.
  EXPECT_GT(ran.output.find("Usage: "), 10U) << joined(command);
  for (const auto& name : subcommands(command)) {
    Words below = command;
    below.push_back(name);
    expect_help_everywhere(below);
  }
}

TEST(CommandLine, ExplainsEverySubcommand) {
  EXPECT_GE(subcommands({}).size(), 6U);
  expect_help_everywhere({});
}

TEST(CommandLine, AnswersMisuseWithStatusTwo) {
  for (const Words& words :
       {Words{}, Words{"nonsense"}, Words{"qr"}, Words{"qr", "a", "--unknown"}, Words{"audit"},
        Words{"audit", "verify"}, Words{"audit", "verify", "--config", "/nowhere.toml"},
        Words{"operator", "add"}, Words{"qr", "a", "--language", "fr"}}) {
    const auto ran = run_palmkey(words);
    EXPECT_EQ(ran.status, 2) << joined(words);
    EXPECT_TRUE(ran.output.empty()) << joined(words);
    EXPECT_FALSE(ran.errors.empty()) << joined(words);
  }
}

TEST(CommandLine, AnswersMisuseInJsonIfAskedTo) {
  const auto ran = run_palmkey({"qr", "--json"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_EQ(ran.json()["code"], "usage");
  EXPECT_FALSE(ran.json()["message"].get<std::string>().empty());
}

TEST(CommandLine, AnswersRefusalsInJsonWithStatusOne) {
  const auto ran = run_palmkey({"qr", std::string(4000, 'x'), "--json"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.json()["code"], "out_of_range");
  EXPECT_EQ(ran.json()["field"], "text");
}

TEST(CommandLine, SpeaksTheLanguageAskedFor) {
  const std::string long_text(4000, 'x');
  const auto message = [&](Words words, const Words& environment) {
    words.insert(words.begin(), {"qr", long_text, "--json"});
    return run_palmkey(words, environment).json().at("message").get<std::string>();
  };
  const auto english = message({}, {});
  const auto chinese = message({}, {"LC_ALL=zh_CN.UTF-8"});
  EXPECT_NE(english, chinese);
  EXPECT_EQ(message({"--language", "zh-CN"}, {}), chinese);
  EXPECT_EQ(message({"--language", "en"}, {"LC_ALL=zh_CN.UTF-8"}), english);
}

TEST(CommandLine, DrawsAQrCode) {
  const auto ran = run_palmkey({"qr", "https://localhost:8443/c?d=abc"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.output.find("█"), std::string::npos);
}

}  // namespace
}  // namespace palmkey::test
