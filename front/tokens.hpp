// Random identifiers, bearer tokens and codes.
#pragma once

#include <string>
#include <string_view>

#include "core/random.hpp"

namespace palmkey::front {

// 128 random bits as base64url, for identifiers of rows and files. Failure if there is no randomness.
std::string random_identifier(core::Random& random);
// 256 random bits as base64url.
std::string random_token(core::Random& random);
// What is stored of a token: its SM3, hexadecimal.
std::string token_digest(std::string_view token);
// Decimal digits, each equally likely.
std::string random_digits(core::Random& random, std::size_t count);

}  // namespace palmkey::front
