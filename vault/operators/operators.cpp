#include "vault/operators/operators.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "core/utf8.hpp"
#include "platform/failure.hpp"
#include "vault/operators/operator_store.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

constexpr std::int64_t activation_seconds = 7 * 24 * 3600;
// Without characters that are read wrongly: no 0, O, 1, I, L, U.
constexpr std::string_view code_alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_groups = 4;
constexpr std::size_t group_length = 5;

void check_name(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (name.empty() || name.size() > 100 || !core::is_utf8(core::as_bytes(name)) ||
      std::any_of(name.begin(), name.end(), is_control)) {
    throw Failure("operator_name_invalid", 422, "name");
  }
}

std::string new_code(core::Random& random) {
  // Bytes from 240 up would favour the first letters.
  constexpr std::uint8_t limit = 240;
  static_assert(limit % code_alphabet.size() == 0);
  std::string code;
  std::size_t letters = 0;
  while (letters < code_groups * group_length) {
    core::ByteArray<1> byte{};
    platform::value_or_throw(random.fill(byte));
    if (byte[0] >= limit) continue;
    if (letters > 0 && letters % group_length == 0) code += '-';
    code += code_alphabet[byte[0] % code_alphabet.size()];
    ++letters;
  }
  return code;
}

Activation give_code(platform::Transaction& t, const Resources& resources, std::string_view operator_id) {
  Activation activation{std::string(operator_id), new_code(resources.random),
                        resources.clock.now() + activation_seconds};
  operator_store::set_activation(t, operator_id, core::sm3(core::as_bytes(activation.code)),
                                 activation.expires_at);
  return activation;
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
  }
  return "";
}

std::optional<Role> role_of(std::string_view name) {
  for (const auto role : {Role::acceptance, Role::review, Role::administrator}) {
    if (name == name_of(role)) return role;
  }
  return std::nullopt;
}

Activation Operators::add(std::string_view name, Role role) {
  check_name(name);
  return resources_.database.transaction([&](platform::Transaction& t) {
    const auto id = operator_store::insert(t, name, role, resources_.clock.now());
    audit_.append(t, "operator.added", {{"operator", id}, {"role", std::string(name_of(role))}});
    return give_code(t, resources_, id);
  });
}

Activation Operators::renew_activation(std::string_view operator_id) {
  return resources_.database.transaction([&](platform::Transaction& t) {
    if (!operator_store::find(t, operator_id)) throw Failure("operator_not_found", 404);
    if (operator_store::is_deactivated(t, operator_id)) throw Failure("operator_deactivated", 409);
    audit_.append(t, "operator.activation_renewed", {{"operator", std::string(operator_id)}});
    return give_code(t, resources_, operator_id);
  });
}

void Operators::deactivate(std::string_view operator_id) {
  resources_.database.transaction([&](platform::Transaction& t) {
    if (!operator_store::find(t, operator_id)) throw Failure("operator_not_found", 404);
    if (!operator_store::deactivate(t, operator_id, resources_.clock.now())) return;
    audit_.append(t, "operator.deactivated", {{"operator", std::string(operator_id)}});
  });
}

std::vector<Operator> Operators::list() const {
  return resources_.database.read([](platform::Transaction& t) { return operator_store::list(t); });
}

std::string Operators::redeem(platform::Transaction& t, const Redemption& redemption) const {
  const auto pending = operator_store::find_pending(t, core::sm3(core::as_bytes(redemption.code)));
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
