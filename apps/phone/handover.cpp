// How a key comes to a new PIN without the old one, or to another phone, for the host.
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "apps/phone/pins.hpp"
#include "core/encoding.hpp"
#include "core/splitkey/handover_messages.hpp"

namespace palmkey::phone {

namespace {

namespace device = core::device;
using device::Environment;

// The transfer's identifier and the link that the old phone scans.
Answer link_of(device::Outcome& outcome) {
  const auto& ticket_der = std::get<core::Bytes>(outcome);
  PALMKEY_ANSWER_TRY(ticket, core::splitkey::decode_message<core::splitkey::TransferTicket>(ticket_der));
  PALMKEY_ANSWER_TRY(descriptor, device_state().pinned());
  MessageWriter out;
  out.bytes(ticket.transfer_id).text(descriptor.base_url + "/t#o=" + core::to_base64url(ticket_der));
  return out;
}

}  // namespace

// Key, new PIN, dates.
PALMKEY_OPERATION(unlock) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  const auto dates = in.texts();
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, pin = pin](Environment environment) {
                return device::unlock(environment, key_id, copy_of(pin), dates);
              },
              fields_of, key_id};
}

// New PIN, dates.
PALMKEY_OPERATION(offer_transfer) {
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  const auto dates = in.texts();
  PALMKEY_ANSWER_CHECK(in.finish());
  if (!device_state().descriptor) return Answer::refused("not_configured");
  return Plan{[=, pin = pin](Environment environment) {
                return device::offer_transfer(environment, copy_of(pin), dates);
              },
              link_of,
              {}};
}

// Key, PIN, the link's value.
PALMKEY_OPERATION(transfer) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_TRY(ticket, core::from_base64url(in.text()));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, pin = pin, ticket = ticket](Environment environment) {
                return device::transfer(environment, key_id, copy_of(pin), ticket);
              },
              fields_of, key_id};
}

// Transfer, PIN.
PALMKEY_OPERATION(receive_transfer) {
  const auto transfer_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, pin = pin](Environment environment) {
                return device::receive_transfer(environment, transfer_id, copy_of(pin));
              },
              fields_of,
              {}};
}

}  // namespace palmkey::phone
