// What a subscriber's account is known by: its number, which its holder may change.
#pragma once

#include <string>

#include "front/context.hpp"

namespace palmkey::front::account {

// Gives the session's account another number: the session's own was proved a short while ago, the new one by
// the code that was sent to it (subscribers::request_code). All other sessions end. Both numbers, and the
// mail addresses of the holder's certificates, are told; the old number goes on being told what happens to
// the keys for subscribers::former_number_told. An account that has the new number and no orders is given up
// for it. Returns the number as it is kept. InvalidInput, field "phone": "phone_invalid", "phone_unchanged";
// Failure: "not_signed_in" (401), "phone_proof_needed" (403), "phone_code_wrong" (422, field "code"; uses up
// a try), "phone_in_use" (409, field "phone").
std::string change_phone(const Context& context, const std::string& token, const std::string& typed_phone,
                         const std::string& code);

}  // namespace palmkey::front::account
