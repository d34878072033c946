// Sends text messages through Aliyun's SendSms (2017-05-25) with signature version 3, ACS3-HMAC-SHA256.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/secret.hpp"
#include "front/notices/sms_sender.hpp"
#include "platform/clock.hpp"
#include "platform/config.hpp"

namespace palmkey::front::notices {

struct AliyunSettings {
  std::string base_url;  // https://dysmsapi.aliyuncs.com, or a simulator's
  std::string access_key_id;
  core::Secret access_key_secret;
  std::string sign_name;
  std::map<std::string, std::string> template_codes;  // our template's name → SMS_…
};
// Table [sms.aliyun] of front.toml: each key template_NAME gives NAME its code. platform::ConfigError says
// what is wrong.
AliyunSettings load_aliyun_settings(const platform::Config& table);

// The values of x-acs-* headers and Authorization for a POST to / with these query parameters and an empty
// body.
struct AliyunRequest {
  std::string host;
  std::string action;
  std::string version;
  std::string date;  // 2023-11-14T22:13:20Z
  std::string nonce;
  std::map<std::string, std::string> query;
};
std::string aliyun_canonical_query(const std::map<std::string, std::string>& query);
std::string aliyun_authorization(const AliyunRequest& request, std::string_view access_key_id,
                                 const core::Secret& access_key_secret);

class AliyunSmsSender final : public SmsSender {
 public:
  // `clock` and `random` outlive the sender.
  AliyunSmsSender(AliyunSettings settings, const platform::Clock& clock, core::Random& random)
      : settings_(std::move(settings)), clock_(clock), random_(random) {}
  void send(const std::string& template_name, const std::string& phone,
            const std::map<std::string, std::string>& parameters) override;

 private:
  AliyunSettings settings_;
  const platform::Clock& clock_;
  core::Random& random_;
};

}  // namespace palmkey::front::notices
