#include "front/tokens.hpp"

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "platform/failure.hpp"

namespace palmkey::front {

namespace {

template <std::size_t N>
core::ByteArray<N> random_bytes(core::Random& random) {
  core::ByteArray<N> bytes{};
  platform::value_or_throw(random.fill(bytes));
  return bytes;
}

}  // namespace

std::string random_identifier(core::Random& random) {
  return core::to_base64url(random_bytes<16>(random));
}
std::string random_token(core::Random& random) {
  return core::to_base64url(random_bytes<32>(random));
}
std::string token_digest(std::string_view token) {
  return core::to_hex(core::sm3(core::as_bytes(token)));
}

std::string random_digits(core::Random& random, std::size_t count) {
  std::string digits;
  while (digits.size() < count) {
    const auto byte = random_bytes<1>(random)[0];
    if (byte < 250) digits += static_cast<char>('0' + byte % 10);
  }
  return digits;
}

}  // namespace palmkey::front
