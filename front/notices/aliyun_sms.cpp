#include "front/notices/aliyun_sms.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/shared_secret.hpp"
#include "platform/failure.hpp"
#include "platform/http_client.hpp"
#include "platform/jobs.hpp"
#include "platform/log.hpp"

namespace palmkey::front::notices {

using platform::Failure;

namespace {

constexpr std::string_view kSignedHeaders =
    "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
constexpr std::string_view kTemplateKey = "template_";

// Refusals that the same message will always meet; the others pass: limits, busy hours.
bool is_final(std::string_view code) {
  constexpr std::string_view kPassing[] = {"isv.BUSINESS_LIMIT_CONTROL", "isp.SYSTEM_ERROR",
                                           "isv.AMOUNT_NOT_ENOUGH", "isv.DAY_LIMIT_CONTROL", "Throttling"};
  for (const std::string_view passing : kPassing)
    if (code.starts_with(passing)) return false;
  return true;
}

}  // namespace

AliyunSettings load_aliyun_settings(const platform::Config& table) {
  AliyunSettings settings;
  settings.base_url = table.string("base_url");
  settings.access_key_id = table.string("access_key_id");
  settings.access_key_secret = read_shared_secret(table, "access_key_secret_file");
  settings.sign_name = table.string("sign_name");
  for (const std::string& key : table.keys())
    if (key.starts_with(kTemplateKey))
      settings.template_codes[key.substr(kTemplateKey.size())] = table.string(key);
  return settings;
}

std::string aliyun_canonical_query(const std::map<std::string, std::string>& query) {
  std::string text;
  for (const auto& [name, value] : query)
    text +=
        (text.empty() ? "" : "&") + platform::percent_encode(name) + "=" + platform::percent_encode(value);
  return text;
}

std::string aliyun_authorization(const AliyunRequest& request, std::string_view access_key_id,
                                 const core::Secret& access_key_secret) {
  const std::string body_digest = sha256_hex("");
  std::string canonical = "POST\n/\n" + aliyun_canonical_query(request.query) + "\n";
  canonical += "host:" + request.host + "\nx-acs-action:" + request.action +
               "\nx-acs-content-sha256:" + body_digest + "\nx-acs-date:" + request.date +
               "\nx-acs-signature-nonce:" + request.nonce + "\nx-acs-version:" + request.version + "\n\n";
  canonical.append(kSignedHeaders).append("\n").append(body_digest);
  const std::string signature =
      hmac_sha256_hex(access_key_secret, "ACS3-HMAC-SHA256\n" + sha256_hex(canonical));
  std::string value = "ACS3-HMAC-SHA256 Credential=";
  value.append(access_key_id)
      .append(",SignedHeaders=")
      .append(kSignedHeaders)
      .append(",Signature=")
      .append(signature);
  return value;
}

void AliyunSmsSender::send(const std::string& template_name, const std::string& phone,
                           const std::map<std::string, std::string>& parameters) {
  const auto code = settings_.template_codes.find(template_name);
  if (code == settings_.template_codes.end()) throw platform::JobRefused("sms_template_unknown");

  core::Bytes nonce(16);
  platform::value_or_throw(random_.fill(nonce));
  AliyunRequest signed_request;
  signed_request.host = settings_.base_url.substr(settings_.base_url.find("://") + 3);
  signed_request.action = "SendSms";
  signed_request.version = "2017-05-25";
  signed_request.date = platform::format_rfc3339(clock_.now());
  signed_request.nonce = core::to_hex(nonce);
  signed_request.query = {{"PhoneNumbers", phone},
                          {"SignName", settings_.sign_name},
                          {"TemplateCode", code->second},
                          {"TemplateParam", nlohmann::json(parameters).dump()}};

  platform::HttpClientRequest request;
  request.method = "POST";
  request.url = settings_.base_url + "/?" + aliyun_canonical_query(signed_request.query);
  request.headers.set("x-acs-action", signed_request.action);
  request.headers.set("x-acs-version", signed_request.version);
  request.headers.set("x-acs-date", signed_request.date);
  request.headers.set("x-acs-signature-nonce", signed_request.nonce);
  request.headers.set("x-acs-content-sha256", sha256_hex(""));
  request.headers.set("Authorization", aliyun_authorization(signed_request, settings_.access_key_id,
                                                            settings_.access_key_secret));
  platform::HttpResponse response;
  try {
    response = platform::http_request(request);
  } catch (const Failure&) {
    throw Failure("sms_unreachable", 502);
  }
  const auto answer = nlohmann::json::parse(core::as_text(response.body), nullptr, false);
  const std::string answer_code = answer.is_object() ? answer.value("Code", "") : "";
  if (answer_code == "OK") return;
  platform::log_warning("sms.refused", {{"code", answer_code}, {"template", template_name}});
  if (response.status < 500 && !answer_code.empty() && is_final(answer_code))
    throw platform::JobRefused("sms_refused");
  throw Failure("sms_unreachable", 502);
}

}  // namespace palmkey::front::notices
