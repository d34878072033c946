#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "core/certificate.hpp"
#include "core/cms/encrypted_file.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;
using platform::value_or_throw;

// One that is opened in memory; only its key takes the vault's help.
constexpr std::size_t kLargestMessage = std::size_t{256} * 1024 * 1024;

const core::device::Key& key_with(Phone& phone, const core::device::Identifier& id) {
  return *phone.home().state().find(id);
}

// Which of the key's encryption keys a message is for, and its content's key.
struct Found {
  core::device::Identifier share;
  core::sm2::Ciphertext key;
};
Found find_recipient(const core::device::Key& key, const core::EnvelopedData& message) {
  for (const auto& share : key.encryption_keys) {
    const auto certificate = value_or_throw(core::decode_certificate(share.certificate));
    if (const auto* recipient = core::recipient_of(message, certificate)) return {share.id, recipient->key};
  }
  throw Failure("not_the_recipient", 409, "file");
}

core::Secret decrypted(Phone& phone, const core::device::Identifier& key_id, const core::Secret& pin,
                       const core::sm2::Ciphertext& ciphertext,
                       const std::optional<core::device::Identifier>& share) {
  return std::get<core::Secret>(
      phone.home().finish(phone.device().decrypt(key_id, core::as_text(pin.view()), ciphertext, share)));
}

core::Secret opened_file(Phone& phone, const DeviceOptions& options, const core::device::Identifier& key_id,
                         const core::EncryptedFile& file) {
  const auto* message = std::get_if<core::EnvelopedData>(&file);
  std::optional<Found> found;
  if (message != nullptr) found = find_recipient(key_with(phone, key_id), *message);
  const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
  if (!found) return decrypted(phone, key_id, pin, std::get<core::sm2::Ciphertext>(file), std::nullopt);
  const auto sm4_key = decrypted(phone, key_id, pin, found->key, found->share);
  return value_or_throw(core::open_enveloped_data(*message, sm4_key.view()), "file");
}

}  // namespace

void decrypt(Phone& phone, const DeviceOptions& options) {
  certified(phone.key(options.order));
  const auto key_id = phone.key_to_use(options.order);
  const auto content = platform::read_file(options.file, kLargestMessage);
  const auto file = value_or_throw(core::read_encrypted_file(content), "file");
  platform::write_file(options.output, opened_file(phone, options, key_id, file).view());
  phone.output().answer({{"file", options.output}},
                        phone.output().pick("已解密: ", "decrypted: ") + options.output);
}

}  // namespace palmkey::cli
