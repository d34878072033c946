#include "documents/invoice_text.hpp"

#include <cstddef>

namespace palmkey::documents {
namespace {

// value / 10^decimals, with at least `least` decimals.
std::string decimal(std::uint64_t value, std::size_t decimals, std::size_t least) {
  std::string digits = std::to_string(value);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  std::size_t point = digits.size() - decimals;
  std::size_t size = digits.size();
  while (size > point + least && digits[size - 1] == '0') --size;
  std::string out = digits.substr(0, point);
  if (size > point) out.append(".").append(digits, point, size - point);
  return out;
}

}  // namespace

std::string yuan_text(std::int64_t fen) {
  std::string text =
      decimal(fen < 0 ? 0 - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen), 2, 2);
  return fen < 0 ? "-" + text : text;
}

std::string unit_price_text(std::int64_t amount_fen, std::uint32_t quantity) {
  constexpr std::uint64_t kMillion = 1'000'000;  // fen have two decimals, the price eight
  std::uint64_t scaled = static_cast<std::uint64_t>(amount_fen) * kMillion;
  return decimal((scaled + quantity / 2) / quantity, 8, 2);
}

std::string rate_per_cent(std::uint32_t tax_rate) {
  return decimal(tax_rate, 2, 0) + "%";
}

std::string rate_fraction(std::uint32_t tax_rate) {
  return decimal(tax_rate, 4, 2);
}

}  // namespace palmkey::documents
