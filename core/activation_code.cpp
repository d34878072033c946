#include "core/activation_code.hpp"

#include "core/constant_time.hpp"
#include "core/declare_public.hpp"

namespace palmkey::core {

namespace {

// No 0, O, 1, I, L, U.
constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kGroups = 4;
constexpr std::size_t kGroupLength = 5;

// The letter of a secret number, by looking at each.
char letter(std::uint64_t number) {
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    found |= mask_of_zero(number ^ i) & static_cast<std::uint64_t>(kAlphabet[i]);
  return static_cast<char>(found);
}

}  // namespace

Result<std::string> make_activation_code(Random& random) {
  // Bytes from 240 up would favour the first letters.
  constexpr std::uint8_t limit = 240;
  static_assert(limit % kAlphabet.size() == 0);
  std::string code;
  std::size_t letters = 0;
  while (letters < kGroups * kGroupLength) {
    ByteArray<1> byte{};
    PALMKEY_CHECK(random.fill(byte));
    if (public_answer(byte[0] >= limit)) continue;  // such a byte is dropped
    if (letters > 0 && letters % kGroupLength == 0) code += '-';
    code += letter(byte[0] % kAlphabet.size());
    ++letters;
  }
  return code;
}

Digest activation_digest(std::string_view code) {
  return sm3(as_bytes(code));
}

std::string activation_link(std::string_view base_url, std::string_view code, std::string_view fingerprint) {
  return std::string(base_url) + "/officer#a=" + std::string(code) + "&d=" + std::string(fingerprint);
}

}  // namespace palmkey::core
