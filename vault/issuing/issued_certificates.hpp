// The certificates that the co-signer hands to a phone at installation.
#pragma once

#include "vault/audit/audit_log.hpp"
#include "vault/authority/authority.hpp"
#include "vault/certificate_source.hpp"
#include "vault/issuing/certificate_record.hpp"

namespace palmkey::vault {

class IssuedCertificates : public CertificateSource {
 public:
  // Both must outlive this.
  IssuedCertificates(const Authority& authority, const AuditLog& audit)
      : authority_(authority), audit_(audit) {}

  std::vector<core::Bytes> certificates_of(platform::Transaction& transaction,
                                           core::ByteView key_id) const override;
  std::vector<core::Bytes> revoked_certificates_of(platform::Transaction& transaction,
                                                   core::ByteView key_id) const override;
  // Those that a change has followed, unless the new pair was revoked before it came here; with them what an
  // earlier renewal of the same key has left good.
  void handed_out(platform::Transaction& transaction, core::ByteView key_id, std::int64_t now) const override;
  std::vector<core::Bytes> chain() const override;

 private:
  void supersede(platform::Transaction& transaction, const CertificateRecord& record, std::int64_t now) const;

  const Authority& authority_;
  const AuditLog& audit_;
};

}  // namespace palmkey::vault
