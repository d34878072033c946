#include "front/officer_phone/signature_requests.hpp"

#include <algorithm>

#include "core/text_intent.hpp"
#include "front/desk/sessions.hpp"
#include "front/officer_phone/entrances.hpp"
#include "front/officer_phone/store.hpp"
#include "front/tokens.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::officer_phone {

namespace {

using core::TextIntent;
using platform::Failure;
using platform::Transaction;

const std::string& entrance_of(const desk::Officer& officer) {
  if (officer.entrance.empty()) throw Failure("phone_session_needed", 409);
  return officer.entrance;
}

bool is_answer_to(const std::string& asked, const std::string& answered) {
  if (asked == answered) return true;
  const auto question = TextIntent::parse(asked);
  const auto answer = TextIntent::parse(answered);
  if (!question || !answer || question->type() != "appoint" || answer->type() != "appoint") return false;
  return std::ranges::equal(question->fields(), answer->fields(), [](const auto& one, const auto& other) {
    const bool is_made_by_phone = one.first == "activation" && one.second.empty();
    return one.first == other.first && (is_made_by_phone || one.second == other.second);
  });
}

// The request, if something is left to do; nothing if it has this answer already.
std::optional<SignatureRequest> open_request(Transaction& transaction, const Context& context,
                                             const std::string& entrance, const std::string& id,
                                             const SignedIntent* answer) {
  auto request = store::request(transaction, context.personal, entrance, id);
  if (!request) throw Failure("signature_request_unknown", 404);
  if (request->state == RequestState::answered) {
    const bool is_same = answer != nullptr && request->answer->intent == answer->intent &&
                         request->answer->signature_der == answer->signature_der;
    if (is_same) return std::nullopt;
    throw Failure("signature_request_ended", 409);
  }
  if (request->state == RequestState::refused) {
    if (answer == nullptr) return std::nullopt;
    throw Failure("signature_request_ended", 409);
  }
  if (context.clock.now() >= request->expires_at) throw Failure("signature_request_expired", 410);
  return request;
}

}  // namespace

SignatureRequest ask(const Context& context, const desk::Officer& officer, const std::string& intent) {
  const auto parsed = TextIntent::parse(intent);
  if (!parsed || parsed->type() == "desk" || parsed->field("operator") != officer.id)
    throw Failure("intent_refused", 422, "intent");
  desk::require_fresh(context, parsed->time());
  const std::int64_t now = context.clock.now();
  SignatureRequest request{random_identifier(context.random),
                           entrance_of(officer),
                           intent,
                           RequestState::waiting,
                           std::nullopt,
                           now,
                           std::min(now, parsed->time()) + request_lifetime};
  context.database.transaction([&](Transaction& transaction) {
    if (store::count_waiting(transaction, request.entrance, now) >= most_waiting)
      throw Failure("too_many_signature_requests", 429);
    store::add_request(transaction, context.personal, request);
  });
  return request;
}

Asked asked(const Context& context, const desk::Officer& officer) {
  const std::string& id = entrance_of(officer);
  return context.database.transaction([&](Transaction& transaction) {
    const auto entrance = store::entrance(transaction, context.personal, id);
    return Asked{store::requests(transaction, context.personal, id), entrance ? entrance->phone_seen_at : 0};
  });
}

void withdraw(const Context& context, const desk::Officer& officer, const std::string& id) {
  const std::string& entrance = entrance_of(officer);
  context.database.transaction([&](Transaction& transaction) {
    if (id.empty())
      store::remove_requests(transaction, entrance);
    else
      store::remove_request(transaction, entrance, id);
  });
}

Waiting waiting(const Context& context, const std::string& entrance, const std::string& claim_token) {
  const auto session = session_of_phone(context, entrance, claim_token);
  auto requests = context.database.read(
      [&](Transaction& transaction) { return store::requests(transaction, context.personal, entrance); });
  std::erase_if(requests, [&](const SignatureRequest& request) {
    return request.state != RequestState::waiting || request.expires_at <= context.clock.now();
  });
  return {session.officer, session.expires_at, std::move(requests)};
}

void sign(const Context& context, const std::string& entrance, const std::string& claim_token,
          const std::string& id, const SignedIntent& answer) {
  const auto session = session_of_phone(context, entrance, claim_token);
  const auto open = [&](Transaction& transaction) {
    return open_request(transaction, context, entrance, id, &answer);
  };
  const auto request = context.database.transaction(open);
  if (!request) return;
  if (!is_answer_to(request->intent, answer.intent)) throw Failure("intent_mismatch", 409, "intent");
  const Operator known = context.vault.check_operator_intent(answer);
  if (!known.active || known.operator_id != session.officer.id || known.role != session.officer.role)
    throw Failure("desk_role_refused", 403);
  context.database.transaction([&](Transaction& transaction) {
    if (open(transaction)) store::set_signed(transaction, context.personal, id, answer);
  });
}

void refuse(const Context& context, const std::string& entrance, const std::string& claim_token,
            const std::string& id) {
  session_of_phone(context, entrance, claim_token);
  context.database.transaction([&](Transaction& transaction) {
    if (open_request(transaction, context, entrance, id, nullptr)) store::set_refused(transaction, id);
  });
}

}  // namespace palmkey::front::officer_phone
