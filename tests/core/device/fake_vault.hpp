// A vault in a few lines for the tests of the device: honest arithmetic in memory, no policy, and places
// where a test makes it lie. The real one is tested in tests/vault.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "core/channel.hpp"
#include "core/splitkey/encryption_share.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/messages.hpp"
#include "core/splitkey/refresh.hpp"
#include "core/splitkey/signing.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core::testing {

using namespace splitkey;

class FakeVault {
 public:
  explicit FakeVault(std::uint64_t seed) : random_(seed) {}

  const sm2::Point& sealing_key() const { return sealing_.public_key(); }

  // Lies, each called on the honest result before it is encoded.
  std::function<void(GenerateResult&)> lie_generate;
  std::function<void(SignResult&)> lie_sign;
  std::function<void(ChangePinResult&)> lie_change;
  std::function<void(DecryptResult&)> lie_decrypt;
  std::function<void(Response&)> lie_response;
  InstallResult* install = nullptr;  // what installation answers

  struct Entry {
    sm2::Point public_key = sm2::Point::base();
    sm2::Point a1 = sm2::Point::base();
    sm2::Scalar d2;
    Freshness freshness{};
    std::optional<Identifier> last;
    splitkey::Operation last_operation{};
    bool last_applied = false;
    Secret last_change;
    std::uint64_t tries = 5;
    bool frozen = false;
    std::string state() const { return frozen ? "frozen" : "active"; }
  };
  std::map<Identifier, Entry> keys;
  std::map<Identifier, sm2::Scalar> u2;

  Result<Bytes> exchange(ByteView sealed) {
    PALMKEY_TRY(request, SealedRequest::parse(sealed));
    device_key_ = request.device_key();
    PALMKEY_TRY(opened, request.open(sealing_));
    PALMKEY_TRY(received, read_request(opened.request().view()));
    PALMKEY_TRY(response, answer(received));
    if (lie_response) lie_response(response);
    return opened.seal_response(encode_response(response).view(), random_);
  }

 private:
  template <class Message>
  static Response ok(const Message& message) {
    Response response;
    response.code = "ok";
    response.tries_left = 5;
    response.body = encode_message(message);
    return response;
  }
  static Response no(Error error, std::uint64_t tries = 0) {
    Response response;
    response.code = code(error);
    response.tries_left = tries;
    return response;
  }

  Result<Response> answer(const ReceivedRequest& request) {
    switch (request.operation) {
      case splitkey::Operation::generate:
        return generate(*decode_message<GenerateRequest>(request.body));
      case splitkey::Operation::sign:
        return sign(*decode_message<SignRequest>(request.body));
      case splitkey::Operation::change_pin:
        return change(*decode_message<ChangePinRequest>(request.body));
      case splitkey::Operation::install:
        return proved(*decode_message<InstallRequest>(request.body), [&](const auto&, Entry& entry) {
          install->freshness = entry.freshness;
          return ok(*install);
        });
      case splitkey::Operation::decrypt:
        return proved(*decode_message<DecryptRequest>(request.body), [&](const auto& r, Entry& entry) {
          DecryptResult result{*partial_decryption(u2.at(r.encryption_key_id), r.c1), entry.freshness};
          if (lie_decrypt) lie_decrypt(result);
          return ok(result);
        });
      case splitkey::Operation::resynchronise:
        return resynchronise(*decode_message<ResynchroniseRequest>(request.body));
      case splitkey::Operation::fetch_change:
        return fetch(*decode_message<FetchChangeRequest>(request.body));
      case splitkey::Operation::status:
        return ok(
            StatusResult{keys.at(decode_message<StatusRequest>(request.body)->key_id).state(), 5, 0, 7});
      case splitkey::Operation::history:
        return ok(HistoryResult{});
      case splitkey::Operation::freeze: {
        Entry& entry = keys.at(decode_message<FreezeRequest>(request.body)->key_id);
        entry.frozen = true;
        return ok(StatusResult{entry.state(), 5, 0, 7});
      }
      case splitkey::Operation::unfreeze:
        return proved(*decode_message<UnfreezeRequest>(request.body), [&](const auto&, Entry& entry) {
          entry.frozen = false;
          return ok(UnfreezeResult{entry.freshness});
        });
      // Tested against the real vault only, tests/vault/device_handover_test.cpp.
      case splitkey::Operation::unlock:
      case splitkey::Operation::offer_transfer:
      case splitkey::Operation::transfer:
      case splitkey::Operation::receive_transfer:
        break;
    }
    return Error::unsupported;
  }

  Response generate(const GenerateRequest& r) {
    const Digest context = proof_context(r.operation_id, device_key_, sealing_key());
    if (!verify_knowledge(r.p1, r.p1_proof, ProofRole::device_share, context) ||
        !verify_knowledge(r.a1, r.a1_proof, ProofRole::pin_key, context))
      return no(Error::bad_proof);
    auto half = *answer_generation(r.p1, context, random_);
    GenerateResult result;
    (void)random_.fill(result.key_id);
    (void)random_.fill(result.freshness);
    result.public_key = half.public_key;
    result.p2 = half.p2;
    result.p2_proof = half.p2_proof;
    result.unlock = Secret(random_.bytes(32));
    Entry entry;
    entry.public_key = half.public_key;
    entry.a1 = r.a1;
    entry.d2 = std::move(half.d2);
    entry.freshness = result.freshness;
    keys.emplace(result.key_id, std::move(entry));
    if (lie_generate) lie_generate(result);
    return ok(result);
  }

  template <class Request, class Act>
  Response proved(const Request& r, const Act& act) {
    Entry& entry = keys.at(r.key_id);
    entry.last = r.operation_id;
    entry.last_operation = Request::operation;
    entry.last_applied = false;
    if (entry.frozen && Request::operation != splitkey::Operation::unfreeze) return no(Error::key_frozen);
    if (!verify_pin(entry.a1, r.pin_proof, pin_proof_digest(r))) return no(Error::wrong_pin, --entry.tries);
    if (r.freshness != entry.freshness) return no(Error::key_suspended);
    (void)random_.fill(entry.freshness);
    entry.last_applied = true;
    return act(r, entry);
  }

  Response sign(const SignRequest& request) {
    return proved(request, [&](const SignRequest& r, Entry& entry) {
      auto half = *cosign(entry.d2, r.q1, sm2::message_digest(entry.public_key, r.intent),
                          pin_proof_digest(r), random_);
      SignResult result{std::move(half.r), std::move(half.s1), entry.freshness};
      if (lie_sign) lie_sign(result);
      return ok(result);
    });
  }

  Response change(const ChangePinRequest& request) {
    return proved(request, [&](const ChangePinRequest& r, Entry& entry) {
      auto refresh = *refresh_signing_share(entry.d2, random_);
      ChangePinResult result;
      result.t = std::move(refresh.t);
      result.p2 = refresh.p2;
      result.unlock = Secret(random_.bytes(32));
      result.freshness = entry.freshness;
      entry.d2 = std::move(refresh.d2);
      entry.a1 = r.a1;
      for (auto& [id, share] : u2) {
        auto part = *refresh_encryption_share(share, random_);
        share = std::move(part.u2);
        result.deltas.push_back({id, std::move(part.delta)});
      }
      if (lie_change) lie_change(result);
      entry.last_change = encode_message(result);
      return ok(result);
    });
  }

  Response resynchronise(const ResynchroniseRequest& r) {
    const Entry& entry = keys.at(r.key_id);
    if (entry.last != r.operation_id) return no(Error::not_found);
    return ok(ResynchroniseResult{entry.freshness, entry.last_operation, entry.last_applied});
  }

  Response fetch(const FetchChangeRequest& r) {
    Entry& entry = keys.at(r.key_id);
    if (!verify_pin(entry.a1, r.pin_proof, pin_proof_digest(r))) return no(Error::wrong_pin, --entry.tries);
    return ok(*decode_message<ChangePinResult>(entry.last_change.view()));
  }

  TestRandom random_;
  sm2::PrivateKey sealing_ = *sm2::PrivateKey::generate(random_);
  DeviceKey device_key_{};
};

}  // namespace palmkey::core::testing
