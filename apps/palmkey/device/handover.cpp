// A new PIN for a locked key, and the change of phone.
#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "core/encoding.hpp"
#include "core/splitkey/handover_messages.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

namespace {

using core::splitkey::Operation;
using platform::Failure;

const core::device::Incoming& newest_incoming(Phone& phone) {
  const auto& incoming = phone.home().state().incoming;
  if (incoming.empty()) throw Failure("no_transfer", 404);
  return incoming.back();
}

}  // namespace

void unlock(Phone& phone, const DeviceOptions& options) {
  const auto& key = phone.key(options.order);
  const auto key_id = key.id;
  const core::Secret new_pin = read_new_pin(phone.output(), options.new_pin_file);
  const auto text = core::as_text(new_pin.view());
  const auto salt = key.salt;
  if (key.pending && key.pending->operation == Operation::unlock) {
    phone.output().note("正在完成上一次解锁…", "finishing the unlocking that was begun ...");
    phone.home().finish(phone.device().finish_unlock(key_id, text));
  }
  // Either nothing was begun, or what was begun had never reached the vault and is dropped now.
  if (phone.home().state().find(key_id)->salt == salt)
    phone.home().finish(phone.device().unlock(key_id, text));
  phone.output().answer({{"unlocked", true}},
                        phone.output().pick("已解锁, 新密码(PIN)已生效。", "Unlocked: the new PIN counts."));
}

void offer_transfer(Phone& phone, const DeviceOptions& options) {
  const auto descriptor = phone.descriptor();
  const core::Secret pin = read_new_pin(phone.output(), options.new_pin_file);
  const auto outcome = phone.home().finish(phone.device().offer_transfer(core::as_text(pin.view())));
  const auto& ticket = std::get<core::Bytes>(outcome);
  const std::string link = descriptor.base_url + "/t#o=" + core::to_base64url(ticket);
  const auto expires = static_cast<std::int64_t>(newest_incoming(phone).expires_at);
  phone.output().answer({{"link", link}, {"expiresAt", platform::format_rfc3339(expires)}}, link);
}

void transfer(Phone& phone, const DeviceOptions& options) {
  const auto link = core::parse_link(options.link);
  if (!link || link->kind != core::LinkKind::transfer) throw Failure("link_malformed", 400);
  phone.require_own_platform(link->origin);
  const auto ticket = core::from_base64url(link->values.at("o"));
  if (!ticket) throw Failure("link_malformed", 400);
  const auto key_id = phone.key_to_use(options.order);
  phone.output().note("换机后, 此手机不再持有该证书的密钥。", "This phone will not hold the key any more.");
  const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
  phone.home().finish(phone.device().transfer(key_id, core::as_text(pin.view()), *ticket));
  phone.output().answer({{"transferred", core::to_hex(key_id)}},
                        phone.output().pick("密钥已转移到新手机。", "The key is the new phone's now."));
}

void receive_transfer(Phone& phone, const DeviceOptions& options) {
  const auto transfer_id = newest_incoming(phone).transfer_id;
  const core::Secret pin = read_new_pin(phone.output(), options.new_pin_file);
  const auto outcome =
      phone.home().finish(phone.device().receive_transfer(transfer_id, core::as_text(pin.view())));
  const auto key_id = std::get<core::device::GeneratedKey>(outcome).key_id;
  phone.output().answer({{"keyId", core::to_hex(key_id)}},
                        phone.output().pick("密钥已在此手机上。", "The key is on this phone now."));
}

}  // namespace palmkey::cli
