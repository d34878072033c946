#include "front/payment/payments.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/store.hpp"
#include "front/payment/store.hpp"
#include "platform/failure.hpp"
#include "platform/log.hpp"

namespace palmkey::front::payment {

using platform::Failure;
using SqlTransaction = platform::Transaction;

namespace {

constexpr std::string_view kAskJob = "payment.ask";
constexpr std::string_view kPayBackJob = "payment.pay_back";
// Callbacks are not promised: WeChat Pay is asked too, soon after the code was shown and then ever less
// often.
constexpr std::int64_t kFirstAskMs = 20 * 1000;

std::string trade_number(const std::string& order_number, std::size_t attempt) {
  return order_number + (attempt < 10 ? "-0" : "-") + std::to_string(attempt);
}

std::string job_payload(const std::string& out_trade_no) {
  return nlohmann::json{{"out_trade_no", out_trade_no}}.dump();
}

std::string trade_number_of(const platform::Job& job) {
  return nlohmann::json::parse(job.payload).at("out_trade_no").get<std::string>();
}

void require_reason(const std::string& reason) {
  const auto characters =
      std::ranges::count_if(reason, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (characters < 1 || characters > 80 || !core::is_utf8(core::as_bytes(reason)))
    throw Failure("refund_reason_invalid", 422, "reason");
}

// Whether certificates were issued for the payment's order; Failure("refund_needs_revocation", 409) if they
// are still good. The vault says so, outside any transaction.
bool require_revoked(const Context& context, const std::string& out_trade_no) {
  const auto certificates = context.database.transaction([&](SqlTransaction& t) {
    const auto payment = store::lock(t, out_trade_no);
    if (!payment) throw Failure("payment_unknown", 404);
    return orders::store::certificates(t, payment->order_number);
  });
  for (const auto& certificate : certificates)
    if (context.vault.certificate(certificate.serial).status != CertificateStatus::revoked)
      throw Failure("refund_needs_revocation", 409);
  return !certificates.empty();
}

}  // namespace

WechatClient& Payments::wechat() const {
  if (wechat_ == nullptr) throw Failure("payment_unavailable", 503);
  return *wechat_;
}

Payment Payments::begin(const subscribers::Subscriber& subscriber, const std::string& order_number,
                        Method method, const std::string& payer_address) {
  const std::int64_t now = context_.clock.now();
  Payment payment = context_.database.transaction([&](SqlTransaction& t) {
    const auto order = orders::locked_order_of(t, context_, order_number, subscriber.id);
    const auto tries = store::of_order(t, order_number);
    for (const Payment& earlier : tries)
      if (earlier.state == PaymentState::paid) return earlier;
    orders::require_event(order, orders::Event::pay);
    for (const Payment& earlier : tries)
      if (earlier.state == PaymentState::waiting && earlier.method == method && now < earlier.expires_at)
        return earlier;
    if (tries.size() >= 99) throw Failure("too_many_payments", 429);

    Payment fresh;
    fresh.out_trade_no = trade_number(order_number, tries.size() + 1);
    fresh.order_number = order_number;
    fresh.method = method;
    fresh.amount_fen = order.fee;
    fresh.created_at = now;
    fresh.expires_at = now + (method == Method::native ? native_lifetime : h5_lifetime);
    store::insert(t, fresh);
    platform::enqueue(t, kAskJob, job_payload(fresh.out_trade_no), context_.clock.now_ms() + kFirstAskMs,
                      fresh.out_trade_no);
    return fresh;
  });
  if (payment.state == PaymentState::paid || !payment.url.empty()) return payment;

  // Repeating this with the same number after a lost answer gives the same code.
  const PaymentOrder order{payment.out_trade_no, "数字证书服务费 " + order_number, payment.amount_fen,
                           payment.expires_at,
                           context_.configuration.base_url + "/api/v1/payments/wechat/callback"};
  payment.url =
      method == Method::native ? wechat().create_native(order) : wechat().create_h5(order, payer_address);
  context_.database.transaction(
      [&](SqlTransaction& t) { store::set_url(t, payment.out_trade_no, payment.url); });
  return payment;
}

void Payments::receive_callback(const platform::HttpRequest& request) {
  const auto callback = wechat().read_callback(request);
  if (callback.transaction) {
    if (callback.transaction->state == TradeState::success) settle(*callback.transaction);
    return;
  }
  if (callback.refund_state != RefundState::success) return;
  context_.database.transaction([&](SqlTransaction& t) {
    // A refund has the number of the payment that it pays back.
    const auto payment = store::lock(t, callback.out_refund_no);
    if (!payment) throw Failure("payment_unknown", 404);
    if (payment->state == PaymentState::refunding)
      store::set_state(t, payment->out_trade_no, PaymentState::refunded);
  });
}

void Payments::settle(const Transaction& transaction) {
  context_.database.transaction([&](SqlTransaction& t) {
    const auto payment = store::lock(t, transaction.out_trade_no);
    if (!payment) throw Failure("payment_unknown", 404);
    const WechatSettings& settings = wechat().settings();
    if (transaction.merchant_id != settings.merchant_id ||
        transaction.application_id != settings.application_id ||
        transaction.total_fen != payment->amount_fen || transaction.currency != "CNY") {
      platform::log_error("payment.mismatch", {{"out_trade_no", transaction.out_trade_no}});
      throw Failure("payment_mismatch", 400);
    }
    if (payment->state != PaymentState::waiting && payment->state != PaymentState::closed) return;
    store::set_state(t, payment->out_trade_no, PaymentState::paid, transaction.transaction_id);
    if (orders::mark_paid(t, context_, payment->order_number) == orders::PaidOutcome::paid) return;
    // Paid twice, or after the order had ended.
    begin_refund(t, *payment, "重复支付或业务已取消", "");
  });
  context_.jobs.wake();
}

void Payments::begin_refund(SqlTransaction& t, const Payment& payment, const std::string& reason,
                            const std::string& administrator) {
  store::set_refunding(t, payment.out_trade_no, reason, administrator);
  platform::enqueue(t, kPayBackJob, job_payload(payment.out_trade_no), context_.clock.now_ms(),
                    payment.out_trade_no);
}

Payment Payments::refund(const std::string& out_trade_no, const std::string& reason,
                         const std::string& administrator) {
  require_reason(reason);
  const bool issued = require_revoked(context_, out_trade_no);
  Payment refunded = context_.database.transaction([&](SqlTransaction& t) {
    auto payment = store::lock(t, out_trade_no);
    if (!payment) throw Failure("payment_unknown", 404);
    if (payment->state == PaymentState::refunding || payment->state == PaymentState::refunded)
      return *payment;
    if (payment->state != PaymentState::paid) throw Failure("payment_not_paid", 409);
    auto order = orders::locked_order(t, context_, payment->order_number);
    if (!issued && !orders::store::certificates(t, order.number).empty())
      throw Failure("refund_needs_revocation", 409);
    if (order.state != orders::State::installed) {
      order.paid = false;
      orders::move(t, context_, order, orders::Event::refund, orders::State::cancelled,
                   {"operator", administrator}, reason);
    }
    begin_refund(t, *payment, reason, administrator);
    return *store::lock(t, out_trade_no);
  });
  context_.jobs.wake();
  return refunded;
}

void Payments::ask(const std::string& out_trade_no) {
  const auto transaction = wechat().query(out_trade_no);
  if (transaction && transaction->state == TradeState::success) {
    settle(*transaction);
    return;
  }
  const auto payment =
      context_.database.transaction([&](SqlTransaction& t) { return store::lock(t, out_trade_no); });
  if (!payment || payment->state != PaymentState::waiting) return;
  const std::int64_t now = context_.clock.now();
  if (now < payment->expires_at) {
    // Ask again when it has become twice as old.
    const std::int64_t wait = std::clamp<std::int64_t>(now - payment->created_at, 20, 1200);
    context_.database.transaction([&](SqlTransaction& t) {
      platform::enqueue(t, kAskJob, job_payload(out_trade_no), (now + wait) * 1000,
                        out_trade_no + "/" + std::to_string(now));
    });
    return;
  }
  // After closing nobody can pay any more; a payment that came just before is found by the question after it.
  if (transaction && transaction->state != TradeState::closed) wechat().close(out_trade_no);
  const auto last = wechat().query(out_trade_no);
  if (last && last->state == TradeState::success) {
    settle(*last);
    return;
  }
  context_.database.transaction([&](SqlTransaction& t) {
    const auto waiting = store::lock(t, out_trade_no);
    if (waiting && waiting->state == PaymentState::waiting)
      store::set_state(t, out_trade_no, PaymentState::closed);
  });
}

void Payments::pay_back(const std::string& out_trade_no) {
  const auto payment =
      context_.database.transaction([&](SqlTransaction& t) { return store::lock(t, out_trade_no); });
  if (!payment || payment->state != PaymentState::refunding) return;
  const RefundState state = wechat().refund(out_trade_no, out_trade_no, payment->amount_fen,
                                            payment->amount_fen, payment->refund_reason);
  if (state == RefundState::success)
    context_.database.transaction(
        [&](SqlTransaction& t) { store::set_state(t, out_trade_no, PaymentState::refunded); });
  else if (state == RefundState::processing)
    throw Failure("refund_processing", 502);  // the job looks again later
  else
    throw platform::JobRefused("refund_refused");  // a person has to look at it
}

void Payments::add_job_handlers(platform::JobRunner& jobs) {
  jobs.handle(std::string(kAskJob), [this](const platform::Job& job) { ask(trade_number_of(job)); });
  jobs.handle(std::string(kPayBackJob), [this](const platform::Job& job) { pay_back(trade_number_of(job)); });
}

}  // namespace palmkey::front::payment
