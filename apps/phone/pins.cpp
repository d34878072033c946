#include "apps/phone/pins.hpp"

#include <map>

#include "apps/phone/exported.hpp"
#include "core/device/pin_policy.hpp"

namespace palmkey::phone {

namespace {

using core::Secret;

constexpr std::size_t kDigits = 6;
constexpr std::uint32_t kLargestDigit = 9;

struct PinEntry {
  Secret digits{kDigits};
  std::size_t length = 0;
};

std::map<std::uint32_t, PinEntry>& pins() {
  static std::map<std::uint32_t, PinEntry> all;
  return all;
}

PinEntry* find(std::uint32_t id) {
  const auto found = pins().find(id);
  return found == pins().end() ? nullptr : &found->second;
}

void truncate(PinEntry& pin, std::size_t length) {
  core::wipe(pin.digits.mutable_view().data() + length, kDigits - length);
  pin.length = length;
}

}  // namespace

// Numbers alone pass here, so these need no messages. Each yields the PIN's length, 0 if there is no such
// PIN.
extern "C" __attribute__((export_name("pin_new"))) std::uint32_t pin_new() {
  static std::uint32_t last = 0;
  pins().emplace(++last, PinEntry());
  return last;
}

extern "C" __attribute__((export_name("pin_press"))) std::uint32_t pin_press(std::uint32_t id,
                                                                             std::uint32_t digit) {
  PinEntry* pin = find(id);
  if (pin == nullptr) return 0;
  if (pin->length < kDigits && digit <= kLargestDigit)
    pin->digits.mutable_view()[pin->length++] = static_cast<std::uint8_t>('0' + digit);
  return static_cast<std::uint32_t>(pin->length);
}

extern "C" __attribute__((export_name("pin_erase"))) std::uint32_t pin_erase(std::uint32_t id) {
  PinEntry* pin = find(id);
  if (pin == nullptr) return 0;
  if (pin->length > 0) truncate(*pin, pin->length - 1);
  return static_cast<std::uint32_t>(pin->length);
}

extern "C" __attribute__((export_name("pin_clear"))) void pin_clear(std::uint32_t id) {
  if (PinEntry* pin = find(id); pin != nullptr) truncate(*pin, 0);
}

extern "C" __attribute__((export_name("pin_drop"))) void pin_drop(std::uint32_t id) {
  pins().erase(id);
}

// 1 if both are whole and the same, else 0.
extern "C" __attribute__((export_name("pin_same"))) std::uint32_t pin_same(std::uint32_t a, std::uint32_t b) {
  const PinEntry* first = find(a);
  const PinEntry* second = find(b);
  if (first == nullptr || second == nullptr) return 0;
  if (first->length != kDigits || second->length != kDigits) return 0;
  return core::equal_constant_time(first->digits.view(), second->digits.view()) ? 1 : 0;
}

core::Result<std::shared_ptr<const Secret>> read_pin(MessageReader& in) {
  const PinEntry* pin = find(static_cast<std::uint32_t>(in.count()));
  if (pin == nullptr) return core::Error::not_found;
  if (pin->length != kDigits) return core::Error::pin_refused;
  return std::shared_ptr<const Secret>(std::make_shared<Secret>(Secret::copy_of(pin->digits.view())));
}

PALMKEY_EXPORT(check_new_pin) {
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  const auto dates = in.texts();
  PALMKEY_ANSWER_CHECK(in.finish());
  PALMKEY_ANSWER_CHECK(core::device::check_new_pin(core::as_text(pin->view()), dates));
  return MessageWriter();
}

}  // namespace palmkey::phone
