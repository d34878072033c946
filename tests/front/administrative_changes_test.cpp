// Changes of operators and relying parties on administrators' signatures.
#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

class AdministrativeChanges : public testing::TestWithParam<test::Backend> {
 protected:
  AdministrativeChanges() : f(GetParam()) {
    f.vault.known_operators["second"] = {"second", "副示范", OperatorRole::administrator, true};
    manager = f.desk("manager");
    second = f.desk("second");
  }
  json dismissal(const std::string& administrator, const std::string& dismissed = "reviewer",
                 const std::string& signature = "good") {
    const auto intent = core::TextIntent::make("dismiss", {{"operator", administrator},
                                                           {"operator-id", dismissed},
                                                           {"time", core::text_intent_time(f.clock.now())}});
    return {{"intent", intent->text()}, {"signature", core::to_base64(core::as_bytes(signature))}};
  }
  json removal(const std::string& administrator) {
    const auto intent =
        core::TextIntent::make("remove-site", {{"operator", administrator},
                                               {"client-id", "portal"},
                                               {"time", core::text_intent_time(f.clock.now())}});
    return {{"intent", intent->text()}, {"signature", core::to_base64(core::as_bytes("good"))}};
  }
  test::Answer change(const json& body, const std::string& token, const std::string& what = "operators") {
    return f.call_json("POST", "/api/v1/admin/" + what + "/changes", body, token);
  }
  json waiting(const std::string& what = "operators") {
    return f.call("GET", "/api/v1/admin/" + what, {}, manager).json.at("changes");
  }

  FrontFixture f;
  std::string manager, second;
};

TEST_P(AdministrativeChanges, WaitForASecondAdministrator) {
  const auto first = change(dismissal("manager"), manager);
  EXPECT_EQ(first.json.at("state"), "waiting") << first.body;
  EXPECT_EQ(first.json.at("type"), "dismiss");
  EXPECT_EQ(first.json.at("fields"), (json{{"operator-id", "reviewer"}}));
  EXPECT_EQ(first.json.at("begun_by"), "manager");
  EXPECT_TRUE(f.vault.changes.empty());
  ASSERT_EQ(waiting().size(), 1u);
  EXPECT_EQ(waiting("relying-parties").size(), 0u);
  // Signing it once more is not a second signature.
  f.clock.advance_ms(1000);
  EXPECT_EQ(change(dismissal("manager"), manager).json, first.json);
  EXPECT_TRUE(f.vault.changes.empty());

  const auto body = dismissal("second");
  EXPECT_EQ(change(body, second).json.at("state"), "done");
  ASSERT_EQ(f.vault.changes.size(), 1u);
  EXPECT_NE(f.vault.changes[0].first.intent.find("operator: manager"), std::string::npos);
  EXPECT_EQ(f.vault.changes[0].second->intent, body.at("intent"));
  EXPECT_EQ(waiting().size(), 0u);
  EXPECT_EQ(change(body, second).json.at("state"), "done");
  EXPECT_EQ(f.vault.changes.size(), 1u);
}

TEST_P(AdministrativeChanges, AreMadeAtOnceWhereOneIsEnough) {
  f.vault.administrators_needed = 1;
  EXPECT_EQ(change(removal("manager"), manager, "relying-parties").json.at("state"), "done");
  ASSERT_EQ(f.vault.changes.size(), 1u);
  EXPECT_FALSE(f.vault.changes[0].second);
}

TEST_P(AdministrativeChanges, OfSitesHoldAtOnceForWhoSignsIn) {
  f.vault.administrators_needed = 1;
  const auto authorize = [&] {
    return f
        .call("GET",
              "/oidc/authorize?client_id=portal&redirect_uri=https%3A%2F%2Fportal.example%2Fcb"
              "&response_type=code&scope=openid&state=s&nonce=n&code_challenge_method=S256"
              "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .status;
  };
  const front::VaultRelyingParty portal = {
      "portal", "示范省政府采购", "https://portal.example", {"https://portal.example/cb"}, "", 1, "ES256"};
  f.vault.sites = {portal};
  EXPECT_EQ(authorize(), 302);
  f.vault.sites.clear();
  EXPECT_EQ(authorize(), 302) << "what the vault said is kept for a while";
  EXPECT_EQ(change(removal("manager"), manager, "relying-parties").json.at("state"), "done");
  EXPECT_EQ(authorize(), 400);
  f.vault.sites = {portal};
  f.clock.advance_ms(1000);
  EXPECT_EQ(change(removal("manager"), manager, "relying-parties").json.at("state"), "done");
  EXPECT_EQ(authorize(), 302);
}

TEST_P(AdministrativeChanges, AreNotTakenForOneAnother) {
  EXPECT_EQ(change(dismissal("manager", "reviewer"), manager).status, 200);
  EXPECT_EQ(change(dismissal("second", "acceptor"), second).json.at("state"), "waiting");
  EXPECT_EQ(waiting().size(), 2u);
  EXPECT_TRUE(f.vault.changes.empty());
}

TEST_P(AdministrativeChanges, RefuseWhatIsNotThisAdministratorsIntent) {
  EXPECT_EQ(change({{"intent", "dismiss"}, {"signature", ""}}, manager).code(), "intent_refused");
  EXPECT_EQ(change(removal("manager"), manager).code(), "intent_refused");
  EXPECT_EQ(change(dismissal("manager"), manager, "relying-parties").code(), "intent_refused");
  EXPECT_EQ(change(dismissal("second"), manager).code(), "desk_role_refused");
  EXPECT_EQ(change(dismissal("manager", "reviewer", "forged"), manager).code(), "bad_signature");
  const auto old = dismissal("manager");
  f.clock.advance_ms(601'000);
  EXPECT_EQ(change(old, manager).code(), "stale");
  f.vault.known_operators["manager"].role = OperatorRole::review;
  EXPECT_EQ(change(dismissal("manager"), manager).code(), "desk_role_refused");
  EXPECT_EQ(waiting().size(), 0u);
}

TEST_P(AdministrativeChanges, GoOnWaitingIfTheVaultRefuses) {
  EXPECT_EQ(change(dismissal("manager"), manager).status, 200);
  f.vault.change_refusal = "refused";
  EXPECT_EQ(change(dismissal("second"), second).code(), "refused");
  EXPECT_EQ(waiting().size(), 1u);
  f.vault.change_refusal.clear();
  EXPECT_EQ(change(dismissal("second"), second).json.at("state"), "done");
}

TEST_P(AdministrativeChanges, BeginAnewAfterADay) {
  EXPECT_EQ(change(dismissal("manager"), manager).status, 200);
  f.clock.advance_ms(25LL * 3600 * 1000);
  manager = f.desk("manager");
  second = f.desk("second");
  EXPECT_EQ(waiting().size(), 0u);
  EXPECT_EQ(change(dismissal("second"), second).json.at("state"), "waiting");
  EXPECT_TRUE(f.vault.changes.empty());
}

TEST_P(AdministrativeChanges, ShowOperatorsAndSitesWithoutSecrets) {
  const auto operators = f.call("GET", "/api/v1/admin/operators", {}, manager).json;
  EXPECT_EQ(operators.at("administrators_needed"), 2);
  ASSERT_EQ(operators.at("items").size(), 7u);
  EXPECT_EQ(operators.at("items")[0],
            (json{{"id", "acceptor"}, {"name", "受示范"}, {"role", "acceptance"}, {"active", true}}));
  f.vault.sites = {{"portal",
                    "示范省政府采购",
                    "https://portal.example",
                    {"https://portal.example/cb"},
                    std::string(64, 'a'),
                    1,
                    "ES256"}};
  const auto sites = f.call("GET", "/api/v1/admin/relying-parties", {}, manager);
  EXPECT_EQ(sites.json.at("items")[0].at("public"), false);
  EXPECT_EQ(sites.body.find("aaaa"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(, AdministrativeChanges,
                         testing::Values(test::Backend::sqlite, test::Backend::postgresql),
                         test::backend_name);

}  // namespace
}  // namespace palmkey::front
