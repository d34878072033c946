// One opened request of a device, inside the transaction that answers it. Internal to vault/cosign.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "core/splitkey/handover_messages.hpp"
#include "vault/cosign/cosign_store.hpp"
#include "vault/cosign/cosigner.hpp"

namespace palmkey::vault {

using core::splitkey::Response;

struct Session {
  const CoSignerParts& parts;
  platform::Transaction& t;
  core::splitkey::DeviceKey device_key{};  // D, which has signed the request
  core::sm2::Point sealing_key;            // C, to which it was sealed
  core::Digest request{};                  // SM3 of the Request's DER
  std::int64_t now = 0;                    // Unix seconds

  std::int64_t tries_left(const cosign_store::KeyRow& row) const;
  std::int64_t wait_left(const cosign_store::KeyRow& row) const;

  Response accepted(const cosign_store::KeyRow& row, core::Secret body) const;
  Response refused(const cosign_store::KeyRow& row, core::Error error) const;

  // Secrets of a key at rest. `column` names what it is.
  std::string wrap(core::ByteView secret, std::string_view column,
                   const cosign_store::Identifier& key_id) const;
  core::Secret unwrap(std::string_view wrapped, std::string_view column,
                      const cosign_store::Identifier& key_id) const;
  core::sm2::Scalar d2(const cosign_store::KeyRow& row) const;

  // New shares of the signing key and a new U, put into the row.
  struct Refreshed {
    core::sm2::Scalar t;
    core::sm2::Point p2 = core::sm2::Point::base();
    core::Secret unlock;
  };
  Refreshed refresh_shares(cosign_store::KeyRow& row) const;

  // Remembers the answer to an operation and stores the row.
  void record(cosign_store::KeyRow& row, const cosign_store::Identifier& operation_id,
              core::splitkey::Operation operation, bool applied, const Response& response) const;
  // The answer that was remembered.
  Response repeated(const cosign_store::KeyRow& row) const;

  core::splitkey::StatusResult status(const cosign_store::KeyRow& row) const;
  // The key, if it is this device's; locks its row.
  std::optional<cosign_store::KeyRow> own_key(const cosign_store::Identifier& key_id) const;

  void note(std::string_view kind, const cosign_store::KeyRow& row) const;
};

Response refusal(core::Error error);

// An operation's own part, once the device has proved its PIN and its freshness: the result, with the row's
// new freshness in it, or why not. What it changes in the row counts only with a result, and so it may touch
// the database only after the last reason to refuse.
using Act = std::function<std::variant<core::Secret, core::Error>(cosign_store::KeyRow&)>;

// What a request that proves a PIN says of itself.
struct Proved {
  cosign_store::Identifier key_id{};
  cosign_store::Identifier operation_id{};
  core::splitkey::Operation operation{};
  const core::splitkey::Proof& pin_proof;
  core::Digest pin_proof_digest{};
  const core::splitkey::Freshness* freshness = nullptr;  // null: not asked for, and not moved
};
template <class Request>
Proved proved(const Request& request) {
  return {.key_id = request.key_id,
          .operation_id = request.operation_id,
          .operation = Request::operation,
          .pin_proof = request.pin_proof,
          .pin_proof_digest = core::splitkey::pin_proof_digest(request)};
}
template <class Request>
Proved proved_and_fresh(const Request& request) {
  Proved result = proved(request);
  result.freshness = &request.freshness;
  return result;
}

// As authorise, for what no PIN authorises: `decide` gives the answer for a request that is neither repeated
// nor used, and says in `applied` whether the operation was done.
using Decide = std::function<Response(cosign_store::KeyRow&, bool& applied)>;
struct Named {
  cosign_store::Identifier key_id{};
  cosign_store::Identifier operation_id{};
  core::splitkey::Operation operation{};
};
Response settle(const Session& session, const Named& named, const Decide& decide);

// Holds the key's row and decides in this order: known key of this device; repetition; used operation; state;
// wait; PIN; freshness; then the operation itself. Everything but the first and the third is remembered.
Response authorise(const Session& session, const Proved& proved, const Act& act);

Response answer_generate(const Session& session, const core::splitkey::GenerateRequest& request);
Response answer_sign(const Session& session, const core::splitkey::SignRequest& request);
Response answer_change_pin(const Session& session, const core::splitkey::ChangePinRequest& request);
Response answer_install(const Session& session, const core::splitkey::InstallRequest& request);
Response answer_decrypt(const Session& session, const core::splitkey::DecryptRequest& request);
Response answer_resynchronise(const Session& session, const core::splitkey::ResynchroniseRequest& request);
Response answer_fetch_change(const Session& session, const core::splitkey::FetchChangeRequest& request);
Response answer_unlock(const Session& session, const core::splitkey::UnlockRequest& request);
Response answer_offer_transfer(const Session& session, const core::splitkey::OfferTransferRequest& request);
Response answer_transfer(const Session& session, const core::splitkey::TransferRequest& request);
Response answer_receive_transfer(const Session& session,
                                 const core::splitkey::ReceiveTransferRequest& request);
Response answer_status(const Session& session, const core::splitkey::StatusRequest& request);
Response answer_history(const Session& session, const core::splitkey::HistoryRequest& request);
Response answer_freeze(const Session& session, const core::splitkey::FreezeRequest& request);
Response answer_unfreeze(const Session& session, const core::splitkey::UnfreezeRequest& request);

}  // namespace palmkey::vault
