#include "vault/recovery/recovery.hpp"

#include <algorithm>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/migration.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/issuing/certificate_store.hpp"
#include "vault/issuing/own_order.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

constexpr std::string_view tables = R"(
CREATE TABLE recoveries (
  order_number TEXT PRIMARY KEY,
  content_digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  keys BIGINT NOT NULL,
  month TEXT NOT NULL,
  done_at BIGINT NOT NULL
);
)";

// Whom a judicial one goes to; nothing where it is the holder.
std::optional<core::sm2::Point> recipient_of(const core::TextIntent& intent, const RecoveryOrder& order) {
  const auto kind = intent.field("kind");
  if (kind == "holder") {
    if (!order.recipient_certificate.empty() || !intent.field("recipient").empty())
      throw Failure("recipient_differs", 403, "recipient");
    return std::nullopt;
  }
  if (kind != "judicial") throw Failure("recovery_kind_unknown", 422, "kind");
  const auto certificate = core::decode_certificate(order.recipient_certificate);
  if (!certificate) throw Failure("recipient_invalid", 422, "recipient");
  if (core::to_hex(core::sm3(order.recipient_certificate)) != intent.field("recipient"))
    throw Failure("recipient_differs", 403, "recipient");
  return certificate->public_key;
}

struct Done {
  core::Digest content{};
  std::int64_t keys = 0, at = 0;
};

std::optional<Done> find_done(platform::Transaction& t, std::string_view order_number) {
  const auto row = t.query_one("SELECT content_digest, keys, done_at FROM recoveries WHERE order_number = ?",
                               order_number);
  if (!row) return std::nullopt;
  Done done{{}, row->int64(1), row->int64(2)};
  const auto content = row->bytes(0);
  std::copy_n(content.begin(), std::min(content.size(), done.content.size()), done.content.begin());
  return done;
}

// Written down, for the two databases have no common way to group by it.
std::string month_of(std::int64_t time) {
  return core::text_intent_time(time).substr(0, std::string_view("2026-03").size());
}

std::string signers_of(const std::vector<CheckedIntent>& approvals) {
  std::string all;
  for (const auto& approval : approvals) all += (all.empty() ? "" : " ") + approval.signer.id;
  return all;
}

}  // namespace

void migrate_recovery(platform::Database& database) {
  const platform::Migration steps[] = {{"0001_recoveries", tables}};
  platform::migrate(database, "recovery", steps);
}

std::vector<CheckedIntent> Recovery::check(platform::Transaction& t, const RecoveryOrder& order,
                                           std::int64_t now) const {
  const auto needed = static_cast<std::size_t>(parts_.configuration.recovery.agents);
  if (order.approvals.size() < needed) throw Failure("recovery_agents_needed", 403, "approvals");
  std::vector<CheckedIntent> approvals;
  for (const auto& signed_intent : order.approvals) {
    auto approval = parts_.operator_intents.check(t, signed_intent, {"recover"}, "approvals");
    if (approval.intent.field("step") != name_of(Role::recovery))
      throw Failure("approval_step_wrong", 403, "approvals");
    if (now - approval.signed_at > parts_.configuration.approval_seconds)
      throw Failure("approval_stale", 403, "approvals");
    for (const auto& other : approvals) {
      if (other.signer.id == approval.signer.id) throw Failure("approvals_by_one_operator", 403);
      if (agreed_content(other.intent) != agreed_content(approval.intent))
        throw Failure("approvals_differ", 403);
    }
    approvals.push_back(std::move(approval));
  }
  if (approvals.front().intent.field("order") != order.order_number)
    throw Failure("order_number_differs", 403, "order_number");
  return approvals;
}

std::int64_t Recovery::recoverable(platform::Transaction& t, const CertificateRecord& record) const {
  if (!record.is_signing) return 0;
  std::int64_t keys = 0;
  for (const auto& key : certificate_store::former_keys(t, record, parts_.resources.clock.now()))
    keys += parts_.encryption_keys.count(t, key);
  return keys;
}

std::int64_t Recovery::give_back(platform::Transaction& t, const CertificateRecord& record,
                                 std::int64_t now) const {
  const auto state = find_certificate(t, parts_.keys, record.serial, now);
  if (!state || state->status != CertificateStatus::good)
    throw Failure("certificate_not_good", 409, "serial");
  const auto found = certificate_store::former_keys(t, record, now);
  for (const auto& key : found) parts_.keys.lock_row(t, key);
  // One of them may have got a certificate while its row was waited for.
  const auto former = certificate_store::former_keys(t, record, now);
  std::int64_t keys = 0;
  for (const auto& key : found) {
    if (std::ranges::find(former, key) == former.end()) continue;
    keys += parts_.encryption_keys.count(t, key);
    parts_.encryption_keys.move(t, key, record.key_id);
  }
  return keys;
}

std::vector<core::Bytes> Recovery::envelop(platform::Transaction& t, const CertificateRecord& record,
                                           const core::sm2::Point& recipient, std::int64_t now) const {
  std::vector<core::Bytes> envelopes;
  auto keys = certificate_store::former_keys(t, record, now);
  keys.push_back(record.key_id);
  for (const auto& key : keys)
    for (auto& envelope : parts_.encryption_keys.enveloped(t, key, recipient))
      envelopes.push_back(std::move(envelope));
  return envelopes;
}

Recovered Recovery::recover(const RecoveryOrder& order) const {
  return parts_.resources.database.transaction([&](platform::Transaction& t) {
    const auto now = parts_.resources.clock.now();
    const auto approvals = check(t, order, now);
    const auto& intent = approvals.front().intent;
    const auto recipient = recipient_of(intent, order);
    const auto content = core::sm3(core::as_bytes(agreed_content(intent)));
    const auto record = find_with_key_for_update(t, parts_.keys, intent.field("serial"));
    if (!record || !record->is_signing) throw Failure("certificate_not_found", 404, "serial");
    const auto subject = subject_of(*record);
    for (const auto& approval : approvals) refuse_own_order(approval, subject);

    Recovered recovered;
    if (recipient) recovered.envelopes = envelop(t, *record, *recipient, now);
    if (const auto done = find_done(t, order.order_number)) {
      if (done->content != content) throw Failure("order_conflict", 409, "order_number");
      recovered.keys = done->keys;
      recovered.at = done->at;
      return recovered;
    }
    recovered.keys =
        recipient ? static_cast<std::int64_t>(recovered.envelopes.size()) : give_back(t, *record, now);
    recovered.at = now;
    if (recovered.keys == 0) throw Failure("nothing_to_recover", 409, "serial");
    t.execute(
        "INSERT INTO recoveries (order_number, content_digest, kind, keys, month, done_at) VALUES (?, ?, ?, "
        "?, ?, ?)",
        order.order_number, content, intent.field("kind"), recovered.keys, month_of(now), now);
    const bool silent = recipient && !parts_.configuration.recovery.tell_holder_of_judicial;
    const auto kind = recipient ? owner_event::key_handed_over : owner_event::key_recovered;
    parts_.audit.append(t, silent ? "recovery.not_told" : kind,
                        {{"key", core::to_hex(record->key_id)},
                         {"order", order.order_number},
                         {"serial", record->serial},
                         {"keys", std::to_string(recovered.keys)},
                         {"recipient", std::string(intent.field("recipient"))},
                         {"agents", signers_of(approvals)}});
    return recovered;
  });
}

std::vector<RecoveryCount> Recovery::counts() const {
  return parts_.resources.database.read([](platform::Transaction& t) {
    std::vector<RecoveryCount> counts;
    for (const auto& row : t.query("SELECT month, kind, COUNT(*), SUM(keys) FROM recoveries GROUP BY month, "
                                   "kind ORDER BY month DESC, kind"))
      counts.push_back({row.text(0), row.text(1), row.int64(2), row.int64(3)});
    return counts;
  });
}

}  // namespace palmkey::vault
