// What a device may ask without a PIN.
#include <algorithm>

#include "platform/failure.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/cosign/session.hpp"

namespace palmkey::vault {
namespace {

using core::Error;
using core::splitkey::encode_message;

constexpr std::uint64_t longest_history = 100;

}  // namespace

Response answer_resynchronise(const Session& session, const core::splitkey::ResynchroniseRequest& request) {
  const auto row = session.own_key(request.key_id);
  if (!row) return refusal(Error::unknown_key);
  if (const auto refused = refusal_in(row->condition(), core::splitkey::Operation::resynchronise))
    return session.refused(*row, *refused);
  core::splitkey::ResynchroniseResult result;
  result.freshness = row->freshness;
  if (row->change && row->change->id == request.operation_id) {
    result.operation = row->change->operation;
    result.applied = true;
  } else if (row->last.id == request.operation_id) {
    result.operation = row->last.operation;
    result.applied = row->last.applied;
  } else {
    // The device gives it up: it must not arrive later.
    cosign_store::set_used(session.t, row->id, request.operation_id);
    return session.refused(*row, Error::not_found);
  }
  return session.accepted(*row, encode_message(result));
}

Response answer_status(const Session& session, const core::splitkey::StatusRequest& request) {
  const auto row = session.own_key(request.key_id);
  if (!row) return refusal(Error::unknown_key);
  return session.accepted(*row, encode_message(session.status(*row)));
}

Response answer_history(const Session& session, const core::splitkey::HistoryRequest& request) {
  const auto row = session.own_key(request.key_id);
  if (!row) return refusal(Error::unknown_key);
  core::splitkey::HistoryResult result;
  const auto limit = static_cast<std::int64_t>(std::min(request.limit, longest_history));
  for (const auto& entry : cosign_store::list_cosignatures(
           session.t, row->id, static_cast<std::int64_t>(request.before), limit)) {
    const core::Secret summary = session.unwrap(entry.summary, "summary", row->id);
    result.entries.push_back({.number = static_cast<std::uint64_t>(entry.number),
                              .time = {entry.time},
                              .kind = entry.kind,
                              .summary = std::string(core::as_text(summary.view())),
                              .r = entry.r});
  }
  return session.accepted(*row, encode_message(result));
}

}  // namespace palmkey::vault
