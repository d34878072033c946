#include "apps/palmkey/device/home.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <system_error>

#include "core/sm3.hpp"
#include "pki/p256.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/random.hpp"

namespace palmkey::cli {

namespace {

namespace fs = std::filesystem;
using core::Bytes;
using core::ByteView;
using core::Error;
using core::Result;
using core::Secret;

constexpr std::size_t kLargestFile = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kSecretSize = 32;

Bytes read_if_there(const fs::path& path) {
  return fs::exists(path) ? platform::read_file(path, kLargestFile) : Bytes();
}

class StateFile : public core::device::Storage {
 public:
  explicit StateFile(fs::path path) : path_(std::move(path)) {}
  Result<Bytes> load() override {
    try {
      return read_if_there(path_);
    } catch (const std::exception&) {
      return Error::storage_failed;
    }
  }
  Result<void> store(ByteView state) override {
    try {
      platform::write_file(path_, state);
      return {};
    } catch (const std::exception&) {
      return Error::storage_failed;
    }
  }

 private:
  fs::path path_;
};

// Keeps what the call threw, as the device's logic knows only that there was no answer.
class FrontTransport : public core::device::Transport {
 public:
  Home::Exchange exchange_;
  std::exception_ptr thrown_;

  Result<Bytes> exchange(ByteView sealed_request) override {
    thrown_ = nullptr;
    if (!exchange_) return Error::transport_failed;
    try {
      return exchange_(sealed_request);
    } catch (...) {
      thrown_ = std::current_exception();
      return Error::transport_failed;
    }
  }
};

class KeyFile : public core::device::DeviceKeyHolder {
 public:
  explicit KeyFile(const fs::path& path) : key_(open(path)) {}
  core::DeviceKey public_key() const override { return key_.public_key(); }
  Result<core::DeviceSignature> sign(ByteView data) override { return key_.sign(data); }

 private:
  static pki::P256Key open(const fs::path& path) {
    if (fs::exists(path)) {
      const Secret der(platform::read_file(path, kLargestFile));
      return platform::value_or_throw(pki::P256Key::decode(der.view()));
    }
    auto key = platform::value_or_throw(pki::P256Key::generate());
    const auto der = platform::value_or_throw(key.encode());
    platform::write_file(path, der.view());
    return key;
  }
  pki::P256Key key_;
};

class SecretFile : public core::device::DeviceSecretHolder {
 public:
  SecretFile(const fs::path& path, core::Random& random) : secret_(kSecretSize) {
    if (fs::exists(path)) {
      secret_ = Secret(platform::read_file(path, kSecretSize));
      if (secret_.size() != kSecretSize) throw platform::Failure("key_file_unusable", 500);
      return;
    }
    platform::value_or_throw(random.fill(secret_.mutable_view()));
    platform::write_file(path, secret_.view());
  }
  Result<Secret> hmac(ByteView data) override {
    return Secret::copy_of(core::hmac_sm3(secret_.view(), data));
  }

 private:
  Secret secret_;
};

class Clock : public core::device::DeviceClock {
 public:
  std::int64_t now() const override { return clock_.now(); }

 private:
  platform::SystemClock clock_;
};

}  // namespace

struct Home::Parts {
  explicit Parts(const fs::path& folder)
      : storage(folder / "state"),
        device_key(folder / "device.key"),
        device_secret(folder / "device.secret", random),
        device(platform::value_or_throw(
            core::device::Device::open({storage, transport, device_key, device_secret, clock, random}))) {}

  platform::SystemRandom random;
  StateFile storage;
  FrontTransport transport;
  KeyFile device_key;
  SecretFile device_secret;
  Clock clock;
  core::device::Device device;
};

Home::Home(const fs::path& folder) : folder_(fs::absolute(folder)) {
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  lock_ = ::open((folder_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) throw std::system_error(errno, std::generic_category(), folder_.string());
  while (::flock(lock_, LOCK_EX) != 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), folder_.string());
  }
  parts_ = std::make_unique<Parts>(folder_);
}

Home::~Home() {
  parts_.reset();
  if (lock_ >= 0) ::close(lock_);
}

core::device::Device& Home::device() {
  return parts_->device;
}

void Home::exchange_through(Exchange exchange) {
  parts_->transport.exchange_ = std::move(exchange);
}

core::device::Outcome Home::finish(core::device::Finished finished) {
  auto* failed = std::get_if<core::device::Failed>(&finished);
  if (failed == nullptr) return std::move(std::get<core::device::Outcome>(finished));
  if (failed->error == Error::transport_failed && parts_->transport.thrown_)
    std::rethrow_exception(parts_->transport.thrown_);
  platform::Parameters parameters;
  if (failed->tries_left) parameters["tries_left"] = static_cast<std::int64_t>(*failed->tries_left);
  if (failed->wait_seconds > 0) parameters["wait_seconds"] = static_cast<std::int64_t>(failed->wait_seconds);
  throw platform::Failure(failed->error, {}, parameters);
}

core::Random& Home::random() {
  return parts_->random;
}

json Home::read(const std::string& name) const {
  const Bytes content = read_if_there(folder_ / name);
  return content.empty() ? json() : json::parse(core::as_text(content));
}

void Home::write(const std::string& name, const json& value) {
  const fs::path path = folder_ / name;
  fs::create_directories(path.parent_path());
  platform::write_file(path, core::as_bytes(value.dump()));
}

void Home::remove(const std::string& name) {
  fs::remove(folder_ / name);
}

}  // namespace palmkey::cli
