#include "tests/support/postgres.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace palmkey::test {
namespace {

std::filesystem::path programs() {
  const std::filesystem::path root = "/usr/lib/postgresql";
  for (const auto& version : std::filesystem::directory_iterator(root)) {
    if (std::filesystem::exists(version.path() / "bin/initdb")) return version.path() / "bin";
  }
  throw std::runtime_error("PostgreSQL's programs are not below /usr/lib/postgresql");
}

const passwd* unprivileged() {
  if (geteuid() != 0) return nullptr;
  const passwd* account = getpwnam("postgres");
  if (account == nullptr) throw std::runtime_error("there is no account postgres");
  return account;
}

// Starts a program that ends with this process, as the unprivileged account, its output in `log`.
pid_t spawn(const std::vector<std::string>& command, const std::filesystem::path& log) {
  const passwd* account = unprivileged();
  std::vector<char*> arguments;
  for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  const std::string log_path = log.string();
  const pid_t child = fork();
  if (child != 0) return child;
  if (account != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(account->pw_gid) != 0 || setuid(account->pw_uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int output = open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (output >= 0) {
    dup2(output, 1);
    dup2(output, 2);
  }
  if (chdir("/") != 0) _exit(126);
  execv(arguments[0], arguments.data());
  _exit(127);
}

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

}  // namespace

PrivatePostgres& PrivatePostgres::instance() {
  static PrivatePostgres server;
  return server;
}

PrivatePostgres::PrivatePostgres() {
  std::string name = (std::filesystem::temp_directory_path() / "palmkey-pg-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  if (const passwd* account = unprivileged()) {
    if (chown(name.c_str(), account->pw_uid, account->pw_gid) != 0) throw std::runtime_error("chown failed");
  }
  const pid_t initdb = spawn({programs() / "initdb", "-D", folder_ / "data", "-U", "postgres", "-A", "trust",
                              "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"},
                             folder_ / "initdb.log");
  int status = -1;
  if (waitpid(initdb, &status, 0) != initdb || status != 0) throw std::runtime_error("initdb failed");
  start();
}

PrivatePostgres::~PrivatePostgres() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PrivatePostgres::start() {
  server_ =
      spawn({programs() / "postgres", "-D", folder_ / "data", "-k", folder_, "-c", "listen_addresses=", "-c",
             "fsync=off", "-c", "max_connections=64", "-c", "shared_buffers=16MB"},
            folder_ / "postgres.log");
  const std::string target = parameters();
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (PQping(target.c_str()) != PQPING_OK) {
    if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("PostgreSQL does not start");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void PrivatePostgres::stop() {
  if (server_ <= 0) return;
  kill(server_, SIGQUIT);
  waitpid(server_, nullptr, 0);
  server_ = -1;
}

void PrivatePostgres::restart() {
  stop();
  start();
}

std::string PrivatePostgres::parameters() const {
  return "host=" + folder_.string() + " user=postgres dbname=postgres";
}

std::string PrivatePostgres::new_database() {
  // A schema is as empty as a new database, and is there in a hundredth of the time.
  const std::string name = "test_" + std::to_string(++databases_);
  const Connection connection(PQconnectdb(parameters().c_str()));
  PGresult* result = PQexec(connection.get(), ("CREATE SCHEMA " + name).c_str());
  const bool made = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  if (!made) throw std::runtime_error(PQerrorMessage(connection.get()));
  return "postgresql:" + parameters() + " options='-c search_path=" + name + "'";
}

}  // namespace palmkey::test
