#include "vault/issuing/issuer.hpp"

#include "core/encoding.hpp"
#include "core/pkcs10.hpp"
#include "pki/certificate_profile.hpp"
#include "platform/failure.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/authority/certify.hpp"
#include "vault/calendar.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/issuing/certificate_store.hpp"
#include "vault/issuing/following.hpp"
#include "vault/issuing/own_order.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

core::Digest digest_of_text(const SignedIntent& signed_intent) {
  return core::sm3(core::as_bytes(signed_intent.text));
}

// What an order number is bound to once it is decided: the request and all that both approvals agree on.
core::Digest content_digest(const IssueOrder& order, const core::TextIntent& approve) {
  core::Sm3 hash;
  hash.update(core::sm3(order.request));
  hash.update(core::as_bytes(agreed_content(approve)));
  return hash.finish();
}

core::TextIntent parse(const SignedIntent& signed_intent, const std::string& field) {
  auto intent = platform::value_or_throw(core::TextIntent::parse(signed_intent.text), field);
  if (intent.type() != "approve") throw Failure("intent_refused", 422, field);
  return intent;
}

std::string new_serial(core::Random& random) {
  return core::to_hex(platform::value_or_throw(pki::random_serial(random)));
}

}  // namespace

CertificatePair Issuer::issue(const IssueOrder& order) const {
  const auto approve = parse(order.acceptance, "acceptance");
  if (agreed_content(approve) != agreed_content(parse(order.review, "review")))
    throw Failure("approvals_differ", 403);
  const auto application = read_approved_application(approve, parts_.configuration);
  if (application.order_number != order.order_number)
    throw Failure("order_number_differs", 403, "order_number");
  const auto content = content_digest(order, approve);

  if (application.business == IssuingBusiness::replacement) announce_replacement(application, order);
  auto& database = parts_.resources.database;
  const auto decide_once = [&](platform::Transaction& t) {
    hold_rows(t, application);
    const auto known = certificate_store::find_issuance(t, order.order_number);
    if (known && known->content != content) throw Failure("order_conflict", 409, "order_number");
    if (!known) decide(t, order, application, content);
  };
  try {
    database.transaction(decide_once);
  } catch (const platform::DatabaseFailure& failure) {
    // The same order, or another one for the same key, was decided at the same moment: now it can be seen.
    if (failure.kind() != platform::DatabaseFailure::Kind::conflict) throw;
    database.transaction(decide_once);
  }
  return database.transaction([&](platform::Transaction& t) { return complete(t, application); });
}

// Who acts on the same certificate or the same key waits meanwhile.
void Issuer::hold_rows(platform::Transaction& t, const ApprovedApplication& application) const {
  if (!application.follows.empty()) find_with_key_for_update(t, parts_.keys, application.follows);
  const auto key = parts_.keys.find_by_public_key(t, application.public_key.encode());
  if (key) parts_.keys.lock_row(t, key->id);
}

// The owner is told first, and has time to use the old phone, which stops the order.
void Issuer::announce_replacement(const ApprovedApplication& application, const IssueOrder& order) const {
  const auto wait = parts_.configuration.handover.replacement_wait_seconds;
  const auto waits = parts_.resources.database.transaction([&](platform::Transaction& t) {
    const auto now = parts_.resources.clock.now();
    if (certificate_store::find_issuance(t, application.order_number)) return false;
    const auto approvals = parts_.operator_intents.check_pair(t, order.acceptance, order.review, "approve",
                                                              now, parts_.configuration.approval_seconds);
    const auto record = certificate_store::find(t, application.follows);
    if (!record) throw Failure("certificate_not_found", 404, "follows");
    const auto announcement = certificate_store::announce(t, application.order_number, now);
    if (announcement.is_new) {
      parts_.audit.append(t, owner_event::replacement_announced,
                          {{"key", core::to_hex(record->key_id)},
                           {"order", application.order_number},
                           {"serial", record->serial},
                           {"acceptance", approvals.acceptance.signer.id},
                           {"review", approvals.review.signer.id}});
    }
    const bool is_early = now < announcement.at + wait;
    if (is_early) refuse_used_phone(t, record->key_id, announcement.at);
    return is_early;
  });
  if (waits) throw Failure("replacement_waits", 429, "order_number");
}

void Issuer::refuse_used_phone(platform::Transaction& t, core::ByteView key_id, std::int64_t since) const {
  if (parts_.keys.has_signed_since(t, key_id, since)) throw Failure("old_phone_in_use", 409, "follows");
}

void Issuer::decide(platform::Transaction& t, const IssueOrder& order, const ApprovedApplication& application,
                    const core::Digest& content) const {
  const auto now = parts_.resources.clock.now();
  const auto approvals = parts_.operator_intents.check_pair(t, order.acceptance, order.review, "approve", now,
                                                            parts_.configuration.approval_seconds);

  const auto request = platform::value_or_throw(core::decode_request(order.request), "request");
  if (!(request.info.public_key == application.public_key))
    throw Failure("public_key_differs", 403, "request");
  const auto key = parts_.keys.find_by_public_key(t, application.public_key.encode());
  if (!key || key->is_operators) throw Failure("key_unknown", 403, "request");
  if (!key->is_usable()) throw Failure("key_not_active", 409, "request");
  refuse_own_order(approvals.acceptance, application.subject);
  refuse_own_order(approvals.review, application.subject);
  const auto holder = holder_of(application, parts_.authority);
  const auto following = check_following(t, application, *key, holder, parts_.configuration.renewal, now);
  // With the old key's row held: no signature comes between this and the decision.
  if (application.business == IssuingBusiness::replacement)
    refuse_used_phone(t, following.certificate->key_id,
                      certificate_store::announce(t, application.order_number, now).at);

  Issuance issuance{
      .order_number = application.order_number,
      .business = std::string(name_of(application.business)),
      .follows = application.follows.empty() ? std::nullopt : std::optional(application.follows),
      .not_before = following.term.not_before,
      .not_after = following.term.not_after,
      .content = content,
      .key_id = key->id,
      .holder =
          following.certificate ? following.certificate->holder : core::Bytes(holder.begin(), holder.end()),
      .signing_serial = new_serial(parts_.resources.random),
      .encryption_serial = new_serial(parts_.resources.random),
      .decided_at = now,
      .complete = false};
  if (issuance.not_after > parts_.authority.issuing().not_after)
    throw Failure("authority_ends_before", 409, "months");

  certificate_store::insert_issuance(t, issuance,
                                     {digest_of_text(order.acceptance), digest_of_text(order.review)});
  if (application.business == IssuingBusiness::replacement) {
    const auto& old = *following.certificate;
    // The phone is lost with all pairs of its key, the one before the last renewal included.
    for (const auto& lost : certificate_store::list_of_key(t, old.key_id))
      certificate_store::revoke(t, lost.serial, now, pki::RevocationReason::superseded);
    // Whoever has the old phone shall not even open with it what was encrypted for its owner.
    parts_.keys.apply(t, old.key_id, KeyEvent::retire, now);
    parts_.keys.apply(t, old.key_id, KeyEvent::hold, now);
    parts_.audit.append(t, owner_event::certificate_revoked,
                        {{"key", core::to_hex(old.key_id)},
                         {"serial", old.serial},
                         {"pair_serial", old.pair_serial},
                         {"reason", "superseded"},
                         {"order", issuance.order_number}});
  }
  parts_.audit.append(t, "order.decided",
                      {{"order", issuance.order_number},
                       {"key", core::to_hex(issuance.key_id)},
                       {"content", core::to_hex(content)},
                       {"acceptance", approvals.acceptance.signer.id},
                       {"review", approvals.review.signer.id},
                       {"signing_serial", issuance.signing_serial},
                       {"encryption_serial", issuance.encryption_serial}});
}

CertificateRecord Issuer::make(const ApprovedApplication& application, const Issuance& issuance,
                               bool is_signing, const core::sm2::Point& public_key) const {
  const auto& serial = is_signing ? issuance.signing_serial : issuance.encryption_serial;
  const auto contents = certificate_contents(application, parts_.authority, parts_.configuration,
                                             platform::value_or_throw(core::from_hex(serial)), public_key,
                                             {issuance.not_before, issuance.not_after});
  const auto& profile = is_signing ? pki::subscriber_signing_profile() : pki::subscriber_encryption_profile();

  CertificateRecord record;
  record.serial = serial;
  record.pair_serial = is_signing ? issuance.encryption_serial : issuance.signing_serial;
  record.order_number = issuance.order_number;
  record.is_signing = is_signing;
  record.key_id = issuance.key_id;
  record.holder = issuance.holder;
  record.not_before = contents.not_before;
  record.not_after = contents.not_after;
  record.der = certify(profile, contents, &parts_.authority.issuing(), parts_.authority.issuing_key());
  return record;
}

CertificatePair Issuer::complete(platform::Transaction& t, const ApprovedApplication& application) const {
  hold_rows(t, application);
  auto issuance = certificate_store::find_issuance(t, application.order_number);
  if (!issuance) throw Failure("order_conflict", 409, "order_number");
  if (issuance->not_after == 0) {
    // Decided by a version that stored neither; a new certificate.
    const auto holder = holder_of(application, parts_.authority);
    issuance->holder.assign(holder.begin(), holder.end());
    issuance->not_after = add_months(issuance->decided_at, application.months) - 1;
  }
  if (issuance->complete) {
    return {certificate_store::find(t, issuance->signing_serial)->der,
            certificate_store::find(t, issuance->encryption_serial)->der};
  }
  // Its holder may have given the key up, or the authority, since the order was decided.
  const auto key = parts_.keys.find(t, issuance->key_id);
  if (!key || key->condition.retired) throw Failure("certificate_revoked", 409, "follows");
  const auto encryption_key = parts_.encryption_keys.create_encryption_key(t, issuance->key_id);
  const auto signing = make(application, *issuance, true, application.public_key);
  const auto encryption = make(application, *issuance, false, encryption_key);
  certificate_store::insert(t, signing);
  certificate_store::insert(t, encryption);
  certificate_store::complete_issuance(t, issuance->order_number);
  parts_.audit.append(t, "certificates.issued",
                      {{"order", issuance->order_number},
                       {"key", core::to_hex(issuance->key_id)},
                       {"signing_serial", signing.serial},
                       {"signing_digest", core::to_hex(core::sm3(signing.der))},
                       {"encryption_serial", encryption.serial},
                       {"encryption_digest", core::to_hex(core::sm3(encryption.der))}});
  return {signing.der, encryption.der};
}

}  // namespace palmkey::vault
