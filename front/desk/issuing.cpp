#include "front/desk/issuing.hpp"

#include <nlohmann/json.hpp>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/store.hpp"
#include "front/subscribers/rules.hpp"
#include "platform/log.hpp"

namespace palmkey::front::desk {

namespace {

using orders::Event;
using orders::Order;
using orders::State;
using platform::Failure;
using platform::Transaction;

struct Approved {
  Order order;
  SignedIntent acceptance, review;
  std::vector<SignedIntent> recovery;  // by as many agents as have agreed
};

// The order with both approvals, or nothing if this submission no longer waits for the vault.
std::optional<Approved> approved(Transaction& transaction, const Context& context, const std::string& number,
                                 std::int64_t submission) {
  auto order = orders::store::find(transaction, context.personal, number);
  if (!order || order->state != State::issuing || order->submission != submission) return std::nullopt;
  Approved result{*std::move(order), {}, {}, {}};
  for (const auto& decision : orders::store::decisions(transaction, context.personal, result.order))
    if (decision.approved) {
      const SignedIntent intent{decision.intent, decision.signature};
      if (decision.step == orders::Step::acceptance) result.acceptance = intent;
      if (decision.step == orders::Step::review) result.review = intent;
      if (decision.step == orders::Step::recovery) result.recovery.push_back(intent);
    }
  return result;
}

orders::CertificateEntry entry(const char* purpose, const core::Bytes& der) {
  const auto certificate = platform::value_or_throw(core::decode_certificate(der));
  return {purpose, core::to_hex(certificate.serial), der};
}

// While a lost phone's owner has time to object, the vault is asked at these intervals; that is no failure.
constexpr std::int64_t objection_poll_ms = 60L * 1000;

// Once for each interval, whatever is repeated.
void ask_later(Transaction& transaction, const platform::Job& job, const Order& order, std::int64_t due_ms) {
  platform::enqueue(transaction, issue_job, job.payload, due_ms,
                    order.number + "/" + std::to_string(order.submission) + "/" +
                        std::to_string(due_ms / objection_poll_ms));
}

// Whether asking again can help.
bool may_pass(const Failure& failure) {
  return failure.http_status() >= 500 || failure.http_status() == 429;
}

void record_refusal(Transaction& transaction, const Context& context, const Approved& approved,
                    const std::string& code) {
  Order order = orders::locked_order(transaction, context, approved.order.number);
  if (order.state != State::issuing || order.submission != approved.order.submission) return;
  ++order.submission;
  order.waits_until = 0;
  orders::move(transaction, context, order, Event::refuse_issue, State::awaiting_acceptance,
               orders::by_system, code);
}

void record_certificates(Transaction& transaction, const Context& context, const Approved& approved,
                         const CertificatePair& pair) {
  Order order = orders::locked_order(transaction, context, approved.order.number);
  if (order.state != State::issuing || order.submission != approved.order.submission) return;
  for (const auto& certificate :
       {entry("signing", pair.signing_der), entry("encryption", pair.encryption_der)})
    orders::store::add_certificate(transaction, order.number, certificate, context.clock.now());
  orders::move(transaction, context, order, Event::issue, State::awaiting_installation, orders::by_system);
  notices::enqueue_sms(transaction, context,
                       {"review_passed",
                        subscribers::phone_of(transaction, context, order.subscriber_id),
                        {{"order", order.number}}},
                       "review_passed/" + order.number);
  notices::enqueue_mail(transaction, context,
                        {"review_passed", order.application.handler.email, {{"order", order.number}}},
                        "review_passed/" + order.number);
}

// Nothing was issued: the phone goes on. The owner of the key is told by the vault's own event.
void record_permit(Transaction& transaction, const Context& context, const Approved& approved) {
  Order order = orders::locked_order(transaction, context, approved.order.number);
  if (order.state != State::issuing || order.submission != approved.order.submission) return;
  orders::move(transaction, context, order, Event::issue, State::awaiting_installation, orders::by_system);
}

// What the vault has done.
struct Done {
  std::optional<CertificatePair> pair = {};
  std::int64_t waits_until = 0;  // until then the owner may object to an unlocking, Unix seconds
  // The key has been unlocked: the permit was used before it could be written down here.
  bool is_unlocked = false;
  std::string refusal = {};  // the code, if it has refused instead
};

Done ask_vault(const Context& context, const Approved& approved) {
  const auto& [order, acceptance, review, recovery] = approved;
  if (order.application.business == orders::Business::key_recovery) {
    context.vault.recover(order.number, recovery);
    return {};
  }
  if (order.application.business != orders::Business::unlock)
    return {.pair = context.vault.issue(order.number, order.request, acceptance, review)};
  const auto from = context.vault.approve_unlock(order.number, acceptance, review);
  if (from > context.clock.now()) return {.waits_until = from};
  return {.is_unlocked = context.vault.certificate(order.follows).status == CertificateStatus::good};
}

// The order stays as it is, and the vault is asked again when the wait is over.
void record_wait(Transaction& transaction, const Context& context, const platform::Job& job,
                 const Approved& approved, std::int64_t waits_until) {
  Order order = orders::locked_order(transaction, context, approved.order.number);
  if (order.state != State::issuing || order.submission != approved.order.submission) return;
  order.waits_until = waits_until;
  orders::store::update(transaction, context.personal, order);
  ask_later(transaction, job, order, waits_until * 1000);
}

void record(Transaction& transaction, const Context& context, const platform::Job& job,
            const Approved& approved, const Done& done) {
  if (done.waits_until > 0) return record_wait(transaction, context, job, approved, done.waits_until);
  if (!done.refusal.empty()) return record_refusal(transaction, context, approved, done.refusal);
  if (done.pair) return record_certificates(transaction, context, approved, *done.pair);
  record_permit(transaction, context, approved);
  if (done.is_unlocked) orders::mark_unlocked(transaction, context, approved.order.number);
}

}  // namespace

void enqueue_issue(Transaction& transaction, const Context& context, const Order& order) {
  platform::enqueue(transaction, issue_job,
                    nlohmann::json{{"order", order.number}, {"submission", order.submission}}.dump(),
                    context.clock.now_ms(), order.number + "/" + std::to_string(order.submission));
}

void issue(const Context& context, const platform::Job& job) {
  const auto payload = nlohmann::json::parse(job.payload);
  const auto work = context.database.read([&](Transaction& transaction) {
    return approved(transaction, context, payload.at("order").get<std::string>(),
                    payload.at("submission").get<std::int64_t>());
  });
  if (!work) return;
  Done done;
  try {
    done = ask_vault(context, *work);
  } catch (const Failure& failure) {
    if (failure.code() == "replacement_waits") {
      return context.database.transaction([&](Transaction& transaction) {
        ask_later(transaction, job, work->order, context.clock.now_ms() + objection_poll_ms);
      });
    }
    if (may_pass(failure)) throw;
    platform::log_error("order.issue_refused", {{"order", work->order.number}, {"code", failure.code()}});
    done.refusal = failure.code();
  }
  context.database.transaction(
      [&](Transaction& transaction) { record(transaction, context, job, *work, done); });
  context.jobs.wake();
}

}  // namespace palmkey::front::desk
