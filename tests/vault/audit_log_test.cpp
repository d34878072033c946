#include "vault/audit/audit_log.hpp"

#include "core/encoding.hpp"
#include "tests/vault/vault_fixture.hpp"

namespace palmkey::vault {
namespace {

class AuditChain : public test::VaultTest {
 protected:
  // Writes entries 1 to 5.
  AuditChain() {
    for (int i = 1; i <= 5; ++i) {
      advance(1);
      database->transaction([&](platform::Transaction& t) {
        audit.append(t, "test.done", {{"order", "00" + std::to_string(i)}, {"key", "ab"}});
      });
    }
  }

  void drop_triggers() {
    const std::string on = database->is_postgresql() ? " ON audit_log" : "";
    sql("DROP TRIGGER audit_log_no_update" + on);
    sql("DROP TRIGGER audit_log_no_delete" + on);
  }
  std::int64_t first_bad() { return verify_audit(*database).first_bad.value_or(0); }
};

TEST_P(AuditChain, VerifiesWhatWasAppended) {
  const auto verdict = verify_audit(*database);
  EXPECT_FALSE(verdict.first_bad);
  EXPECT_EQ(verdict.count, 5);
  EXPECT_NE(verdict.head, core::Digest{});
  const auto entries = list_audit(*database, 5, 1);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].number, 4);
  EXPECT_EQ(entries[0].kind, "test.done");
  EXPECT_EQ(entries[0].details, R"({"order":"004","key":"ab"})");
}

TEST_P(AuditChain, ListsTheNewestEntriesFirst) {
  const auto newest = list_audit(*database, 0, 2);
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest[0].number, 5);
  EXPECT_EQ(newest[1].number, 4);
  const auto rest = list_audit(*database, 4, 10);
  ASSERT_EQ(rest.size(), 3u);
  EXPECT_EQ(rest[0].number, 3);
  EXPECT_EQ(rest[2].number, 1);
  EXPECT_TRUE(list_audit(*database, 1, 10).empty());
}

TEST_P(AuditChain, KeepsNothingOfATransactionThatFails) {
  const auto before = verify_audit(*database);
  EXPECT_THROW(database->transaction([&](platform::Transaction& t) {
    audit.append(t, "test.failed", {});
    throw std::runtime_error("stop");
  }),
               std::runtime_error);
  const auto after = verify_audit(*database);
  EXPECT_EQ(after.count, before.count);
  EXPECT_EQ(after.head, before.head);
  EXPECT_EQ(audited("test.failed"), 0);
}

TEST_P(AuditChain, RefusesToChangeOrDeleteEntries) {
  EXPECT_THROW(sql("UPDATE audit_log SET kind = 'x' WHERE number = 2"), platform::DatabaseFailure);
  EXPECT_THROW(sql("DELETE FROM audit_log WHERE number = 5"), platform::DatabaseFailure);
  EXPECT_THROW(sql("DELETE FROM audit_head"), platform::DatabaseFailure);
  EXPECT_EQ(first_bad(), 0);
}

TEST_P(AuditChain, FindsAModifiedEntry) {
  drop_triggers();
  for (const std::string change :
       {"kind = 'other'", "details = '{}'", "time = time + 1", "time = -1", "digest = 'zz'"}) {
    sql("CREATE TABLE saved AS SELECT * FROM audit_log WHERE number = 3");
    sql("UPDATE audit_log SET " + change + " WHERE number = 3");
    EXPECT_EQ(first_bad(), 3) << change;
    sql("DELETE FROM audit_log WHERE number = 3");
    sql("INSERT INTO audit_log SELECT * FROM saved");
    sql("DROP TABLE saved");
    EXPECT_EQ(first_bad(), 0) << change;
  }
}

TEST_P(AuditChain, FindsADeletedEntry) {
  drop_triggers();
  sql("DELETE FROM audit_log WHERE number = 3");
  EXPECT_EQ(first_bad(), 3);
}

TEST_P(AuditChain, FindsALogCutOffAtItsEnd) {
  drop_triggers();
  sql("DELETE FROM audit_log WHERE number = 5");
  EXPECT_EQ(first_bad(), 5);
}

TEST_P(AuditChain, FindsAnEmptiedLog) {
  drop_triggers();
  sql("DELETE FROM audit_log");
  EXPECT_EQ(first_bad(), 1);
}

TEST_P(AuditChain, FindsAnInsertedEntry) {
  sql("INSERT INTO audit_log (number, time, kind, details, digest) SELECT 6, time, kind, details, digest "
      "FROM audit_log WHERE number = 5");
  EXPECT_EQ(first_bad(), 6);
}

TEST_P(AuditChain, FindsAnEntryInsertedBeforeTheFirst) {
  sql("INSERT INTO audit_log (number, time, kind, details, digest) SELECT 0, time, kind, details, digest "
      "FROM audit_log WHERE number = 5");
  EXPECT_EQ(first_bad(), 1);
}

TEST_P(AuditChain, FindsReorderedEntries) {
  drop_triggers();
  sql("UPDATE audit_log SET number = 99 WHERE number = 2");
  sql("UPDATE audit_log SET number = 2 WHERE number = 3");
  sql("UPDATE audit_log SET number = 3 WHERE number = 99");
  EXPECT_EQ(first_bad(), 2);
}

TEST_P(AuditChain, FindsAnEntryWhoseDigestWasForgedToo) {
  // Whoever recomputes one entry's digest still breaks the next link; a whole new chain ends in another head.
  drop_triggers();
  sql("UPDATE audit_log SET digest = '" + core::to_hex(core::sm3(core::as_bytes("forged"))) +
      "' WHERE number = 5");
  EXPECT_EQ(first_bad(), 5);
}

PALMKEY_ON_BOTH_DATABASES(AuditChain);

}  // namespace
}  // namespace palmkey::vault
