// Whether a PDF may be signed, and whether what came back is that PDF with one good signature of ours.
#pragma once

#include "core/bytes.hpp"
#include "front/documents_to_sign/types.hpp"
#include "front/vault_client.hpp"

namespace palmkey::front::documents_to_sign {

// Failures (422): "not_a_pdf" (also: damaged), "pdf_encrypted", "pdf_signing_forbidden", "pdf_dynamic_form".
void require_signable(core::ByteView pdf);

// Checks that the file is the original with exactly one signature more and nothing else added, that this
// signature covers all of it, is good, and was made with a certificate of this authority that the vault calls
// good at this moment. Failures: "document_changed" (422); "signature_refused" (422, parameter problem: a
// code of core/pdf/verifier.hpp, or "signature_missing", "certificate_not_good"); "vault_unreachable" (503).
Signer verify_signed(VaultClient& vault, core::ByteView original, core::ByteView signed_pdf,
                     std::int64_t now);

}  // namespace palmkey::front::documents_to_sign
