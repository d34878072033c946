// The tables of issued certificates, of orders decided and of CRLs.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "platform/database.hpp"
#include "vault/issuing/certificate_record.hpp"

namespace palmkey::vault::certificate_store {

// The approvals that an order was decided on, by SM3 of their text.
struct ApprovalDigests {
  core::Digest acceptance{};
  core::Digest review{};
};

// The signing certificate of the order that was decided to follow this one; it may not be there yet.
std::optional<std::string> follower_of(platform::Transaction& t, std::string_view signing_serial);
// Whether there is such an order.
bool is_followed(platform::Transaction& t, std::string_view signing_serial);
// Signing certificates of this key that are not revoked and were followed by an order of this business, which
// has been completed.
std::vector<CertificateRecord> list_followed(platform::Transaction& t, core::ByteView key_id,
                                             std::string_view business);
// The serial number that the certificate's own order followed, if it followed one.
std::optional<std::string> followed_by(platform::Transaction& t, std::string_view signing_serial);
// When the replacement of this order was first asked for, and whether that is now.
struct Announcement {
  std::int64_t at = 0;
  bool is_new = false;
};
Announcement announce(platform::Transaction& t, std::string_view order_number, std::int64_t now);

// Locks the row.
std::optional<Issuance> find_issuance(platform::Transaction& t, std::string_view order_number);
// DatabaseFailure (conflict) if the order, a serial number or an approval is there already, or the followed
// certificate was followed before.
void insert_issuance(platform::Transaction& t, const Issuance& issuance, const ApprovalDigests& approvals);
void complete_issuance(platform::Transaction& t, std::string_view order_number);
// The newest order that this split key was decided for.
std::optional<std::string> order_of_key(platform::Transaction& t, core::ByteView key_id);

// The other split keys of the certificate's holder that have no certificate which is neither revoked nor
// expired at this time.
std::vector<core::Bytes> former_keys(platform::Transaction& t, const CertificateRecord& record,
                                     std::int64_t now);

void insert(platform::Transaction& t, const CertificateRecord& record);
std::optional<CertificateRecord> find(platform::Transaction& t, std::string_view serial);
// Those of the pairs that were issued for this split key and are not revoked: signing, then encryption.
std::vector<CertificateRecord> list_of_key(platform::Transaction& t, core::ByteView key_id);
// Those that are revoked, oldest first.
std::vector<CertificateRecord> list_revoked_of_key(platform::Transaction& t, core::ByteView key_id);
// As find(), and locks the row.
std::optional<CertificateRecord> find_for_update(platform::Transaction& t, std::string_view serial);
// False if it was revoked before.
bool revoke(platform::Transaction& t, std::string_view serial, std::int64_t at, pki::RevocationReason reason);
// Revoked ones that had not expired at this time, by serial number.
std::vector<CertificateRecord> list_revoked(platform::Transaction& t, std::int64_t not_expired_at);

struct StoredCrl {
  std::int64_t number = 0;
  core::Bytes der;
  std::int64_t next_update = 0;
};
std::optional<StoredCrl> latest_crl(platform::Transaction& t);
// Locks CRLs against other writers and returns the number of the next.
std::int64_t next_crl_number(platform::Transaction& t);
void insert_crl(platform::Transaction& t, const StoredCrl& crl);

}  // namespace palmkey::vault::certificate_store
