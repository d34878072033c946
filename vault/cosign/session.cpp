#include "vault/cosign/session.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "core/splitkey/refresh.hpp"
#include "platform/failure.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/cosign/pin_tries.hpp"

namespace palmkey::vault {
namespace {

using core::Error;
using cosign_store::Identifier;
using cosign_store::KeyRow;
using platform::value_or_throw;

std::string context(std::string_view column, const Identifier& key_id) {
  return "split_keys/" + std::string(column) + "/" + core::to_hex(key_id);
}

// A wrong PIN: one try fewer, a longer wait, and the lock at the end.
Response count_wrong_pin(const Session& session, KeyRow& row) {
  const PinConfiguration& policy = session.parts.pin;
  ++row.wrong_pins;
  row.wait_until = session.now + wait_after(policy, row.wrong_pins);
  session.note("key.wrong_pin", row);
  if (tries_left(policy, row.wrong_pins) > 0) return session.refused(row, Error::wrong_pin);
  row.apply(KeyEvent::lock, session.now);
  session.note(owner_event::key_locked, row);
  return session.refused(row, Error::key_locked);
}

// What a key may not be used for while it is still warm from a change of phone.
bool is_use(core::splitkey::Operation operation) {
  using enum core::splitkey::Operation;
  return operation == sign || operation == decrypt || operation == transfer;
}

Response cooling(const Session& session, const KeyRow& row) {
  Response response = session.refused(row, Error::key_cooling);
  response.wait_seconds = static_cast<std::uint64_t>(row.cooling_until - session.now);
  return response;
}

// The decision on a request that is neither repeated nor used. True in `applied` if the operation was done.
Response decide(const Session& session, const Proved& proved, KeyRow& row, const Act& act, bool& applied) {
  if (const auto refused = refusal_in(row.condition(), proved.operation))
    return session.refused(row, *refused);
  if (session.now < row.cooling_until && is_use(proved.operation)) return cooling(session, row);
  if (session.now < row.wait_until) return session.refused(row, Error::pin_wait);
  const auto a1 = value_or_throw(core::sm2::Point::decode(row.a1));
  if (!core::splitkey::verify_pin(a1, proved.pin_proof, proved.pin_proof_digest))
    return count_wrong_pin(session, row);
  row.wrong_pins = 0;
  row.wait_until = 0;
  if (proved.freshness != nullptr && !core::equal_constant_time(*proved.freshness, row.freshness)) {
    row.apply(KeyEvent::suspend, session.now);
    session.note(owner_event::key_suspended, row);
    return session.refused(row, Error::key_suspended);
  }

  KeyRow next = row;
  if (proved.freshness != nullptr) {
    next.change.reset();  // the device has the result: its freshness says so
    value_or_throw(session.parts.resources.random.fill(next.freshness));
  }
  auto result = act(next);
  if (const Error* error = std::get_if<Error>(&result)) return session.refused(row, *error);
  row = std::move(next);
  applied = true;
  return session.accepted(row, std::move(std::get<core::Secret>(result)));
}

}  // namespace

std::int64_t Session::tries_left(const KeyRow& row) const {
  return vault::tries_left(parts.pin, row.wrong_pins);
}

std::int64_t Session::wait_left(const KeyRow& row) const {
  return std::max<std::int64_t>(0, row.wait_until - now);
}

Response Session::accepted(const KeyRow& row, core::Secret body) const {
  Response response;
  response.code = "ok";
  response.tries_left = static_cast<std::uint64_t>(tries_left(row));
  response.wait_seconds = 0;
  response.body = std::move(body);
  return response;
}

Response Session::refused(const KeyRow& row, Error error) const {
  Response response = refusal(error);
  response.tries_left = static_cast<std::uint64_t>(tries_left(row));
  response.wait_seconds = static_cast<std::uint64_t>(wait_left(row));
  return response;
}

Response refusal(Error error) {
  Response response;
  response.code = core::code(error);
  return response;
}

std::string Session::wrap(core::ByteView secret, std::string_view column, const Identifier& key_id) const {
  return parts.resources.key_wrap.wrap(secret, context(column, key_id), parts.resources.random);
}

core::Secret Session::unwrap(std::string_view wrapped, std::string_view column,
                             const Identifier& key_id) const {
  return value_or_throw(parts.resources.key_wrap.unwrap(wrapped, context(column, key_id)));
}

core::sm2::Scalar Session::d2(const KeyRow& row) const {
  return value_or_throw(core::sm2::Scalar::decode_nonzero(unwrap(row.d2, "d2", row.id).view()));
}

void Session::record(KeyRow& row, const Identifier& operation_id, core::splitkey::Operation operation,
                     bool applied, const Response& response) const {
  row.last.id = operation_id;
  row.last.request = request;
  row.last.operation = operation;
  row.last.applied = applied;
  row.last.answer = wrap(core::splitkey::encode_response(response).view(), "answer", row.id);
  cosign_store::set_used(t, row.id, operation_id);
  cosign_store::update(t, row);
}

Response Session::repeated(const KeyRow& row) const {
  return value_or_throw(core::splitkey::decode_response(unwrap(row.last.answer, "answer", row.id).view()));
}

core::splitkey::StatusResult Session::status(const KeyRow& row) const {
  core::splitkey::StatusResult result;
  result.state = described(row.condition());
  result.tries_left = static_cast<std::uint64_t>(tries_left(row));
  result.wait_seconds = static_cast<std::uint64_t>(wait_left(row));
  result.uses = static_cast<std::uint64_t>(row.uses);
  return result;
}

std::optional<KeyRow> Session::own_key(const Identifier& key_id) const {
  auto row = cosign_store::find_for_update(t, key_id);
  if (row && row->device_key != device_key) row.reset();
  return row;
}

void Session::note(std::string_view kind, const KeyRow& row) const {
  parts.audit.append(t, kind, {{"key", core::to_hex(row.id)}});
}

Session::Refreshed Session::refresh_shares(KeyRow& row) const {
  core::Random& random = parts.resources.random;
  auto refresh = value_or_throw(core::splitkey::refresh_signing_share(d2(row), random));
  Refreshed refreshed{std::move(refresh.t), refresh.p2, core::Secret(core::splitkey::unlock_secret_size)};
  value_or_throw(random.fill(refreshed.unlock.mutable_view()));
  row.d2 = wrap(refresh.d2.encode().view(), "d2", row.id);
  row.unlock = wrap(refreshed.unlock.view(), "unlock", row.id);
  return refreshed;
}

Response settle(const Session& session, const Named& named, const Decide& decide) {
  auto row = session.own_key(named.key_id);
  if (!row) return refusal(Error::unknown_key);
  if (row->last.id == named.operation_id && row->last.request == session.request)
    return session.repeated(*row);
  if (cosign_store::is_used(session.t, named.key_id, named.operation_id))
    return session.refused(*row, Error::stale);
  bool applied = false;
  Response response = decide(*row, applied);
  session.record(*row, named.operation_id, named.operation, applied, response);
  return response;
}

Response authorise(const Session& session, const Proved& proved, const Act& act) {
  return settle(session, {proved.key_id, proved.operation_id, proved.operation},
                [&](KeyRow& row, bool& applied) { return decide(session, proved, row, act, applied); });
}

}  // namespace palmkey::vault
