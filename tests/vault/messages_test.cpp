#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "api/vault_messages.hpp"
#include "core/bytes.hpp"
#include "platform/files.hpp"
#include "platform/messages.hpp"

namespace palmkey::vault {
namespace {

// The codes that the vault's sources throw.
std::set<std::string> thrown_codes() {
  static const std::regex failure("Failure\\(\"([a-z0-9_]+)\"");
  std::set<std::string> codes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("vault")) {
    if (entry.path().extension() != ".cpp") continue;
    const auto content = platform::read_file(entry.path(), 1024 * 1024);
    const std::string text(core::as_text(content));
    for (std::sregex_iterator match(text.begin(), text.end(), failure), end; match != end; ++match) {
      codes.insert((*match)[1]);
    }
  }
  return codes;
}

TEST(VaultMessages, HaveASentenceForEveryRefusal) {
  api::register_vault_messages();
  const auto codes = thrown_codes();
  EXPECT_GT(codes.size(), 40u);
  for (const auto& code : codes) EXPECT_TRUE(platform::has_message(code)) << code;
}

}  // namespace
}  // namespace palmkey::vault
