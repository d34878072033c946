// A self-signed certificate for 127.0.0.1 and its private key as PEM files.
#pragma once

#include <filesystem>
#include <string>

namespace palmkey::test {

struct TlsFiles {
  TlsFiles(const std::filesystem::path& folder, const std::string& name);
  std::string certificate;
  std::string private_key;
};

}  // namespace palmkey::test
