#include "vault/operators/operator_store.hpp"

#include "core/encoding.hpp"
#include "platform/migration.hpp"
#include "vault/operators/operators.hpp"

namespace palmkey::vault {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE operators (
  number BIGINT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('acceptance', 'review', 'administrator')),
  created_at BIGINT NOT NULL,
  activation_digest TEXT UNIQUE,
  activation_expires_at BIGINT,
  device_key TEXT,
  key_id TEXT UNIQUE,
  public_key TEXT UNIQUE,
  deactivated_at BIGINT
);
)";

// Appointments that administrators signed; a repetition is told by what they agreed on.
constexpr std::string_view appointments = R"(
CREATE TABLE operator_appointments (
  content TEXT PRIMARY KEY,
  activation_digest TEXT NOT NULL UNIQUE,
  operator_id TEXT NOT NULL REFERENCES operators (id)
);
)";

// Recovery agents.
constexpr std::string_view recovery_role = R"(
CREATE TABLE operators_now (
  number BIGINT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('acceptance', 'review', 'administrator', 'recovery')),
  created_at BIGINT NOT NULL,
  activation_digest TEXT UNIQUE,
  activation_expires_at BIGINT,
  device_key TEXT,
  key_id TEXT UNIQUE,
  public_key TEXT UNIQUE,
  deactivated_at BIGINT
);
INSERT INTO operators_now SELECT number, id, name, role, created_at, activation_digest, activation_expires_at,
  device_key, key_id, public_key, deactivated_at FROM operators;
CREATE TABLE appointments_now (
  content TEXT PRIMARY KEY,
  activation_digest TEXT NOT NULL UNIQUE,
  operator_id TEXT NOT NULL REFERENCES operators_now (id)
);
INSERT INTO appointments_now SELECT content, activation_digest, operator_id FROM operator_appointments;
DROP TABLE operator_appointments;
DROP TABLE operators;
ALTER TABLE operators_now RENAME TO operators;
ALTER TABLE appointments_now RENAME TO operator_appointments;
)";

constexpr std::string_view columns = "id, name, role, deactivated_at, public_key, key_id";

Operator operator_of(const platform::SqlRow& row) {
  Operator found;
  found.id = row.text(0);
  found.name = row.text(1);
  found.role = *role_of(row.text(2));
  found.public_key = row.optional_bytes(4).value_or(core::Bytes{});
  found.key_id = row.optional_bytes(5).value_or(core::Bytes{});
  found.active = row.is_null(3) && !found.public_key.empty();
  return found;
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM operators " + std::string(rest);
}

}  // namespace

void migrate_operators(platform::Database& database) {
  const platform::Migration steps[] = {
      {"0001_operators", tables}, {"0002_appointments", appointments}, {"0003_recovery_role", recovery_role}};
  platform::migrate(database, "operators", steps);
}

namespace operator_store {

std::string insert(platform::Transaction& t, std::string_view name, Role role, std::int64_t now) {
  const auto number = t.query_one("SELECT COALESCE(MAX(number), 0) + 1 FROM operators")->int64(0);
  auto id = "op" + std::to_string(number);
  t.execute("INSERT INTO operators (number, id, name, role, created_at) VALUES (?, ?, ?, ?, ?)", number, id,
            name, name_of(role), now);
  return id;
}

void set_activation(platform::Transaction& t, std::string_view id, const core::Digest& code,
                    std::int64_t expires_at) {
  t.execute(
      "UPDATE operators SET activation_digest = ?, activation_expires_at = ?, device_key = NULL, key_id = "
      "NULL, "
      "public_key = NULL WHERE id = ?",
      core::to_hex(code), expires_at, id);
}

std::optional<Pending> find_pending(platform::Transaction& t, const core::Digest& code) {
  const auto row = t.query_one(
      "SELECT id, name, activation_expires_at, device_key FROM operators "
      "WHERE activation_digest = ? AND deactivated_at IS NULL" +
          std::string(t.for_update()),
      core::to_hex(code));
  if (!row) return std::nullopt;
  return Pending{row->text(0), row->text(1), row->int64(2), row->optional_bytes(3).value_or(core::Bytes{})};
}

bool device_is_anothers(platform::Transaction& t, core::ByteView device_key, std::string_view id) {
  return t.query_one(
              "SELECT COUNT(*) FROM operators WHERE device_key = ? AND id <> ? AND deactivated_at IS NULL",
              device_key, id)
             ->int64(0) > 0;
}

void set_key(platform::Transaction& t, std::string_view id, core::ByteView device_key, core::ByteView key_id,
             core::ByteView public_key) {
  t.execute("UPDATE operators SET device_key = ?, key_id = ?, public_key = ? WHERE id = ?", device_key,
            key_id, public_key, id);
}

void end_activation(platform::Transaction& t, core::ByteView key_id) {
  t.execute(
      "UPDATE operators SET activation_digest = NULL, activation_expires_at = NULL "
      "WHERE key_id = ? AND activation_digest IS NOT NULL",
      key_id);
}

bool deactivate(platform::Transaction& t, std::string_view id, std::int64_t now) {
  return t.execute(
             "UPDATE operators SET deactivated_at = ?, activation_digest = NULL, activation_expires_at = "
             "NULL "
             "WHERE id = ? AND deactivated_at IS NULL",
             now, id) == 1;
}

std::optional<Operator> find(platform::Transaction& t, std::string_view id) {
  const auto row = t.query_one(select("WHERE id = ?"), id);
  if (!row) return std::nullopt;
  return operator_of(*row);
}

std::optional<std::string> find_by_key(platform::Transaction& t, core::ByteView key_id) {
  const auto row = t.query_one("SELECT id FROM operators WHERE key_id = ?", key_id);
  if (!row) return std::nullopt;
  return row->text(0);
}

void lock(platform::Transaction& t) {
  t.query("SELECT number FROM operators ORDER BY number" + std::string(t.for_update()));
}

std::optional<std::string> find_appointment(platform::Transaction& t, const core::Digest& content) {
  const auto row =
      t.query_one("SELECT operator_id FROM operator_appointments WHERE content = ?", core::to_hex(content));
  if (!row) return std::nullopt;
  return row->text(0);
}

bool is_activation_used(platform::Transaction& t, const core::Digest& activation) {
  return t.query_one("SELECT COUNT(*) FROM operator_appointments WHERE activation_digest = ?",
                     core::to_hex(activation))
             ->int64(0) > 0;
}

void insert_appointment(platform::Transaction& t, const core::Digest& content, const core::Digest& activation,
                        std::string_view operator_id) {
  t.execute("INSERT INTO operator_appointments (content, activation_digest, operator_id) VALUES (?, ?, ?)",
            core::to_hex(content), core::to_hex(activation), operator_id);
}

std::int64_t activation_expires_at(platform::Transaction& t, const core::Digest& activation) {
  const auto row = t.query_one("SELECT activation_expires_at FROM operators WHERE activation_digest = ?",
                               core::to_hex(activation));
  return row ? row->int64(0) : 0;
}

bool is_deactivated(platform::Transaction& t, std::string_view id) {
  return t.query_one("SELECT COUNT(*) FROM operators WHERE id = ? AND deactivated_at IS NOT NULL", id)
             ->int64(0) > 0;
}

std::vector<Operator> list(platform::Transaction& t) {
  std::vector<Operator> all;
  for (const auto& row : t.query(select("ORDER BY number"))) all.push_back(operator_of(row));
  return all;
}

}  // namespace operator_store
}  // namespace palmkey::vault
