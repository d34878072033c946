// The append-only log of everything that the vault did with a key, a certificate or an operator.
//
// Each entry carries SM3(previous digest | DER of SEQUENCE { number INTEGER, time INTEGER, kind UTF8String,
// details UTF8String }); the first one's previous digest is 32 zero bytes. Triggers refuse UPDATE and
// DELETE, so that an entry can be changed only by someone who also owns the database - which verify() finds,
// except for a log that was cut off at its end together with its stored head: keep the head elsewhere too.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/sm3.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

// Names and values in a fixed order. Numbers, identifiers and digests; never a secret, never personal data.
using AuditDetails = std::initializer_list<std::pair<std::string_view, std::string>>;

struct AuditEntry {
  std::int64_t number = 0;  // 1, 2, 3, ...
  std::int64_t time = 0;    // Unix seconds
  std::string kind;         // for example "certificate.issued"
  std::string details;      // a JSON object of texts
};

struct AuditVerdict {
  std::int64_t count = 0;                 // entries found good, from the first on
  core::Digest head{};                    // digest of the last good one
  std::optional<std::int64_t> first_bad;  // its number, if the chain is broken
};

class AuditLog {
 public:
  explicit AuditLog(const platform::Clock& clock) : clock_(clock) {}

  // Adds an entry, in the transaction of the change that it records. Entries are serialised: take other
  // locks first. Thread-safe.
  void append(platform::Transaction& transaction, std::string_view kind, AuditDetails details) const;

 private:
  const platform::Clock& clock_;
};

// Makes the tables and triggers.
void migrate_audit(platform::Database& database);

// Recomputes the whole chain.
AuditVerdict verify_audit(platform::Database& database);

// Entries before a number (0: all), newest first, at most `limit`.
std::vector<AuditEntry> list_audit(platform::Database& database, std::int64_t before, std::size_t limit);

}  // namespace palmkey::vault
