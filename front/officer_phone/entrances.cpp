#include "front/officer_phone/entrances.hpp"

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "front/desk/sessions.hpp"
#include "front/desk/store.hpp"
#include "front/officer_phone/store.hpp"
#include "front/tokens.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::officer_phone {

namespace {

using platform::Failure;
using platform::Transaction;

bool is_token(const std::string& token, const std::string& digest) {
  return !digest.empty() &&
         core::equal_constant_time(core::as_bytes(token_digest(token)), core::as_bytes(digest));
}

Entrance entrance_of_phone(Transaction& transaction, const Context& context, const std::string& id,
                           const std::string& claim_token) {
  const auto found = store::entrance(transaction, context.personal, id);
  if (!found || !is_token(claim_token, found->claim_digest)) throw Failure("sign_in_unknown", 404);
  return *found;
}

// A session whose console has not fetched its token yet is kept under a digest that no token has.
std::string no_token(const std::string& entrance) {
  return "entrance " + entrance;
}

// The console's token for the session that was confirmed.
desk::DeskSession opened(Transaction& transaction, const Context& context, const desk::KeptSession& kept) {
  const std::string token = random_token(context.random);
  desk::store::set_token(transaction, kept.officer.entrance, token_digest(token));
  return {token, kept.expires_at, kept.officer};
}

void require_own_intent(const Context& context, const Entrance& entrance, const SignedIntent& intent) {
  const auto parsed = core::TextIntent::parse(intent.intent);
  const bool is_this = parsed && parsed->type() == "desk" &&
                       parsed->field("origin") == context.configuration.base_url &&
                       parsed->field("session") == entrance.id && parsed->field("place") == entrance.place &&
                       parsed->field("code") == entrance.code;
  if (!is_this) throw Failure("intent_mismatch", 409, "intent");
}

}  // namespace

Begun begin(const Context& context, const std::string& place) {
  const std::string token = random_token(context.random);
  Entrance entrance;
  entrance.id = random_identifier(context.random);
  entrance.browser_digest = token_digest(token);
  entrance.link_secret = random_token(context.random);
  entrance.place = place;
  entrance.code = random_digits(context.random, 2);
  entrance.created_ms = context.clock.now_ms();
  entrance.expires_ms = entrance.created_ms + entrance_lifetime_ms;
  context.database.transaction(
      [&](Transaction& transaction) { store::add_entrance(transaction, context.personal, entrance); });
  return {entrance.id, token, entrance.code, entrance.expires_ms / 1000};
}

View look(const Context& context, const std::string& id, const std::string& token) {
  const std::int64_t now = context.clock.now_ms();
  return context.database.transaction([&](Transaction& transaction) {
    const auto entrance = store::entrance(transaction, context.personal, id);
    if (!entrance || !is_token(token, entrance->browser_digest)) throw Failure("sign_in_unknown", 404);
    View view;
    view.code = entrance->code;
    const bool confirmed = entrance->status == EntranceStatus::confirmed;
    if (entrance->status == EntranceStatus::ended) {
      view.status = "rejected";
    } else if (now >= entrance->expires_ms + (confirmed ? opening_grace_ms : 0)) {
      view.status = "expired";
    } else if (confirmed) {
      const auto kept = desk::store::session_of_entrance(transaction, id);
      view.status = kept ? "opened" : "rejected";
      if (kept) view.session = opened(transaction, context, *kept);
    } else {
      view.seconds_left = (entrance->expires_ms - now + 999) / 1000;
      const bool fresh = entrance->status == EntranceStatus::fresh;
      view.status = fresh ? "fresh" : "scanned";
      if (fresh)
        view.link = make_link(context.configuration.base_url, "/o", entrance->link_source(),
                              (now - entrance->created_ms) / 1000);
    }
    return view;
  });
}

Claim claim(const Context& context, const RotatingLink& link) {
  const std::int64_t now = context.clock.now_ms();
  const std::string token = random_token(context.random);
  return context.database.transaction([&](Transaction& transaction) {
    const auto entrance = store::entrance(transaction, context.personal, link.session_id);
    if (!entrance) throw Failure("sign_in_unknown", 404);
    check_link(link, entrance->link_source(), now);
    if (entrance->status != EntranceStatus::fresh) throw Failure("already_scanned", 409);
    store::set_scanned(transaction, entrance->id, token_digest(token));
    return Claim{entrance->id,    token,          context.configuration.base_url,
                 entrance->place, entrance->code, entrance->expires_ms / 1000};
  });
}

Confirmed confirm(const Context& context, const std::string& id, const std::string& claim_token,
                  const SignedIntent& intent) {
  const auto open_entrance = [&](Transaction& transaction) {
    Entrance entrance = entrance_of_phone(transaction, context, id, claim_token);
    if (entrance.status == EntranceStatus::ended) throw Failure("sign_in_ended", 409);
    require_own_intent(context, entrance, intent);
    if (entrance.status == EntranceStatus::scanned && context.clock.now_ms() >= entrance.expires_ms)
      throw Failure("sign_in_expired", 410);
    return entrance;
  };
  const Entrance entrance = context.database.transaction(open_entrance);
  if (entrance.status == EntranceStatus::confirmed) {  // a repeated confirmation
    const auto kept = session_of_phone(context, id, claim_token);
    return {kept.officer, kept.expires_at};
  }
  desk::Officer officer = desk::officer_who_signed(context, intent);
  officer.entrance = id;
  return context.database.transaction([&](Transaction& transaction) {
    // Meanwhile the console or the phone may have given up.
    if (open_entrance(transaction).status != EntranceStatus::scanned) throw Failure("sign_in_ended", 409);
    const std::int64_t now = context.clock.now();
    const std::int64_t until = now + desk::phone_session_lifetime;
    desk::store::remove_phone_sessions(transaction, officer.id);
    desk::store::add_session(transaction, {no_token(id), officer, intent, until, now, now});
    store::set_status(transaction, id, EntranceStatus::confirmed);
    return Confirmed{officer, until};
  });
}

void end(const Context& context, const std::string& id, const std::string& token) {
  context.database.transaction([&](Transaction& transaction) {
    const auto entrance = store::entrance(transaction, context.personal, id);
    if (!entrance || (!is_token(token, entrance->browser_digest) && !is_token(token, entrance->claim_digest)))
      throw Failure("sign_in_unknown", 404);
    store::set_status(transaction, id, EntranceStatus::ended);
    store::remove_requests(transaction, id);
    if (const auto kept = desk::store::session_of_entrance(transaction, id))
      desk::store::remove_session(transaction, kept->token_digest);
  });
}

desk::KeptSession session_of_phone(const Context& context, const std::string& id,
                                   const std::string& claim_token) {
  context.database.transaction([&](Transaction& transaction) {
    const Entrance entrance = entrance_of_phone(transaction, context, id, claim_token);
    const std::int64_t now = context.clock.now();
    if (now - entrance.phone_seen_at >= phone_seen_step) store::set_phone_seen(transaction, id, now);
  });
  auto kept = desk::session_of_entrance(context, id);
  if (!kept) throw Failure("console_session_ended", 410);
  return *std::move(kept);
}

}  // namespace palmkey::front::officer_phone
