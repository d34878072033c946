#include "core/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);

TEST(Secret, TakesTheBytesOver) {
  Bytes bytes = {1, 2, 3};
  const std::uint8_t* memory = bytes.data();
  const Secret secret(std::move(bytes));
  EXPECT_TRUE(bytes.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(secret.view().data(), memory);
  EXPECT_EQ(to_hex(secret.view()), "010203");
}

TEST(Secret, IsEmptyAfterItWasMovedAway) {
  Secret first = Secret::copy_of(as_bytes("secret"));
  const std::uint8_t* memory = first.view().data();
  Secret second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(second.view().data(), memory);
  EXPECT_EQ(as_text(second.view()), "secret");
}

// The vector keeps its memory when it is cleared, so the memory may still be looked at.
TEST(Secret, IsWipedWhenCleared) {
  Secret secret = Secret::copy_of(as_bytes("secret"));
  const volatile std::uint8_t* memory = secret.view().data();
  secret.clear();
  EXPECT_TRUE(secret.empty());
  for (int i = 0; i < 6; ++i) EXPECT_EQ(memory[i], 0);
}

TEST(Wipe, OverwritesWhatIsGivenAndNoMore) {
  ByteArray<5> memory = {1, 2, 3, 4, 5};
  wipe(memory.data() + 1, 3);
  EXPECT_EQ(memory, (ByteArray<5>{1, 0, 0, 0, 5}));
  wipe(memory.data(), 0);
  EXPECT_EQ(memory[0], 1);
}

}  // namespace
}  // namespace palmkey::core
