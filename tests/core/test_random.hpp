// What the tests of core share: bytes from hexadecimal text, and randomness that repeats.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string_view>

#include "core/encoding.hpp"
#include "core/random.hpp"

namespace palmkey::core::testing {

inline Bytes bytes(std::string_view hex) {
  auto decoded = from_hex(hex);
  if (!decoded) std::abort();  // a mistake in the test; WebAssembly builds have no exceptions
  return *std::move(decoded);
}

// The same bytes for the same seed, every time.
class TestRandom final : public Random {
 public:
  explicit TestRandom(std::uint64_t seed) : engine_(seed) {}
  Result<void> fill(MutableByteView out) override {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
    return {};
  }
  Bytes bytes(std::size_t size) {
    Bytes out(size);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
    return out;
  }

 private:
  std::mt19937_64 engine_;
};

// Fills with one and the same byte, as a broken source may.
class StuckRandom final : public Random {
 public:
  explicit StuckRandom(std::uint8_t byte) : byte_(byte) {}
  Result<void> fill(MutableByteView out) override {
    for (auto& byte : out) byte = byte_;
    return {};
  }

 private:
  std::uint8_t byte_;
};

class FailingRandom final : public Random {
 public:
  Result<void> fill(MutableByteView) override { return Error::random_failed; }
};

}  // namespace palmkey::core::testing
