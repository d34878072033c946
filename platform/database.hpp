// SQL over SOCI: one code for SQLite and PostgreSQL.
//
// Statements: "?" is the next value, on both databases, but inside quotes. Types to declare: BIGINT (int64,
// also for bool as 0/1 and for times as Unix milliseconds or seconds), TEXT (UTF-8, JSON, and bytes: see
// docs/decisions/0001-bytes-as-base64-text.md), never BLOB, BYTEA, BOOLEAN or TIMESTAMP. "INSERT ... ON
// CONFLICT ... DO", "RETURNING" and partial indices work the same on both.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/bytes.hpp"
#include "platform/failure.hpp"

namespace palmkey::platform {

// What the database refused. Codes: "database_conflict" (409: a unique or foreign key, a check),
// "database_busy" (503: still locked after all retries), "database_unavailable" (503), "database_error"
// (500). The database's own words go to the log, never into the failure.
class DatabaseFailure : public Failure {
 public:
  enum class Kind { conflict, busy, unavailable, other };
  explicit DatabaseFailure(Kind kind);
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// A value of a statement: NULL, an integer, a text or bytes. bool becomes 0 or 1.
class SqlValue {
 public:
  SqlValue(std::nullopt_t) {}
  template <class T>
  requires std::is_integral_v<T> SqlValue(T value) : value_(static_cast<std::int64_t>(value)) {}
  SqlValue(std::string value) : value_(std::move(value)) {}
  SqlValue(std::string_view value) : value_(std::string(value)) {}
  SqlValue(const char* value) : value_(std::string(value)) {}
  SqlValue(core::Bytes value) : value_(std::move(value)) {}
  SqlValue(core::ByteView value) : value_(core::Bytes(value.begin(), value.end())) {}
  template <std::size_t N>
  SqlValue(const core::ByteArray<N>& value) : value_(core::Bytes(value.begin(), value.end())) {}
  template <class T>
  SqlValue(const std::optional<T>& value) {
    if (value) *this = SqlValue(*value);
  }

  using Variant = std::variant<std::monostate, std::int64_t, std::string, core::Bytes>;
  const Variant& get() const { return value_; }

 private:
  Variant value_;
};

// One row of an answer. Columns count from 0. A getter of another type than the column holds, or of NULL
// without optional, is a std::logic_error: the statement and the code disagree.
class SqlRow {
 public:
  explicit SqlRow(std::vector<std::optional<std::string>> columns) : columns_(std::move(columns)) {}
  std::size_t size() const { return columns_.size(); }
  bool is_null(std::size_t column) const { return !columns_.at(column).has_value(); }
  std::int64_t int64(std::size_t column) const;
  bool boolean(std::size_t column) const { return int64(column) != 0; }
  const std::string& text(std::size_t column) const;
  core::Bytes bytes(std::size_t column) const;
  std::optional<std::int64_t> optional_int64(std::size_t column) const;
  std::optional<std::string> optional_text(std::size_t column) const { return columns_.at(column); }
  std::optional<core::Bytes> optional_bytes(std::size_t column) const;

 private:
  std::vector<std::optional<std::string>> columns_;
};

using SqlRows = std::vector<SqlRow>;

// A running transaction; lives only inside the function that it is handed to, on one thread.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // Runs a statement and returns how many rows it changed.
  template <class... Values>
  std::int64_t execute(std::string_view sql, Values&&... values) {
    return execute_with(sql, {SqlValue(std::forward<Values>(values))...});
  }
  // Runs a statement that answers with rows (also INSERT ... RETURNING).
  template <class... Values>
  SqlRows query(std::string_view sql, Values&&... values) {
    return query_with(sql, {SqlValue(std::forward<Values>(values))...});
  }
  // The only row, or nothing; std::logic_error if there are more.
  template <class... Values>
  std::optional<SqlRow> query_one(std::string_view sql, Values&&... values) {
    return only_row(query_with(sql, {SqlValue(std::forward<Values>(values))...}));
  }
  virtual std::int64_t execute_with(std::string_view sql, const std::vector<SqlValue>& values) = 0;
  virtual SqlRows query_with(std::string_view sql, const std::vector<SqlValue>& values) = 0;

  // To be put behind a SELECT whose rows decide what is written: " FOR UPDATE" on PostgreSQL, "" on SQLite,
  // where a transaction holds the only write lock from its start.
  virtual std::string_view for_update() const = 0;
  // The same for queues: rows that another transaction holds are passed over.
  virtual std::string_view for_update_skip_locked() const = 0;

 private:
  static std::optional<SqlRow> only_row(SqlRows rows);
};

// A pool of connections. Thread-safe. Throws DatabaseFailure.
class Database {
 public:
  // "sqlite:PATH" (the file is made, mode 0600) or "postgresql:" followed by a libpq connection string.
  // `connections` may be used at the same time; more callers wait.
  explicit Database(const std::string& connection, std::size_t connections = 8);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs `work` in a transaction (SQLite: BEGIN IMMEDIATE; PostgreSQL: READ COMMITTED) and returns what it
  // returns. Committed and on disk when this returns; rolled back if `work` throws. Where the database asks
  // for it (busy, deadlock, serialization), all of `work` is run again, a bounded number of times: it must
  // have no effect but through the transaction. Never call it inside another transaction.
  template <class Work>
  auto transaction(Work&& work) -> std::invoke_result_t<Work&, Transaction&> {
    return run_returning(std::forward<Work>(work), false);
  }
  // The same for reading only: a consistent view, no write lock; a write is refused by the database.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work&, Transaction&> {
    return run_returning(std::forward<Work>(work), true);
  }

  bool is_postgresql() const;

 private:
  void run(const std::function<void(Transaction&)>& work, bool read_only);

  template <class Work>
  auto run_returning(Work&& work, bool read_only) -> std::invoke_result_t<Work&, Transaction&> {
    using R = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<R>) {
      run([&](Transaction& t) { work(t); }, read_only);
    } else {
      std::optional<R> result;
      run([&](Transaction& t) { result.emplace(work(t)); }, read_only);
      return std::move(*result);
    }
  }

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::platform
