// Every role against every route of the desk and of administration.
#include <gtest/gtest.h>

#include <set>

#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using test::FrontFixture;

// The route with something in place of its parameters.
std::string path_of(const std::string& pattern) {
  std::string path;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != ':') {
      path += pattern[at];
      continue;
    }
    path += "1";
    while (at + 1 < pattern.size() && pattern[at + 1] != '/') ++at;
  }
  return path;
}

class Roles : public testing::Test {
 protected:
  using Allowed = std::function<bool(const std::string& method, const std::string& pattern)>;

  // Each route answers "desk_role_refused" if it is not allowed, and anything else if it is.
  void expect_only(const std::string& token, const Allowed& allowed) {
    std::size_t seen = 0;
    const auto router = f.front->router();
    for (const auto& route : router.routes()) {
      const bool desk =
          route.pattern.starts_with("/api/v1/desk/orders") || route.pattern == "/api/v1/desk/counts";
      if (!desk && !route.pattern.starts_with("/api/v1/admin/")) continue;
      ++seen;
      const auto answer = f.call(route.method, path_of(route.pattern), "{}", token);
      EXPECT_EQ(answer.code() == "desk_role_refused", !allowed(route.method, route.pattern))
          << route.method << " " << route.pattern << ": " << answer.body;
      EXPECT_NE(answer.code(), "not_signed_in") << route.pattern;
      EXPECT_NE(answer.status, 500) << route.pattern << ": " << answer.body;
    }
    EXPECT_GT(seen, 25u);
  }
  static bool is_desk(const std::string& pattern) { return pattern.starts_with("/api/v1/desk/"); }
  static bool reads_certificates(const std::string& method, const std::string& pattern) {
    return method == "GET" &&
           (pattern == "/api/v1/admin/certificates" || pattern == "/api/v1/admin/revocations");
  }
  static bool stops(const std::string& pattern) {
    return pattern.ends_with("/revocation") || pattern.ends_with("/hold");
  }

  FrontFixture f;
};

TEST_F(Roles, LetOfficersWorkAtTheDeskAndRevokeOrHoldCertificatesOnly) {
  for (const char* officer : {"acceptor", "reviewer"})
    expect_only(f.desk(officer), [&](const std::string& method, const std::string& pattern) {
      // Papers are the acceptance officers' own.
      if (pattern.ends_with("/receive-paper")) return officer == std::string("acceptor");
      return is_desk(pattern) || reads_certificates(method, pattern) || stops(pattern);
    });
}

TEST_F(Roles, LetAdministratorsDoAllButDecideRevokeAndHold) {
  expect_only(f.desk("manager"), [](const std::string&, const std::string& pattern) {
    return !is_desk(pattern) && !stops(pattern);
  });
}

TEST_F(Roles, AreOpenedBySessionsOfTheDeskOnly) {
  const auto subscriber = f.sign_in("13800000000");
  const auto router = f.front->router();
  for (const auto& route : router.routes()) {
    if (!route.pattern.starts_with("/api/v1/admin/")) continue;
    for (const auto& token : {std::string(), std::string("nonsense"), subscriber})
      EXPECT_EQ(f.call(route.method, path_of(route.pattern), "{}", token).code(), "not_signed_in")
          << route.method << " " << route.pattern;
  }
}

}  // namespace
}  // namespace palmkey::front
