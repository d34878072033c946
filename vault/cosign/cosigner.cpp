#include "vault/cosign/cosigner.hpp"

#include <algorithm>

#include "core/channel.hpp"
#include "pki/p256.hpp"
#include "platform/failure.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/cosign/session.hpp"

namespace palmkey::vault {
namespace {

using core::Error;
using core::splitkey::Operation;
using platform::value_or_throw;

const core::sm2::PrivateKey& find_sealing_key(const CoSignerParts& parts, const core::SealingKeyId& id) {
  const std::int64_t now = parts.resources.clock.now();
  for (const VaultSealingKey& key : parts.sealing_keys) {
    if (core::sealing_key_id(key.published.key) != id) continue;
    if (now < key.published.not_before || now > key.published.not_after) break;
    return key.key;
  }
  throw platform::Failure(Error::stale);
}

template <class Request>
Response answer_with(const Session& session, core::ByteView body,
                     Response (*answer)(const Session&, const Request&)) {
  const auto request = core::splitkey::decode_message<Request>(body);
  if (!request) return refusal(request.error());
  return answer(session, *request);
}

std::optional<cosign_store::KeyRow> locked(platform::Transaction& t, core::ByteView key_id) {
  cosign_store::Identifier id{};
  if (key_id.size() != id.size()) return std::nullopt;
  std::copy(key_id.begin(), key_id.end(), id.begin());
  return cosign_store::find_for_update(t, id);
}

Response answer(const Session& session, const core::splitkey::ReceivedRequest& request) {
  switch (request.operation) {
    case Operation::generate:
      return answer_with(session, request.body, answer_generate);
    case Operation::sign:
      return answer_with(session, request.body, answer_sign);
    case Operation::change_pin:
      return answer_with(session, request.body, answer_change_pin);
    case Operation::install:
      return answer_with(session, request.body, answer_install);
    case Operation::decrypt:
      return answer_with(session, request.body, answer_decrypt);
    case Operation::resynchronise:
      return answer_with(session, request.body, answer_resynchronise);
    case Operation::fetch_change:
      return answer_with(session, request.body, answer_fetch_change);
    case Operation::status:
      return answer_with(session, request.body, answer_status);
    case Operation::history:
      return answer_with(session, request.body, answer_history);
    case Operation::freeze:
      return answer_with(session, request.body, answer_freeze);
    case Operation::unfreeze:
      return answer_with(session, request.body, answer_unfreeze);
    case Operation::unlock:
      return answer_with(session, request.body, answer_unlock);
    case Operation::offer_transfer:
      return answer_with(session, request.body, answer_offer_transfer);
    case Operation::transfer:
      return answer_with(session, request.body, answer_transfer);
    case Operation::receive_transfer:
      return answer_with(session, request.body, answer_receive_transfer);
  }
  return refusal(Error::unsupported);
}

}  // namespace

core::Bytes CoSigner::exchange(core::ByteView sealed_request) const {
  const auto sealed = value_or_throw(core::SealedRequest::parse(sealed_request));
  // Before anything else: nobody without the phone can use up PIN tries.
  value_or_throw(pki::verify_p256(sealed.device_key(), sealed.signed_bytes(), sealed.signature()));
  const core::sm2::PrivateKey& key = find_sealing_key(parts_, sealed.sealing_key());
  const auto opened = value_or_throw(sealed.open(key));

  const auto answered = [&]() -> Response {
    const auto request = core::splitkey::read_request(opened.request().view());
    if (!request) return refusal(request.error());
    try {
      return parts_.resources.database.transaction([&](platform::Transaction& t) {
        const Session session{.parts = parts_,
                              .t = t,
                              .device_key = sealed.device_key(),
                              .sealing_key = key.public_key(),
                              .request = core::sm3(opened.request().view()),
                              .now = parts_.resources.clock.now()};
        return answer(session, *request);
      });
    } catch (const platform::Failure& failure) {
      // The one refusal of another business, which has undone the whole transaction.
      if (failure.code() != core::code(Error::activation_refused)) throw;
      return refusal(Error::activation_refused);
    }
  };
  const core::Secret response = core::splitkey::encode_response(answered());
  return value_or_throw(opened.seal_response(response.view(), parts_.resources.random));
}

std::optional<SplitKey> CoSignerDirectory::find(platform::Transaction& t, core::ByteView key_id) const {
  return cosign_store::find_split_key(t, key_id);
}

std::optional<SplitKey> CoSignerDirectory::find_by_public_key(platform::Transaction& t,
                                                              core::ByteView public_key65) const {
  return cosign_store::find_split_key_by_public_key(t, public_key65);
}

std::vector<SplitKey> CoSignerDirectory::list_stopped(platform::Transaction& t) const {
  return cosign_store::list_stopped(t);
}

bool CoSignerDirectory::apply(platform::Transaction& t, core::ByteView key_id, KeyEvent event,
                              std::int64_t at) const {
  auto row = locked(t, key_id);
  if (!row || !row->apply(event, at)) return false;
  cosign_store::update(t, *row);
  return true;
}

void CoSignerDirectory::lock_row(platform::Transaction& t, core::ByteView key_id) const {
  locked(t, key_id);
}

std::optional<std::int64_t> CoSignerDirectory::cosigned_at(platform::Transaction& t, core::ByteView key_id,
                                                           core::ByteView intent,
                                                           const core::ByteArray<32>& r) const {
  return cosign_store::cosigned_at(t, key_id, core::sm3(intent), r);
}

bool CoSignerDirectory::has_signed_since(platform::Transaction& t, core::ByteView key_id,
                                         std::int64_t at) const {
  return cosign_store::has_signed_since(t, key_id, at);
}

}  // namespace palmkey::vault
