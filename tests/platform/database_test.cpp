#include "platform/database.hpp"

#include <atomic>
#include <thread>

#include "platform/migration.hpp"
#include "tests/support/database.hpp"
#include "tests/support/postgres.hpp"

namespace palmkey::platform {
namespace {

constexpr Migration things[] = {
    {"0001_things",
     "CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT UNIQUE, content TEXT, note TEXT);\n"}};

class DatabaseOnBoth : public test::OnBothDatabases {
 protected:
  void SetUp() override { migrate(*database, "test", things); }
};

TEST_P(DatabaseOnBoth, KeepsEveryTypeAsItWas) {
  const std::int64_t large = 9'007'199'254'740'993;
  const core::Bytes bytes = {0x00, 0xff, 0x27, 0x3f};
  database->transaction([&](Transaction& t) {
    t.execute("INSERT INTO things (id, name, content, note) VALUES (?, ?, ?, ?)", large, "张示范's ?", bytes,
              std::nullopt);
  });
  const SqlRow row = *database->read([&](Transaction& t) {
    return t.query_one("SELECT id, name, content, note FROM things WHERE note IS NULL AND id = ?", large);
  });
  EXPECT_EQ(row.int64(0), large);
  EXPECT_EQ(row.text(1), "张示范's ?");
  EXPECT_EQ(row.bytes(2), bytes);
  EXPECT_TRUE(row.is_null(3));
  EXPECT_EQ(row.optional_text(3), std::nullopt);
  EXPECT_THROW(row.text(3), std::logic_error);
  EXPECT_THROW(row.int64(1), std::logic_error);
}

TEST_P(DatabaseOnBoth, ComputesSumsAndComparisonsBeyond32Bits) {
  database->transaction([](Transaction& t) {
    t.execute("INSERT INTO things (id) VALUES (?)", 3'000'000'000);
    t.execute("INSERT INTO things (id) VALUES (?)", 4'000'000'000);
  });
  const SqlRow row = *database->read([](Transaction& t) {
    return t.query_one("SELECT SUM(id), COUNT(*), MAX(id) = ?, MAX(id) < ? FROM things", 4'000'000'000, 1);
  });
  EXPECT_EQ(row.int64(0), 7'000'000'000);
  EXPECT_EQ(row.int64(1), 2);
  EXPECT_TRUE(row.boolean(2));
  EXPECT_FALSE(row.boolean(3));
}

TEST_P(DatabaseOnBoth, KeepsAnEmptyTextApartFromNull) {
  database->transaction([](Transaction& t) { t.execute("INSERT INTO things (id, name) VALUES (1, ?)", ""); });
  const SqlRow row = *database->read(
      [](Transaction& t) { return t.query_one("SELECT name, note FROM things WHERE id = 1"); });
  EXPECT_EQ(row.optional_text(0), "");
  EXPECT_TRUE(row.is_null(1));
}

TEST_P(DatabaseOnBoth, CountsAffectedRows) {
  database->transaction([](Transaction& t) {
    EXPECT_EQ(t.execute("INSERT INTO things (id) VALUES (1), (2), (3)"), 3);
    EXPECT_EQ(t.execute("UPDATE things SET name = 'x' WHERE id = ?", 2), 1);
    EXPECT_EQ(t.execute("UPDATE things SET name = 'y' WHERE id = ?", 9), 0);
    EXPECT_EQ(t.execute("INSERT INTO things (id) VALUES (1) ON CONFLICT (id) DO NOTHING"), 0);
    EXPECT_EQ(t.execute("DELETE FROM things"), 3);
  });
}

TEST_P(DatabaseOnBoth, ReturnsRowsOfReturning) {
  const SqlRows rows = database->transaction([](Transaction& t) {
    return t.query("INSERT INTO things (id, name) VALUES (7, 'seven') RETURNING id, name");
  });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].int64(0), 7);
  EXPECT_EQ(database->read([](Transaction& t) { return t.query("SELECT 1 FROM things").size(); }), 1U);
}

TEST_P(DatabaseOnBoth, RollsBackWhenTheWorkThrows) {
  EXPECT_THROW(database->transaction([](Transaction& t) {
    t.execute("INSERT INTO things (id) VALUES (1)");
    throw Failure("wrong_state", 409);
  }),
               Failure);
  EXPECT_EQ(database->read([](Transaction& t) { return t.query("SELECT id FROM things").size(); }), 0U);
}

TEST_P(DatabaseOnBoth, ReportsAConflictAndRollsBackAll) {
  database->transaction([](Transaction& t) { t.execute("INSERT INTO things (id) VALUES (1)"); });
  try {
    database->transaction([](Transaction& t) {
      t.execute("INSERT INTO things (id) VALUES (2)");
      t.execute("INSERT INTO things (id) VALUES (1)");
    });
    FAIL() << "no conflict";
  } catch (const DatabaseFailure& failure) {
    EXPECT_EQ(failure.kind(), DatabaseFailure::Kind::conflict);
    EXPECT_EQ(failure.code(), "database_conflict");
  }
  EXPECT_EQ(database->read([](Transaction& t) { return t.query("SELECT id FROM things").size(); }), 1U);
}

TEST_P(DatabaseOnBoth, DoesNotCommitAfterAnErrorThatWasSwallowed) {
  const auto work = [](Transaction& t) {
    t.execute("INSERT INTO things (id) VALUES (1)");
    try {
      t.execute("INSERT INTO things (id) VALUES (1)");
    } catch (const DatabaseFailure&) {
    }
  };
  EXPECT_THROW(database->transaction(work), DatabaseFailure);
  EXPECT_EQ(database->read([](Transaction& t) { return t.query("SELECT id FROM things").size(); }), 0U);
}

TEST_P(DatabaseOnBoth, RefusesToWriteWhileReading) {
  EXPECT_THROW(database->read([](Transaction& t) { t.execute("INSERT INTO things (id) VALUES (1)"); }),
               DatabaseFailure);
  database->transaction([](Transaction& t) { t.execute("INSERT INTO things (id) VALUES (1)"); });
  EXPECT_EQ(database->read([](Transaction& t) { return t.query("SELECT id FROM things").size(); }), 1U);
}

TEST_P(DatabaseOnBoth, RefusesTextsThatPostgresqlCannotHold) {
  const std::string with_zero("a\0b", 3);
  const std::string no_utf8 = "\xff";
  for (const std::string& bad : {with_zero, no_utf8}) {
    try {
      database->transaction(
          [&](Transaction& t) { t.execute("INSERT INTO things (id, name) VALUES (1, ?)", bad); });
      FAIL() << "taken";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), "malformed");
    }
  }
}

TEST_P(DatabaseOnBoth, RefusesATransactionInsideAnother) {
  EXPECT_THROW(database->transaction([&](Transaction&) { database->transaction([](Transaction&) {}); }),
               std::logic_error);
}

TEST_P(DatabaseOnBoth, RefusesAWrongNumberOfValues) {
  EXPECT_THROW(database->transaction([](Transaction& t) { t.execute("DELETE FROM things WHERE id = ?"); }),
               std::logic_error);
  EXPECT_THROW(database->transaction([](Transaction& t) { t.execute("DELETE FROM things", 1); }),
               std::logic_error);
}

TEST_P(DatabaseOnBoth, LosesNoUpdateOfRivals) {
  database->transaction([](Transaction& t) { t.execute("INSERT INTO things (id, note) VALUES (1, '0')"); });
  Database other(database.connection(), 2);  // as a second process would
  const auto count_up = [](Database& target) {
    for (int i = 0; i < 25; ++i) {
      target.transaction([](Transaction& t) {
        const auto row = t.query_one(std::string("SELECT note FROM things WHERE id = 1") += t.for_update());
        t.execute("UPDATE things SET note = ? WHERE id = 1", std::to_string(row->int64(0) + 1));
      });
    }
  };
  std::thread first([&] { count_up(*database); });
  std::thread second([&] { count_up(*database); });
  std::thread third([&] { count_up(other); });
  first.join();
  second.join();
  third.join();
  EXPECT_EQ(database->read([](Transaction& t) { return t.query_one("SELECT note FROM things")->int64(0); }),
            75);
}

TEST_P(DatabaseOnBoth, MigratesOnceAndOnlyForward) {
  constexpr Migration two[] = {things[0],
                               {"0002_more", "CREATE TABLE more (id BIGINT);\nDROP TABLE more;\n"}};
  migrate(*database, "test", two);
  migrate(*database, "test", two);
  EXPECT_THROW(migrate(*database, "test", things), std::runtime_error);
  constexpr Migration changed[] = {things[0], {"0002_more", "CREATE TABLE other (id BIGINT);\n"}};
  EXPECT_THROW(migrate(*database, "test", changed), std::runtime_error);
}

TEST_P(DatabaseOnBoth, KeepsNothingOfAMigrationThatFails) {
  constexpr Migration broken[] = {things[0], {"0002_broken", "CREATE TABLE half (id BIGINT);\nNO SQL;\n"}};
  EXPECT_THROW(migrate(*database, "test", broken), DatabaseFailure);
  constexpr Migration mended[] = {things[0], {"0002_mended", "CREATE TABLE half (id BIGINT);\n"}};
  migrate(*database, "test", mended);
}

PALMKEY_ON_BOTH_DATABASES(DatabaseOnBoth);

TEST(PostgresqlDatabase, OpensBrokenConnectionsAnew) {
  test::TestDatabase database(test::Backend::postgresql);
  migrate(*database, "test", things);
  test::PrivatePostgres::instance().restart();
  database->transaction([](Transaction& t) { t.execute("INSERT INTO things (id) VALUES (1)"); });
  EXPECT_EQ(database->read([](Transaction& t) { return t.query("SELECT id FROM things").size(); }), 1U);
}

TEST(PostgresqlDatabase, RunsTheWorkAgainAfterADeadlock) {
  test::TestDatabase database(test::Backend::postgresql);
  migrate(*database, "test", things);
  database->transaction([](Transaction& t) { t.execute("INSERT INTO things (id) VALUES (1), (2)"); });
  std::atomic<int> holding = 0;
  const auto lock_both = [&](int first, int second) {
    bool met = false;
    database->transaction([&](Transaction& t) {
      t.execute("UPDATE things SET note = 'x' WHERE id = ?", first);
      if (!std::exchange(met, true)) {
        ++holding;
        while (holding < 2) std::this_thread::yield();
      }
      t.execute("UPDATE things SET note = 'x' WHERE id = ?", second);
    });
  };
  std::thread one([&] { lock_both(1, 2); });
  lock_both(2, 1);
  one.join();
  EXPECT_EQ(
      database->read([](Transaction& t) { return t.query("SELECT id FROM things WHERE note = 'x'").size(); }),
      2U);
}

TEST(Database, RefusesAnUnknownKind) {
  EXPECT_THROW(Database("mysql:host=localhost"), std::invalid_argument);
  EXPECT_THROW(Database("sqlite:"), std::invalid_argument);
}

TEST(Database, ReportsThatItCannotBeReached) {
  try {
    Database database("postgresql:host=/nonexistent dbname=none");
    FAIL() << "reached";
  } catch (const DatabaseFailure& failure) {
    EXPECT_EQ(failure.code(), "database_unavailable");
    EXPECT_EQ(failure.http_status(), 503);
  }
}

TEST(SqliteDatabase, IsReadableByItsOwnerOnly) {
  test::TestDatabase database(test::Backend::sqlite);
  const std::filesystem::path path = database.connection().substr(7);
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace palmkey::platform
