#include "vault/issuing/certificate_status.hpp"

#include <algorithm>
#include <array>

#include "vault/issuing/certificate_store.hpp"

namespace palmkey::vault {
namespace {

using enum CertificateStatus;
using Event = CertificateEvent;

constexpr std::array table{
    CertificateMove{good, Event::stop, on_hold},
    CertificateMove{good, Event::block, key_blocked},
    CertificateMove{good, Event::expire, expired},
    CertificateMove{good, Event::revoke, revoked},

    // What is stopped and locked as well is on hold first of all.
    CertificateMove{key_blocked, Event::stop, on_hold},
    CertificateMove{key_blocked, Event::unblock, good},
    CertificateMove{key_blocked, Event::expire, expired},
    CertificateMove{key_blocked, Event::revoke, revoked},

    CertificateMove{on_hold, Event::let_go, good},
    CertificateMove{on_hold, Event::let_go, key_blocked},
    CertificateMove{on_hold, Event::expire, expired},
    CertificateMove{on_hold, Event::revoke, revoked},

    CertificateMove{expired, Event::revoke, revoked},
};

constexpr std::array status_names{
    std::pair{good, std::string_view("good")},
    std::pair{revoked, std::string_view("revoked")},
    std::pair{on_hold, std::string_view("on_hold")},
    std::pair{expired, std::string_view("expired")},
    std::pair{key_blocked, std::string_view("key_blocked")},
};
constexpr std::array event_names{
    std::pair{Event::stop, std::string_view("stop")},
    std::pair{Event::let_go, std::string_view("let_go")},
    std::pair{Event::block, std::string_view("block")},
    std::pair{Event::unblock, std::string_view("unblock")},
    std::pair{Event::expire, std::string_view("expire")},
    std::pair{Event::revoke, std::string_view("revoke")},
};

}  // namespace

std::span<const CertificateMove> certificate_moves() {
  return table;
}

bool may_happen(CertificateStatus from, CertificateEvent event) {
  return std::ranges::any_of(table,
                             [&](const CertificateMove& m) { return m.from == from && m.event == event; });
}

bool is_move(CertificateStatus from, CertificateEvent event, CertificateStatus to) {
  return std::ranges::any_of(
      table, [&](const CertificateMove& m) { return m.from == from && m.event == event && m.to == to; });
}

std::string_view status_name(CertificateStatus status) {
  return std::ranges::find(status_names, status, &std::pair<CertificateStatus, std::string_view>::first)
      ->second;
}

std::string_view event_name(CertificateEvent event) {
  return std::ranges::find(event_names, event, &std::pair<CertificateEvent, std::string_view>::first)->second;
}

std::optional<CertificateRecord> find_with_key_for_update(platform::Transaction& t, const KeyDirectory& keys,
                                                          std::string_view serial) {
  const auto record = certificate_store::find(t, serial);
  if (!record) return std::nullopt;
  keys.lock_row(t, record->key_id);
  return certificate_store::find_for_update(t, serial);
}

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
