#include "platform/database.hpp"

#include <fcntl.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

#include "platform/log.hpp"
#include "platform/sql_failure.hpp"
#include "platform/sql_statement.hpp"

namespace palmkey::platform {
namespace {

constexpr int max_tries = 8;

// The log gets the statement, which holds no value, and the database's number for the error; its sentence may
// quote what a person typed.
DatabaseFailure reported(const SqlFault& fault, std::string_view statement) {
  if (fault.kind == DatabaseFailure::Kind::other || fault.kind == DatabaseFailure::Kind::unavailable) {
    log_error("database.error", {{"number", fault.number}, {"statement", statement}});
  }
  return DatabaseFailure(fault.kind);
}

// A little longer each time and never the same, so that two rivals don't meet again.
void wait_before_retry(int attempt) {
  thread_local std::minstd_rand generator(std::random_device{}());
  std::uniform_int_distribution<int> spread(1, 10 * attempt);
  std::this_thread::sleep_for(std::chrono::milliseconds(5 * attempt + spread(generator)));
}

class SociTransaction : public Transaction {
 public:
  SociTransaction(soci::session& session, bool is_postgresql)
      : session_(session), is_postgresql_(is_postgresql) {}

  std::int64_t execute_with(std::string_view sql, const std::vector<SqlValue>& values) override {
    return run(sql, values).affected;
  }
  SqlRows query_with(std::string_view sql, const std::vector<SqlValue>& values) override {
    return run(sql, values).rows;
  }
  std::string_view for_update() const override { return is_postgresql_ ? " FOR UPDATE" : ""; }
  std::string_view for_update_skip_locked() const override {
    return is_postgresql_ ? " FOR UPDATE SKIP LOCKED" : "";
  }
  const std::optional<SqlFault>& fault() const { return fault_; }

 private:
  SqlOutcome run(std::string_view sql, const std::vector<SqlValue>& values) {
    // PostgreSQL takes nothing more after an error; SQLite must not behave otherwise.
    if (fault_) throw std::logic_error("the transaction has failed already");
    try {
      return run_sql(session_, sql, values);
    } catch (const soci::soci_error& error) {
      fault_ = fault_of(error);
      throw reported(*fault_, sql);
    }
  }

  soci::session& session_;
  bool is_postgresql_;
  std::optional<SqlFault> fault_;
};

}  // namespace

struct Database::State {
  State(const std::string& connection, std::size_t connections) : sessions(connections) {
    if (connection.starts_with("sqlite:")) {
      path = connection.substr(7);
      if (path.empty() || path.find('"') != std::string::npos) {
        throw std::invalid_argument("the path of an SQLite database is empty or holds a quote");
      }
      const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (file < 0) throw DatabaseFailure(DatabaseFailure::Kind::unavailable);
      ::close(file);
    } else if (connection.starts_with("postgresql:")) {
      is_postgresql = true;
      parameters = connection.substr(11);
    } else {
      throw std::invalid_argument("a database is sqlite:PATH or postgresql:PARAMETERS");
    }
    for (std::size_t i = 0; i < connections; ++i) free.push_back(i);
    if (connections == 0) throw std::invalid_argument("a database needs a connection");
  }

  std::unique_ptr<soci::session> open() const {
    if (is_postgresql) {
      auto session = std::make_unique<soci::session>(soci::postgresql, parameters);
      run_sql(*session, "SET client_min_messages = warning", {});
      return session;
    }
    auto session = std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + path + "\" timeout=10");
    run_sql(*session, "PRAGMA busy_timeout = 10000", {});
    run_sql(*session, "PRAGMA journal_mode = WAL", {});
    run_sql(*session, "PRAGMA synchronous = FULL", {});
    run_sql(*session, "PRAGMA foreign_keys = ON", {});
    return session;
  }

  std::string path;
  std::string parameters;
  bool is_postgresql = false;
  std::mutex mutex;
  std::condition_variable given_back;
  std::vector<std::size_t> free;
  std::vector<std::unique_ptr<soci::session>> sessions;  // null: to be opened
  std::mutex sqlite_writer;  // queues this process's writers better than SQLite's busy waits
};

namespace {

// The database whose transaction runs on this thread, if any.
thread_local const void* running = nullptr;

class Running {
 public:
  explicit Running(const void* database) {
    if (running == database) throw std::logic_error("a transaction inside a transaction");
    previous_ = std::exchange(running, database);
  }
  ~Running() { running = previous_; }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  const void* previous_;
};

std::string_view begin_statement(bool is_postgresql, bool read_only) {
  if (is_postgresql) {
    return read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                     : "BEGIN ISOLATION LEVEL READ COMMITTED";
  }
  return read_only ? "BEGIN" : "BEGIN IMMEDIATE";
}

}  // namespace

Database::Database(const std::string& connection, std::size_t connections)
    : state_(std::make_unique<State>(connection, connections)) {
  read([](Transaction& t) { t.query("SELECT 1"); });  // an unusable database is found at the start
}

Database::~Database() = default;

bool Database::is_postgresql() const {
  return state_->is_postgresql;
}

void Database::run(const std::function<void(Transaction&)>& work, bool read_only) {
  Running guard(this);
  State& state = *state_;
  std::unique_lock<std::mutex> writer(state.sqlite_writer, std::defer_lock);
  if (!state.is_postgresql && !read_only) writer.lock();

  std::size_t slot = 0;
  {
    std::unique_lock lock(state.mutex);
    state.given_back.wait(lock, [&] { return !state.free.empty(); });
    slot = state.free.back();
    state.free.pop_back();
  }
  struct GiveBack {
    State& state;
    std::size_t slot;
    ~GiveBack() {
      {
        std::lock_guard lock(state.mutex);
        state.free.push_back(slot);
      }
      state.given_back.notify_one();
    }
  } give_back{state, slot};
  auto& session = state.sessions[slot];

  for (int attempt = 1;; ++attempt) {
    std::optional<SqlFault> fault;
    std::exception_ptr thrown;
    bool begun = false;
    try {
      if (!session) session = state.open();
      if (!state.is_postgresql) {
        run_sql(*session, read_only ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF", {});
      }
      run_sql(*session, begin_statement(state.is_postgresql, read_only), {});
      begun = true;
      SociTransaction transaction(*session, state.is_postgresql);
      try {
        work(transaction);
        if (transaction.fault()) throw DatabaseFailure(transaction.fault()->kind);
      } catch (...) {
        fault = transaction.fault();
        thrown = std::current_exception();
      }
      if (!thrown) {
        run_sql(*session, "COMMIT", {});
        return;
      }
    } catch (const soci::soci_error& error) {
      fault = fault_of(error);
      if (!session) fault = SqlFault{DatabaseFailure::Kind::unavailable, true, fault->number};
      thrown = std::make_exception_ptr(reported(*fault, session ? "transaction" : "connect"));
    }

    const bool lost = fault && fault->connection_lost;
    try {
      if (session && begun && !lost) run_sql(*session, "ROLLBACK", {});
    } catch (const soci::soci_error&) {
      session.reset();  // closing it rolls back
    }
    if (lost) session.reset();
    // A connection that was stale before anything began is simply opened anew.
    const bool again = fault && (fault->kind == DatabaseFailure::Kind::busy || (lost && !begun));
    const int tries = lost || !state.is_postgresql ? 2 : max_tries;
    if (!again || attempt >= tries) std::rethrow_exception(thrown);
    wait_before_retry(attempt);
  }
}

}  // namespace palmkey::platform
