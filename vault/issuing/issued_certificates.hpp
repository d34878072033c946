// The certificates that the co-signer hands to a phone at installation.
#pragma once

#include "vault/authority/authority.hpp"
#include "vault/certificate_source.hpp"

namespace palmkey::vault {

class IssuedCertificates : public CertificateSource {
 public:
  // `authority` must outlive this.
  explicit IssuedCertificates(const Authority& authority) : authority_(authority) {}

  std::vector<core::Bytes> certificates_of(platform::Transaction& transaction,
                                           core::ByteView key_id) const override;
  std::vector<core::Bytes> chain() const override;

 private:
  const Authority& authority_;
};

}  // namespace palmkey::vault
