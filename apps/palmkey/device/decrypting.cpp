#include <algorithm>

#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "core/certificate.hpp"
#include "core/cms/encrypted_file.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/file_pieces.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;
using platform::value_or_throw;

constexpr std::size_t kPiece = std::size_t{1} << 20;  // of a message's content, bytes

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

// Only the content's key takes the vault's help; the content itself is never in memory as a whole.
void open_content(const platform::FileReader& file, const core::EnvelopedData& message,
                  const core::Secret& sm4_key, platform::FileWriter& output) {
  auto opener = value_or_throw(core::ContentOpener::create(message, sm4_key.view()), "file");
  const auto end = message.content_begin + message.content_size;
  for (auto at = message.content_begin; at < end;) {
    const auto piece = file.read(at, static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, end - at)));
    if (piece.empty()) break;  // it has become shorter meanwhile, which finish() refuses
    output.append(value_or_throw(opener.open(piece), "file").view());
    at += piece.size();
  }
  output.append(value_or_throw(opener.finish(), "file").view());
}

void open_file(Phone& phone, const DeviceOptions& options, const core::device::Identifier& key_id,
               const platform::FileReader& file, platform::FileWriter& output) {
  const auto head = file.read(0, core::message_head_size);
  const auto read = value_or_throw(core::read_encrypted_file(head, file.size()), "file");
  const auto* message = std::get_if<core::EnvelopedData>(&read);
  std::optional<Found> found;
  if (message != nullptr) found = find_recipient(key_with(phone, key_id), *message);
  const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
  if (found)
    open_content(file, *message, decrypted(phone, key_id, pin, found->key, found->share), output);
  else
    output.append(decrypted(phone, key_id, pin, std::get<core::sm2::Ciphertext>(read), std::nullopt).view());
}

}  // namespace

void decrypt(Phone& phone, const DeviceOptions& options) {
  certified(phone.key(options.order));
  const auto key_id = phone.key_to_use(options.order);
  platform::FileWriter output(options.output);
  open_file(phone, options, key_id, platform::FileReader(options.file), output);
  output.commit();
  phone.output().answer({{"file", options.output}},
                        phone.output().pick("已解密: ", "decrypted: ") + options.output);
}

}  // namespace palmkey::cli
