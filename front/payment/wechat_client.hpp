// A client of WeChat Pay API v3 for direct merchants: native and H5 orders, query, close, refund.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/random.hpp"
#include "front/payment/wechat_crypto.hpp"
#include "platform/clock.hpp"
#include "platform/config.hpp"
#include "platform/http_message.hpp"

namespace palmkey::front::payment {

struct WechatSettings {
  std::string base_url;  // https://api.mch.weixin.qq.com, or a simulator's
  std::string merchant_id;
  std::string application_id;
  std::string merchant_serial;
  RsaKey merchant_key;
  core::Secret api_v3_key;                      // 32 bytes
  std::map<std::string, RsaKey> platform_keys;  // by certificate serial or public key id
  std::string platform_serial;                  // which of them WeChat Pay is to sign with
};
// Table [payment.wechat] of front.toml; platform::ConfigError names what is wrong.
WechatSettings load_wechat_settings(const platform::Config& table);

enum class TradeState { not_paid, success, refunded, closed, paying, failed };

struct Transaction {
  std::string out_trade_no;
  std::string transaction_id;
  std::string merchant_id;
  std::string application_id;
  TradeState state = TradeState::not_paid;
  std::int64_t total_fen = 0;
  std::string currency;
};

enum class RefundState { processing, success, closed, abnormal };

struct PaymentOrder {
  std::string out_trade_no;  // 6 to 32 of [0-9A-Za-z_-|*], unique for the merchant
  std::string description;   // at most 127 characters
  std::int64_t total_fen = 0;
  std::int64_t expires_at = 0;  // Unix seconds
  std::string notify_url;       // https, without a query
};

// Every answer's signature is verified before anything in it is believed. Failures: "wechat_unreachable"
// (502: the outcome is not known, ask or repeat with the same number), "wechat_refused" (502, parameter
// `reason` the code that WeChat Pay gave), "wechat_signature_invalid". Thread-safe.
class WechatClient {
 public:
  WechatClient(WechatSettings settings, const platform::Clock& clock, core::Random& random)
      : settings_(std::move(settings)), clock_(clock), random_(random) {}

  // code_url for a QR code that WeChat scans.
  std::string create_native(const PaymentOrder& order);
  // h5_url that a phone's browser opens; `payer_address` is the payer's IP address.
  std::string create_h5(const PaymentOrder& order, const std::string& payer_address);
  // Nothing if WeChat Pay knows no such order.
  std::optional<Transaction> query(const std::string& out_trade_no);
  void close(const std::string& out_trade_no);
  // Repeating it with the same `out_refund_no` is the same refund.
  RefundState refund(const std::string& out_trade_no, const std::string& out_refund_no,
                     std::int64_t refund_fen, std::int64_t total_fen, const std::string& reason);
  std::optional<RefundState> query_refund(const std::string& out_refund_no);

  // A callback, verified and deciphered. Failures: wechat_signature_invalid, callback_undecipherable,
  // malformed.
  struct Callback {
    std::string event_type;  // TRANSACTION.SUCCESS, REFUND.SUCCESS, …
    std::optional<Transaction> transaction;
    std::string out_refund_no;
    RefundState refund_state = RefundState::processing;
  };
  Callback read_callback(const platform::HttpRequest& request) const;

  const WechatSettings& settings() const { return settings_; }

 private:
  struct Answer {
    int status = 0;
    std::string body;
  };
  Answer call(const std::string& method, const std::string& path, const std::string& body);
  std::string body_of(const PaymentOrder& order, const std::optional<std::string>& payer_address) const;

  WechatSettings settings_;
  const platform::Clock& clock_;
  core::Random& random_;
};

}  // namespace palmkey::front::payment
