#include "front/payment/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/http.hpp"
#include "front/subscribers/routes.hpp"
#include "platform/failure.hpp"
#include "platform/log.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::payment {

using nlohmann::json;
using platform::Failure;
using platform::HttpRequest;
using platform::HttpResponse;

namespace {

json to_json(const Payment& payment) {
  json value{{"state", state_code(payment.state)},
             {"method", method_code(payment.method)},
             {"amount", payment.amount_fen},
             {"expires_at", payment.expires_at}};
  value[payment.method == Method::native ? "code_url" : "h5_url"] = payment.url;
  return value;
}

Method read_method(const HttpRequest& request) {
  const std::string method = request.body.empty() ? "native" : text_member(request.json(), "method");
  if (method == "native" || method.empty()) return Method::native;
  if (method == "h5") return Method::h5;
  throw Failure("payment_method_unknown", 422, "method");
}

}  // namespace

void add_routes(platform::Router& router, const Context& context, Payments& payments) {
  add_route(
      router, "POST", "/api/v1/orders/:number/payment", [&context, &payments](const HttpRequest& request) {
        const auto subscriber = subscribers::authenticated(context, request);
        return HttpResponse::json(to_json(payments.begin(subscriber, request.path_parameter("number"),
                                                         read_method(request), request.client_address)));
      });
  router.add("POST", "/api/v1/payments/wechat/callback", [&payments](const HttpRequest& request) {
    try {
      payments.receive_callback(request);
      return HttpResponse::no_content();
    } catch (const Failure& failure) {
      // WeChat Pay reads this form, and calls again later.
      platform::log_warning("payment.callback_refused", {{"code", failure.code()}});
      return HttpResponse::json(json{{"code", "FAIL"}, {"message", failure.code()}}, failure.http_status());
    }
  });
}

void register_messages() {
  static constexpr platform::Message kMessages[] = {
      {"wechat_unreachable", "暂时无法连接微信支付，请稍后再试。",
       "WeChat Pay cannot be reached now: try again later."},
      {"wechat_refused", "微信支付拒绝了请求（{reason}）。", "WeChat Pay refused the request ({reason})."},
      {"wechat_signature_invalid", "微信支付的签名不正确。", "The signature of WeChat Pay is not valid."},
      {"callback_undecipherable", "支付通知无法解密。", "The payment notice cannot be deciphered."},
      {"payment_unavailable", "本平台尚未开通在线支付。", "Payment is not set up here."},
      {"payment_unknown", "没有这笔支付。", "There is no such payment."},
      {"payment_mismatch", "支付的金额或商户与业务不符。",
       "Amount or merchant of the payment are not the order's."},
      {"payment_method_unknown", "请选择支付方式：native 或 h5。", "Choose how to pay: native or h5."},
      {"too_many_payments", "该业务的支付次数过多，请联系客服。",
       "Too many tries to pay this order: ask the support."},
      {"payment_not_paid", "这笔支付没有收到款项。", "No money came with this payment."},
      {"refund_reason_invalid", "请填写退款原因（1 至 80 个字）。", "Give a reason of 1 to 80 characters."},
      {"refund_needs_revocation", "证书已签发，须先吊销证书才能退款。",
       "Certificates were issued: revoke them before the money goes back."},
      {"refund_processing", "退款处理中。", "The refund is being processed."},
      {"refund_refused", "退款被拒绝，需要人工处理。", "The refund was refused and needs a person."},
  };
  platform::register_messages(kMessages);
}

}  // namespace palmkey::front::payment
