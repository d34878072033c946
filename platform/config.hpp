// Configuration in TOML, with errors that name file, key and what was expected.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace palmkey::platform {

// what(): "front.toml: http.port: expected an integer from 0 to 65535".
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A table of a TOML document. Keys are dotted paths. Copies share the document. Every getter throws
// ConfigError for a value of another type or out of range; the ones without default for a missing key too.
class Config {
 public:
  static Config load(const std::filesystem::path& path);
  static Config parse(std::string_view toml, std::string name);

  bool has(std::string_view key) const;
  std::string string(std::string_view key) const;
  std::string string(std::string_view key, std::string_view fallback) const;
  std::int64_t integer(std::string_view key, std::int64_t lowest, std::int64_t highest) const;
  std::int64_t integer(std::string_view key, std::int64_t lowest, std::int64_t highest,
                       std::int64_t fallback) const;
  bool boolean(std::string_view key) const;
  bool boolean(std::string_view key, bool fallback) const;
  std::vector<std::string> strings(std::string_view key) const;  // an array of texts; empty if missing
  std::vector<std::int64_t> integers(std::string_view key, std::int64_t lowest, std::int64_t highest) const;
  Config table(std::string_view key) const;
  std::optional<Config> optional_table(std::string_view key) const;
  std::vector<Config> tables(std::string_view key) const;  // an array of tables; empty if missing
  std::vector<std::string> keys() const;                   // of this table

  // Throws if this table has a key that is not in the list: a misspelt key must not be passed over.
  void expect_only(std::initializer_list<std::string_view> known) const;
  // An error about a key of this table, for checks that go beyond types.
  ConfigError error(std::string_view key, std::string_view expected) const;

 private:
  struct Node;
  explicit Config(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

}  // namespace palmkey::platform
