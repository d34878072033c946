#include "vault/audit/audit_log.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "core/der.hpp"
#include "core/encoding.hpp"
#include "platform/migration.hpp"

namespace palmkey::vault {
namespace {

using platform::Migration;

constexpr std::string_view tables = R"(
CREATE TABLE audit_log (
  number BIGINT PRIMARY KEY,
  time BIGINT NOT NULL,
  kind TEXT NOT NULL,
  details TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE INDEX audit_log_by_kind ON audit_log (kind, number);
CREATE TABLE audit_head (
  only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
  number BIGINT NOT NULL,
  digest TEXT NOT NULL
);
)";

// One line each: statements are separated by a semicolon at the end of a line.
constexpr std::string_view sqlite_triggers = R"(
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'append-only'); END;
)";
constexpr std::string_view postgresql_triggers = R"(
CREATE FUNCTION audit_refuse() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''append-only''; END' LANGUAGE plpgsql;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head EXECUTE FUNCTION audit_refuse();
)";

core::Digest chain(core::ByteView previous, const AuditEntry& entry) {
  core::der::Writer writer;
  writer.sequence([&](core::der::Writer& w) {
    w.small_integer(static_cast<std::uint64_t>(entry.number));
    w.small_integer(static_cast<std::uint64_t>(entry.time));
    w.utf8(entry.kind);
    w.utf8(entry.details);
  });
  core::Sm3 hash;
  hash.update(previous);
  hash.update(writer.bytes());
  return hash.finish();
}

AuditEntry entry_of(const platform::SqlRow& row) {
  return {row.int64(0), row.int64(1), row.text(2), row.text(3)};
}

}  // namespace

void migrate_audit(platform::Database& database) {
  const Migration steps[] = {
      {"0001_audit_log", tables},
      {"0002_append_only", database.is_postgresql() ? postgresql_triggers : sqlite_triggers},
      {"0003_head", "INSERT INTO audit_head (only_row, number, digest) VALUES (1, 0, '')"},
  };
  platform::migrate(database, "audit", steps);
}

void AuditLog::append(platform::Transaction& transaction, std::string_view kind, AuditDetails details) const {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, value] : details) json[std::string(name)] = value;

  const auto head =
      transaction.query_one(std::string("SELECT number, digest FROM audit_head WHERE only_row = 1") +
                            std::string(transaction.for_update()));
  const AuditEntry entry{head->int64(0) + 1, clock_.now(), std::string(kind), json.dump()};
  const auto previous =
      entry.number == 1 ? core::Bytes(32) : platform::value_or_throw(core::from_hex(head->text(1)));
  const auto digest = core::to_hex(chain(previous, entry));
  transaction.execute("INSERT INTO audit_log (number, time, kind, details, digest) VALUES (?, ?, ?, ?, ?)",
                      entry.number, entry.time, entry.kind, entry.details, digest);
  transaction.execute("UPDATE audit_head SET number = ?, digest = ? WHERE only_row = 1", entry.number,
                      digest);
}

AuditVerdict verify_audit(platform::Database& database) {
  constexpr std::int64_t page = 1000;
  return database.read([&](platform::Transaction& t) {
    AuditVerdict verdict;
    const auto broken_at = [&](std::int64_t number) {
      verdict.first_bad = number;
      return verdict;
    };
    for (std::int64_t last = std::numeric_limits<std::int64_t>::min();;) {
      const auto rows = t.query(
          "SELECT number, time, kind, details, digest FROM audit_log WHERE number > ? ORDER BY number LIMIT "
          "?",
          last, page);
      for (const auto& row : rows) {
        const auto entry = entry_of(row);
        const auto expected = verdict.count + 1;
        if (entry.number != expected || entry.time < 0) return broken_at(expected);
        const auto digest = chain(verdict.head, entry);
        if (row.text(4) != core::to_hex(digest)) return broken_at(expected);
        verdict.head = digest;
        verdict.count = last = entry.number;
      }
      if (static_cast<std::int64_t>(rows.size()) < page) break;
    }
    const auto head = t.query_one("SELECT number, digest FROM audit_head WHERE only_row = 1");
    const auto stored = t.query_one("SELECT COUNT(*) FROM audit_log")->int64(0);
    const auto last_digest = verdict.count == 0 ? std::string() : core::to_hex(verdict.head);
    const bool whole =
        head && head->int64(0) == verdict.count && head->text(1) == last_digest && stored == verdict.count;
    return whole ? verdict : broken_at(verdict.count + 1);
  });
}

std::vector<AuditEntry> list_audit(platform::Database& database, std::int64_t before, std::size_t limit) {
  const auto below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
  return database.read([&](platform::Transaction& t) {
    std::vector<AuditEntry> entries;
    const auto rows = t.query(
        "SELECT number, time, kind, details FROM audit_log WHERE number < ? ORDER BY number DESC LIMIT ?",
        below, static_cast<std::int64_t>(limit));
    for (const auto& row : rows) entries.push_back(entry_of(row));
    return entries;
  });
}

}  // namespace palmkey::vault
