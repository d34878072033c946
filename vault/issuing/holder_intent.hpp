// Whether an intent was really signed by the holder of a certificate: what sign-in and the holder's own
// orders rest on.
#pragma once

#include <string_view>

#include "core/certificate.hpp"
#include "core/text_intent.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/signed_intent.hpp"

namespace palmkey::vault {

// How long a holder's signature may be acted on, seconds after the vault co-signed it.
inline constexpr std::int64_t holder_intent_seconds = 5 * 60;

struct HolderIntent {
  core::TextIntent intent;
  CertificateState state;  // of the signing certificate; what it has to be is the caller's business
  core::Certificate certificate;
  std::int64_t signed_at = 0;  // when the vault co-signed it, by the vault's clock
};

// Checks that the signature verifies under the signing certificate with this serial number and that the
// vault's own log has it, not too old. `intent` is what `signed_intent` was parsed to. Failure:
// "certificate_not_found" (404, field certificate_serial); "bad_signature", "not_cosigned" (403),
// "intent_stale" (403), all with the field intent.
HolderIntent check_holder_intent(platform::Transaction& transaction, const KeyDirectory& keys,
                                 core::TextIntent intent, const SignedIntent& signed_intent,
                                 std::string_view certificate_serial, std::int64_t now);

}  // namespace palmkey::vault
