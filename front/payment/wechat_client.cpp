#include "front/payment/wechat_client.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/http_client.hpp"

namespace palmkey::front::payment {

using nlohmann::json;
using platform::Failure;

namespace {

constexpr int kChinaOffsetMinutes = 8 * 60;

template <class State, std::size_t N>
State state_of(const std::array<std::pair<std::string_view, State>, N>& names, const std::string& name) {
  for (const auto& [known, state] : names)
    if (known == name) return state;
  throw Failure("malformed", 502, "state");
}

constexpr std::array<std::pair<std::string_view, TradeState>, 7> kTradeStates{{
    {"SUCCESS", TradeState::success},
    {"NOTPAY", TradeState::not_paid},
    {"REFUND", TradeState::refunded},
    {"CLOSED", TradeState::closed},
    {"REVOKED", TradeState::closed},
    {"USERPAYING", TradeState::paying},
    {"PAYERROR", TradeState::failed},
}};
constexpr std::array<std::pair<std::string_view, RefundState>, 4> kRefundStates{{
    {"SUCCESS", RefundState::success},
    {"CLOSED", RefundState::closed},
    {"PROCESSING", RefundState::processing},
    {"ABNORMAL", RefundState::abnormal},
}};

// What JSON from WeChat Pay says under a name, or Failure("malformed").
template <class T>
T member(const json& object, const char* name) {
  try {
    return object.at(name).get<T>();
  } catch (const json::exception&) {
    throw Failure("malformed", 502, name);
  }
}

json parse(std::string_view text) {
  json value = json::parse(text, nullptr, false);
  if (!value.is_object()) throw Failure("malformed", 502);
  return value;
}

Transaction transaction_of(const json& value) {
  Transaction transaction;
  transaction.out_trade_no = member<std::string>(value, "out_trade_no");
  transaction.merchant_id = member<std::string>(value, "mchid");
  transaction.application_id = member<std::string>(value, "appid");
  transaction.state = state_of(kTradeStates, member<std::string>(value, "trade_state"));
  if (value.contains("transaction_id"))
    transaction.transaction_id = member<std::string>(value, "transaction_id");
  const json amount = member<json>(value, "amount");
  transaction.total_fen = member<std::int64_t>(amount, "total");
  transaction.currency = amount.contains("currency") ? member<std::string>(amount, "currency") : "CNY";
  return transaction;
}

SignatureHeaders signature_headers(const platform::HttpHeaders& headers) {
  return {headers.get("Wechatpay-Timestamp").value_or(""), headers.get("Wechatpay-Nonce").value_or(""),
          headers.get("Wechatpay-Serial").value_or(""), headers.get("Wechatpay-Signature").value_or("")};
}

}  // namespace

WechatSettings load_wechat_settings(const platform::Config& table) {
  WechatSettings settings{table.string("base_url"),
                          table.string("mchid"),
                          table.string("appid"),
                          table.string("merchant_serial"),
                          RsaKey::private_from_file(table.string("merchant_key_file")),
                          {},
                          {},
                          {}};
  core::Bytes key = platform::read_file(table.string("api_v3_key_file"), 128);
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  settings.api_v3_key = core::Secret(std::move(key));
  if (settings.api_v3_key.size() != 32) throw table.error("api_v3_key_file", "a file of 32 characters");
  if (table.has("platform_certificate_file")) {
    settings.platform_serial = table.string("platform_certificate_serial");
    settings.platform_keys.emplace(settings.platform_serial,
                                   RsaKey::public_from_file(table.string("platform_certificate_file")));
  }
  if (table.has("platform_public_key_file")) {
    settings.platform_serial = table.string("platform_public_key_id");
    settings.platform_keys.emplace(settings.platform_serial,
                                   RsaKey::public_from_file(table.string("platform_public_key_file")));
  }
  if (settings.platform_keys.empty())
    throw table.error("platform_public_key_file", "this or platform_certificate_file");
  return settings;
}

WechatClient::Answer WechatClient::call(const std::string& method, const std::string& path,
                                        const std::string& body) {
  core::Bytes nonce_bytes(16);
  platform::value_or_throw(random_.fill(nonce_bytes));
  const std::string nonce = core::to_hex(nonce_bytes);

  platform::HttpClientRequest request;
  request.method = method;
  request.url = settings_.base_url + path;
  request.body.assign(body.begin(), body.end());
  request.headers.set("Authorization",
                      authorization(settings_.merchant_key, settings_.merchant_id, settings_.merchant_serial,
                                    method, path, body, clock_.now(), nonce));
  request.headers.set("Accept", "application/json");
  request.headers.set("User-Agent", "PalmKey");
  request.headers.set("Wechatpay-Serial", settings_.platform_serial);
  if (!body.empty()) request.headers.set("Content-Type", "application/json");

  platform::HttpResponse response;
  try {
    response = platform::http_request(request);
  } catch (const Failure&) {
    throw Failure("wechat_unreachable", 502);
  }
  // 429 and 5xx may come from a gateway that signs nothing: nothing is believed but that it has to be tried
  // again.
  if (response.status == 429 || response.status >= 500) throw Failure("wechat_unreachable", 502);
  const std::string text(core::as_text(response.body));
  check_signature(settings_.platform_keys, signature_headers(response.headers), text, clock_.now());
  if (response.status >= 400 && response.status != 404) {
    const json error = json::parse(text, nullptr, false);
    const std::string reason = error.is_object() ? error.value("code", "UNKNOWN") : "UNKNOWN";
    throw Failure("wechat_refused", 502, "", {{"reason", reason}});
  }
  return {response.status, text};
}

std::string WechatClient::body_of(const PaymentOrder& order,
                                  const std::optional<std::string>& payer_address) const {
  json body{{"mchid", settings_.merchant_id},
            {"appid", settings_.application_id},
            {"description", order.description},
            {"out_trade_no", order.out_trade_no},
            {"time_expire", platform::format_rfc3339(order.expires_at, kChinaOffsetMinutes)},
            {"notify_url", order.notify_url},
            {"amount", {{"total", order.total_fen}, {"currency", "CNY"}}}};
  if (payer_address)
    body["scene_info"] = {{"payer_client_ip", *payer_address}, {"h5_info", {{"type", "Wap"}}}};
  return body.dump();
}

std::string WechatClient::create_native(const PaymentOrder& order) {
  const Answer answer = call("POST", "/v3/pay/transactions/native", body_of(order, std::nullopt));
  return member<std::string>(parse(answer.body), "code_url");
}

std::string WechatClient::create_h5(const PaymentOrder& order, const std::string& payer_address) {
  const Answer answer = call("POST", "/v3/pay/transactions/h5", body_of(order, payer_address));
  return member<std::string>(parse(answer.body), "h5_url");
}

std::optional<Transaction> WechatClient::query(const std::string& out_trade_no) {
  const Answer answer =
      call("GET", "/v3/pay/transactions/out-trade-no/" + out_trade_no + "?mchid=" + settings_.merchant_id,
           std::string());
  if (answer.status == 404) return std::nullopt;
  return transaction_of(parse(answer.body));
}

void WechatClient::close(const std::string& out_trade_no) {
  call("POST", "/v3/pay/transactions/out-trade-no/" + out_trade_no + "/close",
       json{{"mchid", settings_.merchant_id}}.dump());
}

RefundState WechatClient::refund(const std::string& out_trade_no, const std::string& out_refund_no,
                                 std::int64_t refund_fen, std::int64_t total_fen, const std::string& reason) {
  const json body{{"out_trade_no", out_trade_no},
                  {"out_refund_no", out_refund_no},
                  {"reason", reason},
                  {"amount", {{"refund", refund_fen}, {"total", total_fen}, {"currency", "CNY"}}}};
  const Answer answer = call("POST", "/v3/refund/domestic/refunds", body.dump());
  return state_of(kRefundStates, member<std::string>(parse(answer.body), "status"));
}

std::optional<RefundState> WechatClient::query_refund(const std::string& out_refund_no) {
  const Answer answer = call("GET", "/v3/refund/domestic/refunds/" + out_refund_no, std::string());
  if (answer.status == 404) return std::nullopt;
  return state_of(kRefundStates, member<std::string>(parse(answer.body), "status"));
}

WechatClient::Callback WechatClient::read_callback(const platform::HttpRequest& request) const {
  check_signature(settings_.platform_keys, signature_headers(request.headers), request.text(), clock_.now());
  const json body = parse(request.text());
  Callback callback;
  callback.event_type = member<std::string>(body, "event_type");
  const json resource = member<json>(body, "resource");
  if (member<std::string>(resource, "algorithm") != "AEAD_AES_256_GCM")
    throw Failure("callback_undecipherable", 400);
  const std::string associated =
      resource.contains("associated_data") && resource["associated_data"].is_string()
          ? resource["associated_data"].get<std::string>()
          : std::string();
  const json content = parse(open_resource(settings_.api_v3_key, member<std::string>(resource, "nonce"),
                                           associated, member<std::string>(resource, "ciphertext")));
  if (callback.event_type.starts_with("REFUND.")) {
    callback.out_refund_no = member<std::string>(content, "out_refund_no");
    callback.refund_state = state_of(kRefundStates, member<std::string>(content, "refund_status"));
  } else {
    callback.transaction = transaction_of(content);
  }
  return callback;
}

}  // namespace palmkey::front::payment
