#include "front/orders/following.hpp"

#include "front/notices/holder_notice.hpp"
#include "front/orders/business.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/store.hpp"
#include "front/subscribers/rules.hpp"

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

// The serial number that a person means by this one, or by the number of the order that brought the
// certificate.
std::string serial_meant(Transaction& transaction, const std::string& named) {
  if (!is_order_number(named)) return named;
  for (const auto& certificate : store::certificates(transaction, named))
    if (certificate.purpose == "signing") return certificate.serial;
  return {};
}

// Nobody finds out by trying whether, and on which order, a person has a certificate.
constexpr Limit other_number_limit{"other_number", 10, 3600};

[[noreturn]] void refuse_certificate() {
  throw InvalidInput(std::vector<FieldError>{{"follows", "certificate_not_matched"}});
}

}  // namespace

void follow(const Context& context, const subscribers::Subscriber& subscriber, const std::string& named,
            Order& order) {
  const Business business = order.application.business;
  if (!follows_certificate(business)) {
    if (!named.empty()) throw InvalidInput(std::vector<FieldError>{{"follows", "follows_invalid"}});
    return;
  }
  if (named.empty()) throw InvalidInput(std::vector<FieldError>{{"follows", "field_required"}});
  context.database.read([&](Transaction& transaction) {
    if (order.self_service) subscribers::require_settled_phone(transaction, context, subscriber.id);
    order.follows = serial_meant(transaction, named);
    const auto issued = store::find_issued(transaction, context.personal, order.follows);
    order.other_number = !issued || issued->subscriber_id != subscriber.id;
    if (order.other_number) context.limits.use(other_number_limit, subscriber.id);
    if (!issued) refuse_certificate();
    auto errors = differences_from_holder(transaction, context, order);
    if (!errors.empty() && order.other_number) refuse_certificate();
    if (order.other_number && order.self_service)
      errors.push_back({"self_service", "other_number_needs_officers"});
    if (!errors.empty()) throw InvalidInput(std::move(errors));
    if (is_issuing(business))
      require_not_followed(transaction, order.follows);
    else
      order.public_key = issued->public_key;
  });
  require_fit(business, context.vault.certificate(order.follows), context.clock.now());
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
  const bool may_differ = order.application.business == Business::change && !order.other_number;
  if (order.follows.empty() || may_differ) return errors;
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

void tell_holder_of_other_number(Transaction& transaction, const Context& context, const Order& order) {
  if (!order.other_number) return;
  const auto issued = store::find_issued(transaction, context.personal, order.follows);
  if (!issued) return;
  const std::string business(business_label(order.application.business, platform::Language::chinese));
  notices::tell_holder(transaction, context, "other_number_applied", issued->subscriber_id,
                       {issued->application.handler.email},
                       {{"order", issued->number}, {"business", business}});
}

}  // namespace palmkey::front::orders
