// Escrowed keys for an authorised third party, from the legal document to the enveloped keys.
#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "core/text_intent.hpp"
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;

constexpr const char* all = "/api/v1/desk/handovers";

class Handovers : public test::FollowingOrders {
 protected:
  Handovers() : FollowingOrders("key_recovery", 0) {
    const auto order = f.call("GET", path(issued), {}, token).json;
    recipient = order.at("certificates")[1].at("der");
    for (const char* name : {"agent1", "agent2", "agent3"}) agents[name] = f.desk(name);
  }
  json wanted() {
    return {{"serial", serial},
            {"reference", "(2026)示范法执字第 1 号"},
            {"recipient", recipient},
            {"document", core::to_base64(f.picture())}};
  }
  test::Answer begin(const json& body) { return f.call_json("POST", all, body, agents["agent1"]); }
  std::string begun() {
    const auto answer = begin(wanted());
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.json.value("number", "");
  }
  json shown(const std::string& number) { return get(number).json; }
  test::Answer get(const std::string& number, const std::string& below = "") {
    return f.call("GET", std::string(all) + "/" + number + below, {}, agents["agent1"]);
  }
  json intent_of(const std::string& agent, const std::string& number, const json& changed = json::object()) {
    json approval = shown(number).at("approval");
    approval.update(
        {{"operator", agent}, {"step", "recovery"}, {"time", core::text_intent_time(f.clock.now())}});
    approval.update(changed);
    std::vector<core::TextIntent::Field> fields;
    for (const auto& [name, text] : approval.items()) fields.emplace_back(name, text);
    return {{"intent", core::TextIntent::make("recover", fields)->text()},
            {"signature", core::to_base64(core::as_bytes("good"))}};
  }
  test::Answer sign(const std::string& agent, const std::string& number, const json& body) {
    return f.call_json("POST", std::string(all) + "/" + number + "/approvals", body, agents[agent]);
  }
  test::Answer agree(const std::string& agent, const std::string& number) {
    return sign(agent, number, intent_of(agent, number));
  }
  test::Answer withdraw(const std::string& number) {
    return f.call("POST", std::string(all) + "/" + number + "/withdrawal", {}, agents["agent2"]);
  }

  std::string recipient;                      // certificate, base64 of DER
  std::map<std::string, std::string> agents;  // sessions
};
PALMKEY_ON_BOTH_DATABASES(Handovers);

TEST_P(Handovers, GoFromTheLegalDocumentToTheEnvelopedKeys) {
  const auto number = begun();
  auto handover = shown(number);
  EXPECT_EQ(handover.at("state"), "waiting");
  EXPECT_EQ(handover.at("agents_needed"), 2);
  const std::string text = handover.at("application_text");
  EXPECT_EQ(core::to_hex(core::sm3(core::as_bytes(text))), handover.at("application_digest"));
  const auto digest = core::to_hex(core::sm3(*core::from_base64(recipient)));
  for (const std::string& line : {"\nfollows: " + serial, "\nrecipient: " + digest,
                                  std::string("\nreference: (2026)示范法执字第 1 号")})
    EXPECT_NE(text.find(line + "\n"), std::string::npos) << line;
  const auto document = get(number, "/document");
  EXPECT_EQ(core::to_hex(core::sm3(core::as_bytes(document.body))), handover.at("document_digest"));

  EXPECT_EQ(agree("agent1", number).json.at("state"), "waiting");
  EXPECT_TRUE(f.vault.recovered.empty()) << "one agent is not enough";
  EXPECT_EQ(get(number, "/keys").json.at("items").size(), 0u);
  const auto done = agree("agent3", number);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.json.at("state"), "done");
  EXPECT_EQ(done.json.at("keys"), 2);
  EXPECT_EQ(done.json.at("approvals").size(), 2u);
  ASSERT_EQ(f.vault.recovered.size(), 1u);
  EXPECT_EQ(f.vault.recovered[0].first, number);
  ASSERT_EQ(f.vault.recovered[0].second.size(), 2u);
  const auto signed_text = core::TextIntent::parse(f.vault.recovered[0].second[0].intent);
  EXPECT_EQ(signed_text->field("kind"), "judicial");
  EXPECT_EQ(signed_text->field("recipient"), digest);
  EXPECT_EQ(get(number, "/keys").json.at("items")[0].at("enveloped_key"), recipient);
}

TEST_P(Handovers, AreNobodysButRecoveryAgents) {
  const auto number = begun();
  const std::string one = std::string(all) + "/" + number;
  for (const auto& session : {acceptor, reviewer, f.desk("manager"), token, std::string("none")}) {
    const auto refused = [&](const test::Answer& answer) {
      EXPECT_TRUE(answer.status == 401 || answer.status == 403) << answer.body;
    };
    for (const std::string& address : {std::string(all), one, one + "/document", one + "/keys"})
      refused(f.call("GET", address, {}, session));
    refused(f.call_json("POST", all, wanted(), session));
    refused(f.call_json("POST", one + "/approvals", intent_of("agent1", number), session));
    refused(f.call("POST", one + "/withdrawal", {}, session));
  }
  EXPECT_EQ(shown(number).at("state"), "waiting");
}

TEST_P(Handovers, OneAgentCountsOnce) {
  const auto number = begun();
  for (int time = 0; time < 3; ++time) {
    EXPECT_EQ(agree("agent1", number).json.at("state"), "waiting");
    f.clock.advance_ms(1000);
  }
  EXPECT_EQ(shown(number).at("approvals").size(), 1u);
  EXPECT_TRUE(f.vault.recovered.empty());
}

TEST_P(Handovers, WhatIsSignedIsWhatWasRead) {
  const auto number = begun();
  for (const json& changed : {json{{"serial", "00ff"}}, json{{"recipient", std::string(64, '0')}},
                              json{{"kind", "holder"}}, json{{"order", "00202603010000099"}},
                              json{{"application", std::string(64, '0')}}, json{{"step", "review"}}})
    EXPECT_EQ(sign("agent2", number, intent_of("agent2", number, changed)).json.at("code"), "intent_refused")
        << changed;
  EXPECT_EQ(sign("agent2", number, intent_of("agent1", number)).json.at("code"), "desk_role_refused");
  auto forged = intent_of("agent2", number);
  forged["signature"] = core::to_base64(core::as_bytes("bad"));
  EXPECT_EQ(sign("agent2", number, forged).json.at("code"), "bad_signature");
  const auto old = intent_of("agent2", number);
  f.clock.advance_ms(3600 * 1000);
  EXPECT_EQ(sign("agent2", number, old).json.at("code"), "stale");
  EXPECT_TRUE(shown(number).at("approvals").empty());
}

TEST_P(Handovers, WaitForAVaultThatRefusesOrIsAway) {
  const auto number = begun();
  agree("agent1", number);
  f.vault.issue_refusal = "approval_stale";
  EXPECT_EQ(agree("agent2", number).json.at("code"), "approval_stale");
  EXPECT_EQ(shown(number).at("state"), "waiting");
  EXPECT_EQ(shown(number).at("approvals").size(), 2u);
  f.vault.issue_refusal.clear();
  f.clock.advance_ms(1000);
  EXPECT_EQ(agree("agent1", number).json.at("state"), "done") << "signed anew";
}

TEST_P(Handovers, ARepeatedSignatureChangesNothing) {
  const auto number = begun();
  agree("agent1", number);
  const auto last = intent_of("agent2", number);
  EXPECT_EQ(sign("agent2", number, last).json.at("state"), "done");
  EXPECT_EQ(sign("agent2", number, last).json.at("state"), "done");
  EXPECT_EQ(f.vault.recovered.size(), 1u);
  EXPECT_EQ(agree("agent3", number).json.at("code"), "wrong_state");
  EXPECT_EQ(withdraw(number).json.at("code"), "wrong_state");
}

TEST_P(Handovers, AreWithdrawnForGood) {
  const auto number = begun();
  agree("agent1", number);
  EXPECT_EQ(withdraw(number).json.at("state"), "withdrawn");
  EXPECT_EQ(withdraw(number).status, 200);
  EXPECT_EQ(shown(number).at("ended_by"), "agent2");
  EXPECT_EQ(agree("agent2", number).json.at("code"), "wrong_state");
  EXPECT_TRUE(f.vault.recovered.empty());
}

TEST_P(Handovers, SayWhatIsWrongWithAnInput) {
  const auto refused = [&](const json& body) {
    json codes = json::object();
    const auto answer = begin(body);
    EXPECT_EQ(answer.status, 422) << answer.body;
    for (const auto& error : answer.json.at("errors"))
      codes[error.at("field").get<std::string>()] = error.at("code");
    return codes;
  };
  EXPECT_EQ(refused(json::object()), json({{"serial", "field_required"},
                                           {"reference", "field_required"},
                                           {"recipient", "field_required"},
                                           {"document", "field_required"}}));
  const auto with = [&](const char* name, const std::string& value) {
    auto body = wanted();
    body[name] = value;
    return refused(body);
  };
  EXPECT_EQ(with("serial", "00ff"), json({{"serial", "certificate_not_found"}}));
  EXPECT_EQ(with("reference", "一行\n又一行"), json({{"reference", "reference_invalid"}}));
  EXPECT_EQ(with("reference", "第 1 号\u202e"), json({{"reference", "reference_invalid"}}))
      << "what turns the direction of writing is read as something else";
  EXPECT_EQ(with("reference", std::string(121, 'a')), json({{"reference", "reference_invalid"}}));
  EXPECT_EQ(with("recipient", core::to_base64(f.picture())), json({{"recipient", "recipient_invalid"}}));
  EXPECT_EQ(with("document", recipient), json({{"document", "attachment_type_unsupported"}}));
  EXPECT_EQ(begin({{"document", "not base64!"}}).json.at("code"), "malformed");
  EXPECT_EQ(f.call("GET", all, {}, agents["agent1"]).json.at("items").size(), 0u);
  EXPECT_EQ(get("00202603010009999").status, 404);
  EXPECT_EQ(get("00202603010009999", "/document").status, 404);
}

TEST_P(Handovers, AreListedNewestFirst) {
  const auto first = begun();
  f.clock.advance_ms(1000);
  const auto second = begun();
  const auto items = f.call("GET", all, {}, agents["agent2"]).json.at("items");
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("number"), second);
  EXPECT_EQ(items[1].at("number"), first);
  EXPECT_EQ(items[1].at("reference"), "(2026)示范法执字第 1 号");
  const auto found = [&](const std::string& search) {
    const auto answer = f.call("GET", std::string(all) + "?search=" + search, {}, agents["agent2"]);
    return answer.json.at("items").size();
  };
  EXPECT_EQ(found(first), 1u);
  EXPECT_EQ(found(serial), 2u);
  EXPECT_EQ(found("00ff"), 0u);
}

}  // namespace
}  // namespace palmkey::front
