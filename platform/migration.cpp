#include "platform/migration.hpp"

#include <stdexcept>

#include "core/encoding.hpp"
#include "core/sm3.hpp"

namespace palmkey::platform {
namespace {

std::vector<std::string> split(std::string_view statements) {
  std::vector<std::string> result;
  std::string current;
  while (!statements.empty()) {
    const auto end = statements.find('\n');
    std::string_view line = statements.substr(0, end);
    statements = end == std::string_view::npos ? "" : statements.substr(end + 1);
    while (line.ends_with(' ')) line.remove_suffix(1);
    const bool last = line.ends_with(';');
    if (last) line.remove_suffix(1);
    current.append(line).append("\n");
    if (last) result.push_back(std::exchange(current, {}));
  }
  if (current.find_first_not_of(" \n") != std::string::npos) result.push_back(current);
  return result;
}

std::string with_identity(std::string statement, bool is_postgresql) {
  constexpr std::string_view token = "{identity}";
  const auto at = statement.find(token);
  if (at == std::string::npos) return statement;
  return statement.replace(at, token.size(),
                           is_postgresql ? "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
                                         : "INTEGER PRIMARY KEY AUTOINCREMENT");
}

std::string digest_of(const Migration& migration) {
  return core::to_hex(core::sm3(core::as_bytes(migration.statements)));
}

}  // namespace

void migrate(Database& database, std::string_view set, std::span<const Migration> migrations) {
  database.transaction([](Transaction& t) {
    t.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations (migration_set TEXT NOT NULL, position BIGINT NOT "
        "NULL, "
        "name TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (migration_set, position))");
  });
  const auto check = [&](const SqlRows& done) {
    if (done.size() > migrations.size()) {
      throw std::runtime_error("the database is newer than this program: " + std::string(set));
    }
    for (std::size_t i = 0; i < done.size(); ++i) {
      if (done[i].text(0) != migrations[i].name || done[i].text(1) != digest_of(migrations[i])) {
        throw std::runtime_error("a migration that this database has seen was changed: " + done[i].text(0));
      }
    }
  };
  constexpr std::string_view select =
      "SELECT name, digest FROM schema_migrations WHERE migration_set = ? ORDER BY position";
  while (database.transaction([&](Transaction& t) {
    // One process at a time, also on PostgreSQL: the table is locked until the step is done.
    if (database.is_postgresql()) t.execute("LOCK TABLE schema_migrations IN EXCLUSIVE MODE");
    const SqlRows done = t.query(select, set);
    check(done);
    if (done.size() == migrations.size()) return false;
    const Migration& next = migrations[done.size()];
    for (const std::string& statement : split(next.statements)) {
      t.execute(with_identity(statement, database.is_postgresql()));
    }
    t.execute("INSERT INTO schema_migrations (migration_set, position, name, digest) VALUES (?, ?, ?, ?)",
              set, static_cast<std::int64_t>(done.size()), next.name, digest_of(next));
    return true;
  })) {
  }
}

}  // namespace palmkey::platform
