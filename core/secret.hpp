// The type that secrets live in: move-only, wiped on destruction and on move, never printed, never compared
// with ==.
#pragma once

#include <cstddef>
#include <utility>

#include "core/bytes.hpp"

namespace palmkey::core {

// Overwrites memory with zeros in a way that no optimiser removes.
void wipe(void* memory, std::size_t size);

// Overwrites the kilobyte of stack below the caller's frame: what functions that it has called, and that have
// returned, kept there in variables that would be slow if each were wiped, and in spilled registers.
void wipe_dead_stack();

// Secret bytes of a length fixed at construction. Not thread-safe.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size) : bytes_(size) {}
  // Takes the bytes over; the caller's vector is left empty.
  explicit Secret(Bytes&& bytes) : bytes_(std::move(bytes)) {}
  static Secret copy_of(ByteView bytes) { return Secret(Bytes(bytes.begin(), bytes.end())); }

  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      clear();
      bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
  }
  ~Secret() { clear(); }

  bool operator==(const Secret&) const = delete;

  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  ByteView view() const { return bytes_; }
  MutableByteView mutable_view() { return bytes_; }

  // Wipes and empties.
  void clear() {
    if (!bytes_.empty()) wipe(bytes_.data(), bytes_.size());
    bytes_.clear();
  }

 private:
  Bytes bytes_;
};

}  // namespace palmkey::core
