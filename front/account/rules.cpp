#include "front/account/rules.hpp"

#include <set>

#include "front/field_error.hpp"
#include "front/identity/contact.hpp"
#include "front/notices/holder_notice.hpp"
#include "front/orders/store.hpp"
#include "front/subscribers/rules.hpp"
#include "front/subscribers/store.hpp"
#include "front/tokens.hpp"

namespace palmkey::front::account {

namespace {

using platform::Failure;
using platform::Transaction;
using subscribers::Subscriber;

constexpr std::size_t orders_at_once = 100;

// The holder's mail addresses are those on the orders that brought certificates.
std::set<std::string> mail_addresses(Transaction& transaction, const Context& context,
                                     const std::string& subscriber_id) {
  std::set<std::string> addresses;
  orders::store::Search search;
  search.subscriber_id = subscriber_id;
  search.states = {orders::State::awaiting_installation, orders::State::installed};
  search.limit = orders_at_once;
  for (;;) {
    const auto found = orders::store::search(transaction, context.personal, search);
    for (const auto& order : found) addresses.insert(order.application.handler.email);
    if (found.size() < orders_at_once) return addresses;
    search.before = found.back().number;
  }
}

void free_number(Transaction& transaction, const Context& context, const std::string& phone_lookup) {
  const auto other = subscribers::store::find_by_phone(transaction, phone_lookup);
  if (!other) return;
  orders::store::Search search;
  search.subscriber_id = *other;
  search.limit = 1;
  if (!orders::store::search(transaction, context.personal, search).empty())
    throw Failure("phone_in_use", 409, "phone");
  subscribers::store::give_up(transaction, *other);
}

}  // namespace

std::string change_phone(const Context& context, const std::string& token, const std::string& typed_phone,
                         const std::string& code) {
  std::string phone = subscribers::checked_phone(typed_phone);
  const subscribers::store::Phone changed{context.personal.lookup(phone, "phone"),
                                          context.personal.lookup(identity::phone_tail(phone), "phone_tail"),
                                          context.personal.seal(phone, subscribers::store::phone_context)};
  const std::string account_id = subscribers::subscriber_of(context, token).id;
  // A wrong code uses up a try, which has to stay: the refusal comes after the commit.
  const bool right = context.database.transaction([&](Transaction& transaction) {
    subscribers::store::lock(transaction, account_id);
    // What another change of the number has ended is seen only now.
    const Subscriber subscriber = subscribers::subscriber_of(transaction, context, token);
    subscribers::require_fresh_proof(context, subscriber);
    if (subscriber.phone == phone) throw InvalidInput(std::vector<FieldError>{{"phone", "phone_unchanged"}});
    if (!subscribers::use_code(transaction, context, phone, code)) return false;
    free_number(transaction, context, changed.lookup);
    const std::int64_t now = context.clock.now();
    subscribers::store::set_phone(transaction, account_id, changed, now);
    subscribers::store::remove_other_sessions(transaction, account_id, token_digest(token));
    subscribers::store::note_proof(transaction, token_digest(token), now);
    notices::tell_holder(
        transaction, context, "phone_changed", account_id, mail_addresses(transaction, context, account_id),
        {{"from", identity::phone_tail(subscriber.phone)}, {"to", identity::phone_tail(phone)}});
    return true;
  });
  context.jobs.wake();
  if (!right) throw Failure("phone_code_wrong", 422, "code");
  return phone;
}

}  // namespace palmkey::front::account
