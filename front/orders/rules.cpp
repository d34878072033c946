#include "front/orders/rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "core/pkcs10.hpp"
#include "front/agreements/rules.hpp"
#include "front/captcha/captcha.hpp"
#include "front/name_seals/seals.hpp"
#include "front/orders/attachments.hpp"
#include "front/orders/fields.hpp"
#include "front/orders/following.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/store.hpp"
#include "front/orders/subject.hpp"
#include "front/preregistration/rules.hpp"
#include "front/subscribers/rules.hpp"
#include "platform/database.hpp"

namespace palmkey::front::orders {

namespace {

using platform::Failure;
using platform::Transaction;

identity::Date today_in_china(const Context& context) {
  const auto time = platform::civil_time(context.clock.now(), china_offset_minutes);
  return {time.year, time.month, time.day};
}

ApplicationCheck check(const Context& context, const catalogue::Service& service,
                       const std::string& proven_phone, const ApplicationInput& input) {
  return check_application(input, {service.businesses, service.terms, service.document_kinds, proven_phone,
                                   today_in_china(context)});
}

void require_key(const std::string& key) {
  const bool visible = std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7F; });
  if (key.size() < 8 || key.size() > 64 || !visible)
    throw Failure("idempotency_key_required", 400, "Idempotency-Key");
}

// The order made before with the key, if any.
std::optional<Order> repeated(const Context& context, const std::string& subscriber_id,
                              const std::string& key, const std::string& request_lookup) {
  return context.database.read([&](Transaction& transaction) -> std::optional<Order> {
    const auto found = store::find_by_key(transaction, subscriber_id, key);
    if (!found) return std::nullopt;
    if (found->second != request_lookup) throw Failure("idempotency_key_reused", 409, "Idempotency-Key");
    return store::find(transaction, context.personal, found->first);
  });
}

// All that can be said about the input before the captcha is used up.
Application checked_application(const Context& context, const catalogue::Service& service,
                                const subscribers::Subscriber& subscriber, const OrderInput& input) {
  auto checked = check(context, service, subscriber.phone, input.application);
  auto& errors = checked.errors;
  if (checked.application && !follows_certificate(checked.application->business))
    errors = preregistration::compare(context, service, *checked.application);
  if (input.self_service &&
      (input.application.business != business_code(Business::unlock) || !service.self_service_unlocking))
    errors.push_back({"self_service", "self_service_not_offered"});
  if (input.captcha_id.empty() || input.captcha_answer.empty())
    errors.push_back({"captcha.answer", "field_required"});
  if (!input.agreements_accepted) errors.push_back({"agreements_accepted", "agreements_not_accepted"});
  if (!errors.empty()) throw InvalidInput(std::move(errors));
  return *std::move(checked.application);
}

// The order with its number, or nothing if the captcha's answer was wrong (which then is committed).
std::optional<Order> write(Transaction& transaction, const Context& context, const OrderInput& input,
                           Order order, const store::IdempotencyKey& key) {
  const auto& service = context.catalogue.version(order.service_id, order.service_version);
  if (!captcha::use(transaction, context, input.captcha_id, input.captcha_answer)) return std::nullopt;
  auto acceptances = agreements::all_accepted(transaction, order.subscriber_id, service);
  if (!acceptances)
    throw InvalidInput(std::vector<FieldError>{{"agreements_accepted", "agreements_not_accepted"}});
  order.agreements = *std::move(acceptances);
  const std::string day = china_day(order.created_at);
  const auto number = order_number(day, store::next_serial(transaction, day));
  // Behind the day's counter, where orders that are made at once wait for one another: the later one sees the
  // other.
  require_no_other(transaction, order);
  if (!number) throw Failure("order_numbers_exhausted", 503);
  order.number = *number;
  store::insert(transaction, context.personal, order, key);
  store::add_to_timeline(transaction, context.personal, order.number, "apply", order.state, order.state,
                         by_subscriber, {}, order.created_at);
  return order;
}

bool subject_fits(const core::Name& subject, const Order& order, const catalogue::Service& service) {
  return subject == name_of(subject_of(order.application, service));
}

void require_complete(Transaction& transaction, const Order& order, const catalogue::Service& service) {
  const auto present = store::attachments(transaction, order.number);
  std::vector<FieldError> errors;
  for (const auto& wanted : service.attachments_of(order.application.business))
    if (wanted.required && std::ranges::find(present, wanted.kind, &AttachmentRecord::kind) == present.end())
      errors.push_back({"attachments." + wanted.kind, "attachment_missing"});
  if (!errors.empty()) throw InvalidInput(std::move(errors));
  if (!is_issuing(order.application.business)) return;
  const auto request = platform::value_or_throw(core::decode_request(order.request), "request");
  if (!subject_fits(request.info.subject, order, service))
    throw Failure("request_subject_mismatch", 422, "request");
}

// The holder's own key, even if they had another number when it got its certificate.
bool is_followed_key(Transaction& transaction, const Context& context, const Order& order,
                     const std::string& public_key) {
  const auto issued = store::find_issued(transaction, context.personal, order.follows);
  return issued && issued->public_key == public_key;
}

void complete(Transaction& transaction, const Context& context, Order& order, const Actor& actor) {
  move(transaction, context, order, Event::install, State::installed, actor);
  platform::enqueue(transaction, completed_job, nlohmann::json{{"order", order.number}}.dump(),
                    context.clock.now_ms(), order.number);
}

// Runs `change` on the subscriber's order, its row held.
template <class Change>
Order changed(const Context& context, const std::string& number, const std::string& subscriber_id,
              Change change) {
  Order result = context.database.transaction([&](Transaction& transaction) {
    Order order = locked_order_of(transaction, context, number, subscriber_id);
    change(transaction, order);
    return order;
  });
  context.jobs.wake();
  return result;
}

}  // namespace

Order create(const Context& context, const subscribers::Subscriber& subscriber, const OrderInput& input) {
  require_key(input.idempotency_key);
  const store::IdempotencyKey key{input.idempotency_key,
                                  context.personal.lookup(input.raw_request, "order_request")};
  if (auto before = repeated(context, subscriber.id, key.key, key.request_lookup)) return *std::move(before);

  const auto& service = context.catalogue.get(input.service);
  const auto business = business_of(input.application.business);
  if (!business || !follows_certificate(*business))
    preregistration::require_admission(context, service, subscriber.phone, input.self_application);
  Order order;
  order.application = checked_application(context, service, subscriber, input);
  order.subscriber_id = subscriber.id;
  order.self_service = input.self_service;
  order.service_id = service.id;
  order.service_version = service.version;
  order.fee = service.fee(order.application.business, order.application.months);
  if (!is_issuing(order.application.business)) order.state = State::awaiting_upload;
  order.created_at = order.updated_at = order.state_since = context.clock.now();
  follow(context, subscriber, input.follows, order);
  try {
    auto written = context.database.transaction(
        [&](Transaction& transaction) { return write(transaction, context, input, order, key); });
    if (!written) throw InvalidInput(std::vector<FieldError>{{"captcha.answer", "captcha_wrong"}});
    return *std::move(written);
  } catch (const InvalidInput&) {
    // The same request at the same time: the other one used the captcha up and made the order.
    if (auto twin = repeated(context, subscriber.id, key.key, key.request_lookup)) return *std::move(twin);
    throw;
  } catch (const platform::DatabaseFailure& failure) {
    if (failure.kind() != platform::DatabaseFailure::Kind::conflict) throw;
    if (auto twin = repeated(context, subscriber.id, key.key, key.request_lookup)) return *std::move(twin);
    throw;
  }
}

Order get(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number) {
  auto order = context.database.read(
      [&](Transaction& transaction) { return store::find(transaction, context.personal, number); });
  if (!order || order->subscriber_id != subscriber.id) throw Failure("order_unknown", 404);
  return *std::move(order);
}

Page list(const Context& context, const subscribers::Subscriber& subscriber, const std::string& search,
          const std::string& before, std::size_t limit) {
  store::Search query;
  query.subscriber_id = subscriber.id;
  query.before = before;
  query.limit = limit + 1;
  Page page;
  page.orders = context.database.read([&](Transaction& transaction) {
    if (is_order_number(search))
      query.number = search;
    else if (const auto issued = store::find_issued(transaction, context.personal, search))
      query.number = issued->number;
    else
      query.applicant_name = search;
    return store::search(transaction, context.personal, query);
  });
  page.last = page.orders.size() <= limit;
  if (!page.last) page.orders.pop_back();
  return page;
}

Order receive_request(const Context& context, const subscribers::Subscriber& subscriber,
                      const std::string& number, core::ByteView request_der) {
  const auto request = platform::value_or_throw(core::decode_request(request_der), "request");
  const std::string public_key = core::to_hex(request.info.public_key.encode());
  return changed(context, number, subscriber.id, [&](Transaction& transaction, Order& order) {
    if (std::ranges::equal(order.request, request_der)) return;
    require_event(order, Event::receive_request);
    if (!is_issuing(order.application.business)) refuse_state(order);
    if (!subject_fits(request.info.subject, order,
                      context.catalogue.version(order.service_id, order.service_version)))
      throw Failure("request_subject_mismatch", 422, "request");
    if (!is_followed_key(transaction, context, order, public_key) &&
        store::key_belongs_to_another(transaction, public_key, subscriber.id))
      throw Failure("request_key_taken", 409, "request");
    order.request.assign(request_der.begin(), request_der.end());
    order.public_key = public_key;
    move(transaction, context, order, Event::receive_request,
         order.state == State::rejected ? State::rejected : State::awaiting_upload, by_subscriber);
  });
}

Order submit(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number) {
  return changed(context, number, subscriber.id, [&](Transaction& transaction, Order& order) {
    const bool handed_in =
        order.submission > 0 && order.state != State::rejected && order.state != State::cancelled;
    if (handed_in) return;
    require_event(order, Event::submit);
    // One officer alone approves it.
    if (order.self_service) {
      subscribers::require_fresh_proof(context, subscriber);
      subscribers::require_settled_phone(transaction, context, subscriber.id);
    }
    require_complete(transaction, order, context.catalogue.version(order.service_id, order.service_version));
    name_seals::keep(transaction, context, order.number, order.application.applicant.name);
    if (order.submission == 0) tell_holder_of_other_number(transaction, context, order);
    ++order.submission;
    order.rejected_fields.clear();
    order.rejection_reason.clear();
    store::add_version(transaction, context.personal, order, context.clock.now());
    const bool settled = order.paid || order.fee == 0;
    move(transaction, context, order, Event::submit,
         settled ? State::awaiting_acceptance : State::awaiting_payment, by_subscriber);
  });
}

Order correct(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number,
              const ApplicationInput& input) {
  return changed(context, number, subscriber.id, [&](Transaction& transaction, Order& order) {
    require_event(order, Event::correct);
    const auto& open = order.rejected_fields;
    const auto is_open = [&](const std::string& field) {
      // The document's number says the sex.
      const bool follows =
          field == "applicant.sex" && std::ranges::count(open, "applicant.document_number") > 0;
      return follows || std::ranges::find(open, field) != open.end();
    };
    std::vector<FieldError> errors;
    for (const auto& field : differing_fields(input, input_of(order.application)))
      if (!is_open(field)) errors.push_back({field, "field_not_open"});
    if (!errors.empty()) throw InvalidInput(std::move(errors));
    // The number that was proved for the order stays in it, even if the subscriber has another one by now.
    auto checked = check(context, context.catalogue.version(order.service_id, order.service_version),
                         order.application.applicant.phone, input);
    if (!checked.application) throw InvalidInput(std::move(checked.errors));
    order.application = *std::move(checked.application);
    errors = differences_from_holder(transaction, context, order);
    if (!errors.empty()) throw InvalidInput(std::move(errors));
    move(transaction, context, order, Event::correct, State::rejected, by_subscriber);
  });
}

Order mark_installed(const Context& context, const subscribers::Subscriber& subscriber,
                     const std::string& number) {
  return changed(context, number, subscriber.id, [&](Transaction& transaction, Order& order) {
    // That a key was unlocked the vault tells.
    if (order.application.business == Business::unlock) refuse_state(order);
    if (order.state == State::installed) return;
    complete(transaction, context, order, by_subscriber);
  });
}

void mark_unlocked(Transaction& transaction, const Context& context, const std::string& number) {
  const auto issued = store::find(transaction, context.personal, number);
  if (!issued) return;
  for (const auto& done :
       store::about_key(transaction, issued->public_key, Business::unlock, State::awaiting_installation)) {
    Order order = locked_order(transaction, context, done);
    if (order.state == State::awaiting_installation) complete(transaction, context, order, by_system);
  }
}

Order cancel(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number) {
  return changed(context, number, subscriber.id, [&](Transaction& transaction, Order& order) {
    if (order.state == State::cancelled) return;
    if (!may_be_cancelled(order)) refuse_state(order);
    move(transaction, context, order, Event::cancel, State::cancelled, by_subscriber);
    drop_attachments(transaction, context, order.number);
    name_seals::forget(transaction, order.number);
  });
}

PaidOutcome mark_paid(Transaction& transaction, const Context& context, const std::string& number) {
  Order order = locked_order(transaction, context, number);
  if (order.paid) return PaidOutcome::already_paid;
  if (!may_happen(order.state, Event::pay)) return PaidOutcome::refund_due;
  order.paid = true;
  move(transaction, context, order, Event::pay, State::awaiting_acceptance, by_system);
  return PaidOutcome::paid;
}

}  // namespace palmkey::front::orders
