// What an administrator's device makes for a new operator.
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "core/activation_code.hpp"
#include "core/encoding.hpp"
#include "core/sm3.hpp"

namespace palmkey::phone {

// Yields a one-time code, what stands for it in an `appoint` intent (hexadecimal), and the link that makes a
// browser the operator's device. Error::wrong_state before the platform is pinned.
PALMKEY_EXPORT(make_activation) {
  PALMKEY_ANSWER_CHECK(in.finish());
  const auto& pinned = device_state().descriptor;
  if (!pinned) return core::Error::wrong_state;
  PALMKEY_ANSWER_TRY(descriptor, core::decode_descriptor(*pinned));
  PALMKEY_ANSWER_TRY(code, core::make_activation_code(device_random()));
  MessageWriter out;
  out.text(code).text(core::to_hex(core::activation_digest(code)));
  out.text(core::activation_link(descriptor.base_url, code, core::to_base64url(core::sm3(*pinned))));
  return out;
}

}  // namespace palmkey::phone
