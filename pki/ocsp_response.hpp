// Answers of the Online Certificate Status Protocol (RFC 6960, 4.2; GB/T 19713), signed with SM2.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/result.hpp"
#include "pki/ocsp_request.hpp"
#include "pki/revocation.hpp"
#include "pki/signer.hpp"

namespace palmkey::pki {

// The only type of answer there is (id-pkix-ocsp-basic).
inline constexpr std::string_view basic_ocsp_response = "1.3.6.1.5.5.7.48.1.1";

// OCSPResponseStatus.
enum class OcspFailure : std::uint8_t {
  malformed_request = 1,
  internal_error = 2,
  try_later = 3,
  unauthorized = 6,
};

enum class OcspStatus : std::uint8_t { good, revoked, unknown };

struct OcspAnswer {
  OcspCertificateId id;
  OcspStatus status = OcspStatus::unknown;
  std::int64_t revoked_at = 0;             // Unix seconds; of revoked ones only
  std::optional<RevocationReason> reason;  // of revoked ones only
  std::int64_t this_update = 0;            // Unix seconds
  std::optional<std::int64_t> next_update;
};

struct OcspResponseContents {
  std::int64_t produced_at = 0;  // Unix seconds
  std::vector<OcspAnswer> answers;
  std::optional<core::Bytes> nonce;  // the request's
};

struct OcspResponse : OcspResponseContents {
  core::Bytes responder_key_hash;  // SHA-1 of the responder's key
  core::Certificate responder;     // as sent along
  core::sm2::Signature signature;
  core::Bytes tbs;  // ResponseData
};

// An answer that says only why there is none. It is not signed.
core::Bytes encode_ocsp_failure(OcspFailure failure);

// The DER of a successful answer, with the responder's certificate in it. Error::wrong_key_usage if the
// responder has not the purpose of OCSP signing; the signer's errors.
core::Result<core::Bytes> sign_ocsp_response(const OcspResponseContents& contents,
                                             const core::Certificate& responder, const Signer& signer);

// Reads a successful answer by key with its responder's certificate, as sign_ocsp_response() makes them.
// Error::refused if it is one of the failures, Error::unsupported for other forms, Error::malformed
// otherwise. Verifies no signature.
core::Result<OcspResponse> decode_ocsp_response(core::ByteView der);

// Verifies that `issuer` appointed the responder, whose certificate is valid at `at_time`, that it signed,
// that the nonce is `nonce` if one is given, and that every answer is about `issuer`'s certificates and
// current. Error::wrong_issuer, not_valid_now, wrong_key_usage, bad_signature, stale.
core::Result<void> verify_ocsp_response(const OcspResponse& response, const core::Certificate& issuer,
                                        const std::optional<core::Bytes>& nonce, std::int64_t at_time);

}  // namespace palmkey::pki
