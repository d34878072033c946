#include "platform/file_pieces.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace palmkey::platform {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

FileReader::FileReader(const std::filesystem::path& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  struct stat known = {};
  if (!file_ || ::fstat(file_.get(), &known) != 0) fail(path_);
  size_ = static_cast<std::uint64_t>(known.st_size);
}

core::Bytes FileReader::read(std::uint64_t from, std::size_t at_most) const {
  core::Bytes piece(at_most);
  std::size_t count = 0;
  while (count < at_most) {
    const ssize_t got =
        ::pread(file_.get(), piece.data() + count, at_most - count, static_cast<off_t>(from + count));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path_);
    if (got == 0) break;
    count += static_cast<std::size_t>(got);
  }
  piece.resize(count);
  return piece;
}

FileWriter::FileWriter(const std::filesystem::path& path, unsigned mode)
    : path_(path), temporary_(path.string() + ".XXXXXX"), file_(::mkostemp(temporary_.data(), O_CLOEXEC)) {
  if (!file_) fail(path_);
  if (::fchmod(file_.get(), mode) == 0) return;
  const int error = errno;
  ::unlink(temporary_.c_str());
  errno = error;
  fail(path_);
}

FileWriter::~FileWriter() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void FileWriter::append(core::ByteView piece) {
  while (!piece.empty()) {
    const ssize_t written = ::write(file_.get(), piece.data(), piece.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path_);
    piece = piece.subspan(static_cast<std::size_t>(written));
  }
}

void FileWriter::commit() {
  if (::fsync(file_.get()) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_);
  temporary_.clear();
  const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : ".";
  const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) fail(folder);
}

}  // namespace palmkey::platform
