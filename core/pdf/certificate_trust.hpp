// The signer's certificate: whose it is and what it is worth. Internal to the verifier.
#pragma once

#include "core/cms/signed_data.hpp"
#include "core/pdf/verifier.hpp"

namespace palmkey::core::pdf {

// Fills in trusted, certificate_in_time, revocation and their problems; report.time must be there already.
void judge_certificate(const SignedData& data, const Trust& trust, SignatureReport& report);

}  // namespace palmkey::core::pdf
