#include "core/encoding.hpp"
#include "core/splitkey/keygen.hpp"
#include "platform/failure.hpp"
#include "vault/cosign/session.hpp"

namespace palmkey::vault {
namespace {

using core::Error;
using core::splitkey::ProofRole;
using platform::value_or_throw;

core::Bytes bytes_of(const core::sm2::Point& point) {
  const auto encoded = point.encode();
  return {encoded.begin(), encoded.end()};
}

}  // namespace

Response answer_generate(const Session& session, const core::splitkey::GenerateRequest& request) {
  core::Random& random = session.parts.resources.random;
  if (const auto present =
          cosign_store::find_generated_for_update(session.t, session.device_key, request.operation_id)) {
    const bool repeated =
        present->last.id == request.operation_id && present->last.request == session.request;
    return repeated ? session.repeated(*present) : refusal(Error::stale);
  }
  const core::Digest context =
      core::splitkey::proof_context(request.operation_id, session.device_key, session.sealing_key);
  if (!core::splitkey::verify_knowledge(request.p1, request.p1_proof, ProofRole::device_share, context) ||
      !core::splitkey::verify_knowledge(request.a1, request.a1_proof, ProofRole::pin_key, context))
    return refusal(Error::bad_proof);

  const auto half = value_or_throw(core::splitkey::answer_generation(request.p1, context, random));
  core::splitkey::GenerateResult result;
  value_or_throw(random.fill(result.key_id));
  value_or_throw(random.fill(result.freshness));
  result.public_key = half.public_key;
  result.p2 = half.p2;
  result.p2_proof = half.p2_proof;
  result.unlock = core::Secret(core::splitkey::unlock_secret_size);
  value_or_throw(random.fill(result.unlock.mutable_view()));
  const core::Bytes public_key = bytes_of(half.public_key);
  if (!request.activation.empty()) {
    result.holder = session.parts.operators.redeem(
        session.t, {request.activation, session.device_key, result.key_id, public_key});
  }

  cosign_store::KeyRow row;
  row.id = result.key_id;
  row.device_key = session.device_key;
  row.public_key = public_key;
  row.a1 = bytes_of(request.a1);
  row.d2 = session.wrap(half.d2.encode().view(), "d2", row.id);
  row.unlock = session.wrap(result.unlock.view(), "unlock", row.id);
  row.freshness = result.freshness;
  row.holder = result.holder;
  Response response = session.accepted(row, core::splitkey::encode_message(result));
  row.last = {request.operation_id, session.request, core::splitkey::Operation::generate, true,
              session.wrap(core::splitkey::encode_response(response).view(), "answer", row.id)};
  cosign_store::insert(session.t, row, session.now);
  session.note("key.generated", row);
  return response;
}

}  // namespace palmkey::vault
