#include "vault/issuing/holder_intent.hpp"

#include "core/sm2/signature.hpp"
#include "platform/failure.hpp"

namespace palmkey::vault {

using platform::Failure;

HolderIntent check_holder_intent(platform::Transaction& t, const KeyDirectory& keys, core::TextIntent intent,
                                 const SignedIntent& signed_intent, std::string_view certificate_serial,
                                 std::int64_t now) {
  auto state = find_certificate(t, keys, certificate_serial, now);
  if (!state || !state->record.is_signing) throw Failure("certificate_not_found", 404, "certificate_serial");
  auto certificate = platform::value_or_throw(core::decode_certificate(state->record.der));

  const auto text = core::as_bytes(signed_intent.text);
  const auto signature = platform::value_or_throw(core::sm2::decode_der(signed_intent.signature), "intent");
  platform::value_or_throw(core::sm2::verify(certificate.public_key, text, signature), "intent");
  const auto signed_at = keys.cosigned_at(t, state->record.key_id, text, signature.r);
  if (!signed_at) throw Failure("not_cosigned", 403, "intent");
  if (now - *signed_at > holder_intent_seconds) throw Failure("intent_stale", 403, "intent");
  return {std::move(intent), *std::move(state), std::move(certificate), *signed_at};
}

}  // namespace palmkey::vault
