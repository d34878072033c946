// The one-time code that makes a device an operator's.
//
// Who appoints an operator makes the code on their own device and signs only its SM3: the code itself goes
// from person to person and from the new operator's device sealed to the vault.
#pragma once

#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm3.hpp"

namespace palmkey::core {

// For example "K7QX2-9MWTR-4HB3C-P8VNE": 98 bits, without characters that are read wrongly.
// Error::random_failed.
Result<std::string> make_activation_code(Random& random);

// What stands for the code in an `appoint` intent and in the vault's tables.
Digest activation_digest(std::string_view code);

// What the new operator opens. `fingerprint`: SM3 of the platform's descriptor, base64url. Both stand in the
// fragment, which no server sees.
std::string activation_link(std::string_view base_url, std::string_view code, std::string_view fingerprint);

}  // namespace palmkey::core
