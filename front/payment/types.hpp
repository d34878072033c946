// Payments of orders through WeChat Pay. Amounts are in fen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace palmkey::front::payment {

enum class Method {
  native,  // a QR code that WeChat scans
  h5,      // a link that the phone's browser opens
};
inline std::string_view method_code(Method method) {
  return method == Method::native ? "native" : "h5";
}

// waiting -> paid -> refunding -> refunded, or waiting -> closed.
enum class PaymentState { waiting, paid, closed, refunding, refunded };
std::string_view state_code(PaymentState state);

// One try to pay an order. An order may have several: a code that expired, another method.
struct Payment {
  std::string out_trade_no;  // order number, and a running number of two digits
  std::string order_number;
  Method method = Method::native;
  std::int64_t amount_fen = 0;
  PaymentState state = PaymentState::waiting;
  std::string url;  // code_url or h5_url; empty until WeChat Pay has answered
  std::string transaction_id;
  std::int64_t created_at = 0;  // Unix seconds
  std::int64_t expires_at = 0;
  std::string refund_reason;  // as told to WeChat Pay; empty unless it goes back
  std::string refunded_by;    // an administrator's id; empty if the platform gave it back by itself
};

// A code is good for two hours at WeChat Pay, an H5 link for five minutes; both are renewed before.
inline constexpr std::int64_t native_lifetime = 100 * 60;
inline constexpr std::int64_t h5_lifetime = 4 * 60;

}  // namespace palmkey::front::payment
