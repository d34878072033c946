// The picture of a few letters that people can read and simple programs cannot (图形验证码).
// Pure functions, safe to call from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::documents {

// Capital letters and digits without those that look alike (0 O, 1 I): 32, so that a random byte picks one
// without bias.
inline constexpr std::string_view kCaptchaAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

inline constexpr std::size_t kCaptchaWidth = 200;  // pixels
inline constexpr std::size_t kCaptchaHeight = 70;

// One letter of the alphabet for each byte of `randomness`.
std::string captcha_text(core::ByteView randomness);

// The text as PNG, its letters turned, shifted and bent, among lines and dots. All of it follows from
// `randomness`, which should be fresh for each picture: the same input gives the same bytes.
// Error::malformed: a letter outside the alphabet. Error::out_of_range: not 4 to 6 letters, or fewer than 16
// bytes of randomness.
core::Result<core::Bytes> captcha_png(std::string_view text, core::ByteView randomness);

}  // namespace palmkey::documents
