#include "tests/vault/vault_fixture.hpp"

namespace palmkey::test {
namespace {

platform::KeyWrap fresh_key_wrap(core::Random& random) {
  const platform::TemporaryFolder folder;
  platform::KeyWrap::create_key_file(folder.path() / "key", random);
  return platform::KeyWrap::from_file(folder.path() / "key");
}

}  // namespace

VaultTest::VaultTest() : key_wrap(fresh_key_wrap(random)) {
  vault::migrate_audit(*database);
}

std::int64_t VaultTest::audited(const std::string& kind) {
  return database->read([&](platform::Transaction& t) {
    return t.query_one("SELECT COUNT(*) FROM audit_log WHERE kind = ?", kind)->int64(0);
  });
}

std::string failure_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const platform::Failure& failure) {
    return failure.code();
  }
  return "";
}

}  // namespace palmkey::test
