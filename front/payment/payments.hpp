// Paying an order: begun by the subscriber, settled by WeChat Pay's callback or by asking WeChat Pay.
//
// Both ways of learning that an order is paid end in settle(), which does everything once. Money that comes
// for an order that no longer waits for it, or twice, goes back.
#pragma once

#include <string>

#include "front/context.hpp"
#include "front/payment/types.hpp"
#include "front/payment/wechat_client.hpp"
#include "front/subscribers/types.hpp"
#include "platform/jobs.hpp"

namespace palmkey::front::payment {

class Payments {
 public:
  // Both outlive the object. Without WeChat Pay (null) nothing can be paid: Failure("payment_unavailable",
  // 503).
  Payments(const Context& context, WechatClient* wechat) : context_(context), wechat_(wechat) {}

  // What the subscriber needs to pay: the try that waits, or a new one; or the one that paid. `payer_address`
  // is the IP address of the phone. Failure: order_unknown, wrong_state, wechat_unreachable, wechat_refused.
  Payment begin(const subscribers::Subscriber& subscriber, const std::string& order_number, Method method,
                const std::string& payer_address);

  // WeChat Pay's callback. Doing it twice changes nothing. Failure: wechat_signature_invalid,
  // callback_undecipherable, malformed, payment_unknown, payment_mismatch: then nothing changed.
  void receive_callback(const platform::HttpRequest& request);

  // Gives a paid order's money back on an administrator's word; the order ends with it, unless it is
  // installed already. What was issued must have been revoked before. Repeating it changes nothing. Failure:
  // payment_unknown, payment_not_paid (409), refund_reason_invalid (422: 1 to 80 characters),
  // refund_needs_revocation (409), wrong_state (409) while the vault issues, vault_unreachable.
  Payment refund(const std::string& out_trade_no, const std::string& reason,
                 const std::string& administrator);

  // The jobs that ask WeChat Pay by themselves, close what expired and pay back. Before the runner starts.
  void add_job_handlers(platform::JobRunner& jobs);

 private:
  using SqlTransaction = platform::Transaction;
  void settle(const Transaction& transaction);
  void ask(const std::string& out_trade_no);
  void pay_back(const std::string& out_trade_no);
  void begin_refund(SqlTransaction& t, const Payment& payment, const std::string& reason,
                    const std::string& administrator);

  WechatClient& wechat() const;

  const Context& context_;
  WechatClient* wechat_;
};

}  // namespace palmkey::front::payment
