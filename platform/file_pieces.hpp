// Files that are too large to be read or written at once. Failures are std::system_error with the path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/bytes.hpp"

namespace palmkey::platform {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor();
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

class FileReader {
 public:
  explicit FileReader(const std::filesystem::path& path);
  std::uint64_t size() const { return size_; }  // bytes, when it was opened
  // So many bytes from there, or fewer at the end of the file.
  core::Bytes read(std::uint64_t from, std::size_t at_most) const;

 private:
  std::filesystem::path path_;
  FileDescriptor file_;
  std::uint64_t size_ = 0;
};

// Writes a whole file or none: what is appended goes to a temporary file beside it, until commit() puts it in
// its place, on the disk and in its folder. Without that nothing stays.
class FileWriter {
 public:
  explicit FileWriter(const std::filesystem::path& path, unsigned mode = 0600);
  ~FileWriter();
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  void append(core::ByteView piece);
  void commit();

 private:
  std::filesystem::path path_;
  std::string temporary_;  // empty once it is in its place
  FileDescriptor file_;
};

}  // namespace palmkey::platform
