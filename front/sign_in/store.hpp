// Sign-in sessions and bindings in the database. What names a person or a secret is stored encrypted;
// accounts are found by a keyed digest.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "front/personal_data.hpp"
#include "front/sign_in/types.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::sign_in {

std::span<const platform::Migration> migrations();

class Store {
 public:
  // `personal_data` outlives the store.
  explicit Store(const PersonalData& personal_data) : personal_data_(personal_data) {}

  void add_session(platform::Transaction& t, const Session& session);
  // Holds the row until the transaction ends.
  std::optional<Session> session(platform::Transaction& t, std::string_view id);
  // The same without holding it, to look only.
  std::optional<Session> look_at(platform::Transaction& t, std::string_view id);

  // Which relying party a session is for, without holding it.
  std::optional<std::string> client_of(platform::Transaction& t, std::string_view id);

  // Records the phone that scanned and the intent that it is to sign.
  void set_scanned(platform::Transaction& t, std::string_view id, std::string_view claim_digest,
                   std::string_view intent);
  std::string intent_of(platform::Transaction& t, std::string_view id);
  void set_status(platform::Transaction& t, std::string_view id, Status status);
  // Sessions are forgotten, how many were confirmed in each hour since 1970 is kept (table sign_in_counts).
  void count(platform::Transaction& t, std::int64_t now_ms);
  void set_confirmed(platform::Transaction& t, const Grant& grant);

  // A fresh authorization code for a confirmed session; an earlier one that was not redeemed is dead.
  void set_authorization_code(platform::Transaction& t, std::string_view id, std::string_view code_digest,
                              std::int64_t expires_ms);
  struct CodeHolder {
    Grant grant;
    std::int64_t expires_ms = 0;
    Status status = Status::fresh;
  };
  std::optional<CodeHolder> by_authorization_code(platform::Transaction& t, std::string_view code_digest);
  void set_redeemed(platform::Transaction& t, std::string_view id, std::string_view access_digest,
                    std::int64_t access_expires_ms);
  void revoke_access_token(platform::Transaction& t, std::string_view id);
  std::optional<Grant> by_access_token(platform::Transaction& t, std::string_view access_digest,
                                       std::int64_t now_ms);
  // Removes sessions that ended before `before_ms`.
  void remove_old(platform::Transaction& t, std::int64_t before_ms);

  // Holds the account until the transaction ends, so that two bindings can't pass each other.
  void lock_account(platform::Transaction& t, std::string_view client_id, std::string_view account);
  // Active bindings of an account, oldest first.
  std::vector<Binding> bindings(platform::Transaction& t, std::string_view client_id,
                                std::string_view account);
  // Whether an account of the relying party is bound to this subject by this certificate (hexadecimal
  // serial).
  bool is_bound(platform::Transaction& t, std::string_view client_id, std::string_view subject,
                std::string_view certificate_serial);
  // Adds, or brings the certificate of the same subject up to date.
  void bind(platform::Transaction& t, std::string_view client_id, std::string_view account,
            const Binding& binding);
  // False if there was none.
  bool unbind(platform::Transaction& t, std::string_view client_id, std::string_view account,
              std::string_view subject, std::int64_t now);

 private:
  const PersonalData& personal_data_;
};

}  // namespace palmkey::front::sign_in
