#include "vault/issuing/following.hpp"

#include <algorithm>

#include "platform/failure.hpp"
#include "vault/calendar.hpp"
#include "vault/issuing/certificate_store.hpp"

namespace palmkey::vault {
namespace {

using enum IssuingBusiness;
using platform::Failure;

std::int64_t end_of(std::int64_t begin, int months) {
  return add_months(begin, months) - 1;
}

void check_key(platform::Transaction& t, IssuingBusiness business, const CertificateRecord& record,
               const SplitKey& key) {
  const bool is_same = key.id == record.key_id;
  if (business == change && !is_same) throw Failure("key_differs", 409, "request");
  if (business == replacement && is_same) throw Failure("key_differs", 409, "request");
  if (!is_same && certificate_store::order_of_key(t, key.id))
    throw Failure("key_has_certificate", 409, "request");
}

}  // namespace

RenewalWindow renewal_window(const CertificateRecord& record, const RenewalConfiguration& rules) {
  return {record.not_after - rules.open_seconds, record.not_after + rules.late_seconds};
}

Following check_following(platform::Transaction& t, const ApprovedApplication& application,
                          const SplitKey& key, const core::Digest& holder, const RenewalConfiguration& rules,
                          std::int64_t now) {
  if (application.business == new_certificate) {
    if (certificate_store::order_of_key(t, key.id)) throw Failure("key_has_certificate", 409, "request");
    return {{now, end_of(now, application.months)}, std::nullopt};
  }
  auto record = certificate_store::find_for_update(t, application.follows);
  if (!record || !record->is_signing) throw Failure("certificate_not_found", 404, "follows");
  if (certificate_store::is_followed(t, record->serial))
    throw Failure("certificate_followed", 409, "follows");
  if (record->revoked_at) throw Failure("certificate_revoked", 409, "follows");
  check_key(t, application.business, *record, key);
  // Only a change may name another document; the holder stays the same for relying parties.
  if (application.business != change && !std::ranges::equal(record->holder, holder))
    throw Failure("holder_differs", 409, "document-number");

  if (application.business != renewal) {
    if (record->not_after < now) throw Failure("certificate_expired", 409, "follows");
    return {{now, record->not_after}, std::move(record)};
  }
  const auto window = renewal_window(*record, rules);
  if (now < window.from) throw Failure("renewal_too_early", 409, "follows");
  if (now > window.until) throw Failure("renewal_too_late", 409, "follows");
  // The new term lies behind the old one; both pairs work until the old one ends.
  const auto begins = std::max(now, record->not_after + 1);
  return {{now, end_of(begins, application.months)}, std::move(record)};
}

}  // namespace palmkey::vault
