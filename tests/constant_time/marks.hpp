// Secrets marked for valgrind's memcheck: their bytes count as not initialised, and it reports each jump and
// each address that depends on such bytes.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/secret.hpp"

namespace palmkey::constant_time {

void mark_secret(const void* memory, std::size_t size);

// For objects that hold their bytes in themselves, as scalars and arrays do.
template <class T>
const T& secret(const T& object) {
  mark_secret(&object, sizeof object);
  return object;
}
inline const core::Secret& secret(const core::Secret& bytes) {
  mark_secret(bytes.view().data(), bytes.size());
  return bytes;
}
inline const core::Bytes& secret(const core::Bytes& bytes) {
  mark_secret(bytes.data(), bytes.size());
  return bytes;
}

// Takes the mark off a result. An operation whose results never bore a mark has shown nothing.
void take_result(const void* memory, std::size_t size);
template <class T>
void take_result(const T& object) {
  take_result(&object, sizeof object);
}
inline void take_result(const core::Secret& bytes) {
  take_result(bytes.view().data(), bytes.size());
}

// Ends the program: an operation that fails does not do what its name says.
[[noreturn]] void give_up(std::string_view what);
template <class Result>
auto value_of(Result result) {
  if (!result.has_value()) give_up("an operation failed");
  return *std::move(result);
}

// How many marked values were declared public by core or taken as results so far.
unsigned long marked_values_seen();

// Random bytes, marked. The same in each run.
class MarkedRandom final : public core::Random {
 public:
  core::Result<void> fill(core::MutableByteView out) override;

 private:
  std::uint64_t state_ = 1;
};

}  // namespace palmkey::constant_time
