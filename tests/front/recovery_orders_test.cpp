// Orders that give a holder's encryption keys back, from the application to the phone that has them again.
#include "core/text_intent.hpp"
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;

class RecoveryOrders : public test::FollowingOrders {
 protected:
  RecoveryOrders() : FollowingOrders("key_recovery", 0) {
    record().status = CertificateStatus::good;
    record().recoverable_keys = 2;
    for (const char* name : {"agent1", "agent2", "agent3"}) agents[name] = f.desk(name);
  }
  test::Answer agree(const std::string& agent, const std::string& number) {
    return f.decide(agents[agent], number, f.approval(agents[agent], agent, "recovery", number));
  }
  json seen_by(const std::string& officer_token) {
    json numbers = json::array();
    const auto page = f.call("GET", "/api/v1/desk/orders?queue=all", {}, officer_token).json;
    for (const auto& order : page.at("orders")) numbers.push_back(order.at("number"));
    return numbers;
  }

  std::map<std::string, std::string> agents;  // sessions
};
PALMKEY_ON_BOTH_DATABASES(RecoveryOrders);

TEST_P(RecoveryOrders, GoFromApplicationToTheRecoveredKeys) {
  const auto number = handed_in();
  auto order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("fee"), 0);
  EXPECT_EQ(order.at("business_label"), "密钥恢复");
  EXPECT_EQ(order.at("next").at("actor"), "recovery_agent");
  EXPECT_EQ(order.at("public_key"), f.key.public_key_hex());

  EXPECT_EQ(agree("agent1", number).json.at("state"), "awaiting_review");
  f.run_jobs();
  EXPECT_TRUE(f.vault.recovered.empty()) << "one agent is not enough";
  EXPECT_EQ(agree("agent2", number).json.at("state"), "issuing");
  f.run_jobs();
  ASSERT_EQ(f.vault.recovered.size(), 1u);
  EXPECT_EQ(f.vault.recovered[0].first, number);
  ASSERT_EQ(f.vault.recovered[0].second.size(), 2u);
  const auto signed_text = core::TextIntent::parse(f.vault.recovered[0].second[1].intent);
  EXPECT_EQ(signed_text->type(), "recover");
  EXPECT_EQ(signed_text->field("kind"), "holder");
  EXPECT_EQ(signed_text->field("serial"), serial);
  EXPECT_EQ(signed_text->field("recipient"), "");

  order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("label"), "可以恢复");
  EXPECT_EQ(order.at("actions"), json::array({"recover"}));
  EXPECT_EQ(order.at("timeline").back().at("label"), "密钥恢复已批准");
  tell("key_recovered", issued);
  EXPECT_EQ(f.call("POST", path(number) + "/installed", {}, token).status, 200);
  order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("label"), "已恢复");
  f.run_jobs();
}

TEST_P(RecoveryOrders, AreForRecoveryAgentsAlone) {
  const auto number = handed_in();
  EXPECT_EQ(seen_by(agents["agent1"]), json::array({number}));
  EXPECT_EQ(seen_by(acceptor), json::array({issued}));
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders/" + number, {}, acceptor).code(), "order_unknown");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders/" + issued, {}, agents["agent1"]).code(), "order_unknown");
  // An officer's signature counts for nothing here, an agent's for nothing elsewhere.
  json by_officer = f.approval(agents["agent1"], "acceptor", "acceptance", number);
  EXPECT_EQ(f.decide(acceptor, number, by_officer).code(), "desk_role_refused");
  json as_agent = f.approval(agents["agent1"], "acceptor", "recovery", number);
  EXPECT_EQ(f.decide(acceptor, number, as_agent).code(), "desk_role_refused");
  const auto other = f.paid_order(token, test::following_phone);
  json elsewhere = f.approval(acceptor, "agent1", "recovery", other);
  EXPECT_EQ(f.decide(agents["agent1"], other, elsewhere).code(), "desk_role_refused");
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/counts", {}, agents["agent1"]).json.at("awaiting_acceptance"), 1);
  EXPECT_EQ(f.call("GET", "/api/v1/admin/services", {}, agents["agent1"]).code(), "desk_role_refused");
}

TEST_P(RecoveryOrders, NeedDifferentAgents) {
  const auto number = handed_in();
  agree("agent1", number);
  EXPECT_EQ(agree("agent1", number).json.at("state"), "awaiting_review") << "said once, however often";
  f.run_jobs();
  EXPECT_TRUE(f.vault.recovered.empty());
}

TEST_P(RecoveryOrders, NeedAsManyAgentsAsTheVaultSays) {
  f.vault.recovery_agents_needed = 3;
  const auto number = handed_in();
  agree("agent1", number);
  EXPECT_EQ(agree("agent2", number).json.at("state"), "awaiting_review");
  f.run_jobs();
  EXPECT_TRUE(f.vault.recovered.empty());
  EXPECT_EQ(agree("agent3", number).json.at("state"), "issuing");
  f.run_jobs();
  ASSERT_EQ(f.vault.recovered.size(), 1u);
  EXPECT_EQ(f.vault.recovered[0].second.size(), 3u);
}

TEST_P(RecoveryOrders, AnyAgentSendsThemBack) {
  const auto number = handed_in();
  agree("agent1", number);
  const auto rejection =
      f.rejection(agents["agent2"], "agent2", "recovery", number, "attachments.identity_front", "看不清");
  EXPECT_EQ(f.decide(agents["agent2"], number, rejection).json.at("state"), "rejected");
  f.upload_all(token, number);
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).json.at("state"), "awaiting_acceptance");
  EXPECT_EQ(agree("agent1", number).json.at("state"), "awaiting_review") << "agreement begins anew";
}

TEST_P(RecoveryOrders, AreNotMadeForNothing) {
  record().recoverable_keys = 0;
  EXPECT_EQ(apply(application()).code(), "nothing_to_recover");
  record().recoverable_keys = 1;
  record().status = CertificateStatus::key_blocked;
  EXPECT_EQ(apply(application()).code(), "certificate_not_usable");
  record().status = CertificateStatus::revoked;
  EXPECT_EQ(apply(application()).code(), "certificate_revoked");
}

TEST_P(RecoveryOrders, EverybodyCanSeeHowManyThereWere) {
  EXPECT_EQ(f.call("GET", "/api/v1/recoveries").json.at("items"), json::array());
  f.vault.recovery_counts = {{"2026-03", "holder", 2, 5}};
  EXPECT_EQ(f.call("GET", "/api/v1/recoveries").json.at("items"),
            (json::array({{{"month", "2026-03"}, {"kind", "holder"}, {"recoveries", 2}, {"keys", 5}}})));
}

TEST_P(RecoveryOrders, WhatTheVaultRefusesGoesBackToTheFirstAgent) {
  const auto number = handed_in();
  agree("agent1", number);
  agree("agent2", number);
  f.vault.issue_refusal = "own_order";
  f.vault.issue_refusal_status = 403;
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
}

}  // namespace
}  // namespace palmkey::front
