#include "front/desk/issuing.hpp"

#include <nlohmann/json.hpp>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/store.hpp"
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
};

// The order with both approvals, or nothing if this submission no longer waits for the vault.
std::optional<Approved> approved(Transaction& transaction, const Context& context, const std::string& number,
                                 std::int64_t submission) {
  auto order = orders::store::find(transaction, context.personal, number);
  if (!order || order->state != State::issuing || order->submission != submission) return std::nullopt;
  Approved result{*std::move(order), {}, {}};
  for (const auto& decision : orders::store::decisions(transaction, context.personal, result.order))
    if (decision.approved)
      (decision.step == orders::Step::acceptance ? result.acceptance : result.review) = {decision.intent,
                                                                                         decision.signature};
  return result;
}

orders::CertificateEntry entry(const char* purpose, const core::Bytes& der) {
  const auto certificate = platform::value_or_throw(core::decode_certificate(der));
  return {purpose, core::to_hex(certificate.serial), der};
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
                       {"review_passed", order.application.applicant.phone, {{"order", order.number}}},
                       "review_passed/" + order.number);
  notices::enqueue_mail(transaction, context,
                        {"review_passed", order.application.handler.email, {{"order", order.number}}},
                        "review_passed/" + order.number);
}

// The certificates, or nothing if the vault refused, which then is recorded.
std::optional<CertificatePair> ask_vault(const Context& context, const Approved& approved) {
  try {
    return context.vault.issue(approved.order.number, approved.order.request, approved.acceptance,
                               approved.review);
  } catch (const Failure& failure) {
    if (may_pass(failure)) throw;
    platform::log_error("order.issue_refused", {{"order", approved.order.number}, {"code", failure.code()}});
    context.database.transaction(
        [&](Transaction& transaction) { record_refusal(transaction, context, approved, failure.code()); });
    return std::nullopt;
  }
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
  const auto pair = ask_vault(context, *work);
  if (pair)
    context.database.transaction(
        [&](Transaction& transaction) { record_certificates(transaction, context, *work, *pair); });
  context.jobs.wake();
}

}  // namespace palmkey::front::desk
