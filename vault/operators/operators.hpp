// The registry of operators: changed by the vault's administrator at the vault itself, or on administrators'
// signatures (operator_changes.hpp), never by the front.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sm3.hpp"
#include "vault/audit/audit_log.hpp"
#include "vault/operators/operator.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

// A one-time code; shown once and kept as a digest only.
struct Activation {
  std::string operator_id;
  std::string code;             // for example "K7QX2-9MWTR-4HB3C-P8VNE", 98 bits
  std::int64_t expires_at = 0;  // Unix seconds
};

// A new operator or, with the identifier of a present one, a new device for them.
struct Appointment {
  std::string operator_id;  // empty for a new one
  std::string name;         // of a present one, as it is registered
  Role role = Role::acceptance;
  core::Digest activation{};  // of the one-time code, core/activation_code.hpp
};

// What a device hands in to become an operator's.
struct Redemption {
  std::string_view code;
  core::ByteView device_key;  // D, 65 bytes
  core::ByteView key_id;      // of the split key that the co-signer is about to store
  core::ByteView public_key;  // P, 65 bytes
};

// Thread-safe.
class Operators {
 public:
  Operators(const Resources& resources, const AuditLog& audit) : resources_(resources), audit_(audit) {}

  // A new operator, without a key yet. `name` is 1..100 bytes of UTF-8 without control characters, else
  // Failure("operator_name_invalid", 422).
  Activation add(std::string_view name, Role role);
  // A new code for a new key (another phone); the present key no longer speaks for the operator. Failure
  // "operator_not_found" (404) or "operator_deactivated" (409).
  Activation renew_activation(std::string_view operator_id);
  // For good. Repeating it changes nothing. Failure("operator_not_found", 404).
  void deactivate(std::string_view operator_id);
  std::vector<Operator> list() const;

  // The same three in the transaction of who checked that it may be done; `by` goes to the audit log. Returns
  // the identifier. A present operator's device no longer counts. Failures as above, and "operator_differs"
  // (409) for another name or role than the registered one.
  std::string appoint(platform::Transaction& transaction, const Appointment& appointment,
                      std::string_view by) const;
  void dismiss(platform::Transaction& transaction, std::string_view operator_id, std::string_view by) const;

  // In the transaction that stores the new key. Returns the holder as docs/protocol.md says: the
  // identifier, a space and the name. A code is bound to the first device that redeems it; that device may
  // repeat with new keys until one of them has signed. Failure("activation_refused", 403) else, also for a
  // device that is another operator's already: four eyes need two phones.
  std::string redeem(platform::Transaction& transaction, const Redemption& redemption) const;
  // In the transaction of each signature by an operator's key: ends the activation.
  void note_signature(platform::Transaction& transaction, core::ByteView key_id) const;

  std::optional<Operator> find(platform::Transaction& transaction, std::string_view operator_id) const;
  // The identifier of the operator whose key this is.
  std::optional<std::string> find_by_key(platform::Transaction& transaction, core::ByteView key_id) const;

 private:
  std::string enrol(platform::Transaction& transaction, std::string_view name, Role role,
                    std::string_view by) const;
  static Operator require_present(platform::Transaction& transaction, std::string_view operator_id);
  void note_renewal(platform::Transaction& transaction, std::string_view operator_id,
                    std::string_view by) const;
  // Until when the code counts.
  std::int64_t await_device(platform::Transaction& transaction, std::string_view operator_id,
                            const core::Digest& activation) const;

  const Resources& resources_;
  const AuditLog& audit_;
};

void migrate_operators(platform::Database& database);

}  // namespace palmkey::vault
