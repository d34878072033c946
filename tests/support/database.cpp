#include "tests/support/database.hpp"

#include "tests/support/postgres.hpp"

namespace palmkey::test {

TestDatabase::TestDatabase(Backend backend, std::size_t connections)
    : connection_(backend == Backend::sqlite ? "sqlite:" + (folder_.path() / "test.db").string()
                                             : PrivatePostgres::instance().new_database()),
      database_(std::make_unique<platform::Database>(connection_, connections)) {}

}  // namespace palmkey::test
