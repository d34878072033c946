// What the co-signer needs of issuing: the certificates that it hands to a phone at installation.
#pragma once

#include <vector>

#include "core/bytes.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

// Thread-safe.
class CertificateSource {
 public:
  virtual ~CertificateSource() = default;
  // DER of all certificates that were issued for this split key and its encryption keys and are neither
  // revoked nor unsigned, oldest first.
  virtual std::vector<core::Bytes> certificates_of(platform::Transaction& transaction,
                                                   core::ByteView key_id) const = 0;
  // The revoked ones among them, oldest first: what was encrypted for one stays readable.
  virtual std::vector<core::Bytes> revoked_certificates_of(platform::Transaction& transaction,
                                                           core::ByteView key_id) const = 0;
  // The phone has been given these certificates, on its PIN: what they take the place of is revoked.
  virtual void handed_out(platform::Transaction& transaction, core::ByteView key_id,
                          std::int64_t now) const = 0;
  // DER, the issuing authority, then the root.
  virtual std::vector<core::Bytes> chain() const = 0;
};

}  // namespace palmkey::vault
