// Tables of subscribers, their codes and sessions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "front/subscribers/types.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::subscribers::store {

std::span<const platform::Migration> migrations();

// A query for the subscribers whose present number has these last digits, in SQL's brackets and with a place
// for the digest. It finds who has changed the number: the orders tell the others'.
inline constexpr std::string_view with_phone_tail =
    "(SELECT id FROM subscribers WHERE phone_tail_lookup = ?)";

// What numbers are sealed under.
inline constexpr std::string_view phone_context = "subscriber/phone";

struct Code {
  std::string id;
  std::string code_lookup;
  std::int64_t attempts_left = 0;
};

// When codes were sent to this number after `since`, newest first.
std::vector<std::int64_t> sent_since(platform::Transaction& transaction, const std::string& phone_lookup,
                                     std::int64_t since);
// Adds a code; earlier ones of the number can't be used any more. Forgets what is older than two days.
void add_code(platform::Transaction& transaction, const Code& code, const std::string& phone_lookup,
              std::int64_t now);
// The number's code that can be used now, its row held.
std::optional<Code> usable_code(platform::Transaction& transaction, const std::string& phone_lookup,
                                std::int64_t now);
void use_attempt(platform::Transaction& transaction, const std::string& code_id);
void use_up(platform::Transaction& transaction, const std::string& code_id);

// The subscriber with this number, made if there is none. `phone_sealed` opens under phone_context.
std::string subscriber_of_phone(platform::Transaction& transaction, const std::string& phone_lookup,
                                const std::string& new_id, const std::string& phone_sealed, std::int64_t now);
void add_session(platform::Transaction& transaction, const std::string& token_digest, const Session& session,
                 std::int64_t now);
void remove_session(platform::Transaction& transaction, const std::string& token_digest);
// Ends all sessions of the subscriber but this one.
void remove_other_sessions(platform::Transaction& transaction, const std::string& subscriber_id,
                           const std::string& token_digest);
// The session's number was proved just now.
void note_proof(platform::Transaction& transaction, const std::string& token_digest, std::int64_t now);

// The number of a subscriber that there is, sealed.
std::string phone(platform::Transaction& transaction, const std::string& subscriber_id);
// The subscriber that has the number, if any.
std::optional<std::string> find_by_phone(platform::Transaction& transaction, const std::string& phone_lookup);
// Holds the subscriber's row until the transaction ends.
void lock(platform::Transaction& transaction, const std::string& subscriber_id);
// A number as it is kept.
struct Phone {
  std::string lookup, tail_lookup;  // of the whole, under "phone", and of its last digits, under "phone_tail"
  std::string sealed;
};
// The subscriber has this number from now on; what it was is kept.
void set_phone(platform::Transaction& transaction, const std::string& subscriber_id, const Phone& phone,
               std::int64_t now);
// Nobody can sign in to the subscriber's account any more; the number is free for another.
void give_up(platform::Transaction& transaction, const std::string& subscriber_id);
// The numbers given up after `since`, sealed, latest first.
std::vector<std::string> former_phones(platform::Transaction& transaction, const std::string& subscriber_id,
                                       std::int64_t since);

struct SessionSubscriber {
  std::string id, phone_sealed;
  std::int64_t proven_at = 0;  // when the session was opened, Unix seconds
};
std::optional<SessionSubscriber> session_subscriber(platform::Transaction& transaction,
                                                    const std::string& token_digest, std::int64_t now);

}  // namespace palmkey::front::subscribers::store
