// Nobody decides on their own certificate.
#pragma once

#include "core/x500_name.hpp"
#include "vault/issuing/certificate_record.hpp"
#include "vault/operators/operator_intents.hpp"

namespace palmkey::vault {

// Failure("own_order", 403) if the signer has the subject's common name; a namesake has to ask another
// operator.
void refuse_own_order(const CheckedIntent& approval, const core::Name& subject);

core::Name subject_of(const CertificateRecord& record);

}  // namespace palmkey::vault
