#include <variant>

#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "core/encoding.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

namespace {

bool is_half_changed(const core::device::Key& key) {
  return key.pending && key.pending->operation == core::splitkey::Operation::change_pin;
}

void answer_changed(Phone& phone) {
  phone.output().answer({{"changed", true}}, phone.output().pick("密码(PIN)已修改。", "The PIN is changed."));
}

}  // namespace

void change_pin(Phone& phone, const DeviceOptions& options) {
  const auto& key = phone.key(options.order);
  const auto key_id = key.id;
  const core::Secret old_pin = read_current_pin(phone.output(), options.pin_file);
  const core::Secret new_pin = read_new_pin(phone.output(), options.new_pin_file);
  const auto old_text = core::as_text(old_pin.view());
  const auto new_text = core::as_text(new_pin.view());
  const auto salt = key.salt;
  if (is_half_changed(key)) {
    phone.output().note("正在完成上一次密码修改…", "finishing the change of PIN that was begun ...");
    phone.home().finish(phone.device().finish_change_pin(key_id, old_text, new_text));
  }
  // Either nothing was begun, or what was begun had never reached the vault and is dropped now.
  if (phone.home().state().find(key_id)->salt == salt)
    phone.home().finish(phone.device().change_pin(key_id, old_text, new_text));
  answer_changed(phone);
}

void resync(Phone& phone, const DeviceOptions& options) {
  const auto& key = phone.key(options.order);
  const auto key_id = key.id;
  if (!key.pending) {
    phone.output().answer({{"pending", false}},
                          phone.output().pick("没有待完成的操作。", "Nothing is pending."));
    return;
  }
  auto finished = phone.device().resynchronise(key_id);
  const auto* failed = std::get_if<core::device::Failed>(&finished);
  if (failed != nullptr && failed->error == core::Error::pins_needed) {
    const bool is_unlocking = key.pending->operation == core::splitkey::Operation::unlock;
    const core::Secret old_pin =
        is_unlocking ? core::Secret() : read_current_pin(phone.output(), options.pin_file);
    const core::Secret new_pin = read_new_pin(phone.output(), options.new_pin_file);
    const auto new_text = core::as_text(new_pin.view());
    finished = is_unlocking
                   ? phone.device().finish_unlock(key_id, new_text)
                   : phone.device().finish_change_pin(key_id, core::as_text(old_pin.view()), new_text);
  }
  phone.home().finish(std::move(finished));
  phone.output().answer({{"pending", false}}, phone.output().pick("已重新同步。", "Resynchronised."));
}

void freeze(Phone& phone, const DeviceOptions& options) {
  const auto key_id = phone.key(options.order).id;
  const auto outcome = phone.home().finish(phone.device().freeze(key_id));
  phone.output().answer(
      {{"state", std::get<core::splitkey::StatusResult>(outcome).state}},
      phone.output().pick("已冻结, 证书暂停使用。", "Frozen: the certificates are on hold."));
}

void unfreeze(Phone& phone, const DeviceOptions& options) {
  const auto key_id = phone.key_to_use(options.order);
  const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
  phone.home().finish(phone.device().unfreeze(key_id, core::as_text(pin.view())));
  phone.output().answer({{"state", "active"}}, phone.output().pick("已解冻。", "The key may be used again."));
}

void key_status(Phone& phone, const DeviceOptions& options) {
  const auto& key = phone.key(options.order);
  const bool pending = key.pending.has_value();
  const auto outcome = phone.home().finish(phone.device().status(key.id));
  const auto& status = std::get<core::splitkey::StatusResult>(outcome);
  phone.output().answer({{"keyId", core::to_hex(key.id)},
                         {"state", status.state},
                         {"triesLeft", status.tries_left},
                         {"waitSeconds", status.wait_seconds},
                         {"uses", status.uses},
                         {"pending", pending}},
                        status.state + phone.output().pick(", 剩余尝试次数 ", ", tries left ") +
                            std::to_string(status.tries_left));
}

void history(Phone& phone, const DeviceOptions& options) {
  const auto key_id = phone.key(options.order).id;
  const auto outcome =
      phone.home().finish(phone.device().history(key_id, 0, static_cast<std::uint64_t>(options.limit)));
  json entries = json::array();
  std::string text;
  for (const auto& entry : std::get<core::splitkey::HistoryResult>(outcome).entries) {
    const std::string time = platform::format_rfc3339(entry.time.unix_seconds);
    entries.push_back({{"number", entry.number},
                       {"time", time},
                       {"kind", static_cast<int>(entry.kind)},
                       {"summary", entry.summary},
                       {"r", core::to_hex(entry.r)}});
    text += std::to_string(entry.number) + "  " + time + "  " + entry.summary + "\n";
  }
  phone.output().answer({{"entries", entries}}, text);
}

}  // namespace palmkey::cli
