// A device's host that lives in memory, and a device key whose signatures only the fake vault knows.
#pragma once

#include <functional>

#include "core/device/driver.hpp"
#include "core/sm3.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core::testing {

struct MemoryStorage final : device::Storage {
  Bytes stored;
  std::vector<Bytes> all;              // every state that was ever stored
  std::optional<std::size_t> fail_at;  // the store with this number fails, counted from now
  Result<Bytes> load() override { return stored; }
  Result<void> store(ByteView state) override {
    if (fail_at && (*fail_at)-- == 0) {
      fail_at.reset();
      return Error::storage_failed;
    }
    stored.assign(state.begin(), state.end());
    all.push_back(stored);
    return {};
  }
};

// Hands messages to a function; keeps them.
struct FunctionTransport final : device::Transport {
  std::function<Result<Bytes>(ByteView)> handler;
  std::vector<Bytes> sent;
  Result<Bytes> exchange(ByteView sealed_request) override {
    sent.emplace_back(sealed_request.begin(), sealed_request.end());
    return handler(sealed_request);
  }
};

struct HmacSecret final : device::DeviceSecretHolder {
  Bytes key = Bytes(32, 0x5a);
  Result<Secret> hmac(ByteView data) override {
    const Digest mac = hmac_sm3(key, data);
    return Secret::copy_of(mac);
  }
};

struct FixedClock final : device::DeviceClock {
  std::int64_t time = 1'780'000'000;
  std::int64_t now() const override { return time; }
};

}  // namespace palmkey::core::testing
