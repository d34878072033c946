// What officers do to certificates: find them, stop their keys and let them go, revoke them.
#pragma once

#include <string>

#include "apps/palmkey/officer/desk.hpp"

namespace palmkey::cli {

// Those that an order's number, a serial number, the last four digits of the holder's mobile number or the
// name stands for; of all if it is empty. The newest first, one page.
json find_certificates(Desk& desk, const std::string& search);

struct WantedStop {
  std::string serial;  // of the signing certificate
  std::string reason;
  bool yes = false;  // don't ask
};

// 冻结, 解冻: shows the intent ("hold" or "release"), asks, signs and hands in. Says since when the key is
// stopped, null if it is not.
json hold_or_release(Desk& desk, std::string_view type, const WantedStop& wanted);

// 吊销: the same with the officer's own step. The revocation, which waits until the other step's officer has
// signed.
json revoke_certificate(Desk& desk, const WantedStop& wanted);

}  // namespace palmkey::cli
