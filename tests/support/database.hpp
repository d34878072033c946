// One test on both databases: TEST_P over Backend, each with a fresh, empty database.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "platform/database.hpp"
#include "platform/files.hpp"

namespace palmkey::test {

enum class Backend { sqlite, postgresql };

// A fresh database of that kind; lives as long as the object.
class TestDatabase {
 public:
  explicit TestDatabase(Backend backend, std::size_t connections = 4);
  platform::Database& get() { return *database_; }
  platform::Database& operator*() { return *database_; }
  platform::Database* operator->() { return database_.get(); }
  // To open it once more, as another process would.
  const std::string& connection() const { return connection_; }

 private:
  platform::TemporaryFolder folder_;
  std::string connection_;
  std::unique_ptr<platform::Database> database_;
};

// Base of a fixture: class Orders : public test::OnBothDatabases {}; then TEST_P(Orders, ...) and
// PALMKEY_ON_BOTH_DATABASES(Orders).
class OnBothDatabases : public testing::TestWithParam<Backend> {
 protected:
  TestDatabase database{GetParam()};
};

inline std::string backend_name(const testing::TestParamInfo<Backend>& info) {
  return info.param == Backend::sqlite ? "Sqlite" : "Postgresql";
}

}  // namespace palmkey::test

#define PALMKEY_ON_BOTH_DATABASES(fixture)                                                            \
  INSTANTIATE_TEST_SUITE_P(                                                                           \
      , fixture, testing::Values(palmkey::test::Backend::sqlite, palmkey::test::Backend::postgresql), \
      palmkey::test::backend_name)
