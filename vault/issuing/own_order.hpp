// Nobody decides on their own certificate.
#pragma once

#include <vector>

#include "vault/issuing/certificate_record.hpp"
#include "vault/operators/operator_intents.hpp"

namespace palmkey::vault {

// Failure("own_order", 403) if a signer has the name of the certificate's holder; a namesake has to ask
// another operator.
void refuse_own_order(const std::vector<CheckedIntent>& approvals, const CertificateRecord& record);

}  // namespace palmkey::vault
