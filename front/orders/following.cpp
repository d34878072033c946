#include "front/orders/following.hpp"

#include "front/orders/store.hpp"

namespace palmkey::front::orders {

namespace {

using platform::Failure;
using platform::Transaction;

void refuse(std::string_view code) {
  throw Failure(std::string(code), 409, "follows");
}

// The state in which the vault would find the certificate.
void require_fit(Business business, const CertificateRecord& record, std::int64_t now) {
  if (record.status == CertificateStatus::unknown) throw Failure("vault_unreachable", 503);
  if (record.status == CertificateStatus::revoked) refuse("certificate_revoked");
  if (business == Business::unlock && record.status == CertificateStatus::good) refuse("key_not_locked");
  if (business == Business::key_recovery) {
    if (record.status != CertificateStatus::good) refuse("certificate_not_usable");
    if (record.recoverable_keys == 0) refuse("nothing_to_recover");
  }
  const bool keeps_end = business == Business::change || business == Business::replacement;
  if (keeps_end && record.status == CertificateStatus::expired) refuse("certificate_expired");
  if (business == Business::renewal && now < record.renewable_from) refuse("renewal_too_early");
  if (business == Business::renewal && now > record.renewable_until) refuse("renewal_too_late");
}

// A certificate is followed by one other.
void require_not_followed(Transaction& transaction, const std::string& serial) {
  for (const auto business : businesses())
    if (is_issuing(business) &&
        !store::following(transaction, serial, business, {State::awaiting_installation, State::installed})
             .empty())
      refuse("certificate_followed");
}

}  // namespace

void follow(const Context& context, const subscribers::Subscriber& subscriber, const std::string& serial,
            Order& order) {
  const Business business = order.application.business;
  if (!follows_certificate(business)) {
    if (!serial.empty()) throw InvalidInput(std::vector<FieldError>{{"follows", "follows_invalid"}});
    return;
  }
  if (serial.empty()) throw InvalidInput(std::vector<FieldError>{{"follows", "field_required"}});
  order.follows = serial;
  context.database.read([&](Transaction& transaction) {
    const auto issued = store::find_issued(transaction, context.personal, serial);
    if (!issued || issued->subscriber_id != subscriber.id)
      throw InvalidInput(std::vector<FieldError>{{"follows", "certificate_not_found"}});
    auto errors = differences_from_holder(transaction, context, order);
    if (!errors.empty()) throw InvalidInput(std::move(errors));
    if (is_issuing(business))
      require_not_followed(transaction, serial);
    else
      order.public_key = issued->public_key;
  });
  require_fit(business, context.vault.certificate(serial), context.clock.now());
}

void require_no_other(Transaction& transaction, const Order& order) {
  if (order.follows.empty()) return;
  const auto others = store::following(
      transaction, order.follows, order.application.business,
      {State::awaiting_request, State::awaiting_upload, State::awaiting_payment, State::awaiting_acceptance,
       State::awaiting_paper, State::awaiting_review, State::issuing, State::rejected});
  if (!others.empty()) throw Failure("order_in_progress", 409, "follows", {{"order", others.front()}});
}

std::vector<FieldError> differences_from_holder(Transaction& transaction, const Context& context,
                                                const Order& order) {
  std::vector<FieldError> errors;
  if (order.follows.empty() || order.application.business == Business::change) return errors;
  const auto issued = store::find_issued(transaction, context.personal, order.follows);
  if (!issued) throw Failure("certificate_not_found", 404, "follows");
  const Applicant& holder = issued->application.applicant;
  const Applicant& applicant = order.application.applicant;
  const auto compare = [&](bool same, const char* field) {
    if (!same) errors.push_back({field, "holder_differs"});
  };
  compare(applicant.name == holder.name, "applicant.name");
  compare(applicant.document_kind == holder.document_kind, "applicant.document_kind");
  compare(applicant.document_number == holder.document_number, "applicant.document_number");
  return errors;
}

}  // namespace palmkey::front::orders
