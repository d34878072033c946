#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "apps/palmkey/terminal.hpp"
#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

using platform::Failure;

// 注销. There is no way back, and so it is asked twice.
void revoke(Phone& phone, const DeviceOptions& options) {
  const auto& output = phone.output();
  const auto& key = phone.key(options.order);
  if (key.signing_certificate.empty()) throw Failure("no_certificate", 404);
  const auto certificate = platform::value_or_throw(core::decode_certificate(key.signing_certificate));
  const auto serial = core::to_hex(certificate.serial);
  output.note("将注销证书 " + serial + "（签名和加密两张）。注销后不能恢复，不能再用它登录或签名。",
              "both certificates of serial number " + serial +
                  " will be revoked, for good: no sign-in and no "
                  "signature with them any more.");
  if (!options.yes) {
    if (!ask_yes(output.pick("确认注销? [y/N] ", "Revoke? [y/N] "))) throw Failure("not_confirmed", 409);
    if (!ask_yes(output.pick("注销不可撤回，仍要继续? [y/N] ", "This cannot be taken back. Go on? [y/N] ")))
      throw Failure("not_confirmed", 409);
  }
  const auto intent = platform::value_or_throw(core::TextIntent::make(
      "revoke-own", {{"serial", serial},
                     {"reason", options.reason},
                     {"time", core::text_intent_time(platform::SystemClock().now())}}));
  const auto key_id = phone.key_to_use(options.order);
  const core::Secret pin = read_current_pin(output, options.pin_file);
  const auto text = core::as_bytes(intent.text());
  const auto outcome = phone.home().finish(phone.device().sign(
      key_id, core::as_text(pin.view()), core::IntentKind::text, core::Bytes(text.begin(), text.end())));
  const auto answer = phone.front().post(
      "/api/v1/certificates/" + platform::percent_encode(serial) + "/revocation",
      {{"intent", intent.text()}, {"signature", core::to_base64(std::get<core::Bytes>(outcome))}});
  output.answer({{"serial", serial}, {"revokedAt", answer.at("revoked_at")}},
                output.pick("证书已注销。", "The certificates are revoked."));
}

}  // namespace palmkey::cli
