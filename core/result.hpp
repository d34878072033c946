// Result<T>: a value or an Error. core and pki report failure with it and throw nothing.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

namespace palmkey::core {

enum class Error : std::uint8_t {
#define PALMKEY_ERROR(name, code, text) name,
#include "core/error_list.hpp"
#undef PALMKEY_ERROR
};

// The stable code of an error, for example "bad_signature".
std::string_view code(Error error);

// One English sentence for logs and developers.
std::string_view text(Error error);

// The error with this stable code, or Error::refused if core has none of that name.
Error error_of_code(std::string_view code);

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, error) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool has_value() const { return state_.index() == 0; }

  // Only after a check that there is a value.
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  // Only after a check that there is none.
  Error error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : failed_(true), error_(error) {}

  explicit operator bool() const { return !failed_; }
  bool has_value() const { return !failed_; }
  Error error() const { return error_; }

 private:
  bool failed_ = false;
  Error error_{};
};

}  // namespace palmkey::core

// PALMKEY_TRY(name, expression): binds `name` to the value, or returns the error from this function.
#define PALMKEY_TRY(name, ...)                      \
  auto name##_result = (__VA_ARGS__);               \
  if (!name##_result) return name##_result.error(); \
  auto& name = *name##_result

// PALMKEY_CHECK(expression): returns the error of a Result from this function if it has one.
#define PALMKEY_CHECK(...)                                                             \
  do {                                                                                 \
    if (auto check_result = (__VA_ARGS__); !check_result) return check_result.error(); \
  } while (false)
