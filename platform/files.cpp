#include "platform/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

#include "platform/file_pieces.hpp"

namespace palmkey::platform {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

}  // namespace

void write_file(const std::filesystem::path& path, core::ByteView content, unsigned mode) {
  FileWriter file(path, mode);
  file.append(content);
  file.commit();
}

core::Bytes read_file(const std::filesystem::path& path, std::size_t max_size) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) fail(path);
  core::Bytes content;
  core::Bytes block(std::size_t{64} * 1024);
  while (true) {
    const ssize_t count = ::read(file.get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path);
    if (count == 0) return content;
    if (content.size() + static_cast<std::size_t>(count) > max_size) {
      throw std::length_error(path.string() + " is over " + std::to_string(max_size) + " bytes");
    }
    content.insert(content.end(), block.begin(), block.begin() + count);
  }
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "palmkey-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) fail(name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace palmkey::platform
