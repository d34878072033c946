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

Officer officer_who_signed(const Context& context, const SignedIntent& intent) {
  const auto parsed = platform::value_or_throw(core::TextIntent::parse(intent.intent), "intent");
  require_fresh(context, parsed.time());
  const Operator known = context.vault.check_operator_intent(intent);
  if (!known.active || known.operator_id != parsed.field("operator") || known.role == OperatorRole::none)
    throw Failure("desk_role_refused", 403);
  return {known.operator_id, known.name, known.role};
}

DeskSession open_session(const Context& context, const SignedIntent& intent) {
  const auto parsed = core::TextIntent::parse(intent.intent);
  const bool here = parsed && parsed->type() == "desk" &&
                    parsed->field("origin") == context.configuration.base_url &&
                    parsed->field("place").empty() && parsed->field("code").empty();
  if (!here) throw Failure("intent_refused", 422, "intent");
  const Officer officer = officer_who_signed(context, intent);
  const std::int64_t now = context.clock.now();
  DeskSession session{random_token(context.random), now + session_lifetime, officer};
  context.database.transaction([&](platform::Transaction& transaction) {
    if (!store::take_challenge(transaction, std::string(parsed->field("session")), now))
      throw Failure("stale", 409, "intent");
    store::add_session(transaction,
                       {token_digest(session.token), officer, intent, session.expires_at, now, now});
  });
  return session;
}

void close_session(const Context& context, const std::string& token) {
  context.database.transaction(
      [&](platform::Transaction& transaction) { store::remove_session(transaction, token_digest(token)); });
}

namespace {

bool is_over(const KeptSession& session, std::int64_t now) {
  if (session.expires_at <= now) return true;
  return !session.officer.entrance.empty() && now - session.used_at >= phone_session_idle;
}

// Whether the vault still vouches for what opened the session.
bool still_counts(const Context& context, const KeptSession& session) {
  try {
    const Operator known = context.vault.check_operator_intent(session.opening);
    return known.active && known.operator_id == session.officer.id && known.role == session.officer.role;
  } catch (const Failure& failure) {
    if (failure.http_status() >= 500) throw;  // it could not be asked
    return false;
  }
}

// The session, if it holds now.
std::optional<KeptSession> holding(const Context& context, std::optional<KeptSession> session) {
  const std::int64_t now = context.clock.now();
  if (!session || is_over(*session, now)) return std::nullopt;
  if (now - session->checked_at < session_check_interval) return session;
  const bool counts = still_counts(context, *session);
  context.database.transaction([&](platform::Transaction& transaction) {
    if (counts)
      store::set_checked(transaction, session->token_digest, now);
    else
      store::remove_session(transaction, session->token_digest);
  });
  return counts ? session : std::nullopt;
}

}  // namespace

Officer officer_of(const Context& context, const std::string& token) {
  const auto session = holding(context, context.database.read([&](platform::Transaction& transaction) {
    return store::session(transaction, token_digest(token));
  }));
  if (!session) throw Failure("not_signed_in", 401);
  const std::int64_t now = context.clock.now();
  if (now - session->used_at >= session_use_step)
    context.database.transaction([&](platform::Transaction& transaction) {
      store::set_used(transaction, session->token_digest, now);
    });
  return session->officer;
}

std::optional<KeptSession> session_of_entrance(const Context& context, const std::string& entrance) {
  return holding(context, context.database.read([&](platform::Transaction& transaction) {
    return store::session_of_entrance(transaction, entrance);
  }));
}

void require_fresh(const Context& context, std::int64_t intent_time) {
  const std::int64_t apart = context.clock.now() - intent_time;
  if (apart > intent_freshness || apart < -intent_freshness) throw Failure("stale", 409, "intent");
}

}  // namespace palmkey::front::desk
