#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "pki/pem.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;

constexpr unsigned kPublic = 0644;

json described(const char* purpose, const core::Bytes& der) {
  const auto certificate = platform::value_or_throw(core::decode_certificate(der));
  return {{"purpose", purpose},
          {"serial", core::to_hex(certificate.serial)},
          {"subject", certificate.subject.text()},
          {"issuer", certificate.issuer.text()},
          {"notBefore", platform::format_rfc3339(certificate.not_before)},
          {"notAfter", platform::format_rfc3339(certificate.not_after)}};
}

const core::device::Key& key_of(Phone& phone, const json& order) {
  const auto* key = phone.key_of_order(order);
  if (key == nullptr) throw Failure("no_key", 404);
  return *key;
}

// Whether the key has the certificates of this order, and not those of an earlier one.
bool has_certificates_of(const core::device::Key& key, const json& order) {
  const std::string serial = serial_of(key);
  for (const auto& certificate : order.at("certificates"))
    if (certificate.at("serial") == serial) return true;
  return false;
}

void say_installed(Phone& phone, const std::string& order, const core::device::Key& key) {
  const json both{described("signing", key.signing_certificate),
                  described("encryption", key.encryption_keys.back().certificate)};
  const std::string message =
      phone.output().pick("2张证书已经安装成功!", "2 certificates have been installed.");
  std::string text = message;
  for (const auto& certificate : both)
    text += "\n  " + certificate.value("purpose", std::string()) + "  " +
            certificate.value("serial", std::string()) + "  " + certificate.value("subject", std::string());
  phone.output().answer({{"order", order}, {"message", message}, {"certificates", both}}, text);
}

void say_recovered(Phone& phone, const std::string& order, const core::device::Key& key) {
  const std::string message =
      phone.output().pick("以前的加密密钥已恢复。", "The earlier encryption keys have been recovered.");
  phone.output().answer(
      {{"order", order}, {"message", message}, {"encryptionKeys", key.encryption_keys.size()}}, message);
}

}  // namespace

void install(Phone& phone, const DeviceOptions& options) {
  ApiClient front = phone.front_in_session();
  const std::string path = "/api/v1/orders/" + platform::percent_encode(options.order);
  const json order = front.get(path);
  const auto& waiting = key_of(phone, order);
  // Installing again would split the encryption key anew for nothing.
  if (!has_certificates_of(waiting, order) || waiting.pending) {
    const auto key_id = phone.to_use(waiting);
    const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
    phone.home().finish(phone.device().install(key_id, core::as_text(pin.view())));
  }
  const auto& key = certified(key_of(phone, order));
  front.post(path + "/installed");
  if (order.at("business") == "key_recovery") return say_recovered(phone, options.order, key);
  say_installed(phone, options.order, key);
}

void certificates(Phone& phone, const DeviceOptions& options) {
  const auto& key = certified(phone.key(options.order));
  const std::filesystem::path folder = options.output;
  std::filesystem::create_directories(folder);
  json all = json::array();
  std::string text;
  const auto write = [&](const char* purpose, const core::Bytes& der) {
    const auto path = folder / (std::string(purpose) + ".pem");
    platform::write_file(path, core::as_bytes(pki::encode_pem(pki::pem_label::certificate, der)), kPublic);
    json certificate = described(purpose, der);
    certificate["file"] = path.string();
    text += path.string() + "  " + certificate.value("subject", std::string()) + "\n";
    all.push_back(certificate);
  };
  write("signing", key.signing_certificate);
  write("encryption", key.encryption_keys.back().certificate);
  write("issuing", key.chain.at(0));
  phone.output().answer({{"certificates", all}}, text);
}

}  // namespace palmkey::cli
