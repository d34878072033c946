#include "front/desk/sessions.hpp"

#include "core/text_intent.hpp"
#include "front/desk/store.hpp"
#include "front/tokens.hpp"

namespace palmkey::front::desk {

using platform::Failure;

Challenge make_challenge(const Context& context) {
  Challenge challenge{random_identifier(context.random), context.configuration.base_url, context.clock.now()};
  context.database.transaction([&](platform::Transaction& transaction) {
    store::add_challenge(transaction, challenge.session, challenge.time);
  });
  return challenge;
}

DeskSession open_session(const Context& context, const SignedIntent& intent) {
  const auto parsed = core::TextIntent::parse(intent.intent);
  if (!parsed || parsed->type() != "desk" || parsed->field("origin") != context.configuration.base_url)
    throw Failure("intent_refused", 422, "intent");
  require_fresh(context, parsed->time());
  const Operator known = context.vault.check_operator_intent(intent);
  if (!known.active || known.operator_id != parsed->field("operator") || known.role == OperatorRole::none)
    throw Failure("desk_role_refused", 403);
  const std::int64_t now = context.clock.now();
  DeskSession session{
      random_token(context.random), now + session_lifetime, {known.operator_id, known.name, known.role}};
  context.database.transaction([&](platform::Transaction& transaction) {
    if (!store::take_challenge(transaction, std::string(parsed->field("session")), now))
      throw Failure("stale", 409, "intent");
    store::add_session(transaction, token_digest(session.token), session, now);
  });
  return session;
}

void close_session(const Context& context, const std::string& token) {
  context.database.transaction(
      [&](platform::Transaction& transaction) { store::remove_session(transaction, token_digest(token)); });
}

Officer officer_of(const Context& context, const std::string& token) {
  const auto officer = context.database.read([&](platform::Transaction& transaction) {
    return store::officer_of_session(transaction, token_digest(token), context.clock.now());
  });
  if (!officer) throw Failure("not_signed_in", 401);
  return *officer;
}

void require_fresh(const Context& context, std::int64_t intent_time) {
  const std::int64_t apart = context.clock.now() - intent_time;
  if (apart > intent_freshness || apart < -intent_freshness) throw Failure("stale", 409, "intent");
}

}  // namespace palmkey::front::desk
