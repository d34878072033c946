#include "core/pdf/number.hpp"

#include <algorithm>
#include <cmath>

namespace palmkey::core::pdf {
namespace {

constexpr double largest = 1'000'000;

// std::from_chars for floating point is missing from the standard library of WebAssembly.
double value_of(std::string_view text) {
  double value = 0;
  double scale = 0;
  for (const char c : text) {
    if (c == '.') {
      scale = 1;
    } else if (c >= '0' && c <= '9') {
      value = value * 10 + (c - '0');
      scale *= 10;
    }
  }
  if (scale > 1) value /= scale;
  return text.starts_with('-') ? -value : value;
}

}  // namespace

Result<double> read_number(const Object& object) {
  double value = 0;
  if (const auto* integer = object.as<std::int64_t>()) {
    value = static_cast<double>(*integer);
  } else if (const auto* real = object.as<Real>()) {
    if (real->text.size() > 32) return Error::malformed;
    value = value_of(real->text);
  } else {
    return Error::malformed;
  }
  if (!(std::abs(value) <= largest)) return Error::malformed;
  return value;
}

Result<std::array<double, 4>> read_rectangle(const Document& document, const Object& object) {
  const auto* array = object.as<Array>();
  if (array == nullptr || array->size() != 4) return Error::malformed;
  std::array<double, 4> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    PALMKEY_TRY(item, document.resolve((*array)[i]));
    PALMKEY_TRY(value, read_number(item));
    out[i] = value;
  }
  if (out[0] > out[2]) std::swap(out[0], out[2]);
  if (out[1] > out[3]) std::swap(out[1], out[3]);
  return out;
}

std::string number_text(double value) {
  const auto hundredths = static_cast<std::int64_t>(std::llround(value * 100));
  const std::int64_t magnitude = hundredths < 0 ? -hundredths : hundredths;
  std::string out = (hundredths < 0 ? "-" : "") + std::to_string(magnitude / 100);
  if (magnitude % 100 != 0) {
    out += "." + std::string(1, static_cast<char>('0' + magnitude / 10 % 10));
    if (magnitude % 10 != 0) out += static_cast<char>('0' + magnitude % 10);
  }
  return out;
}

}  // namespace palmkey::core::pdf
