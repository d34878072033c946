// The operations that a PIN authorises.
#include <algorithm>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "core/intent.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/signing.hpp"
#include "platform/failure.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/session.hpp"

namespace palmkey::vault {
namespace {

using core::Error;
using core::Secret;
using core::splitkey::encode_message;
using cosign_store::KeyRow;
using platform::value_or_throw;

core::sm2::Point public_key_of(const KeyRow& row) {
  return value_or_throw(core::sm2::Point::decode(row.public_key));
}

// The newest of these certificates that is for this key; empty if there is none.
core::Bytes certificate_for(const std::vector<core::Bytes>& certificates, const core::sm2::Point& key) {
  for (auto der = certificates.rbegin(); der != certificates.rend(); ++der) {
    if (value_or_throw(core::decode_certificate(*der)).public_key == key) return *der;
  }
  return {};
}

}  // namespace

Response answer_sign(const Session& session, const core::splitkey::SignRequest& request) {
  return authorise(session, proved_and_fresh(request), [&](KeyRow& row) -> std::variant<Secret, Error> {
    const core::sm2::Point public_key = public_key_of(row);
    const auto summary = core::check_intent(request.kind, request.intent, public_key);
    if (!summary) return summary.error();

    const core::Digest e = core::sm2::message_digest(public_key, request.intent);
    const auto half = value_or_throw(core::splitkey::cosign(session.d2(row), request.q1, e, session.request,
                                                            session.parts.resources.random));
    ++row.uses;
    const cosign_store::Cosignature entry{
        .number = row.uses,
        .time = session.now,
        .kind = request.kind,
        .intent = core::sm3(request.intent),
        .r = half.r.encode_public(),
        .summary = session.wrap(core::as_bytes(summary->one_line), "summary", row.id)};
    cosign_store::insert_cosignature(session.t, row.id, entry);
    if (!row.holder.empty()) session.parts.operators.note_signature(session.t, row.id);
    session.parts.audit.append(session.t, "key.cosigned",
                               {{"key", core::to_hex(row.id)},
                                {"number", std::to_string(entry.number)},
                                {"kind", std::to_string(static_cast<int>(entry.kind))},
                                {"intent", core::to_hex(entry.intent)},
                                {"r", core::to_hex(entry.r)}});
    core::splitkey::SignResult result;
    result.r = half.r.clone();
    result.s1 = half.s1.clone();
    result.freshness = row.freshness;
    return encode_message(result);
  });
}

Response answer_change_pin(const Session& session, const core::splitkey::ChangePinRequest& request) {
  return authorise(session, proved_and_fresh(request), [&](KeyRow& row) -> std::variant<Secret, Error> {
    const core::Digest context =
        core::splitkey::proof_context(request.operation_id, session.device_key, session.sealing_key);
    if (!core::splitkey::verify_knowledge(request.a1, request.a1_proof, core::splitkey::ProofRole::pin_key,
                                          context))
      return Error::bad_proof;

    auto refreshed = session.refresh_shares(row);
    core::splitkey::ChangePinResult result;
    result.t = std::move(refreshed.t);
    result.p2 = refreshed.p2;
    result.unlock = std::move(refreshed.unlock);
    result.deltas = session.parts.kmc.refresh(session.t, row.id);
    result.freshness = row.freshness;

    const auto a1 = request.a1.encode();
    row.a1.assign(a1.begin(), a1.end());
    Secret body = encode_message(result);
    row.change = cosign_store::LastChange{request.operation_id, session.wrap(body.view(), "change", row.id),
                                          core::splitkey::Operation::change_pin};
    session.note(owner_event::pin_changed, row);
    return body;
  });
}

Response answer_fetch_change(const Session& session, const core::splitkey::FetchChangeRequest& request) {
  return authorise(session, proved(request), [&](KeyRow& row) -> std::variant<Secret, Error> {
    if (!row.change || row.change->id != request.change_id) return Error::not_found;
    if (row.change->operation == core::splitkey::Operation::transfer) return Error::not_found;
    return session.unwrap(row.change->result, "change", row.id);
  });
}

namespace {

// A recovered key's certificate was issued for the split key that its holder has no more.
core::Bytes certificate_of_recovered(const Session& session, const EncryptionKey& key) {
  const auto& source = session.parts.certificates;
  auto certificate = certificate_for(source.certificates_of(session.t, *key.made_for), key.public_key);
  if (!certificate.empty()) return certificate;
  return certificate_for(source.revoked_certificates_of(session.t, *key.made_for), key.public_key);
}

}  // namespace

Response answer_install(const Session& session, const core::splitkey::InstallRequest& request) {
  return authorise(session, proved_and_fresh(request), [&](KeyRow& row) -> std::variant<Secret, Error> {
    const auto certificates = session.parts.certificates.certificates_of(session.t, row.id);
    const auto revoked = session.parts.certificates.revoked_certificates_of(session.t, row.id);
    const auto in_use = session.parts.kmc.installed(session.t, row.id);
    core::splitkey::InstallResult result;
    result.signing_certificate = certificate_for(certificates, public_key_of(row));
    // What was in use once stays readable, whatever became of its certificate.
    if (result.signing_certificate.empty() && !in_use.empty())
      result.signing_certificate = certificate_for(revoked, public_key_of(row));
    if (result.signing_certificate.empty()) return Error::not_found;
    for (const EncryptionKey& key : session.parts.kmc.list(session.t, row.id)) {
      core::Bytes certificate = key.made_for ? certificate_of_recovered(session, key)
                                             : certificate_for(certificates, key.public_key);
      if (certificate.empty() && std::find(in_use.begin(), in_use.end(), key.id) != in_use.end())
        certificate = certificate_for(revoked, key.public_key);
      if (certificate.empty()) continue;
      core::splitkey::InstalledKey installed;
      installed.encryption_key_id = key.id;
      installed.public_key = key.public_key;
      installed.u1 = session.parts.kmc.split(session.t, row.id, key.id);
      installed.certificate = std::move(certificate);
      result.keys.push_back(std::move(installed));
    }
    if (result.keys.empty()) return Error::not_found;
    result.chain = session.parts.certificates.chain();
    result.freshness = row.freshness;
    session.parts.certificates.handed_out(session.t, row.id, session.now);
    session.note("key.installed", row);
    return encode_message(result);
  });
}

Response answer_decrypt(const Session& session, const core::splitkey::DecryptRequest& request) {
  return authorise(session, proved_and_fresh(request), [&](KeyRow& row) -> std::variant<Secret, Error> {
    const auto t = session.parts.kmc.decrypt_partly(session.t, row.id, request.encryption_key_id, request.c1);
    if (!t) return Error::not_found;
    session.parts.audit.append(
        session.t, "key.decrypted",
        {{"key", core::to_hex(row.id)}, {"encryption_key", core::to_hex(request.encryption_key_id)}});
    return encode_message(core::splitkey::DecryptResult{*t, row.freshness});
  });
}

}  // namespace palmkey::vault
