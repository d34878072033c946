// Files that survive a power cut, and files that are not too large.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "core/bytes.hpp"

namespace palmkey::platform {

// Writes the whole file or nothing: a temporary file beside it, fsync, rename, fsync of the folder.
// std::system_error if that fails.
void write_file(const std::filesystem::path& path, core::ByteView content, unsigned mode = 0600);

// The whole file. std::system_error if it cannot be read, std::length_error if it is over `max_size` bytes.
core::Bytes read_file(const std::filesystem::path& path, std::size_t max_size);

// A new private folder (mode 0700) below the system's temporary folder, removed with all in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace palmkey::platform
