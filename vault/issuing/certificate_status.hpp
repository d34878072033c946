// What a certificate is worth at this moment.
#pragma once

#include <optional>
#include <string_view>

#include "vault/issuing/certificate_record.hpp"
#include "vault/key_directory.hpp"

namespace palmkey::vault {

enum class CertificateStatus { good, revoked, on_hold, expired, key_blocked };

struct CertificateState {
  CertificateRecord record;
  CertificateStatus status = CertificateStatus::revoked;
  bool held = false;  // an officer has stopped its key, whatever the status
};

// Nothing for a serial number that was never issued. A certificate that is not valid yet is `expired` too:
// good it is not. `on_hold`: its holder or an officer has stopped the key. `key_blocked`: the certificate is
// good, its split key is locked, suspended, closed or unknown.
std::optional<CertificateState> find_certificate(platform::Transaction& transaction, const KeyDirectory& keys,
                                                 std::string_view serial, std::int64_t now);

}  // namespace palmkey::vault
