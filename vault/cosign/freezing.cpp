// A key that its holder stops and starts again. docs/protocol.md, "Frozen keys".
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/cosign/session.hpp"

namespace palmkey::vault {

using core::Error;
using core::splitkey::encode_message;

Response answer_freeze(const Session& session, const core::splitkey::FreezeRequest& request) {
  auto row = session.own_key(request.key_id);
  if (!row) return refusal(Error::unknown_key);
  if (const auto refused = refusal_in(row->condition(), core::splitkey::Operation::freeze))
    return session.refused(*row, *refused);
  // The key's last operation stays what it was: its phone may still have to settle it.
  if (cosign_store::is_used(session.t, row->id, request.operation_id)) {
    // A request that was recorded does not freeze the key again once its holder has unfrozen it.
    if (!row->frozen_at) return session.refused(*row, Error::stale);
  } else {
    cosign_store::set_used(session.t, row->id, request.operation_id);
    if (!row->frozen_at) {
      row->apply(KeyEvent::freeze, session.now);
      cosign_store::update(session.t, *row);
      session.note(owner_event::key_frozen, *row);
    }
  }
  return session.accepted(*row, encode_message(session.status(*row)));
}

Response answer_unfreeze(const Session& session, const core::splitkey::UnfreezeRequest& request) {
  return authorise(session, proved_and_fresh(request),
                   [&](cosign_store::KeyRow& row) -> std::variant<core::Secret, Error> {
                     if (row.frozen_at) session.note(owner_event::key_unfrozen, row);
                     row.apply(KeyEvent::unfreeze, session.now);
                     return encode_message(core::splitkey::UnfreezeResult{row.freshness});
                   });
}

}  // namespace palmkey::vault
