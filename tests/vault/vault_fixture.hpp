// What every test of the vault stands on: a fresh database, a clock that is set, the operating system's
// randomness, and a key-encryption key.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/key_wrap.hpp"
#include "platform/random.hpp"
#include "tests/support/database.hpp"
#include "tests/support/fixed_clock.hpp"
#include "vault/audit/audit_log.hpp"
#include "vault/resources.hpp"

namespace palmkey::test {

class VaultTest : public OnBothDatabases {
 protected:
  VaultTest();

  FixedClock clock{1'772'323'200'000};  // 2026-03-01T00:00:00Z
  platform::SystemRandom random;
  platform::KeyWrap key_wrap;
  vault::Resources resources{*database, clock, random, key_wrap};
  vault::AuditLog audit{clock};

  // Runs raw SQL, as someone who owns the database can.
  void sql(const std::string& statement) {
    database->transaction([&](platform::Transaction& t) { t.execute(statement); });
  }
  void advance(std::int64_t seconds) { clock.advance_ms(seconds * 1000); }
  // How many audit entries of this kind there are.
  std::int64_t audited(const std::string& kind);
};

// The code of the Failure that `work` throws; "" if it throws none.
std::string failure_of(const std::function<void()>& work);

}  // namespace palmkey::test
