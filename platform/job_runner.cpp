#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "platform/jobs.hpp"
#include "platform/log.hpp"

namespace palmkey::platform {

struct JobRunner::State {
  Database& database;
  const Clock& clock;
  core::Random& random;
  JobOptions options;
  std::map<std::string, JobHandler> handlers;

  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  std::uint64_t wakes = 0;
  std::vector<std::thread> threads;

  // The due job that waits longest, leased to the caller. Its attempt number tells this claim from later
  // ones, so that a worker which overslept its lease changes nothing any more.
  std::optional<Job> claim();
  void run(const Job& job);
  void finish(const Job& job);
  void fail(const Job& job, const std::string& error, bool for_good);
  std::int64_t wait_ms(std::int64_t attempt);
  void work();
};

std::optional<Job> JobRunner::State::claim() {
  if (handlers.empty()) return std::nullopt;
  return database.transaction([&](Transaction& t) -> std::optional<Job> {
    const std::int64_t now = clock.now_ms();
    std::string kinds;
    std::vector<SqlValue> values = {now, now};
    for (const auto& [kind, handler] : handlers) {
      kinds += kinds.empty() ? "?" : ", ?";
      values.emplace_back(kind);
    }
    const std::string select =
        "SELECT id, kind, payload, attempts FROM jobs WHERE state = 'waiting' AND run_at_ms <= ? AND "
        "lease_until_ms <= ? AND kind IN (" +
        kinds + ") ORDER BY run_at_ms, id LIMIT 1" + std::string(t.for_update_skip_locked());
    const SqlRows rows = t.query_with(select, values);
    if (rows.empty()) return std::nullopt;
    Job job{rows[0].int64(0), rows[0].text(1), rows[0].text(2), rows[0].int64(3) + 1};
    t.execute("UPDATE jobs SET attempts = ?, lease_until_ms = ?, changed_at_ms = ? WHERE id = ?", job.attempt,
              now + options.lease.count(), now, job.id);
    return job;
  });
}

void JobRunner::State::run(const Job& job) {
  // Whoever claimed it before died each time: it may be the job that kills.
  if (job.attempt > options.max_attempts) return fail(job, "lease_expired", true);
  try {
    handlers.at(job.kind)(job);
  } catch (const JobRefused& refused) {
    return fail(job, refused.code(), true);
  } catch (const Failure& failure) {
    return fail(job, failure.code(), false);
  } catch (const std::exception& exception) {
    log_error("internal_error", {{"job", job.kind}, {"what", exception.what()}});
    return fail(job, "internal_error", false);
  }
  finish(job);
}

void JobRunner::State::finish(const Job& job) {
  database.transaction([&](Transaction& t) {
    // The row stays if it has a unique key, which must not be taken again; its payload is not needed.
    t.execute("DELETE FROM jobs WHERE id = ? AND attempts = ? AND state = 'waiting' AND unique_key IS NULL",
              job.id, job.attempt);
    t.execute(
        "UPDATE jobs SET state = 'done', payload = '', changed_at_ms = ? WHERE id = ? AND attempts = ? AND "
        "state = 'waiting'",
        clock.now_ms(), job.id, job.attempt);
  });
}

void JobRunner::State::fail(const Job& job, const std::string& error, bool for_good) {
  const bool dead = for_good || job.attempt >= options.max_attempts;
  const std::int64_t now = clock.now_ms();
  database.transaction([&](Transaction& t) {
    t.execute(
        "UPDATE jobs SET state = ?, run_at_ms = ?, lease_until_ms = 0, last_error = ?, changed_at_ms = ? "
        "WHERE "
        "id = ? AND attempts = ? AND state = 'waiting'",
        dead ? "dead" : "waiting", now + wait_ms(job.attempt), error, now, job.id, job.attempt);
  });
  const LogLevel level = dead ? LogLevel::error : LogLevel::warning;
  log(level, dead ? "job.dead" : "job.failed",
      {{"id", job.id}, {"kind", job.kind}, {"attempt", job.attempt}, {"code", error}});
}

std::int64_t JobRunner::State::wait_ms(std::int64_t attempt) {
  std::int64_t wait = options.first_wait.count();
  for (std::int64_t i = 1; i < attempt && wait < options.longest_wait.count(); ++i) wait *= 2;
  wait = std::min<std::int64_t>(wait, options.longest_wait.count());
  core::ByteArray<2> bytes{};
  value_or_throw(random.fill(bytes));
  return wait + wait * (std::int64_t{bytes[0]} * 256 + bytes[1]) / (std::int64_t{4} * 65536);
}

void JobRunner::State::work() {
  while (true) {
    std::uint64_t seen = 0;
    {
      std::lock_guard lock(mutex);
      if (stopping) return;
      seen = wakes;
    }
    bool did_one = false;
    try {
      if (auto job = claim()) {
        run(*job);
        did_one = true;
      }
    } catch (const std::exception& exception) {
      log_error("job.runner", {{"what", exception.what()}});
    }
    if (did_one) continue;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, options.poll, [&] { return stopping || wakes != seen; });
  }
}

JobRunner::JobRunner(Database& database, const Clock& clock, core::Random& random, JobOptions options)
    : state_(new State{database, clock, random, options, {}, {}, {}, false, 0, {}}) {}

JobRunner::~JobRunner() {
  stop();
}

void JobRunner::handle(std::string kind, JobHandler handler) {
  if (!state_->handlers.emplace(std::move(kind), std::move(handler)).second) {
    throw std::logic_error("a kind of job has two handlers");
  }
}

void JobRunner::start(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) state_->threads.emplace_back([this] { state_->work(); });
}

void JobRunner::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
}

void JobRunner::wake() {
  {
    std::lock_guard lock(state_->mutex);
    ++state_->wakes;
  }
  state_->changed.notify_one();
}

bool JobRunner::run_due_once() {
  const auto job = state_->claim();
  if (job) state_->run(*job);
  return job.has_value();
}

}  // namespace palmkey::platform
