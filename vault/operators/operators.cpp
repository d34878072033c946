#include "vault/operators/operators.hpp"

#include <algorithm>

#include "core/activation_code.hpp"
#include "core/encoding.hpp"
#include "core/utf8.hpp"
#include "platform/failure.hpp"
#include "vault/operators/operator_store.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

constexpr std::int64_t activation_seconds = std::int64_t{7} * 24 * 3600;
// Who changes the registry at the vault's own host, for the audit log.
constexpr std::string_view host = "vault";

void check_name(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (name.empty() || name.size() > 100 || !core::is_utf8(core::as_bytes(name)) ||
      std::any_of(name.begin(), name.end(), is_control)) {
    throw Failure("operator_name_invalid", 422, "name");
  }
}

Activation new_code(const Resources& resources) {
  return {{}, platform::value_or_throw(core::make_activation_code(resources.random)), 0};
}

}  // namespace

std::string_view name_of(Role role) {
  switch (role) {
    case Role::acceptance:
      return "acceptance";
    case Role::review:
      return "review";
    case Role::administrator:
      return "administrator";
    case Role::recovery:
      return "recovery";
  }
  return "";
}

std::optional<Role> role_of(std::string_view name) {
  for (const auto role : {Role::acceptance, Role::review, Role::administrator, Role::recovery}) {
    if (name == name_of(role)) return role;
  }
  return std::nullopt;
}

Activation Operators::add(std::string_view name, Role role) {
  auto activation = new_code(resources_);
  const auto digest = core::activation_digest(activation.code);
  resources_.database.transaction([&](platform::Transaction& t) {
    activation.operator_id = enrol(t, name, role, host);
    activation.expires_at = await_device(t, activation.operator_id, digest);
  });
  return activation;
}

Activation Operators::renew_activation(std::string_view operator_id) {
  auto activation = new_code(resources_);
  activation.operator_id = operator_id;
  const auto digest = core::activation_digest(activation.code);
  resources_.database.transaction([&](platform::Transaction& t) {
    require_present(t, operator_id);
    note_renewal(t, operator_id, host);
    activation.expires_at = await_device(t, operator_id, digest);
  });
  return activation;
}

void Operators::deactivate(std::string_view operator_id) {
  resources_.database.transaction([&](platform::Transaction& t) { dismiss(t, operator_id, host); });
}

std::string Operators::appoint(platform::Transaction& t, const Appointment& appointment,
                               std::string_view by) const {
  std::string id = appointment.operator_id;
  if (id.empty()) {
    id = enrol(t, appointment.name, appointment.role, by);
  } else {
    const auto present = require_present(t, id);
    if (present.name != appointment.name || present.role != appointment.role)
      throw Failure("operator_differs", 409, "operator-id");
    note_renewal(t, id, by);
  }
  await_device(t, id, appointment.activation);
  return id;
}

void Operators::dismiss(platform::Transaction& t, std::string_view operator_id, std::string_view by) const {
  if (!operator_store::find(t, operator_id)) throw Failure("operator_not_found", 404);
  if (!operator_store::deactivate(t, operator_id, resources_.clock.now())) return;
  audit_.append(t, "operator.deactivated", {{"operator", std::string(operator_id)}, {"by", std::string(by)}});
}

std::string Operators::enrol(platform::Transaction& t, std::string_view name, Role role,
                             std::string_view by) const {
  check_name(name);
  auto id = operator_store::insert(t, name, role, resources_.clock.now());
  audit_.append(t, "operator.added",
                {{"operator", id}, {"role", std::string(name_of(role))}, {"by", std::string(by)}});
  return id;
}

Operator Operators::require_present(platform::Transaction& t, std::string_view operator_id) {
  auto present = operator_store::find(t, operator_id);
  if (!present) throw Failure("operator_not_found", 404);
  if (operator_store::is_deactivated(t, operator_id)) throw Failure("operator_deactivated", 409);
  return *std::move(present);
}

void Operators::note_renewal(platform::Transaction& t, std::string_view operator_id,
                             std::string_view by) const {
  audit_.append(t, "operator.activation_renewed",
                {{"operator", std::string(operator_id)}, {"by", std::string(by)}});
}

std::int64_t Operators::await_device(platform::Transaction& t, std::string_view operator_id,
                                     const core::Digest& activation) const {
  const auto expires_at = resources_.clock.now() + activation_seconds;
  operator_store::set_activation(t, operator_id, activation, expires_at);
  return expires_at;
}

std::vector<Operator> Operators::list() const {
  return resources_.database.read([](platform::Transaction& t) { return operator_store::list(t); });
}

std::string Operators::redeem(platform::Transaction& t, const Redemption& redemption) const {
  const auto pending = operator_store::find_pending(t, core::activation_digest(redemption.code));
  const auto refused = [] { return Failure("activation_refused", 403, "activation"); };
  if (!pending || resources_.clock.now() >= pending->expires_at) throw refused();
  const bool same_device = std::ranges::equal(pending->device_key, redemption.device_key);
  if (!pending->device_key.empty() && !same_device) throw refused();
  if (operator_store::device_is_anothers(t, redemption.device_key, pending->operator_id)) throw refused();

  operator_store::set_key(t, pending->operator_id, redemption.device_key, redemption.key_id,
                          redemption.public_key);
  audit_.append(t, "operator.activated",
                {{"operator", pending->operator_id}, {"key", core::to_hex(redemption.key_id)}});
  return pending->operator_id + " " + pending->name;
}

void Operators::note_signature(platform::Transaction& t, core::ByteView key_id) const {
  operator_store::end_activation(t, key_id);
}

std::optional<Operator> Operators::find(platform::Transaction& t, std::string_view operator_id) const {
  return operator_store::find(t, operator_id);
}

std::optional<std::string> Operators::find_by_key(platform::Transaction& t, core::ByteView key_id) const {
  return operator_store::find_by_key(t, key_id);
}

}  // namespace palmkey::vault
