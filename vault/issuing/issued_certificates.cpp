#include "vault/issuing/issued_certificates.hpp"

#include "vault/issuing/certificate_store.hpp"

namespace palmkey::vault {

std::vector<core::Bytes> IssuedCertificates::certificates_of(platform::Transaction& t,
                                                             core::ByteView key_id) const {
  std::vector<core::Bytes> certificates;
  for (auto& record : certificate_store::list_of_key(t, key_id))
    certificates.push_back(std::move(record.der));
  return certificates;
}

std::vector<core::Bytes> IssuedCertificates::chain() const {
  return {authority_.issuing().der, authority_.root().der};
}

}  // namespace palmkey::vault
