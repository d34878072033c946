// Numbers and sums of money in capital Chinese numerals (大写), as forms and invoices carry them.
// Pure functions, safe to call from any thread.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.hpp"

namespace palmkey::documents {

// A whole number, for example 12 -> 壹拾贰, 0 -> 零.
// Error::out_of_range at 10^16 (壹亿亿) and above.
core::Result<std::string> chinese_number(std::uint64_t number);

// A sum in fen after the rules of 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定), with the
// currency in front: 5000 -> 人民币伍拾元整, 5 -> 人民币伍分, 0 -> 人民币零元整, -5000 -> 人民币负伍拾元整.
// 整 closes sums that end at 元 or 角. Where the rules leave a 零 between 元 and 角 open, none is written.
// Error::out_of_range if the sum has 10^16 yuan or more, either sign.
core::Result<std::string> chinese_money(std::int64_t fen);

}  // namespace palmkey::documents
