#include "vault/issuing/issued_certificates.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "vault/issuing/approved_application.hpp"
#include "vault/issuing/certificate_store.hpp"

namespace palmkey::vault {

namespace {

std::vector<core::Bytes> ders_of(std::vector<CertificateRecord> records) {
  std::vector<core::Bytes> certificates;
  certificates.reserve(records.size());
  for (auto& record : records) certificates.push_back(std::move(record.der));
  return certificates;
}

// Whether a newer pair that was not revoked has come in this one's place.
bool is_replaced(platform::Transaction& t, const std::string& serial) {
  for (auto next = certificate_store::follower_of(t, serial); next;
       next = certificate_store::follower_of(t, *next)) {
    const auto record = certificate_store::find(t, *next);
    if (record && !record->revoked_at) return true;
  }
  return false;
}

}  // namespace

std::vector<core::Bytes> IssuedCertificates::certificates_of(platform::Transaction& t,
                                                             core::ByteView key_id) const {
  return ders_of(certificate_store::list_of_key(t, key_id));
}

std::vector<core::Bytes> IssuedCertificates::revoked_certificates_of(platform::Transaction& t,
                                                                     core::ByteView key_id) const {
  return ders_of(certificate_store::list_revoked_of_key(t, key_id));
}

void IssuedCertificates::supersede(platform::Transaction& t, const CertificateRecord& record,
                                   std::int64_t now) const {
  const auto reason = pki::RevocationReason::superseded;
  certificate_store::revoke(t, record.serial, now, reason);
  certificate_store::revoke(t, record.pair_serial, now, reason);
  audit_.append(
      t, "certificates.superseded",
      {{"key", core::to_hex(record.key_id)}, {"serial", record.serial}, {"pair_serial", record.pair_serial}});
}

void IssuedCertificates::handed_out(platform::Transaction& t, core::ByteView key_id, std::int64_t now) const {
  for (const auto& record : certificate_store::list_followed(t, key_id, name_of(IssuingBusiness::change))) {
    if (!is_replaced(t, record.serial)) continue;
    supersede(t, record, now);
    // What a renewal had left good says the same as the pair that was changed.
    for (auto before = certificate_store::followed_by(t, record.serial); before;
         before = certificate_store::followed_by(t, *before)) {
      const auto older = certificate_store::find(t, *before);
      if (older && !older->revoked_at && std::ranges::equal(older->key_id, key_id)) supersede(t, *older, now);
    }
  }
}

std::vector<core::Bytes> IssuedCertificates::chain() const {
  return {authority_.issuing().der, authority_.root().der};
}

}  // namespace palmkey::vault
