#include "documents/chinese_amount.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace palmkey::documents {
namespace {

TEST(ChineseNumber, WritesTheTermsInYears) {
  const std::pair<std::uint64_t, const char*> cases[] = {{1, "壹"}, {2, "贰"}, {3, "叁"},    {4, "肆"},
                                                         {5, "伍"}, {0, "零"}, {10, "壹拾"}, {12, "壹拾贰"}};
  for (auto [number, expected] : cases) {
    auto text = chinese_number(number);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, expected);
  }
}

TEST(ChineseNumber, WritesOneZeroForAnyRowOfZeros) {
  const std::pair<std::uint64_t, const char*> cases[] = {
      {105, "壹佰零伍"},
      {1'005, "壹仟零伍"},
      {1'050, "壹仟零伍拾"},
      {1'500, "壹仟伍佰"},
      {10'005, "壹万零伍"},
      {10'500, "壹万零伍佰"},
      {15'000, "壹万伍仟"},
      {100'000, "壹拾万"},
      {1'005'000, "壹佰万伍仟"},
      {10'000'001, "壹仟万零壹"},
      {100'000'000, "壹亿"},
      {100'000'001, "壹亿零壹"},
      {100'010'000, "壹亿零壹万"},
      {110'000'000, "壹亿壹仟万"},
      {1'000'000'000'000, "壹万亿"},
      {1'234'500'000'000, "壹万贰仟叁佰肆拾伍亿"},
      {1'000'500'000'000, "壹万零伍亿"},
      {9'999'999'999'999'999, "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖"}};
  for (auto [number, expected] : cases) {
    auto text = chinese_number(number);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, expected) << number;
  }
}

TEST(ChineseNumber, RefusesWhatItHasNoNameFor) {
  auto text = chinese_number(10'000'000'000'000'000);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error(), core::Error::out_of_range);
}

// The examples printed in 支付结算办法, annex 1; where it gives two spellings, the one without 零.
TEST(ChineseMoney, WritesTheExamplesOfTheRules) {
  const std::pair<std::int64_t, const char*> cases[] = {
      {140'950, "人民币壹仟肆佰零玖元伍角整"},       {600'714, "人民币陆仟零柒元壹角肆分"},
      {168'032, "人民币壹仟陆佰捌拾元叁角贰分"},     {10'700'053, "人民币壹拾万柒仟元伍角叁分"},
      {1'640'902, "人民币壹万陆仟肆佰零玖元零贰分"}, {32'504, "人民币叁佰贰拾伍元零肆分"}};
  for (auto [fen, expected] : cases) {
    auto text = chinese_money(fen);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, expected) << fen;
  }
}

TEST(ChineseMoney, WritesFeesAndSmallSums) {
  const std::pair<std::int64_t, const char*> cases[] = {
      {5'000, "人民币伍拾元整"}, {25'000, "人民币贰佰伍拾元整"}, {0, "人民币零元整"},
      {5, "人民币伍分"},         {50, "人民币伍角整"},           {55, "人民币伍角伍分"},
      {105, "人民币壹元零伍分"}, {-5'000, "人民币负伍拾元整"}};
  for (auto [fen, expected] : cases) {
    auto text = chinese_money(fen);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, expected) << fen;
  }
}

TEST(ChineseMoney, RefusesSumsBeyondItsNumeralsOfEitherSign) {
  EXPECT_TRUE(chinese_money(999'999'999'999'999'999));
  for (std::int64_t fen : {std::int64_t{1'000'000'000'000'000'000}, -std::int64_t{1'000'000'000'000'000'000},
                           std::numeric_limits<std::int64_t>::min()}) {
    auto text = chinese_money(fen);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error(), core::Error::out_of_range);
  }
}

}  // namespace
}  // namespace palmkey::documents
