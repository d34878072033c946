// The operators' table.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/sm3.hpp"
#include "platform/database.hpp"
#include "vault/operators/operator.hpp"

namespace palmkey::vault::operator_store {

// Who waits for a device: the digest of the code, and the device once one came.
struct Pending {
  std::string operator_id;
  std::string name;
  std::int64_t expires_at = 0;
  core::Bytes device_key;  // empty before the first redemption
};

// Returns the new operator's identifier.
std::string insert(platform::Transaction& t, std::string_view name, Role role, std::int64_t now);
void set_activation(platform::Transaction& t, std::string_view id, const core::Digest& code,
                    std::int64_t expires_at);
std::optional<Pending> find_pending(platform::Transaction& t, const core::Digest& code);
// Whether the device is bound to another operator who was not deactivated.
bool device_is_anothers(platform::Transaction& t, core::ByteView device_key, std::string_view id);
void set_key(platform::Transaction& t, std::string_view id, core::ByteView device_key, core::ByteView key_id,
             core::ByteView public_key);
void end_activation(platform::Transaction& t, core::ByteView key_id);
// False if that was done before.
bool deactivate(platform::Transaction& t, std::string_view id, std::int64_t now);
std::optional<Operator> find(platform::Transaction& t, std::string_view id);
std::optional<std::string> find_by_key(platform::Transaction& t, core::ByteView key_id);
// Keeps all operators as they are until the transaction ends.
void lock(platform::Transaction& t);

// An appointment by administrators: the digest of what they agreed on, and of the activation code.
std::optional<std::string> find_appointment(platform::Transaction& t, const core::Digest& content);
bool is_activation_used(platform::Transaction& t, const core::Digest& activation);
void insert_appointment(platform::Transaction& t, const core::Digest& content, const core::Digest& activation,
                        std::string_view operator_id);
// 0 if no operator waits for a device with this code.
std::int64_t activation_expires_at(platform::Transaction& t, const core::Digest& activation);

bool is_deactivated(platform::Transaction& t, std::string_view id);
std::vector<Operator> list(platform::Transaction& t);

}  // namespace palmkey::vault::operator_store
