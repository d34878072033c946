// PINs while they are typed. They never leave this memory.
#pragma once

#include <memory>

#include "apps/phone/message.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace palmkey::phone {

// A copy of the PIN that the next field names, wiped with its last owner. Error::not_found if there is no
// such PIN, Error::pin_refused if it has not six digits yet.
core::Result<std::shared_ptr<const core::Secret>> read_pin(MessageReader& in);

// A PIN as operations take it.
inline core::Secret copy_of(const std::shared_ptr<const core::Secret>& pin) {
  return core::Secret::copy_of(pin->view());
}

}  // namespace palmkey::phone
