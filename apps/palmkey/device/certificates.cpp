#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "core/certificate.hpp"
#include "core/cms/enveloped_data.hpp"
#include "core/encoding.hpp"
#include "pki/pem.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;

// One that is opened in memory; only its key takes the vault's help.
constexpr std::size_t kLargestMessage = std::size_t{256} * 1024 * 1024;
constexpr unsigned kPublic = 0644;
constexpr std::uint8_t kUncompressedPoint = 0x04;

json described(const char* purpose, const core::Bytes& der) {
  const auto certificate = platform::value_or_throw(core::decode_certificate(der));
  return {{"purpose", purpose},
          {"serial", core::to_hex(certificate.serial)},
          {"subject", certificate.subject.text()},
          {"issuer", certificate.issuer.text()},
          {"notBefore", platform::format_rfc3339(certificate.not_before)},
          {"notAfter", platform::format_rfc3339(certificate.not_after)}};
}

const core::device::Key& certified(const core::device::Key& key) {
  if (key.signing_certificate.empty() || key.encryption_keys.empty()) throw Failure("no_certificate", 404);
  return key;
}

const core::device::Key& installed_key(Phone& phone, const std::string& order) {
  return certified(phone.key(order));
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

// With this key, or an older one of the same holder: raw ciphertexts do not say for which they are.
core::Secret opened(Phone& phone, const core::device::Key& key, const core::Secret& pin,
                    const core::sm2::Ciphertext& ciphertext) {
  const auto key_id = key.id;
  std::vector<core::device::Identifier> candidates;
  for (const auto& share : key.encryption_keys) candidates.insert(candidates.begin(), share.id);
  for (std::size_t i = 0;; ++i) {
    auto finished = phone.device().decrypt(key_id, core::as_text(pin.view()), ciphertext, candidates.at(i));
    const auto* failed = std::get_if<core::device::Failed>(&finished);
    const bool is_for_another = failed != nullptr && failed->error == core::Error::decryption_failed;
    if (is_for_another && i + 1 < candidates.size()) continue;
    return std::get<core::Secret>(phone.home().finish(std::move(finished)));
  }
}

// The content of a message, whose recipient says with which of the holder's keys it opens.
core::Secret opened_message(Phone& phone, const core::device::Key& key, const DeviceOptions& options,
                            const core::EnvelopedData& message) {
  for (const auto& share : key.encryption_keys) {
    const auto certificate = platform::value_or_throw(core::decode_certificate(share.certificate));
    for (const auto& recipient : message.recipients) {
      if (!core::is_for(recipient, certificate)) continue;
      const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
      auto finished = phone.device().decrypt(key.id, core::as_text(pin.view()), recipient.key, share.id);
      const auto sm4_key = std::get<core::Secret>(phone.home().finish(std::move(finished)));
      return platform::value_or_throw(core::open_enveloped_data(message, sm4_key.view()), "file");
    }
  }
  throw Failure("not_the_recipient", 409, "file");
}

void say_decrypted(Phone& phone, const DeviceOptions& options) {
  phone.output().answer({{"file", options.output}},
                        phone.output().pick("已解密: ", "decrypted: ") + options.output);
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
  const auto& key = installed_key(phone, options.order);
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

void decrypt(Phone& phone, const DeviceOptions& options) {
  installed_key(phone, options.order);
  const auto key_id = phone.key_to_use(options.order);
  const auto file = platform::read_file(options.file, kLargestMessage);
  const auto message = core::read_enveloped_data(file);
  if (message || message.error() == core::Error::unsupported) {
    const auto content = opened_message(phone, *phone.home().state().find(key_id), options,
                                        platform::value_or_throw(message, "file"));
    platform::write_file(options.output, content.view());
    return say_decrypted(phone, options);
  }
  // The point's first byte is no DER of a SEQUENCE.
  const bool raw = !file.empty() && file[0] == kUncompressedPoint;
  const auto ciphertext = platform::value_or_throw(
      raw ? core::sm2::decode_cipher_raw(file) : core::sm2::decode_cipher_der(file), "file");
  const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
  platform::write_file(options.output,
                       opened(phone, *phone.home().state().find(key_id), pin, ciphertext).view());
  say_decrypted(phone, options);
}

}  // namespace palmkey::cli
