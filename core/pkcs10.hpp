// Certification requests, PKCS#10 (RFC 2986; GM/T 0092), for SM2 keys, without attributes.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/signature.hpp"
#include "core/x500_name.hpp"

namespace palmkey::core {

struct CertificationRequestInfo {
  Name subject;
  sm2::Point public_key;
};

struct CertificationRequest {
  CertificationRequestInfo info;
  Bytes info_der;  // what is signed
  sm2::Signature signature;
};

// The attributes [0] are written though empty: GM readers insist on them.
Bytes encode_request_info(const Name& subject, const sm2::Point& public_key);

// Error::malformed if anything is not exactly as encode_request_info writes it; Error::unsupported for
// attributes, another key type or version.
Result<CertificationRequestInfo> decode_request_info(ByteView der);

// Puts the request together; `info_der` is what was signed.
Bytes encode_request(ByteView info_der, const sm2::Signature& signature);

// Reads and verifies the self-signature (proof of possession) under the default identity;
// Error::bad_signature if it does not hold.
Result<CertificationRequest> decode_request(ByteView der);

}  // namespace palmkey::core
