// Detached CMS signatures with SM2 and SM3 (RFC 5652, 5; PAdES level B-B, ETSI EN 319 142-1): one signer,
// signed attributes, certificates with their chain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/result.hpp"
#include "core/sm2/signature.hpp"

namespace palmkey::core {

// The DER of a ContentInfo with SignedData (version 1). `signed_attributes` is what encode_signed_attributes
// made and the certificate's key signed; `chain` are DER certificates, the issuing one first.
// Error::malformed if the attributes are of another form or the certificate is none; Error::bad_signature if
// the signature does not hold or the attributes name another certificate.
Result<Bytes> assemble_signed_data(ByteView signed_attributes, const sm2::Signature& signature,
                                   ByteView signing_certificate, const std::vector<Bytes>& chain);

// What a detached signature says. Nothing in it is verified before verify_signed_data.
struct SignedData {
  Bytes signed_attributes;                          // DER of the SET, as it was signed
  ByteArray<32> message_digest{};                   // of the content
  std::optional<ByteArray<32>> certificate_digest;  // signing certificate v2 under SM3
  sm2::Signature signature;
  std::vector<Certificate> certificates;  // all that are SM2 certificates, the signer's too
  std::size_t signer_index = 0;

  const Certificate& signer() const { return certificates[signer_index]; }
};

// Reads a ContentInfo of RFC 5652 or GM/T 0010 (GB/T 35275) with exactly one signer, named by issuer and
// serial number, whose certificate is within. Other attributes than the three known ones are allowed and
// ignored, as are unsigned ones and certificates of other algorithms. Error::unsupported for other
// algorithms, contents that are not detached and several signers; Error::not_found without the signer's
// certificate; Error::malformed otherwise.
Result<SignedData> read_signed_data(ByteView der);

// Verifies the signature over the attributes, and that they name the signer's certificate if they name one.
// Error::bad_signature; Error::wrong_key_usage if the certificate's key is not for signatures.
Result<void> verify_signed_data(const SignedData& data);

}  // namespace palmkey::core
