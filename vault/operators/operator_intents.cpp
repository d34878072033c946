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

bool may_sign(Role role, const core::TextIntent& intent) {
  if (intent.type() == "desk") return true;
  // The hotline is either officer's.
  if (intent.type() == "hold" || intent.type() == "release")
    return role == Role::acceptance || role == Role::review;
  const auto names = core::text_intent_fields(intent.type());
  if (std::find(names.begin(), names.end(), "step") != names.end())
    return intent.field("step") == name_of(role);
  return role == Role::administrator;
}

bool is_empty(const SignedIntent& signed_intent) {
  return signed_intent.text.empty() && signed_intent.signature.empty();
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
  if (!may_sign(signer->role, intent)) throw Failure("operator_not_allowed", 403, where);

  const auto key = keys_.find(t, signer->key_id);
  const bool is_stopped = !key || key->stopped_at || key->condition.state == KeyState::suspended;
  if (is_stopped) throw Failure("key_not_active", 403, where);

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

OperatorIntents::Change OperatorIntents::check_change(platform::Transaction& t, const SignedChange& change,
                                                      std::initializer_list<std::string_view> types,
                                                      std::int64_t now,
                                                      const Administration& administration) const {
  const auto check_one = [&](const SignedIntent& signed_intent, std::string_view field) {
    auto checked = check(t, signed_intent, types, field);
    if (now - checked.signed_at > administration.max_age)
      throw Failure("approval_stale", 403, std::string(field));
    return checked;
  };
  auto first = check_one(change.first, "first");
  const auto content = agreed_content(first.intent);
  std::vector<std::string> signers{first.signer.id};
  if (!is_empty(change.second)) {
    const auto second = check_one(change.second, "second");
    if (second.signer.id == first.signer.id) throw Failure("signed_by_one_administrator", 403, "second");
    if (agreed_content(second.intent) != content) throw Failure("changes_differ", 403, "second");
    signers.push_back(second.signer.id);
  } else if (administration.administrators_needed > 1) {
    throw Failure("second_administrator_needed", 403, "second");
  }
  return {std::move(first.intent), std::move(signers), core::sm3(core::as_bytes(content))};
}

std::string OperatorIntents::Change::by() const {
  std::string all;
  for (const auto& signer : signers) all += (all.empty() ? "" : " ") + signer;
  return all;
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
