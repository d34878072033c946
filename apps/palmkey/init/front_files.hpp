// front.toml and what it names.
#pragma once

#include <filesystem>
#include <string>

#include "apps/palmkey/init/options.hpp"

namespace palmkey::cli {

// Paths of everything below the data folder.
struct Layout {
  explicit Layout(const std::filesystem::path& data_folder) : data(data_folder) {}
  std::filesystem::path data;
  std::filesystem::path setup_file() const { return data / "setup.json"; }
  std::filesystem::path demonstration_file() const { return data / "demonstration.json"; }
  std::filesystem::path vault() const { return data / "vault"; }
  std::filesystem::path front() const { return data / "front"; }
};

// A TOML basic string.
std::string toml_string(const std::string& value);

// The text of front.toml. Relative paths in it are relative to its folder.
std::string front_toml(const InitOptions& options);

// The identifier and name of the catalogue's first service by file name. Failure("catalogue_empty", 422).
struct Service {
  std::string id, name;
};
Service first_service(const std::filesystem::path& catalogue);

// Copies the catalogue, whole or not at all; nothing if it is there already.
void copy_catalogue(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace palmkey::cli
