#include "front/payment/view.hpp"

#include <nlohmann/json.hpp>

namespace palmkey::front::payment {

nlohmann::json payment_json(const Payment& payment) {
  return {{"number", payment.out_trade_no},        {"order", payment.order_number},
          {"method", method_code(payment.method)}, {"amount", payment.amount_fen},
          {"state", state_code(payment.state)},    {"transaction_id", payment.transaction_id},
          {"created_at", payment.created_at},      {"refund_reason", payment.refund_reason},
          {"refunded_by", payment.refunded_by}};
}

}  // namespace palmkey::front::payment
