#include "platform/jobs.hpp"

#include <future>
#include <stdexcept>

#include "platform/random.hpp"
#include "tests/support/database.hpp"
#include "tests/support/fixed_clock.hpp"

namespace palmkey::platform {
namespace {

class Jobs : public test::OnBothDatabases {
 protected:
  void SetUp() override { migrate_jobs(*database); }
  std::optional<std::int64_t> add(const std::string& kind, const std::string& payload = "{}",
                                  std::int64_t delay_ms = 0,
                                  const std::optional<std::string>& unique_key = std::nullopt) {
    return database->transaction(
        [&](Transaction& t) { return enqueue(t, kind, payload, clock.now_ms() + delay_ms, unique_key); });
  }

  test::FixedClock clock;
  SystemRandom random;
  std::vector<Job> done;
  JobHandler record = [this](const Job& job) { done.push_back(job); };
};

TEST_P(Jobs, RunADueJobOnceAndNotBeforeItsTime) {
  JobRunner runner(*database, clock, random);
  runner.handle("mail", record);
  add("mail", R"({"n":1})", 1000);
  EXPECT_FALSE(runner.run_due_once());
  clock.advance_ms(1000);
  EXPECT_TRUE(runner.run_due_once());
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].payload, R"({"n":1})");
  EXPECT_EQ(done[0].attempt, 1);
  clock.advance_ms(1'000'000'000);
  EXPECT_FALSE(runner.run_due_once());
}

TEST_P(Jobs, VanishWithTheTransactionThatAddedThem) {
  EXPECT_THROW(database->transaction([&](Transaction& t) {
    enqueue(t, "mail", "{}", clock.now_ms());
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  JobRunner runner(*database, clock, random);
  runner.handle("mail", record);
  EXPECT_FALSE(runner.run_due_once());
}

TEST_P(Jobs, AreAddedOnceForAUniqueKeyEvenAfterTheyAreDone) {
  JobRunner runner(*database, clock, random);
  runner.handle("invoice", record);
  EXPECT_TRUE(add("invoice", "{}", 0, "order-1"));
  EXPECT_FALSE(add("invoice", "{}", 0, "order-1"));
  EXPECT_TRUE(runner.run_due_once());
  EXPECT_FALSE(add("invoice", "{}", 0, "order-1"));
  EXPECT_TRUE(add("invoice", "{}", 0, "order-2"));
  EXPECT_TRUE(add("mail", "{}", 0, "order-1"));
}

TEST_P(Jobs, OfAKindWithoutHandlerAreLeftAlone) {
  JobRunner runner(*database, clock, random);
  runner.handle("mail", record);
  add("other");
  EXPECT_FALSE(runner.run_due_once());
}

TEST_P(Jobs, ThatDiedBetweenClaimAndFinishAreTakenUpAfterTheLease) {
  JobRunner dead(*database, clock, random);
  JobRunner alive(*database, clock, random);
  add("mail");
  bool ran_early = true;
  // While the first one holds the job, the other finds nothing; past the lease it takes the job over, and the
  // first one's late finish changes nothing.
  dead.handle("mail", [&](const Job&) {
    alive.handle("mail", [&](const Job& job) {
      record(job);
      throw Failure("upstream_unreachable", 502);
    });
    ran_early = alive.run_due_once();
    clock.advance_ms(120'001);
    EXPECT_TRUE(alive.run_due_once());
  });
  EXPECT_TRUE(dead.run_due_once());
  EXPECT_FALSE(ran_early);
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].attempt, 2);
  clock.advance_ms(60'000);
  EXPECT_TRUE(alive.run_due_once());
  EXPECT_EQ(done.size(), 2U);
}

TEST_P(Jobs, WaitLongerAfterEachFailureAndDieInTheEnd) {
  JobRunner runner(*database, clock, random,
                   {.max_attempts = 3, .first_wait = std::chrono::milliseconds(1000)});
  int tries = 0;
  runner.handle("mail", [&](const Job&) {
    ++tries;
    throw Failure("mail_unreachable", 502);
  });
  const auto id = add("mail");
  EXPECT_TRUE(runner.run_due_once());
  clock.advance_ms(999);
  EXPECT_FALSE(runner.run_due_once());
  clock.advance_ms(251);
  EXPECT_TRUE(runner.run_due_once());
  clock.advance_ms(1999);
  EXPECT_FALSE(runner.run_due_once());
  clock.advance_ms(501);
  EXPECT_TRUE(runner.run_due_once());
  clock.advance_ms(1'000'000'000);
  EXPECT_FALSE(runner.run_due_once());
  EXPECT_EQ(tries, 3);

  const auto dead = list_dead_jobs(*database);
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].id, id);
  EXPECT_EQ(dead[0].attempts, 3);
  EXPECT_EQ(dead[0].last_error, "mail_unreachable");

  EXPECT_TRUE(retry_dead_job(*database, *id, clock.now_ms()));
  EXPECT_FALSE(retry_dead_job(*database, *id, clock.now_ms()));
  EXPECT_TRUE(runner.run_due_once());
  EXPECT_EQ(tries, 4);
}

TEST_P(Jobs, ThatAreRefusedDieAtOnce) {
  JobRunner runner(*database, clock, random);
  runner.handle("mail", [](const Job&) { throw JobRefused("mail_refused"); });
  add("mail");
  EXPECT_TRUE(runner.run_due_once());
  const auto dead = list_dead_jobs(*database);
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].last_error, "mail_refused");
}

TEST_P(Jobs, TellNothingOfAnUnexpectedException) {
  JobRunner runner(*database, clock, random, {.max_attempts = 1});
  runner.handle("mail", [](const Job&) { throw std::runtime_error("13800000000"); });
  add("mail");
  EXPECT_TRUE(runner.run_due_once());
  EXPECT_EQ(list_dead_jobs(*database).at(0).last_error, "internal_error");
}

TEST_P(Jobs, ThatKillTheirProcessEachTimeDieInTheEnd) {
  JobRunner runner(*database, clock, random, {.max_attempts = 2});
  runner.handle("mail", record);
  add("mail");
  // What kill -9 leaves behind, twice: a claim whose lease ran out.
  database->transaction(
      [](Transaction& t) { t.execute("UPDATE jobs SET attempts = 2, lease_until_ms = 1"); });
  EXPECT_TRUE(runner.run_due_once());
  EXPECT_TRUE(done.empty());
  EXPECT_EQ(list_dead_jobs(*database).at(0).last_error, "lease_expired");
}

TEST_P(Jobs, RunOnWorkersUntilStopped) {
  JobRunner runner(*database, clock, random, {.poll = std::chrono::hours(1)});
  std::promise<void> ran;
  runner.handle("mail", [&](const Job&) { ran.set_value(); });
  runner.start(2);
  add("mail");
  runner.wake();
  ran.get_future().wait();
  runner.stop();
  EXPECT_FALSE(runner.run_due_once());
}

PALMKEY_ON_BOTH_DATABASES(Jobs);

}  // namespace
}  // namespace palmkey::platform
