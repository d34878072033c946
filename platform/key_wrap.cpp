#include "platform/key_wrap.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "core/sm4.hpp"
#include "platform/failure.hpp"

namespace palmkey::platform {
namespace {

constexpr std::size_t key_file_size = 32;
constexpr std::uint8_t version = 1;
constexpr std::size_t prefix_size = 1 + 4;

core::Bytes associated_of(core::ByteView prefix, std::string_view context) {
  core::Bytes associated(prefix.begin(), prefix.end());
  associated.insert(associated.end(), context.begin(), context.end());
  return associated;
}

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

}  // namespace

KeyWrap::KeyWrap(core::Secret key)
    : key_(core::hkdf_sm3({}, key.view(), core::as_bytes("palmkey key-encryption key"), core::sm4_key_size)) {
  const core::Secret id = core::hkdf_sm3({}, key.view(), core::as_bytes("palmkey key id"), id_.size());
  std::copy(id.view().begin(), id.view().end(), id_.begin());
}

KeyWrap KeyWrap::from_file(const std::filesystem::path& path) {
  const OpenFile file(path, O_RDONLY | O_NOFOLLOW);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Failure("key_file_unusable", 500);
  }
  if (status.st_uid != ::geteuid() || (status.st_mode & 0077) != 0) throw Failure("key_file_too_open", 500);
  core::Secret key(key_file_size);
  if (status.st_size != static_cast<off_t>(key_file_size) ||
      ::read(file.get(), key.mutable_view().data(), key_file_size) != static_cast<ssize_t>(key_file_size)) {
    throw Failure("key_file_unusable", 500);
  }
  return KeyWrap(std::move(key));
}

KeyWrap KeyWrap::from_passphrase(core::ByteView passphrase, core::ByteView salt, std::uint32_t iterations) {
  if (passphrase.empty() || salt.size() < 16 || iterations < 100000) {
    throw std::invalid_argument("a passphrase needs 16 bytes of salt and 100,000 iterations");
  }
  return KeyWrap(core::pbkdf2_sm3(passphrase, salt, iterations, key_file_size));
}

KeyWrap KeyWrap::from_secret(core::ByteView secret32) {
  if (secret32.size() != key_file_size) throw std::invalid_argument("a wrapping key has 32 bytes");
  return KeyWrap(core::Secret::copy_of(secret32));
}

void KeyWrap::create_key_file(const std::filesystem::path& path, core::Random& random) {
  core::Secret key(key_file_size);
  value_or_throw(random.fill(key.mutable_view()));
  const OpenFile file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (file.get() < 0 || ::fchmod(file.get(), 0600) != 0 ||
      ::write(file.get(), key.view().data(), key_file_size) != static_cast<ssize_t>(key_file_size) ||
      ::fsync(file.get()) != 0) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
}

std::string KeyWrap::wrap(core::ByteView secret, std::string_view context, core::Random& random) const {
  core::Bytes wrapped = {version};
  wrapped.insert(wrapped.end(), id_.begin(), id_.end());
  core::ByteArray<core::gcm_nonce_size> nonce{};
  value_or_throw(random.fill(nonce));
  const core::Bytes sealed = core::sm4_gcm_seal(key_.view(), nonce, associated_of(wrapped, context), secret);
  wrapped.insert(wrapped.end(), nonce.begin(), nonce.end());
  wrapped.insert(wrapped.end(), sealed.begin(), sealed.end());
  return core::to_base64url(wrapped);
}

core::Result<core::Secret> KeyWrap::unwrap(std::string_view wrapped, std::string_view context) const {
  const auto bytes = core::from_base64url(wrapped);
  if (!bytes || bytes->size() < prefix_size + core::gcm_nonce_size + core::gcm_tag_size) {
    return core::Error::decryption_failed;
  }
  const core::ByteView view(*bytes);
  const core::ByteView prefix = view.first(prefix_size);
  if (prefix[0] != version || !std::equal(id_.begin(), id_.end(), prefix.begin() + 1)) {
    return core::Error::decryption_failed;
  }
  return core::sm4_gcm_open(key_.view(), view.subspan(prefix_size, core::gcm_nonce_size),
                            associated_of(prefix, context), view.subspan(prefix_size + core::gcm_nonce_size));
}

}  // namespace palmkey::platform
