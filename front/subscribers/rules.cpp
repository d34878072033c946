#include "front/subscribers/rules.hpp"

#include <array>

#include "core/bytes.hpp"
#include "front/field_error.hpp"
#include "front/identity/contact.hpp"
#include "front/notices/notice.hpp"
#include "front/subscribers/store.hpp"
#include "front/tokens.hpp"

namespace palmkey::front::subscribers {

namespace {

struct Allowance {
  std::size_t codes;
  std::int64_t seconds;
};
constexpr std::array allowances{Allowance{1, 60}, Allowance{5, 3600}, Allowance{10, 24 * 3600}};

std::string checked_phone(const std::string& typed) {
  auto phone = identity::mobile_number(typed);
  if (!phone) throw InvalidInput(std::vector<FieldError>{{"phone", "phone_invalid"}});
  return *std::move(phone);
}

// Seconds until the next code may be sent; 0 for now.
std::int64_t wait_for_code(const std::vector<std::int64_t>& newest_first, std::int64_t now) {
  std::int64_t wait = 0;
  for (const auto& allowance : allowances)
    if (newest_first.size() >= allowance.codes)
      wait = std::max(wait, newest_first[allowance.codes - 1] + allowance.seconds - now);
  return wait;
}

std::string code_lookup(const Context& context, const std::string& code_id, const std::string& code) {
  return context.personal.lookup(code, "phone_code/" + code_id);
}

}  // namespace

void request_code(const Context& context, const std::string& typed_phone) {
  const std::string phone = checked_phone(typed_phone);
  const std::string phone_lookup = context.personal.lookup(phone, "phone");
  const std::int64_t now = context.clock.now();
  const std::string id = random_identifier(context.random);
  const std::string code = random_digits(context.random, 6);
  context.database.transaction([&](platform::Transaction& transaction) {
    const std::int64_t wait =
        wait_for_code(store::sent_since(transaction, phone_lookup, now - 24 * 3600), now);
    if (wait > 0) throw platform::Failure("too_many_codes", 429, "phone", {{"wait_seconds", wait}});
    store::add_code(transaction, {id, code_lookup(context, id, code), code_attempts}, phone_lookup, now);
    notices::enqueue_sms(
        transaction, context,
        {"phone_code", phone, {{"code", code}, {"minutes", std::to_string(code_lifetime / 60)}}});
  });
  context.jobs.wake();
}

Session open_session(const Context& context, const std::string& typed_phone, const std::string& code) {
  const std::string phone = checked_phone(typed_phone);
  const std::string phone_lookup = context.personal.lookup(phone, "phone");
  const std::int64_t now = context.clock.now();
  const std::string new_id = random_identifier(context.random);
  const std::string phone_sealed = context.personal.seal(phone, "subscriber/phone");
  Session session{random_token(context.random), now + session_lifetime, {}};
  // A wrong code uses up a try, which has to stay: the refusal comes after the commit.
  const bool right = context.database.transaction([&](platform::Transaction& transaction) {
    const auto usable = store::usable_code(transaction, phone_lookup, now);
    if (!usable) return false;
    const std::string given = code_lookup(context, usable->id, code);
    if (!core::equal_constant_time(core::as_bytes(given), core::as_bytes(usable->code_lookup))) {
      store::use_attempt(transaction, usable->id);
      return false;
    }
    store::use_up(transaction, usable->id);
    session.subscriber_id = store::subscriber_of_phone(transaction, phone_lookup, new_id, phone_sealed, now);
    store::add_session(transaction, token_digest(session.token), session, now);
    return true;
  });
  if (!right) throw platform::Failure("phone_code_wrong", 422, "code");
  return session;
}

void close_session(const Context& context, const std::string& token) {
  context.database.transaction(
      [&](platform::Transaction& transaction) { store::remove_session(transaction, token_digest(token)); });
}

Subscriber subscriber_of(const Context& context, const std::string& token) {
  const auto found = context.database.read([&](platform::Transaction& transaction) {
    return store::session_subscriber(transaction, token_digest(token), context.clock.now());
  });
  if (!found) throw platform::Failure("not_signed_in", 401);
  return {found->id, context.personal.open(found->phone_sealed, "subscriber/phone"), found->proven_at};
}

}  // namespace palmkey::front::subscribers
