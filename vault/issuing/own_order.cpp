#include "vault/issuing/own_order.hpp"

#include "core/certificate.hpp"
#include "core/x500_name.hpp"
#include "platform/failure.hpp"

namespace palmkey::vault {

void refuse_own_order(const std::vector<CheckedIntent>& approvals, const CertificateRecord& record) {
  const auto certificate = platform::value_or_throw(core::decode_certificate(record.der));
  const auto name = certificate.subject.find(core::attribute_type::common_name);
  for (const auto& approval : approvals) {
    if (name && approval.signer.name == *name) throw platform::Failure("own_order", 403);
  }
}

}  // namespace palmkey::vault
