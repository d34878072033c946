// What the tests of pki share: a folder of their own and the programs that judge our output.
#pragma once

#include <filesystem>
#include <string>

#include "core/bytes.hpp"

namespace palmkey::pki::testing {

// A new empty folder, removed with its content at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, core::ByteView bytes) const;
  core::Bytes read(const std::string& name) const;

  struct Outcome {
    int exit_code;
    std::string output;  // of both streams
  };
  // Runs a shell command with this folder as working directory.
  Outcome run(const std::string& command) const;

 private:
  std::filesystem::path path_;
};

}  // namespace palmkey::pki::testing
