#include "core/result.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/bytes.hpp"

namespace palmkey::core {
namespace {

constexpr Error errors[] = {
#define PALMKEY_ERROR(name, code, text) Error::name,
#include "core/error_list.hpp"
#undef PALMKEY_ERROR
};

TEST(Error, EachHasACodeOfItsOwnAndAText) {
  std::set<std::string_view> codes;
  for (const Error error : errors) {
    EXPECT_TRUE(codes.insert(code(error)).second) << code(error);
    EXPECT_FALSE(text(error).empty());
    EXPECT_EQ(error_of_code(code(error)), error);
  }
  EXPECT_EQ(code(Error::bad_signature), "bad_signature");
  EXPECT_EQ(text(Error::bad_signature), "the signature does not verify");
}

TEST(Error, AnUnknownCodeIsARefusal) {
  EXPECT_EQ(error_of_code("no_such_code"), Error::refused);
  EXPECT_EQ(error_of_code(""), Error::refused);
}

Result<int> half(int number) {
  if (number % 2 != 0) return Error::out_of_range;
  return number / 2;
}

Result<void> check(bool good) {
  if (!good) return Error::refused;
  return {};
}

Result<int> quarter(int number, bool good) {
  PALMKEY_CHECK(check(good));
  PALMKEY_TRY(first, half(number));
  PALMKEY_TRY(second, half(first));
  return second;
}

TEST(Result, HandsOnTheFirstErrorOrTheValue) {
  EXPECT_EQ(*quarter(12, true), 3);
  EXPECT_EQ(quarter(6, true).error(), Error::out_of_range);
  EXPECT_EQ(quarter(12, false).error(), Error::refused);
}

TEST(Bytes, AreEqualOnlyIfAllAre) {
  const Bytes a = {1, 2, 3};
  EXPECT_TRUE(equal_constant_time(a, Bytes{1, 2, 3}));
  EXPECT_TRUE(equal_constant_time({}, {}));
  EXPECT_FALSE(equal_constant_time(a, Bytes{1, 2}));
  EXPECT_FALSE(equal_constant_time(a, Bytes{0, 2, 3}));
  EXPECT_FALSE(equal_constant_time(a, Bytes{1, 2, 0x83}));
}

TEST(Bytes, AreJoinedInOrder) {
  EXPECT_EQ(concatenate({}), Bytes());
  EXPECT_EQ(concatenate({as_bytes("ab"), {}, as_bytes("c")}), (Bytes{'a', 'b', 'c'}));
}

}  // namespace
}  // namespace palmkey::core
