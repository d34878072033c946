// The table of a certificate's states.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/documented_moves.hpp"
#include "vault/issuing/certificate_status.hpp"

namespace palmkey::vault {
namespace {

TEST(CertificateStates, AreDocumentedAsTheyAre) {
  std::set<test::DocumentedMove> here;
  for (const auto& move : certificate_moves())
    here.insert({std::string(status_name(move.from)), std::string(event_name(move.event)),
                 std::string(status_name(move.to))});
  EXPECT_EQ(here, test::documented_moves("docs/protocol.md", "States of a certificate"));
}

TEST(CertificateStates, ARevocationIsForGoodAndPossibleBefore) {
  using enum CertificateStatus;
  for (const auto& move : certificate_moves()) {
    EXPECT_NE(move.from, revoked);
    EXPECT_EQ(move.to == revoked, move.event == CertificateEvent::revoke);
  }
  for (const auto status : {good, on_hold, expired, key_blocked})
    EXPECT_TRUE(may_happen(status, CertificateEvent::revoke));
}

}  // namespace
}  // namespace palmkey::vault
