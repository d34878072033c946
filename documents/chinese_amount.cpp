#include "documents/chinese_amount.hpp"

#include <array>
#include <string_view>

namespace palmkey::documents {
namespace {

constexpr std::array<std::string_view, 10> kDigits = {"零", "壹", "贰", "叁", "肆",
                                                      "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<std::string_view, 4> kPlaces = {"仟", "佰", "拾", ""};
constexpr std::uint64_t kLimit = 10'000'000'000'000'000;

// Four digits, 0 (empty text) to 9999, without zeros in front: 507 -> 伍佰零柒.
std::string group(unsigned value) {
  std::string out;
  bool zero_pending = false;
  unsigned place_value = 1000;
  for (std::string_view place : kPlaces) {
    unsigned digit = value / place_value % 10;
    place_value /= 10;
    if (digit == 0) {
      zero_pending = !out.empty();
      continue;
    }
    if (zero_pending) out += kDigits[0];
    zero_pending = false;
    out += kDigits[digit];
    out += place;
  }
  return out;
}

// `high` and `low` parts joined by `unit`; one 零 stands for all zeros at the front of `low`, which has its
// highest digit at `low_top`.
std::string join(const std::string& high, std::string_view unit, std::uint64_t low, std::uint64_t low_top,
                 const std::string& low_text) {
  if (high.empty()) return low_text;
  std::string out = high + std::string(unit);
  if (low > 0 && low < low_top) out += kDigits[0];
  return out + low_text;
}

// Eight digits, 0 (empty text) to 99999999.
std::string two_groups(std::uint64_t value) {
  auto high = static_cast<unsigned>(value / 10'000);
  auto low = static_cast<unsigned>(value % 10'000);
  return join(group(high), "万", low, 1'000, group(low));
}

}  // namespace

core::Result<std::string> chinese_number(std::uint64_t number) {
  if (number >= kLimit) return core::Error::out_of_range;
  if (number == 0) return std::string(kDigits[0]);
  std::uint64_t low = number % 100'000'000;
  return join(two_groups(number / 100'000'000), "亿", low, 10'000'000, two_groups(low));
}

core::Result<std::string> chinese_money(std::int64_t fen) {
  std::uint64_t magnitude = fen < 0 ? 0 - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
  std::uint64_t yuan = magnitude / 100;
  auto jiao = static_cast<unsigned>(magnitude / 10 % 10);
  auto last = static_cast<unsigned>(magnitude % 10);
  PALMKEY_TRY(yuan_text, chinese_number(yuan));
  std::string out = "人民币";
  if (fen < 0) out += "负";
  if (yuan > 0 || magnitude == 0) out += yuan_text + "元";
  if (jiao > 0) {
    out += kDigits[jiao];
    out += "角";
  } else if (yuan > 0 && last > 0) {
    out += kDigits[0];
  }
  if (last > 0) {
    out += kDigits[last];
    out += "分";
  } else {
    out += "整";
  }
  return out;
}

}  // namespace palmkey::documents
