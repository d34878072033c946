// How an invoice's numbers are written, alike on its face and in its XML. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace palmkey::documents {

// What every invoice of the demonstration says of itself.
inline constexpr std::string_view kDemonstrationNotice = "演示样张，不是税务发票，不得用于报销、抵扣";

// 5000 -> 50.00
std::string yuan_text(std::int64_t fen);

// amount over quantity in yuan with two to eight decimals, the last one rounded (halves up): 10.00 over 3 ->
// 3.33333333. `amount_fen` not negative, at most 10^12; `quantity` at least 1.
std::string unit_price_text(std::int64_t amount_fen, std::uint32_t quantity);

// 600 -> 6%, 150 -> 1.5%
std::string rate_per_cent(std::uint32_t tax_rate);

// 600 -> 0.06, 150 -> 0.015
std::string rate_fraction(std::uint32_t tax_rate);

}  // namespace palmkey::documents
