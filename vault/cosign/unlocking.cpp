// A locked key gets a new PIN on an approved order. docs/protocol.md, "Unlocking".
#include "core/encoding.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/cosign/session.hpp"
#include "vault/unlock_source.hpp"

namespace palmkey::vault {
namespace {

using core::Error;
using core::splitkey::encode_message;
using cosign_store::KeyRow;

// Old shares of the encryption keys cannot be read any more by a device that has lost its PIN.
std::vector<core::splitkey::NewShare> split_anew(const Session& session, const KeyRow& row) {
  std::vector<core::splitkey::NewShare> shares;
  for (const auto& id : session.parts.kmc.installed(session.t, row.id)) {
    core::splitkey::NewShare share;
    share.encryption_key_id = id;
    share.u1 = session.parts.kmc.split(session.t, row.id, id);
    shares.push_back(std::move(share));
  }
  return shares;
}

}  // namespace

Response answer_unlock(const Session& session, const core::splitkey::UnlockRequest& request) {
  const auto decide = [&](KeyRow& row, bool& applied) -> Response {
    if (const auto refused = refusal_in(row.condition(), request.operation))
      return session.refused(row, *refused);
    if (!core::equal_constant_time(request.freshness, row.freshness)) {
      row.apply(KeyEvent::suspend, session.now);
      session.note(owner_event::key_suspended, row);
      return session.refused(row, Error::key_suspended);
    }
    const core::Digest context =
        core::splitkey::proof_context(request.operation_id, session.device_key, session.sealing_key);
    if (!core::splitkey::verify_knowledge(request.a1, request.a1_proof, core::splitkey::ProofRole::pin_key,
                                          context))
      return session.refused(row, Error::bad_proof);
    const auto order = session.parts.unlocks.take(session.t, row.id, session.now);
    if (!order) return session.refused(row, Error::unlock_not_approved);

    core::splitkey::UnlockResult result;
    result.released = session.unwrap(row.unlock, "unlock", row.id);
    auto refreshed = session.refresh_shares(row);
    result.t = std::move(refreshed.t);
    result.p2 = refreshed.p2;
    result.unlock = std::move(refreshed.unlock);
    result.shares = split_anew(session, row);
    platform::value_or_throw(session.parts.resources.random.fill(row.freshness));
    result.freshness = row.freshness;

    row.apply(KeyEvent::unlock, session.now);
    row.wrong_pins = 0;
    row.wait_until = 0;
    const auto a1 = request.a1.encode();
    row.a1.assign(a1.begin(), a1.end());
    core::Secret body = encode_message(result);
    row.change = cosign_store::LastChange{request.operation_id, session.wrap(body.view(), "change", row.id),
                                          request.operation};
    session.parts.audit.append(session.t, owner_event::key_unlocked,
                               {{"key", core::to_hex(row.id)}, {"order", *order}});
    applied = true;
    return session.accepted(row, std::move(body));
  };
  return settle(session, {request.key_id, request.operation_id, request.operation}, decide);
}

}  // namespace palmkey::vault
