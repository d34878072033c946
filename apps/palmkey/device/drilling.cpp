// 解密自检: whether what is encrypted to the holder's certificates opens, asked by the holder or by a site.
#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "apps/palmkey/link.hpp"
#include "apps/palmkey/terminal.hpp"
#include "core/certificate.hpp"
#include "core/drill.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using core::device::EncryptionKey;
using core::device::Failed;
using platform::Failure;
using platform::value_or_throw;

// A key of this phone and what opens it.
struct Opener {
  core::device::Identifier key_id;
  core::Secret pin;
  std::vector<EncryptionKey> shares;  // the newest last
};

Opener opener(Phone& phone, const DeviceOptions& options) {
  certified(phone.key(options.order));
  const auto key_id = phone.key_to_use(options.order);
  auto pin = read_current_pin(phone.output(), options.pin_file);
  return {key_id, std::move(pin), phone.home().state().find(key_id)->encryption_keys};
}

core::Certificate certificate_of(const EncryptionKey& share) {
  return value_or_throw(core::decode_certificate(share.certificate));
}

// The message's answer; nothing if it does not open. What stops all of them is thrown.
std::optional<core::Bytes> answer_to(Phone& phone, const Opener& with, const core::sm2::Ciphertext& message,
                                     const EncryptionKey& share) {
  auto finished = phone.device().answer_drill(with.key_id, core::as_text(with.pin.view()), message, share.id);
  const auto* failed = std::get_if<Failed>(&finished);
  if (failed != nullptr && failed->error == core::Error::decryption_failed) return std::nullopt;
  if (failed != nullptr && failed->error == core::Error::malformed) throw Failure("not_a_drill", 409);
  return std::get<core::Bytes>(phone.home().finish(std::move(finished)));
}

json drilled(Phone& phone, const Opener& with, const EncryptionKey& share) {
  const auto certificate = certificate_of(share);
  const auto drill = value_or_throw(core::make_drill(certificate.public_key, phone.home().random()));
  const auto answer = answer_to(phone, with, drill.message, share);
  return {{"serial", core::to_hex(certificate.serial)},
          {"opens", answer && core::equal_constant_time(*answer, drill.digest)}};
}

// What a site's message to one certificate is answered with; null if this key does not open it.
json answered(Phone& phone, const Opener& with, const json& asked) {
  const auto serial = asked.at("serial").get<std::string>();
  json answer{{"serial", serial}, {"digest", nullptr}};
  for (const auto& share : with.shares) {
    if (core::to_hex(certificate_of(share).serial) != serial) continue;
    const auto der = value_or_throw(core::from_base64(asked.at("message").get<std::string>()), "message");
    const auto message = core::sm2::decode_cipher_der(der);
    if (!message) throw Failure("not_a_drill", 409);
    if (const auto digest = answer_to(phone, with, *message, share)) answer["digest"] = core::to_hex(*digest);
  }
  return answer;
}

std::string told(const Output& output, const json& certificates) {
  std::string text;
  for (const auto& each : certificates)
    text += each.value("serial", std::string()) + "  " +
            (each.value("opens", false) ? output.pick("可以解密", "opens")
                                        : output.pick("不能解密", "DOES NOT OPEN")) +
            "\n";
  return text;
}

// Shows who asks and what it is told.
bool agreed(const Output& output, const DeviceOptions& options, const json& claim) {
  const auto value = [&](const char* name) { return claim.at(name).get<std::string>(); };
  const std::string who =
      "  " + value("site_name") + "\n  " + value("origin") + "\n  " + value("account") + "\n";
  output.note(
      "解密自检\n" + who + "  只告诉网站能否打开，不提供任何文件内容。\n",
      "decryption check\n" + who + "  The site is told whether it opens, and no content of any file.\n");
  return options.yes || ask_yes(output.pick("开始? [y/N] ", "Start? [y/N] "));
}

}  // namespace

void drill(Phone& phone, const DeviceOptions& options) {
  const Opener with = opener(phone, options);
  json all = json::array();
  for (auto share = with.shares.rbegin(); share != with.shares.rend(); ++share)
    all.push_back(drilled(phone, with, *share));
  phone.output().answer({{"certificates", all}}, told(phone.output(), all));
}

void answer_drill(Phone& phone, const DeviceOptions& options) {
  const core::Link link = parse_link(options.link, core::LinkKind::drill);
  phone.require_own_platform(link.origin);
  certified(phone.key(options.order));
  ApiClient front = phone.front();
  const json claim = front.post("/api/v1/drills/claims", json(link.values));
  const std::string path =
      "/api/v1/drills/" + platform::percent_encode(claim.at("session").get<std::string>());
  const auto reject = [&] { front.post(path + "/rejection", {{"token", claim.at("token")}}); };
  if (!agreed(phone.output(), options, claim)) {
    reject();
    throw Failure("not_confirmed", 409);
  }
  const Opener with = opener(phone, options);
  json answers = json::array();
  try {
    for (const auto& asked : claim.at("messages")) answers.push_back(answered(phone, with, asked));
  } catch (const Failure& failure) {
    if (failure.code() == "not_a_drill") reject();
    throw;
  }
  const json result = front.post(path + "/answer", {{"token", claim.at("token")}, {"answers", answers}});
  phone.output().answer({{"state", result.at("state")}, {"certificates", result.at("certificates")}},
                        told(phone.output(), result.at("certificates")));
}

}  // namespace palmkey::cli
