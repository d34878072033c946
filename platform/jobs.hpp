// What must happen after a commit: a row written in the same transaction, done later with retries.
//
// A job may run more than once (a process can die between doing it and recording that): handlers must be
// idempotent, for example by handing the job's id to the other side as its idempotency key.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"

namespace palmkey::platform {

struct Job {
  std::int64_t id = 0;
  std::string kind;
  std::string payload;       // JSON text; personal data in it must be encrypted by whoever enqueues
  std::int64_t attempt = 1;  // this one, from 1
};

struct DeadJob {
  std::int64_t id = 0;
  std::string kind;
  std::int64_t attempts = 0;
  std::string last_error;  // a failure's code
  std::int64_t failed_at_ms = 0;
};

// Makes the tables; once at start, before anything else here.
void migrate_jobs(Database& database);

// Adds a job that becomes due at `run_at_ms` (Unix milliseconds). With a `unique_key`, a second job of that
// kind and key is not added, ever. Returns the id, or nothing if it was there.
std::optional<std::int64_t> enqueue(Transaction& transaction, std::string_view kind, std::string_view payload,
                                    std::int64_t run_at_ms,
                                    const std::optional<std::string>& unique_key = std::nullopt);

// Jobs that failed for good, newest first.
std::vector<DeadJob> list_dead_jobs(Database& database, std::size_t limit = 100);
// Makes a dead job due now with fresh attempts. False if there is no such dead job.
bool retry_dead_job(Database& database, std::int64_t id, std::int64_t now_ms);

struct JobOptions {
  int max_attempts = 12;
  std::chrono::milliseconds first_wait{2000};  // doubles after each failure, plus up to a quarter of jitter
  std::chrono::milliseconds longest_wait{3600 * 1000};
  // A job not finished by then is taken up again: longer than any job may take (mail has 30 s), short enough
  // for people who wait for what a killed process left behind.
  std::chrono::milliseconds lease{40 * 1000};
  std::chrono::milliseconds poll{500};  // how often an idle worker looks
};

// Throws to fail: the job is tried again later. A JobRefused is not tried again.
using JobHandler = std::function<void(const Job&)>;

// Thrown by a handler when trying again cannot help: the job becomes a dead letter at once.
class JobRefused : public Failure {
 public:
  explicit JobRefused(std::string code) : Failure(std::move(code), 500) {}
};

class JobRunner {
 public:
  // The references must outlive the runner.
  JobRunner(Database& database, const Clock& clock, core::Random& random, JobOptions options = {});
  ~JobRunner();  // stops
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  // Before start. Jobs of kinds without a handler are left alone.
  void handle(std::string kind, JobHandler handler);
  void start(std::size_t threads = 1);
  void stop();  // waits for the jobs at work
  // An idle worker looks at once instead of at its next poll. Thread-safe.
  void wake();
  // Claims and runs one due job on this thread. False if none is due. For tests and commands.
  bool run_due_once();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::platform
