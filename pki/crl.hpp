// Signing of certificate revocation lists, version 2 (RFC 5280, 5; GB/T 20518, 5.3), complete ones.
// core/crl.hpp reads them.
#pragma once

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/crl.hpp"
#include "core/result.hpp"
#include "pki/revocation.hpp"
#include "pki/signer.hpp"

namespace palmkey::pki {

using core::Crl;
using core::CrlContents;
using core::decode_crl;
using core::RevokedCertificate;
using core::verify_crl;

// The DER of a signed list. Error::wrong_key_usage if the issuer may not sign lists, Error::out_of_range if
// the next update is not later than this one or an entry has an empty serial number; the signer's errors.
core::Result<core::Bytes> sign_crl(const CrlContents& contents, const core::Certificate& issuer,
                                   const Signer& signer);

}  // namespace palmkey::pki
