// What a certificate is worth at this moment, and the one table of what may become of it. docs/protocol.md,
// "States of a certificate".
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "vault/issuing/certificate_record.hpp"
#include "vault/key_directory.hpp"

namespace palmkey::vault {

enum class CertificateStatus { good, revoked, on_hold, expired, key_blocked };

enum class CertificateEvent {
  stop,     // its key is frozen or held
  let_go,   // neither frozen nor held any more
  block,    // its key is locked or suspended
  unblock,  // its key is unlocked
  expire,
  revoke,  // by its holder or the authority, or because another one takes its place
};

struct CertificateMove {
  CertificateStatus from;
  CertificateEvent event;
  CertificateStatus to;
};
std::span<const CertificateMove> certificate_moves();
bool may_happen(CertificateStatus from, CertificateEvent event);
bool is_move(CertificateStatus from, CertificateEvent event, CertificateStatus to);
std::string_view status_name(CertificateStatus status);  // "on_hold"
std::string_view event_name(CertificateEvent event);     // "let_go"

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

// As certificate_store::find_for_update, with the row of its key locked before. Everybody locks a key first
// and its certificates then, so that no two wait for each other; whoever holds the key's row finds all pairs
// that it has.
std::optional<CertificateRecord> find_with_key_for_update(platform::Transaction& transaction,
                                                          const KeyDirectory& keys, std::string_view serial);

}  // namespace palmkey::vault
