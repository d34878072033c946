#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/link.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::cli {

void configure(Phone& phone, const DeviceOptions& options) {
  phone.configure(parse_link(options.link, core::LinkKind::configure));
  const auto descriptor = phone.descriptor();
  const auto& output = phone.output();
  output.answer(
      {{"name", descriptor.name}, {"baseUrl", descriptor.base_url}},
      output.pick("手机已配置: ", "configured for ") + descriptor.name + "  " + descriptor.base_url);
}

void request_code(Phone& phone, const DeviceOptions& options) {
  const core::Link link = parse_link(options.link, core::LinkKind::entry);
  phone.require_own_platform(link.origin);
  const json answer =
      phone.front().post("/api/v1/phone-codes", {{"service", link.values.at("s")}, {"phone", options.phone}});
  phone.output().answer(in_camel_case(answer),
                        phone.output().pick("验证码已发送。", "A code was sent by SMS."));
}

void open_session(Phone& phone, const DeviceOptions& options) {
  const json answer =
      phone.front().post("/api/v1/sessions", {{"phone", options.phone}, {"code", options.code}});
  phone.home().write("session.json", answer);
  phone.output().answer({{"expiresAt", answer.at("expires_at")}},
                        phone.output().pick("手机号已验证。", "The phone number is proved."));
}

void change_number(Phone& phone, const DeviceOptions& options) {
  const json answer = phone.front_in_session().put("/api/v1/account/phone",
                                                   {{"phone", options.phone}, {"code", options.code}});
  phone.output().answer(in_camel_case(answer), phone.output().pick("手机号已更换: ", "The number is now ") +
                                                   answer.at("phone").get<std::string>());
}

void captcha(Phone& phone, const DeviceOptions& options) {
  const json answer = phone.front().post("/api/v1/captchas");
  const auto picture = platform::value_or_throw(core::from_base64(answer.at("png").get<std::string>()));
  platform::write_file(options.output, picture);
  const std::string id = answer.at("id");
  phone.output().answer({{"id", id}, {"file", options.output}}, id + "  " + options.output);
}

}  // namespace palmkey::cli
