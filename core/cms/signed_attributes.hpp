// What is signed in CMS signatures of PAdES and CAdES level B-B: SignedAttributes (RFC 5652, 5.4).
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core {

struct SignedAttributes {
  ByteArray<32> message_digest{};      // SM3 of the content
  ByteArray<32> certificate_digest{};  // SM3 of the signing certificate
};

// The DER of the SET with content type id-data: what is signed, and the `cms` intent.
Bytes encode_signed_attributes(const SignedAttributes& attributes);

// Reads the DER of the SET. Exactly three attributes are accepted, each once, in DER's order: content type
// (id-data or GM/T 0010's data), message digest, signing certificate v2 with one certificate under SM3
// (RFC 5035). A signing time is refused: level B-B forbids it (ETSI EN 319 142-1). Error::intent_refused.
Result<SignedAttributes> read_signed_attributes(ByteView der);

}  // namespace palmkey::core
