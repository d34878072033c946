#include "vault/issuing/revocation.hpp"

#include <array>

#include "core/encoding.hpp"
#include "pki/crl.hpp"
#include "pki/ocsp_request.hpp"
#include "pki/ocsp_response.hpp"
#include "platform/failure.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/issuing/certificate_store.hpp"
#include "vault/issuing/holder_intent.hpp"

namespace palmkey::vault {
namespace {

using pki::RevocationReason;
using platform::Failure;

constexpr std::array<std::pair<std::string_view, RevocationReason>, 6> reasons{{
    {"unspecified", RevocationReason::unspecified},
    {"key_compromise", RevocationReason::key_compromise},
    {"affiliation_changed", RevocationReason::affiliation_changed},
    {"superseded", RevocationReason::superseded},
    {"cessation_of_operation", RevocationReason::cessation_of_operation},
    {"privilege_withdrawn", RevocationReason::privilege_withdrawn},
}};

// Withdrawing a privilege is the authority's decision.
bool is_holders_reason(std::string_view name) {
  return revocation_reason_of(name) && name != "privilege_withdrawn";
}

pki::OcspAnswer answer_for(platform::Transaction& t, const pki::OcspCertificateId& id,
                           const core::Certificate& issuing, const KeyDirectory& keys) {
  pki::OcspAnswer answer;
  answer.id = id;
  if (!pki::is_issued_by(id, issuing)) return answer;
  const auto record = certificate_store::find(t, core::to_hex(id.serial));
  if (!record) return answer;
  answer.status = record->revoked_at ? pki::OcspStatus::revoked : pki::OcspStatus::good;
  if (record->revoked_at) {
    answer.revoked_at = *record->revoked_at;
    answer.reason = record->reason;
    return answer;
  }
  if (const auto key = keys.find(t, record->key_id); key && key->stopped_at) {
    answer.status = pki::OcspStatus::revoked;
    answer.revoked_at = *key->stopped_at;
    answer.reason = RevocationReason::certificate_hold;
  }
  return answer;
}

// What a CRL of this moment names.
std::vector<pki::RevokedCertificate> revoked_now(platform::Transaction& t, const KeyDirectory& keys,
                                                 std::int64_t now) {
  std::vector<pki::RevokedCertificate> revoked;
  const auto add = [&](const CertificateRecord& record, std::int64_t at, RevocationReason reason) {
    revoked.push_back({platform::value_or_throw(core::from_hex(record.serial)), at, reason});
  };
  for (const auto& record : certificate_store::list_revoked(t, now))
    add(record, *record.revoked_at, record.reason);
  for (const auto& key : keys.list_stopped(t)) {
    for (const auto& record : certificate_store::list_of_key(t, key.id)) {
      if (record.not_after >= now) add(record, *key.stopped_at, RevocationReason::certificate_hold);
    }
  }
  return revoked;
}

}  // namespace

std::optional<RevocationReason> revocation_reason_of(std::string_view name) {
  for (const auto& [known, reason] : reasons) {
    if (name == known) return reason;
  }
  return std::nullopt;
}

std::int64_t Revocation::revoke(const RevokeOrder& order) const {
  const auto now = parts_.resources.clock.now();
  return parts_.resources.database.transaction([&](platform::Transaction& t) {
    const auto pair = parts_.operator_intents.check_pair(t, order.acceptance, order.review, "revoke", now,
                                                         parts_.configuration.approval_seconds);
    const auto& intent = pair.acceptance.intent;
    if (intent.field("serial") != order.serial) throw Failure("serial_differs", 403, "serial");
    if (!revocation_reason_of(intent.field("reason")))
      throw Failure("revocation_reason_unknown", 422, "reason");
    const auto record = find_with_key_for_update(t, parts_.keys, order.serial);
    if (!record) throw Failure("certificate_not_found", 404, "serial");
    if (const auto before = revoked_before(t, *record, now)) return *before;

    revoke_pair(t, *record, intent.field("reason"), now);
    parts_.audit.append(t, owner_event::certificate_revoked,
                        {{"key", core::to_hex(record->key_id)},
                         {"serial", record->serial},
                         {"pair_serial", record->pair_serial},
                         {"reason", std::string(intent.field("reason"))},
                         {"acceptance", pair.acceptance.signer.id},
                         {"review", pair.review.signer.id}});
    sign_crl(t);
    return now;
  });
}

std::int64_t Revocation::revoke_own(const RevokeOwnOrder& order) const {
  auto intent = platform::value_or_throw(core::TextIntent::parse(order.intent.text), "intent");
  if (intent.type() != "revoke-own") throw Failure("intent_refused", 422, "intent");
  if (intent.field("serial") != order.serial) throw Failure("serial_differs", 403, "serial");
  if (!is_holders_reason(intent.field("reason"))) throw Failure("revocation_reason_unknown", 422, "reason");
  return parts_.resources.database.transaction([&](platform::Transaction& t) {
    const auto now = parts_.resources.clock.now();
    const auto locked = find_with_key_for_update(t, parts_.keys, order.serial);
    if (locked)
      if (const auto before = revoked_before(t, *locked, now)) return *before;
    const auto by_holder = check_holder_intent(t, parts_.keys, intent, order.intent, order.serial, now);
    const auto& record = by_holder.state.record;
    const auto reason = by_holder.intent.field("reason");
    revoke_pair(t, record, reason, now);
    // A holder who gives his certificates up does not mean to keep the one before the last renewal.
    std::string others;
    for (const auto& other : certificate_store::list_of_key(t, record.key_id)) {
      if (!other.is_signing) continue;
      revoke_pair(t, other, reason, now);
      others += (others.empty() ? "" : " ") + other.serial;
    }
    parts_.audit.append(t, owner_event::certificate_revoked,
                        {{"key", core::to_hex(record.key_id)},
                         {"serial", record.serial},
                         {"pair_serial", record.pair_serial},
                         {"others", others},
                         {"reason", std::string(reason)},
                         {"by", "holder"}});
    sign_crl(t);
    return now;
  });
}

std::optional<std::int64_t> Revocation::revoked_before(platform::Transaction& t,
                                                       const CertificateRecord& record,
                                                       std::int64_t now) const {
  const auto state = find_certificate(t, parts_.keys, record.serial, now);
  if (may_happen(state->status, CertificateEvent::revoke)) return std::nullopt;
  return record.revoked_at;
}

void Revocation::revoke_pair(platform::Transaction& t, const CertificateRecord& record,
                             std::string_view reason, std::int64_t now) const {
  certificate_store::revoke(t, record.serial, now, *revocation_reason_of(reason));
  certificate_store::revoke(t, record.pair_serial, now, *revocation_reason_of(reason));
  if (certificate_store::list_of_key(t, record.key_id).empty())
    parts_.keys.apply(t, record.key_id, KeyEvent::retire, now);
}

SignedCrl Revocation::sign_crl(platform::Transaction& t) const {
  const auto now = parts_.resources.clock.now();
  pki::CrlContents contents;
  contents.number = static_cast<std::uint64_t>(certificate_store::next_crl_number(t));
  contents.this_update = now;
  contents.next_update = now + parts_.configuration.crl_seconds;
  contents.revoked = revoked_now(t, parts_.keys, now);
  SignedCrl crl{platform::value_or_throw(
                    pki::sign_crl(contents, parts_.authority.issuing(), parts_.authority.issuing_key().sign)),
                contents.next_update};
  certificate_store::insert_crl(t, {static_cast<std::int64_t>(contents.number), crl.der, crl.next_update});
  parts_.audit.append(
      t, "crl.signed",
      {{"number", std::to_string(contents.number)}, {"digest", core::to_hex(core::sm3(crl.der))}});
  return crl;
}

SignedCrl Revocation::crl() const {
  const auto latest = parts_.resources.database.read(
      [](platform::Transaction& t) { return certificate_store::latest_crl(t); });
  if (latest) return {latest->der, latest->next_update};
  return parts_.resources.database.transaction([&](platform::Transaction& t) { return sign_crl(t); });
}

void Revocation::renew_crl() const {
  parts_.resources.database.transaction([&](platform::Transaction& t) {
    const auto latest = certificate_store::latest_crl(t);
    const auto half = parts_.configuration.crl_seconds / 2;
    if (!latest || latest->next_update - parts_.resources.clock.now() < half) sign_crl(t);
  });
}

OcspReply Revocation::answer_ocsp(core::ByteView request_der) const {
  const auto request = pki::decode_ocsp_request(request_der);
  if (!request) return {pki::encode_ocsp_failure(pki::OcspFailure::malformed_request), 0};
  const auto now = parts_.resources.clock.now();
  const auto next_update = now + parts_.configuration.ocsp_seconds;
  pki::OcspResponseContents contents{.produced_at = now, .answers = {}, .nonce = request->nonce};
  parts_.resources.database.read([&](platform::Transaction& t) {
    contents.answers.clear();
    for (const auto& id : request->certificates) {
      auto answer = answer_for(t, id, parts_.authority.issuing(), parts_.keys);
      answer.this_update = now;
      answer.next_update = next_update;
      contents.answers.push_back(std::move(answer));
    }
  });
  return {platform::value_or_throw(pki::sign_ocsp_response(contents, parts_.authority.ocsp_responder(),
                                                           parts_.authority.ocsp_key().sign)),
          next_update};
}

}  // namespace palmkey::vault
