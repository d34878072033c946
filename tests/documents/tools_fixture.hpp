// What the tests of documents share: a folder of their own and the programs that read our output.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"

namespace palmkey::documents::test {

// A new empty folder, removed with its content at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Writes the bytes as `name` in the folder; returns the file's path.
  std::string write(const std::string& name, core::ByteView bytes) const;
  std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

struct Run {
  int exit_code;
  std::string output;  // standard output and standard error
};

// Runs a program from PATH with these arguments and waits for it.
Run run(const std::vector<std::string>& command);

core::Bytes read_file(const std::string& path);

// What zbarimg reads in a picture, one line a symbol, each with the symbology in front ("QR-Code:…").
std::string barcodes_in(const std::string& picture);

// Number of times that `part` occurs.
std::size_t count(std::string_view text, std::string_view part);

}  // namespace palmkey::documents::test
