#include <cstdlib>

#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "apps/palmkey/link.hpp"
#include "apps/palmkey/terminal.hpp"
#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;

constexpr std::int64_t kLongestLifetime = std::int64_t{10} * 60;  // of an intent that a phone signs, seconds

core::Bytes bytes_of(std::string_view text) {
  const auto view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

// What the person has to see before they agree, large and plain.
std::string shown(const Output& output, const core::TextIntent& intent) {
  const auto row = [&](std::string_view chinese, std::string_view english, std::string_view field) {
    const auto value = intent.field(field);
    return value.empty() ? std::string() : "    " + output.pick(chinese, english) + std::string(value) + "\n";
  };
  const bool binds = intent.type() == "bind";
  return "\n  " + (binds ? output.pick("CA绑定", "BIND YOUR CERTIFICATE") : output.pick("登录", "SIGN IN")) +
         "\n\n" + row("网站      ", "site      ", "name") + row("网址      ", "address   ", "origin") +
         row("账号      ", "account   ", "account") + row("地点      ", "place     ", "place") +
         row("校验码    ", "code      ", "code") + row("时间      ", "time      ", "time") + "\n" +
         output.pick("  请核对屏幕上的校验码与此处一致。", "  The screen must show the same code.") + "\n";
}

core::TextIntent read_intent(const json& claim, std::string_view wanted_type) {
  auto intent =
      platform::value_or_throw(core::TextIntent::parse(claim.at("intent").get<std::string>()), "intent");
  if (intent.type() != wanted_type) throw Failure("wrong_intent_type", 409, "link");
  const std::int64_t age = platform::SystemClock().now() - intent.time();
  if (intent.field("session") != claim.at("session") || std::abs(age) > kLongestLifetime)
    throw Failure("intent_of_another_session", 409, "intent");
  return intent;
}

json described(const core::TextIntent& intent) {
  json out{{"type", intent.type()}};
  for (const auto& [name, value] : intent.fields()) out[name] = value;
  out["relyingParty"] = intent.field("relying-party");
  out.erase("relying-party");
  return out;
}

core::Bytes sign_text(Phone& phone, const DeviceOptions& options, const core::device::Identifier& key_id,
                      const core::TextIntent& intent) {
  const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
  const auto outcome = phone.home().finish(phone.device().sign(
      key_id, core::as_text(pin.view()), core::IntentKind::text, bytes_of(intent.text())));
  return std::get<core::Bytes>(outcome);
}

// Scans, shows, asks, signs and hands in.
void answer_site(Phone& phone, const DeviceOptions& options, std::string_view wanted_type) {
  const auto& output = phone.output();
  const core::Link link = parse_link(options.link, core::LinkKind::sign_in);
  phone.require_own_platform(link.origin);
  const auto& key = phone.key(options.order);
  if (key.signing_certificate.empty()) throw Failure("no_certificate", 404);
  const auto key_id = phone.key_to_use(options.order);
  const auto serial =
      core::to_hex(platform::value_or_throw(core::decode_certificate(key.signing_certificate)).serial);

  ApiClient front = phone.front();
  const json claim = front.post("/api/v1/sign-in/claims", json(link.values));
  const std::string path =
      "/api/v1/sign-in/" + platform::percent_encode(claim.at("session").get<std::string>());
  const auto reject = [&] { front.post(path + "/rejection", {{"token", claim.at("token")}}); };
  std::optional<core::TextIntent> intent;
  try {
    intent = read_intent(claim, wanted_type);
  } catch (const Failure&) {
    reject();
    throw;
  }
  output.note(shown(output, *intent), shown(output, *intent));
  if (!options.yes && !ask_yes(output.pick("确认? [y/N] ", "Go on? [y/N] "))) {
    reject();
    throw Failure("not_confirmed", 409);
  }
  const auto signature = sign_text(phone, options, key_id, *intent);
  front.post(path + "/confirmation", {{"token", claim.at("token")},
                                      {"intent", intent->text()},
                                      {"signature", core::to_base64(signature)},
                                      {"certificate", serial}});
  output.answer(described(*intent), wanted_type == "bind"
                                        ? output.pick("证书已绑定。", "The certificate is bound.")
                                        : output.pick("已确认登录。", "The sign-in is confirmed."));
}

}  // namespace

void bind(Phone& phone, const DeviceOptions& options) {
  answer_site(phone, options, "bind");
}

void sign_in(Phone& phone, const DeviceOptions& options) {
  answer_site(phone, options, "login");
}

void sign_statement(Phone& phone, const DeviceOptions& options) {
  const auto key_id = phone.key_to_use(options.order);
  const auto intent = platform::value_or_throw(
      core::TextIntent::make("statement", {{"origin", phone.descriptor().base_url},
                                           {"text", options.text},
                                           {"time", core::text_intent_time(platform::SystemClock().now())}}),
      "text");
  phone.output().note(intent.text(), intent.text());
  if (!options.yes && !ask_yes(phone.output().pick("签名? [y/N] ", "Sign it? [y/N] ")))
    throw Failure("not_confirmed", 409);
  const auto signature = core::to_base64(sign_text(phone, options, key_id, intent));
  phone.output().answer({{"intent", intent.text()}, {"signature", signature}}, signature);
}

}  // namespace palmkey::cli
