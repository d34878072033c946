#include "core/device/pin_policy.hpp"

#include <gtest/gtest.h>

namespace palmkey::core::device {
namespace {

const std::vector<std::string> kNoDates;

TEST(PinPolicy, AcceptsSixDigitsWithoutAPattern) {
  for (const auto* pin : {"271829", "590316", "104862", "880517"})
    EXPECT_TRUE(check_new_pin(pin, kNoDates)) << pin;
}

TEST(PinPolicy, RefusesOtherLengthsAndCharacters) {
  for (const auto* pin : {"", "27182", "2718281", "27182a", "27182 ", "２７１８２８", "-27182"}) {
    EXPECT_EQ(check_new_pin(pin, kNoDates).error(), Error::pin_refused) << pin;
  }
}

TEST(PinPolicy, RefusesRunsRepetitionsAndPalindromes) {
  for (const auto* pin : {"123456", "654321", "890123", "210987", "135791", "000000", "111112", "121212",
                          "123123", "112211", "123321", "135531", "700700"}) {
    EXPECT_EQ(check_new_pin(pin, kNoDates).error(), Error::pin_refused) << pin;
  }
}

TEST(PinPolicy, RefusesDatesOfTheSubscriber) {
  const std::vector<std::string> dates = {"19860523"};
  for (const auto* pin : {"860523", "230586", "052386", "198605"}) {
    EXPECT_EQ(check_new_pin(pin, dates).error(), Error::pin_refused) << pin;
    EXPECT_TRUE(check_new_pin(pin, kNoDates)) << pin;
  }
}

}  // namespace
}  // namespace palmkey::core::device
