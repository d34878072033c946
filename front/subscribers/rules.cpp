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

std::string opened(const Context& context, const std::string& phone_sealed) {
  return context.personal.open(phone_sealed, store::phone_context);
}

}  // namespace

std::string checked_phone(const std::string& typed) {
  auto phone = identity::mobile_number(typed);
  if (!phone) throw InvalidInput(std::vector<FieldError>{{"phone", "phone_invalid"}});
  return *std::move(phone);
}

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
  const std::string phone_sealed = context.personal.seal(phone, store::phone_context);
  Session session{random_token(context.random), now + session_lifetime, {}};
  // A wrong code uses up a try, which has to stay: the refusal comes after the commit.
  const bool right = context.database.transaction([&](platform::Transaction& transaction) {
    if (!use_code(transaction, context, phone, code)) return false;
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

bool use_code(platform::Transaction& transaction, const Context& context, const std::string& phone,
              const std::string& code) {
  const auto usable =
      store::usable_code(transaction, context.personal.lookup(phone, "phone"), context.clock.now());
  if (!usable) return false;
  const std::string given = code_lookup(context, usable->id, code);
  if (!core::equal_constant_time(core::as_bytes(given), core::as_bytes(usable->code_lookup))) {
    store::use_attempt(transaction, usable->id);
    return false;
  }
  store::use_up(transaction, usable->id);
  return true;
}

void require_fresh_proof(const Context& context, const Subscriber& subscriber) {
  if (context.clock.now() - subscriber.proven_at > fresh_proof)
    throw platform::Failure("phone_proof_needed", 403);
}

std::string phone_of(platform::Transaction& transaction, const Context& context,
                     const std::string& subscriber_id) {
  return opened(context, store::phone(transaction, subscriber_id));
}

std::vector<std::string> phones_to_tell(platform::Transaction& transaction, const Context& context,
                                        const std::string& subscriber_id) {
  std::vector<std::string> phones{phone_of(transaction, context, subscriber_id)};
  for (const auto& sealed :
       store::former_phones(transaction, subscriber_id, context.clock.now() - former_number_told))
    phones.push_back(opened(context, sealed));
  return phones;
}

void require_settled_phone(platform::Transaction& transaction, const Context& context,
                           const std::string& subscriber_id) {
  if (phones_to_tell(transaction, context, subscriber_id).size() > 1)
    throw platform::Failure("number_changed_recently", 403);
}

Subscriber subscriber_of(const Context& context, const std::string& token) {
  return context.database.read(
      [&](platform::Transaction& transaction) { return subscriber_of(transaction, context, token); });
}

Subscriber subscriber_of(platform::Transaction& transaction, const Context& context,
                         const std::string& token) {
  const auto found = store::session_subscriber(transaction, token_digest(token), context.clock.now());
  if (!found) throw platform::Failure("not_signed_in", 401);
  return {found->id, opened(context, found->phone_sealed), found->proven_at};
}

}  // namespace palmkey::front::subscribers
