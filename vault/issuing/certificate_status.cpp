#include "vault/issuing/certificate_status.hpp"

#include "vault/issuing/certificate_store.hpp"

namespace palmkey::vault {

std::optional<CertificateState> find_certificate(platform::Transaction& t, const KeyDirectory& keys,
                                                 std::string_view serial, std::int64_t now) {
  auto record = certificate_store::find(t, serial);
  if (!record) return std::nullopt;
  CertificateState state{*std::move(record), CertificateStatus::key_blocked, false};
  const auto key = keys.find(t, state.record.key_id);
  state.held = key && key->condition.held;
  if (state.record.revoked_at) {
    state.status = CertificateStatus::revoked;
  } else if (now < state.record.not_before || now > state.record.not_after) {
    state.status = CertificateStatus::expired;
  } else if (key && key->stopped_at) {
    state.status = CertificateStatus::on_hold;
  } else if (key && key->is_usable()) {
    state.status = CertificateStatus::good;
  }
  return state;
}

}  // namespace palmkey::vault
