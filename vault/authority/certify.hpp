// Build, lint, sign: the only way in which the vault makes a certificate.
#pragma once

#include "core/certificate.hpp"
#include "pki/certificate_builder.hpp"
#include "vault/authority/key_store.hpp"

namespace palmkey::vault {

// The certificate's DER. `issuer` is nullptr for a self-signed one, and `key` then the subject's own. What
// the lint finds goes to the log, and Failure("certificate_refused", 422) is thrown.
core::Bytes certify(const pki::CertificateProfile& profile, const pki::CertificateContents& contents,
                    const core::Certificate* issuer, const SigningKey& key);

}  // namespace palmkey::vault
