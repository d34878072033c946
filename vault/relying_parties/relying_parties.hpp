// The registry of relying parties: kept by the vault's administrator at the vault itself or on
// administrators' signatures (relying_party_changes.hpp), so that a front that was taken over can't invent a
// site or change the name that a phone shows.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "vault/audit/audit_log.hpp"
#include "vault/relying_parties/relying_party.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

// Thread-safe.
class RelyingParties {
 public:
  RelyingParties(const Resources& resources, const AuditLog& audit) : resources_(resources), audit_(audit) {}

  // `secret` is kept as its digest only; empty for a public client. Failure("relying_party_invalid", 422)
  // names the field at fault, Failure("relying_party_exists", 409) a client_id that is taken - also by one
  // that was removed: people's pairwise subjects hang on it.
  void add(RelyingParty party, std::string_view secret);
  // Failure("relying_party_not_found", 404).
  void remove(std::string_view client_id);
  std::vector<RelyingParty> list() const;

  // The same in the transaction of who checked that it may be done; the party comes with its secret's digest
  // and `by` goes to the audit log. Repeating them changes nothing.
  void enter(platform::Transaction& transaction, const RelyingParty& party, std::string_view by) const;
  void strike(platform::Transaction& transaction, std::string_view client_id, std::string_view by) const;

  std::optional<RelyingParty> find(platform::Transaction& transaction, std::string_view client_id) const;

 private:
  const Resources& resources_;
  const AuditLog& audit_;
};

void migrate_relying_parties(platform::Database& database);

}  // namespace palmkey::vault
