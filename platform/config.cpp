#include "platform/config.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <sstream>

#include "platform/files.hpp"

namespace palmkey::platform {
namespace {

constexpr std::size_t max_config_size = std::size_t{4} * 1024 * 1024;

std::string range_text(std::int64_t lowest, std::int64_t highest) {
  return "expected an integer from " + std::to_string(lowest) + " to " + std::to_string(highest);
}

}  // namespace

struct Config::Node {
  std::shared_ptr<const toml::table> document;
  const toml::table* table = nullptr;  // inside the document
  std::string file;
  std::string path;  // of this table, with a dot at its end unless it is the root

  const toml::node* find(std::string_view key) const { return table->at_path(key).node(); }
};

Config Config::parse(std::string_view toml, std::string name) {
  try {
    auto node = std::make_shared<Node>();
    node->document = std::make_shared<const toml::table>(toml::parse(toml));
    node->table = node->document.get();
    node->file = std::move(name);
    return Config(std::move(node));
  } catch (const toml::parse_error& error) {
    std::ostringstream text;
    text << name << ": line " << error.source().begin.line << ": " << error.description();
    throw ConfigError(text.str());
  }
}

Config Config::load(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  core::Bytes content;
  try {
    content = read_file(path, max_config_size);
  } catch (const std::exception& exception) {
    throw ConfigError(name + ": cannot be read: " + exception.what());
  }
  return parse(core::as_text(content), name);
}

ConfigError Config::error(std::string_view key, std::string_view expected) const {
  return ConfigError(node_->file + ": " + node_->path + std::string(key) + ": " + std::string(expected));
}

bool Config::has(std::string_view key) const {
  return node_->find(key) != nullptr;
}

std::string Config::string(std::string_view key) const {
  const toml::node* node = node_->find(key);
  if (node == nullptr) throw error(key, "is missing, expected a text");
  const auto* text = node->as_string();
  if (text == nullptr) throw error(key, "expected a text");
  return text->get();
}

std::string Config::string(std::string_view key, std::string_view fallback) const {
  return has(key) ? string(key) : std::string(fallback);
}

std::int64_t Config::integer(std::string_view key, std::int64_t lowest, std::int64_t highest) const {
  const toml::node* node = node_->find(key);
  if (node == nullptr) throw error(key, "is missing, " + range_text(lowest, highest));
  const auto* number = node->as_integer();
  if (number == nullptr || number->get() < lowest || number->get() > highest) {
    throw error(key, range_text(lowest, highest));
  }
  return number->get();
}

std::int64_t Config::integer(std::string_view key, std::int64_t lowest, std::int64_t highest,
                             std::int64_t fallback) const {
  return has(key) ? integer(key, lowest, highest) : fallback;
}

bool Config::boolean(std::string_view key) const {
  const toml::node* node = node_->find(key);
  if (node == nullptr) throw error(key, "is missing, expected true or false");
  const auto* value = node->as_boolean();
  if (value == nullptr) throw error(key, "expected true or false");
  return value->get();
}

bool Config::boolean(std::string_view key, bool fallback) const {
  return has(key) ? boolean(key) : fallback;
}

std::vector<std::string> Config::strings(std::string_view key) const {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) throw error(key, "expected an array of texts");
  std::vector<std::string> result;
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr) throw error(key, "expected an array of texts");
    result.push_back(text->get());
  }
  return result;
}

std::vector<std::int64_t> Config::integers(std::string_view key, std::int64_t lowest,
                                           std::int64_t highest) const {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) throw error(key, "expected an array of integers");
  std::vector<std::int64_t> result;
  for (const toml::node& element : *array) {
    const auto* number = element.as_integer();
    if (number == nullptr || number->get() < lowest || number->get() > highest) {
      throw error(key, "each: " + range_text(lowest, highest));
    }
    result.push_back(number->get());
  }
  return result;
}

Config Config::table(std::string_view key) const {
  const toml::node* node = node_->find(key);
  if (node == nullptr) throw error(key, "is missing, expected a table");
  const toml::table* table = node->as_table();
  if (table == nullptr) throw error(key, "expected a table");
  return Config(std::make_shared<Node>(
      Node{node_->document, table, node_->file, node_->path + std::string(key) + "."}));
}

std::optional<Config> Config::optional_table(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  return table(key);
}

std::vector<Config> Config::tables(std::string_view key) const {
  const toml::node* node = node_->find(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) throw error(key, "expected an array of tables");
  std::vector<Config> result;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const toml::table* table = array->get(i)->as_table();
    if (table == nullptr) throw error(key, "expected an array of tables");
    const std::string path = node_->path + std::string(key) + "[" + std::to_string(i) + "].";
    result.push_back(Config(std::make_shared<Node>(Node{node_->document, table, node_->file, path})));
  }
  return result;
}

std::vector<std::string> Config::keys() const {
  std::vector<std::string> result;
  for (const auto& [key, value] : *node_->table) result.emplace_back(key.str());
  return result;
}

void Config::expect_only(std::initializer_list<std::string_view> known) const {
  for (const std::string& key : keys()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) throw error(key, "is not known here");
  }
}

}  // namespace palmkey::platform
