#include "vault/issuing/certificate_store.hpp"

#include <algorithm>
#include "platform/migration.hpp"
#include "vault/issuing/migration.hpp"

namespace palmkey::vault {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE issuances (
  order_number TEXT PRIMARY KEY,
  content_digest TEXT NOT NULL,
  acceptance_digest TEXT NOT NULL UNIQUE,
  review_digest TEXT NOT NULL UNIQUE,
  key_id TEXT NOT NULL UNIQUE,
  signing_serial TEXT NOT NULL UNIQUE,
  encryption_serial TEXT NOT NULL UNIQUE,
  decided_at BIGINT NOT NULL,
  complete BIGINT NOT NULL
);
CREATE TABLE certificates (
  serial TEXT PRIMARY KEY,
  pair_serial TEXT NOT NULL,
  order_number TEXT NOT NULL REFERENCES issuances (order_number),
  is_signing BIGINT NOT NULL,
  key_id TEXT NOT NULL,
  holder TEXT NOT NULL,
  not_before BIGINT NOT NULL,
  not_after BIGINT NOT NULL,
  der TEXT NOT NULL,
  revoked_at BIGINT,
  reason BIGINT NOT NULL
);
CREATE INDEX certificates_by_key ON certificates (key_id);
CREATE INDEX certificates_revoked ON certificates (not_after) WHERE revoked_at IS NOT NULL;
CREATE TABLE crls (
  number BIGINT PRIMARY KEY,
  der TEXT NOT NULL,
  next_update BIGINT NOT NULL
);
CREATE TABLE crl_counter (
  only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
  number BIGINT NOT NULL
);
INSERT INTO crl_counter (only_row, number) VALUES (1, 0);
)";

// A key may have several orders: renewals and changes follow the first.
constexpr std::string_view following = R"(
ALTER TABLE issuances RENAME TO issuances_before;
CREATE TABLE issuances (
  order_number TEXT PRIMARY KEY,
  content_digest TEXT NOT NULL,
  acceptance_digest TEXT NOT NULL UNIQUE,
  review_digest TEXT NOT NULL UNIQUE,
  key_id TEXT NOT NULL,
  signing_serial TEXT NOT NULL UNIQUE,
  encryption_serial TEXT NOT NULL UNIQUE,
  decided_at BIGINT NOT NULL,
  complete BIGINT NOT NULL,
  business TEXT NOT NULL,
  follows TEXT UNIQUE,
  holder TEXT NOT NULL,
  not_before BIGINT NOT NULL,
  not_after BIGINT NOT NULL
);
INSERT INTO issuances SELECT order_number, content_digest, acceptance_digest, review_digest, key_id, signing_serial,
  encryption_serial, decided_at, complete, 'new', NULL, '', decided_at, 0 FROM issuances_before;
CREATE TABLE certificates_now (
  serial TEXT PRIMARY KEY,
  pair_serial TEXT NOT NULL,
  order_number TEXT NOT NULL REFERENCES issuances (order_number),
  is_signing BIGINT NOT NULL,
  key_id TEXT NOT NULL,
  holder TEXT NOT NULL,
  not_before BIGINT NOT NULL,
  not_after BIGINT NOT NULL,
  der TEXT NOT NULL,
  revoked_at BIGINT,
  reason BIGINT NOT NULL
);
INSERT INTO certificates_now SELECT serial, pair_serial, order_number, is_signing, key_id, holder, not_before,
  not_after, der, revoked_at, reason FROM certificates;
DROP TABLE certificates;
DROP TABLE issuances_before;
ALTER TABLE certificates_now RENAME TO certificates;
CREATE INDEX certificates_by_key ON certificates (key_id);
CREATE INDEX certificates_revoked ON certificates (not_after) WHERE revoked_at IS NOT NULL;
CREATE INDEX issuances_by_key ON issuances (key_id, decided_at);
CREATE TABLE replacement_announcements (
  order_number TEXT PRIMARY KEY,
  announced_at BIGINT NOT NULL
);
)";

// What else a holder has is asked with each certificate that is looked up.
constexpr std::string_view by_holder = R"(
CREATE INDEX certificates_by_holder ON certificates (holder);
)";

CertificateRecord record_of(const platform::SqlRow& row) {
  CertificateRecord record;
  record.serial = row.text(0);
  record.pair_serial = row.text(1);
  record.order_number = row.text(2);
  record.is_signing = row.boolean(3);
  record.key_id = row.bytes(4);
  record.holder = row.bytes(5);
  record.not_before = row.int64(6);
  record.not_after = row.int64(7);
  record.der = row.bytes(8);
  record.revoked_at = row.optional_int64(9);
  record.reason = static_cast<pki::RevocationReason>(row.int64(10));
  return record;
}

std::string select(std::string_view rest) {
  return "SELECT serial, pair_serial, order_number, is_signing, key_id, holder, not_before, not_after, der, "
         "revoked_at, reason FROM certificates " +
         std::string(rest);
}

std::optional<CertificateRecord> find_with(platform::Transaction& t, std::string_view serial,
                                           std::string_view lock) {
  const auto row = t.query_one(select("WHERE serial = ?") + std::string(lock), serial);
  if (!row) return std::nullopt;
  return record_of(*row);
}

std::vector<CertificateRecord> list_where(platform::Transaction& t, std::string_view condition,
                                          core::ByteView key_id) {
  std::vector<CertificateRecord> certificates;
  for (const auto& row : t.query(select(condition), key_id)) certificates.push_back(record_of(row));
  return certificates;
}

}  // namespace

void migrate_issuing(platform::Database& database) {
  const platform::Migration steps[] = {
      {"0001_certificates", tables}, {"0002_following", following}, {"0003_by_holder", by_holder}};
  platform::migrate(database, "issuing", steps);
}

namespace certificate_store {

std::optional<Issuance> find_issuance(platform::Transaction& t, std::string_view order_number) {
  const auto row = t.query_one(
      "SELECT order_number, content_digest, signing_serial, encryption_serial, decided_at, complete, key_id, "
      "business, follows, holder, not_before, not_after FROM issuances "
      "WHERE order_number = ?" +
          std::string(t.for_update()),
      order_number);
  if (!row) return std::nullopt;
  Issuance issuance;
  issuance.order_number = row->text(0);
  const auto content = row->bytes(1);
  std::copy(content.begin(), content.end(), issuance.content.begin());
  issuance.signing_serial = row->text(2);
  issuance.encryption_serial = row->text(3);
  issuance.decided_at = row->int64(4);
  issuance.complete = row->boolean(5);
  issuance.key_id = row->bytes(6);
  issuance.business = row->text(7);
  issuance.follows = row->optional_text(8);
  issuance.holder = row->bytes(9);
  issuance.not_before = row->int64(10);
  issuance.not_after = row->int64(11);
  return issuance;
}

void insert_issuance(platform::Transaction& t, const Issuance& issuance, const ApprovalDigests& approvals) {
  t.execute(
      "INSERT INTO issuances (order_number, content_digest, acceptance_digest, review_digest, key_id, "
      "signing_serial, encryption_serial, decided_at, complete, business, follows, holder, not_before, "
      "not_after) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)",
      issuance.order_number, issuance.content, approvals.acceptance, approvals.review, issuance.key_id,
      issuance.signing_serial, issuance.encryption_serial, issuance.decided_at, issuance.business,
      issuance.follows, issuance.holder, issuance.not_before, issuance.not_after);
}

std::optional<std::string> follower_of(platform::Transaction& t, std::string_view signing_serial) {
  const auto row = t.query_one("SELECT signing_serial FROM issuances WHERE follows = ?", signing_serial);
  if (!row) return std::nullopt;
  return row->text(0);
}

std::optional<std::string> followed_by(platform::Transaction& t, std::string_view signing_serial) {
  const auto row = t.query_one(
      "SELECT follows FROM issuances WHERE signing_serial = ? AND follows IS NOT NULL", signing_serial);
  if (!row) return std::nullopt;
  return row->text(0);
}

bool is_followed(platform::Transaction& t, std::string_view signing_serial) {
  return follower_of(t, signing_serial).has_value();
}

std::vector<CertificateRecord> list_followed(platform::Transaction& t, core::ByteView key_id,
                                             std::string_view business) {
  std::vector<CertificateRecord> followed;
  const auto rows =
      t.query(select("WHERE key_id = ? AND revoked_at IS NULL AND serial IN (SELECT follows FROM "
                     "issuances WHERE business = ? AND complete = 1) ORDER BY not_before"),
              key_id, business);
  for (const auto& row : rows) followed.push_back(record_of(row));
  return followed;
}

Announcement announce(platform::Transaction& t, std::string_view order_number, std::int64_t now) {
  const auto inserted = t.execute(
      "INSERT INTO replacement_announcements (order_number, announced_at) VALUES (?, ?) ON CONFLICT DO "
      "NOTHING",
      order_number, now);
  const auto row =
      t.query_one("SELECT announced_at FROM replacement_announcements WHERE order_number = ?", order_number);
  return {row->int64(0), inserted == 1};
}

void complete_issuance(platform::Transaction& t, std::string_view order_number) {
  t.execute("UPDATE issuances SET complete = 1 WHERE order_number = ?", order_number);
}

std::optional<std::string> order_of_key(platform::Transaction& t, core::ByteView key_id) {
  const auto row = t.query_one(
      "SELECT order_number FROM issuances WHERE key_id = ? ORDER BY decided_at DESC, order_number DESC "
      "LIMIT 1",
      key_id);
  if (!row) return std::nullopt;
  return row->text(0);
}

std::vector<core::Bytes> former_keys(platform::Transaction& t, const CertificateRecord& record,
                                     std::int64_t now) {
  std::vector<core::Bytes> keys;
  const auto rows = t.query(
      "SELECT DISTINCT key_id FROM certificates c WHERE holder = ? AND key_id <> ? AND NOT EXISTS (SELECT 1 "
      "FROM certificates present WHERE present.key_id = c.key_id AND present.revoked_at IS NULL AND "
      "present.not_after >= ?) ORDER BY key_id",
      record.holder, record.key_id, now);
  keys.reserve(rows.size());
  for (const auto& row : rows) keys.push_back(row.bytes(0));
  return keys;
}

void insert(platform::Transaction& t, const CertificateRecord& record) {
  t.execute(
      "INSERT INTO certificates (serial, pair_serial, order_number, is_signing, key_id, holder, not_before, "
      "not_after, "
      "der, revoked_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0)",
      record.serial, record.pair_serial, record.order_number, record.is_signing, record.key_id, record.holder,
      record.not_before, record.not_after, record.der);
}

std::optional<CertificateRecord> find(platform::Transaction& t, std::string_view serial) {
  return find_with(t, serial, "");
}

std::vector<CertificateRecord> list_of_key(platform::Transaction& t, core::ByteView key_id) {
  return list_where(t, "WHERE key_id = ? AND revoked_at IS NULL ORDER BY not_before, is_signing DESC",
                    key_id);
}

std::vector<CertificateRecord> list_revoked_of_key(platform::Transaction& t, core::ByteView key_id) {
  return list_where(t, "WHERE key_id = ? AND revoked_at IS NOT NULL ORDER BY not_before, is_signing DESC",
                    key_id);
}

std::optional<CertificateRecord> find_for_update(platform::Transaction& t, std::string_view serial) {
  return find_with(t, serial, t.for_update());
}

bool revoke(platform::Transaction& t, std::string_view serial, std::int64_t at,
            pki::RevocationReason reason) {
  return t.execute(
             "UPDATE certificates SET revoked_at = ?, reason = ? WHERE serial = ? AND revoked_at IS NULL", at,
             static_cast<std::int64_t>(reason), serial) == 1;
}

std::vector<CertificateRecord> list_revoked(platform::Transaction& t, std::int64_t not_expired_at) {
  std::vector<CertificateRecord> revoked;
  const auto rows =
      t.query(select("WHERE revoked_at IS NOT NULL AND not_after >= ? ORDER BY serial"), not_expired_at);
  for (const auto& row : rows) revoked.push_back(record_of(row));
  return revoked;
}

std::optional<StoredCrl> latest_crl(platform::Transaction& t) {
  const auto row = t.query_one("SELECT number, der, next_update FROM crls ORDER BY number DESC LIMIT 1");
  if (!row) return std::nullopt;
  return StoredCrl{row->int64(0), row->bytes(1), row->int64(2)};
}

std::int64_t next_crl_number(platform::Transaction& t) {
  return t.query_one("UPDATE crl_counter SET number = number + 1 WHERE only_row = 1 RETURNING number")
      ->int64(0);
}

void insert_crl(platform::Transaction& t, const StoredCrl& crl) {
  t.execute("INSERT INTO crls (number, der, next_update) VALUES (?, ?, ?)", crl.number, crl.der,
            crl.next_update);
}

}  // namespace certificate_store
}  // namespace palmkey::vault
