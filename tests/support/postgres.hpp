// A private PostgreSQL server for tests: its own folder, a Unix socket only, gone with the test process.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace palmkey::test {

// Runs as the account "postgres" if the tests run as root (PostgreSQL refuses root).
class PrivatePostgres {
 public:
  // The one of this process, started when first asked for. std::runtime_error if it can't be started.
  static PrivatePostgres& instance();

  // A connection string for platform::Database to a new, empty database.
  std::string new_database();

  // Stops the server at once and starts it again on the same data: every connection breaks.
  void restart();

  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;
  ~PrivatePostgres();

 private:
  PrivatePostgres();
  void start();
  void stop();
  std::string parameters() const;

  std::filesystem::path folder_;
  pid_t server_ = -1;
  int databases_ = 0;
};

}  // namespace palmkey::test
