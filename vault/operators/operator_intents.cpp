#include "vault/operators/operator_intents.hpp"

#include <algorithm>

#include "core/sm2/signature.hpp"
#include "platform/failure.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

core::sm2::Signature verified_signature(const Operator& signer, const SignedIntent& signed_intent,
                                        std::string_view field) {
  const std::string where(field);
  const auto key = platform::value_or_throw(core::sm2::Point::decode(signer.public_key), where);
  const auto signature = platform::value_or_throw(core::sm2::decode_der(signed_intent.signature), where);
  platform::value_or_throw(core::sm2::verify(key, core::as_bytes(signed_intent.text), signature), where);
  return signature;
}

}  // namespace

CheckedIntent OperatorIntents::check(platform::Transaction& t, const SignedIntent& signed_intent,
                                     std::initializer_list<std::string_view> types,
                                     std::string_view field) const {
  const std::string where(field);
  auto intent = platform::value_or_throw(core::TextIntent::parse(signed_intent.text), where);
  if (std::find(types.begin(), types.end(), intent.type()) == types.end()) {
    throw Failure("intent_refused", 422, where);
  }

  const auto signer = operators_.find(t, intent.field("operator"));
  if (!signer || !signer->active) throw Failure("operator_not_allowed", 403, where);
  const auto names = core::text_intent_fields(intent.type());
  const bool has_step = std::find(names.begin(), names.end(), "step") != names.end();
  if (has_step && intent.field("step") != name_of(signer->role))
    throw Failure("operator_not_allowed", 403, where);

  const auto signature = verified_signature(*signer, signed_intent, field);
  const auto at = keys_.cosigned_at(t, signer->key_id, core::as_bytes(signed_intent.text), signature.r);
  if (!at) throw Failure("not_cosigned", 403, where);
  return {std::move(intent), *signer, *at};
}

OperatorIntents::Pair OperatorIntents::check_pair(platform::Transaction& t, const SignedIntent& acceptance,
                                                  const SignedIntent& review, std::string_view type,
                                                  std::int64_t now, std::int64_t max_age) const {
  Pair pair{check(t, acceptance, {type}, "acceptance"), check(t, review, {type}, "review")};
  if (pair.acceptance.intent.field("step") != "acceptance")
    throw Failure("approval_step_wrong", 403, "acceptance");
  if (pair.review.intent.field("step") != "review") throw Failure("approval_step_wrong", 403, "review");
  if (pair.acceptance.signer.id == pair.review.signer.id) throw Failure("approvals_by_one_operator", 403);
  if (agreed_content(pair.acceptance.intent) != agreed_content(pair.review.intent)) {
    throw Failure("approvals_differ", 403);
  }
  if (now - pair.acceptance.signed_at > max_age) throw Failure("approval_stale", 403, "acceptance");
  if (now - pair.review.signed_at > max_age) throw Failure("approval_stale", 403, "review");
  return pair;
}

std::string agreed_content(const core::TextIntent& intent) {
  std::string content = "type: " + intent.type() + "\n";
  for (const auto& [name, value] : intent.fields()) {
    if (name != "operator" && name != "step" && name != "time")
      content.append(name).append(": ").append(value).append("\n");
  }
  return content;
}

}  // namespace palmkey::vault
