// A key moves to another phone of its holder. docs/protocol.md, "Change of phone".
#include "core/encoding.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/session.hpp"
#include "vault/cosign/transfer_store.hpp"

namespace palmkey::vault {
namespace {

using core::Error;
using core::Secret;
using core::splitkey::encode_message;
using core::splitkey::TransferOffer;
using cosign_store::KeyRow;

// An answer that is about no key yet.
Response accepted_without_key(Secret body) {
  Response response;
  response.code = "ok";
  response.body = std::move(body);
  return response;
}

}  // namespace

Response answer_offer_transfer(const Session& session, const core::splitkey::OfferTransferRequest& request) {
  const core::Digest context =
      core::splitkey::proof_context(request.operation_id, session.device_key, session.sealing_key);
  if (!core::splitkey::verify_knowledge(request.a1, request.a1_proof, core::splitkey::ProofRole::pin_key,
                                        context))
    return refusal(Error::bad_proof);
  const TransferOffer offer{request.operation_id, session.device_key, request.a1, request.recipient};
  transfer_store::forget_expired(session.t, session.now);
  transfer_store::insert(session.t, offer, session.now + session.parts.handover.offer_seconds);
  const auto stored = transfer_store::find_for_update(session.t, offer.transfer_id);
  if (!stored || core::splitkey::digest_of(stored->offer) != core::splitkey::digest_of(offer))
    return refusal(Error::stale);
  return accepted_without_key(encode_message(core::splitkey::OfferTransferResult{{stored->expires_at}}));
}

Response answer_transfer(const Session& session, const core::splitkey::TransferRequest& request) {
  return authorise(session, proved_and_fresh(request), [&](KeyRow& row) -> std::variant<Secret, Error> {
    // An operator's new phone gets an activation code of its own.
    if (!row.holder.empty()) return Error::refused;
    if (request.package.empty() || request.package.size() > core::splitkey::longest_transfer_package)
      return Error::malformed;
    const auto stored = transfer_store::find_for_update(session.t, request.transfer_id);
    if (!stored || stored->expires_at < session.now) return Error::not_found;
    const TransferOffer& offer = stored->offer;
    if (core::splitkey::digest_of(offer) != request.offer || offer.device_key == session.device_key)
      return Error::refused;

    transfer_store::remove(session.t, request.transfer_id);
    auto refreshed = session.refresh_shares(row);
    core::splitkey::ReceiveTransferResult received;
    received.key_id = row.id;
    received.public_key = platform::value_or_throw(core::sm2::Point::decode(row.public_key));
    received.package = request.package;
    received.t = std::move(refreshed.t);
    received.p2 = refreshed.p2;
    received.unlock = std::move(refreshed.unlock);
    received.deltas = session.parts.kmc.refresh(session.t, row.id);
    received.freshness = row.freshness;

    const auto a1 = offer.a1.encode();
    row.a1.assign(a1.begin(), a1.end());
    row.device_key = offer.device_key;
    row.cooling_until = session.now + session.parts.handover.cooling_seconds;
    row.change = cosign_store::LastChange{request.transfer_id,
                                          session.wrap(encode_message(received).view(), "change", row.id),
                                          request.operation};
    session.note(owner_event::key_transferred, row);
    return encode_message(
        core::splitkey::TransferResult{static_cast<std::uint64_t>(session.parts.handover.cooling_seconds)});
  });
}

Response answer_receive_transfer(const Session& session,
                                 const core::splitkey::ReceiveTransferRequest& request) {
  const auto row =
      cosign_store::find_transferred_for_update(session.t, session.device_key, request.transfer_id);
  if (!row) {
    const auto stored = transfer_store::find_for_update(session.t, request.transfer_id);
    const bool can_come =
        stored && stored->offer.device_key == session.device_key && stored->expires_at >= session.now;
    return refusal(can_come ? Error::not_found : Error::unknown_key);
  }
  const Proved proved{.key_id = row->id,
                      .operation_id = request.operation_id,
                      .operation = request.operation,
                      .pin_proof = request.pin_proof,
                      .pin_proof_digest = core::splitkey::pin_proof_digest(request)};
  return authorise(session, proved, [&](KeyRow& mine) -> std::variant<Secret, Error> {
    if (!mine.change || mine.change->id != request.transfer_id) return Error::not_found;
    return session.unwrap(mine.change->result, "change", mine.id);
  });
}

}  // namespace palmkey::vault
