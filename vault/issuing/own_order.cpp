#include "vault/issuing/own_order.hpp"

#include "core/certificate.hpp"
#include "platform/failure.hpp"

namespace palmkey::vault {

void refuse_own_order(const CheckedIntent& approval, const core::Name& subject) {
  if (approval.signer.name == subject.find(core::attribute_type::common_name))
    throw platform::Failure("own_order", 403);
}

core::Name subject_of(const CertificateRecord& record) {
  return platform::value_or_throw(core::decode_certificate(record.der)).subject;
}

}  // namespace palmkey::vault
