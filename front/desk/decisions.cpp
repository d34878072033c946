#include "front/desk/decisions.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/text_intent.hpp"
#include "front/desk/application_text.hpp"
#include "front/desk/authorization.hpp"
#include "front/desk/issuing.hpp"
#include "front/desk/sessions.hpp"
#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "front/orders/fields.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/store.hpp"
#include "front/orders/subject.hpp"
#include "front/subscribers/rules.hpp"

namespace palmkey::front::desk {

namespace {

using orders::Event;
using orders::Order;
using orders::State;
using orders::Step;
using platform::Failure;
using platform::Transaction;

// A decision as it was presented, its form checked.
struct Presented {
  core::TextIntent intent;
  Step step;
  bool approval;
  std::vector<std::string> fields;  // of a rejection
};

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> names;
  for (;;) {
    const auto comma = list.find(',');
    names.emplace_back(list.substr(0, comma));
    if (comma == std::string_view::npos) return names;
    list.remove_prefix(comma + 1);
  }
}

std::optional<Step> step_of(OperatorRole role) {
  if (role == OperatorRole::acceptance) return Step::acceptance;
  if (role == OperatorRole::review) return Step::review;
  if (role == OperatorRole::recovery) return Step::recovery;
  return std::nullopt;
}

Presented presented(const Officer& officer, const std::string& number, const SignedIntent& signed_intent) {
  auto intent = core::TextIntent::parse(signed_intent.intent);
  constexpr std::array<std::string_view, 4> decisions{"approve", "unlock", "recover", "reject"};
  const bool is_decision = intent && std::ranges::find(decisions, intent->type()) != decisions.end();
  if (!is_decision || intent->field("order") != number) throw Failure("intent_refused", 422, "intent");
  const auto step = step_of(officer.role);
  if (!step || intent->field("operator") != officer.id || intent->field("step") != orders::step_code(*step))
    throw Failure("desk_role_refused", 403, "intent");
  const bool approval = intent->type() != "reject";
  auto fields = approval ? std::vector<std::string>() : split(intent->field("fields"));
  return {*std::move(intent), *step, approval, std::move(fields)};
}

// The state in which the order waits for this step. Recovery agents come one after the other.
State state_of(Step step, const Order& order) {
  if (step == Step::recovery && order.state == State::awaiting_review) return State::awaiting_review;
  return step == Step::review ? State::awaiting_review : State::awaiting_acceptance;
}

Event event_of(const Presented& decision, const Order& order) {
  if (!decision.approval) return Event::reject;
  return state_of(decision.step, order) == State::awaiting_review ? Event::review : Event::accept;
}

// The intent must be, byte for byte, what the front would have written for the order as it is.
void require_same_content(const Presented& decision, const Order& order, const catalogue::Service& service,
                          const std::string& application_digest) {
  if (!decision.approval) {
    if (decision.intent.field("application") != application_digest)
      throw Failure("order_changed", 409, "intent");
    return;
  }
  auto fields = approval_fields(order, service, application_digest);
  for (const char* own : {"operator", "step", "time"}) fields.emplace_back(own, decision.intent.field(own));
  const auto expected = core::TextIntent::make(approval_type(order.application.business), std::move(fields));
  if (!expected || expected->text() != decision.intent.text()) throw Failure("order_changed", 409, "intent");
}

void require_known_fields(const Presented& decision, const Order& order, const catalogue::Service& service) {
  for (const auto& field : decision.fields)
    if (!orders::may_be_rejected(field, service, order.application.business))
      throw Failure("field_unknown", 422, field);
  if (!decision.approval && decision.intent.field("reason").empty())
    throw Failure("field_required", 422, "reason");
}

// Whether this officer has decided so already, in this submission.
bool is_repeated(const Presented& decision, const Officer& officer,
                 const std::vector<orders::Decision>& decisions) {
  return std::ranges::any_of(decisions, [&](const orders::Decision& before) {
    return before.step == decision.step && before.approved == decision.approval &&
           before.operator_id == officer.id;
  });
}

// `complete`: no further signature is needed behind this one.
State state_after(const Presented& decision, const Order& order, const catalogue::Service& service,
                  bool complete) {
  if (!decision.approval) return State::rejected;
  if (order.state == State::awaiting_review) return complete ? State::issuing : State::awaiting_review;
  if (order.self_service) return State::issuing;
  return service.wants_paper(order.application.business) && !order.paper_received ? State::awaiting_paper
                                                                                  : State::awaiting_review;
}

// All checks that the order's present state allows; true if there is something left to do.
bool check(Transaction& transaction, const Context& context, const Officer& officer, const Order& order,
           const Presented& decision) {
  const auto& service = context.catalogue.version(order.service_id, order.service_version);
  const auto before = orders::store::decisions(transaction, context.personal, order);
  if (!decides_on(officer.role, order.application.business))
    throw Failure("desk_role_refused", 403, "intent");
  if (is_repeated(decision, officer, before)) return false;
  orders::require_event(order, event_of(decision, order));
  const bool at_review = order.state == State::awaiting_review;
  if (at_review != (state_of(decision.step, order) == State::awaiting_review))
    throw Failure("wrong_state", 409, {}, {{"state", std::string(orders::state_code(order.state))}});
  require_known_fields(decision, order, service);
  require_same_content(decision, order, service, application_text(transaction, context, order).digest);
  for (const auto& other : before)
    if (other.step != decision.step && other.operator_id == officer.id) throw Failure("same_officer", 409);
  return true;
}

void tell_subscriber(Transaction& transaction, const Context& context, const Order& order) {
  const std::string phone = subscribers::phone_of(transaction, context, order.subscriber_id);
  const std::string key = order.number + "/" + std::to_string(order.submission);
  const auto& point = context.catalogue.version(order.service_id, order.service_version).acceptance_point;
  if (order.state == State::rejected) {
    notices::enqueue_sms(transaction, context, {"order_rejected", phone, {{"order", order.number}}},
                         "order_rejected/" + key);
    notices::enqueue_mail(transaction, context,
                          {"order_rejected", order.application.handler.email, {{"order", order.number}}},
                          "order_rejected/" + key);
  }
  if (order.state == State::awaiting_paper)
    notices::enqueue_sms(
        transaction, context,
        {"paper_wanted", phone, {{"order", order.number}, {"point", point.name}, {"address", point.address}}},
        "paper_wanted/" + key);
}

void apply(Transaction& transaction, const Context& context, const Officer& officer, Order& order,
           const Presented& decision, const SignedIntent& signed_intent, std::uint32_t agents_needed) {
  orders::store::add_decision(transaction, context.personal, order,
                              {order.submission, decision.step, decision.approval, officer.id,
                               signed_intent.intent, signed_intent.signature_der, context.clock.now()});
  std::string reason;
  if (!decision.approval) {
    reason = decision.intent.field("reason");
    order.rejected_fields = decision.fields;
    order.rejection_reason = reason;
    if (std::ranges::find(decision.fields, "paper") != decision.fields.end()) order.paper_received = false;
  }
  const auto agreed = std::ranges::count(orders::store::decisions(transaction, context.personal, order), true,
                                         &orders::Decision::approved);
  const State to =
      state_after(decision, order, context.catalogue.version(order.service_id, order.service_version),
                  decision.step != Step::recovery || agreed >= std::int64_t{agents_needed});
  orders::move(transaction, context, order, event_of(decision, order), to, {"operator", officer.id}, reason);
  if (to == State::issuing) enqueue_issue(transaction, context, order);
  tell_subscriber(transaction, context, order);
}

}  // namespace

std::string_view approval_type(orders::Business business) {
  if (business == orders::Business::unlock) return "unlock";
  return business == orders::Business::key_recovery ? "recover" : "approve";
}

std::vector<std::pair<std::string, std::string>> approval_fields(const Order& order,
                                                                 const catalogue::Service& service,
                                                                 const std::string& application_digest) {
  if (order.application.business == orders::Business::unlock)
    return {{"order", order.number}, {"serial", order.follows}, {"application", application_digest}};
  if (order.application.business == orders::Business::key_recovery)
    return {{"order", order.number},
            {"kind", "holder"},
            {"serial", order.follows},
            {"recipient", ""},
            {"application", application_digest}};
  const auto subject = orders::subject_of(order.application, service);
  const auto& applicant = order.application.applicant;
  return {{"order", order.number},
          {"business", std::string(orders::business_code(order.application.business))},
          {"follows", order.follows},
          {"service", service.id},
          {"profile", service.certificate_profile},
          {"subject-country", subject.country},
          {"subject-province", subject.province},
          {"subject-locality", subject.locality},
          {"subject-organization", subject.organization},
          {"subject-unit", subject.unit},
          {"subject-name", subject.name},
          {"document-type", std::string(identity::document_kind_code(applicant.document_kind))},
          {"document-number", applicant.document_number},
          {"public-key", order.public_key},
          {"months", std::to_string(order.application.months)},
          {"application", application_digest}};
}

Order receive_paper(const Context& context, const Officer& officer, const std::string& number) {
  if (officer.role != OperatorRole::acceptance && officer.role != OperatorRole::recovery)
    throw Failure("desk_role_refused", 403);
  return context.database.transaction([&](Transaction& transaction) {
    Order order = orders::locked_order(transaction, context, number);
    if (!decides_on(officer.role, order.application.business)) throw Failure("desk_role_refused", 403);
    if (order.paper_received) return order;
    orders::require_event(order, Event::receive_paper);
    order.paper_received = true;
    const State to =
        order.state == State::awaiting_paper ? State::awaiting_review : State::awaiting_acceptance;
    orders::move(transaction, context, order, Event::receive_paper, to, {"operator", officer.id});
    return order;
  });
}

Order decide(const Context& context, const Officer& officer, const std::string& number,
             const SignedIntent& signed_intent) {
  const Presented decision = presented(officer, number, signed_intent);
  const auto settled = context.database.transaction([&](Transaction& transaction) -> std::optional<Order> {
    Order order = orders::locked_order(transaction, context, number);
    if (check(transaction, context, officer, order, decision)) return std::nullopt;
    return order;
  });
  if (settled) return *settled;
  require_fresh(context, decision.intent.time());
  // Outside any transaction: the vault may take its time. What was checked is checked again afterwards.
  const Operator known = context.vault.check_operator_intent(signed_intent);
  if (!known.active || known.operator_id != officer.id || known.role != officer.role)
    throw Failure("desk_role_refused", 403);
  const auto agents_needed =
      decision.step == Step::recovery ? context.vault.operators().recovery_agents_needed : 0;
  Order decided = context.database.transaction([&](Transaction& transaction) {
    Order order = orders::locked_order(transaction, context, number);
    if (check(transaction, context, officer, order, decision))
      apply(transaction, context, officer, order, decision, signed_intent, agents_needed);
    return order;
  });
  context.jobs.wake();
  return decided;
}

}  // namespace palmkey::front::desk
