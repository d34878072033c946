#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "front/desk/application_text.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string phone = "13800000000";
const std::string desk_orders = "/api/v1/desk/orders/";

class Desk : public testing::Test {
 protected:
  Desk() {
    token = f.sign_in(phone);
    f.accept_agreements(token);
    number = f.paid_order(token, phone);
    acceptor = f.desk("acceptor");
    reviewer = f.desk("reviewer");
  }
  void bring_to_review() {
    ASSERT_EQ(f.call("POST", desk_orders + number + "/receive-paper", {}, acceptor).status, 200);
    ASSERT_EQ(f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number)).status, 200);
    ASSERT_EQ(f.state(token, number), "awaiting_review");
  }
  // The approval with one of its fields changed.
  static json with_field(const json& decision, const std::string& name, const std::string& value) {
    const auto parsed = core::TextIntent::parse(decision.at("intent").get<std::string>());
    auto fields = parsed->fields();
    for (auto& field : fields)
      if (field.first == name) field.second = value;
    json changed = decision;
    changed["intent"] = core::TextIntent::make(parsed->type(), fields)->text();
    return changed;
  }

  FrontFixture f;
  std::string token, number, acceptor, reviewer;
};

TEST_F(Desk, ShowsOfficersOnlyWhatTheirRoleMay) {
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders", {}, acceptor).json.at("orders").size(), 1u);
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders", {}, reviewer).json.at("orders").size(), 0u);
  EXPECT_EQ(f.call("GET", desk_orders + number, {}, reviewer).code(), "order_unknown");
  EXPECT_EQ(f.call("GET", desk_orders + number + "/attachments/identity_front", {}, reviewer).code(),
            "order_unknown");
  EXPECT_EQ(f.call("GET", desk_orders + number + "/attachments/identity_front", {}, acceptor).content_type,
            "image/jpeg");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders?state=awaiting_review", {}, acceptor).json.at("orders").size(),
            0u);
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders?state=nowhere", {}, acceptor).code(), "state_unknown");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders").code(), "not_signed_in");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders", {}, token).code(), "not_signed_in");
  bring_to_review();
  EXPECT_EQ(f.call("GET", desk_orders + number, {}, acceptor).code(), "order_unknown");
  EXPECT_EQ(f.call("GET", desk_orders + number, {}, reviewer).status, 200);
}

TEST_F(Desk, FindsOrdersByNumberNameAndPhoneTail) {
  const auto found = [&](const std::string& query) {
    return f.call("GET", "/api/v1/desk/orders?" + query, {}, acceptor).json.at("orders").size();
  };
  EXPECT_EQ(found("number=" + number), 1u);
  EXPECT_EQ(found("number=00202603010000042"), 0u);
  EXPECT_EQ(found("name=%E5%BC%A0%E7%A4%BA%E8%8C%83"), 1u);
  EXPECT_EQ(found("name=%E6%9D%8E%E7%A4%BA%E8%8C%83"), 0u);
  EXPECT_EQ(found("phone_tail=0000"), 1u);
  EXPECT_EQ(found("phone_tail=0001"), 0u);
  EXPECT_EQ(found("service=expert-mobile-key"), 1u);
  EXPECT_EQ(found("service=other"), 0u);
}

TEST_F(Desk, GivesTheTextThatItsDigestIsOf) {
  const auto shown = f.call("GET", desk_orders + number, {}, acceptor).json;
  const auto text = shown.at("application_text").get<std::string>();
  EXPECT_EQ(core::to_hex(core::sm3(core::as_bytes(text))), shown.at("application_digest"));
  EXPECT_EQ(text.substr(0, text.find('\n')), "PalmKey application 1");
  for (const auto& attachment : shown.at("attachments")) {
    const json& uploaded = attachment.at("uploaded");
    const auto digest = uploaded.is_null() ? "attachment: " : uploaded.at("digest").get<std::string>();
    EXPECT_NE(text.find(digest), std::string::npos);
  }
  EXPECT_NE(text.find("applicant.document-number: 11010519491231002X\n"), std::string::npos);
  EXPECT_NE(text.find("public-key: " + f.key.public_key_hex() + "\n"), std::string::npos);
}

TEST_F(Desk, OpensOnlyOnceForOneChallenge) {
  const auto challenge = f.call("GET", "/api/v1/desk/challenge").json;
  const auto sign = [&](const std::string& origin, const std::string& operator_id,
                        const std::string& signature) {
    const auto intent = core::TextIntent::make("desk", {{"operator", operator_id},
                                                        {"origin", origin},
                                                        {"session", challenge.at("session")},
                                                        {"place", ""},
                                                        {"code", ""},
                                                        {"time", challenge.at("time")}});
    return json{{"intent", intent->text()}, {"signature", core::to_base64(core::as_bytes(signature))}};
  };
  const auto open = [&](const json& body) { return f.call_json("POST", "/api/v1/desk/sessions", body); };
  EXPECT_EQ(open(sign("https://elsewhere.example", "acceptor", "good")).code(), "intent_refused");
  EXPECT_EQ(open(sign("https://front.example", "acceptor", "forged")).code(), "bad_signature");
  EXPECT_EQ(open(sign("https://front.example", "nobody", "good")).code(), "operator_unknown");
  f.vault.known_operators["guest"] = {"guest", "客示范", OperatorRole::none, true};
  EXPECT_EQ(open(sign("https://front.example", "guest", "good")).code(), "desk_role_refused");
  EXPECT_EQ(open(sign("https://front.example", "acceptor", "good")).status, 201);
  EXPECT_EQ(open(sign("https://front.example", "acceptor", "good")).code(), "stale");
  EXPECT_EQ(open({{"intent", "hello"}, {"signature", ""}}).code(), "intent_refused");
}

TEST_F(Desk, EndsSessionsAndOldChallenges) {
  EXPECT_EQ(f.call("DELETE", "/api/v1/desk/sessions", {}, acceptor).status, 204);
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders", {}, acceptor).code(), "not_signed_in");
  f.clock.advance_ms(9 * 3600 * 1000);
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders", {}, reviewer).code(), "not_signed_in");
}

TEST_F(Desk, RefusesApprovalsOfAnotherContent) {
  const json approval = f.approval(acceptor, "acceptor", "acceptance", number);
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"subject-name", "王示范"},
                                                        {"document-number", "440524188001010014"},
                                                        {"months", "60"},
                                                        {"profile", "authority"},
                                                        {"public-key", "04" + std::string(128, '1')},
                                                        {"application", std::string(64, '0')},
                                                        {"service", "other"}})
    EXPECT_EQ(f.decide(acceptor, number, with_field(approval, name, value)).code(), "order_changed") << name;
  EXPECT_EQ(f.decide(acceptor, number, with_field(approval, "order", "00202603010000042")).code(),
            "intent_refused");
  EXPECT_EQ(f.decide(acceptor, number, with_field(approval, "operator", "reviewer")).code(),
            "desk_role_refused");
  EXPECT_EQ(f.decide(acceptor, number, with_field(approval, "step", "review")).code(), "desk_role_refused");
  EXPECT_EQ(f.decide(acceptor, number, with_field(approval, "time", "2020-01-01T00:00:00Z")).code(), "stale");
  json forged = approval;
  forged["signature"] = core::to_base64(core::as_bytes("forged"));
  EXPECT_EQ(f.decide(acceptor, number, forged).code(), "bad_signature");
  EXPECT_EQ(f.decide(acceptor, number, {{"intent", "approve"}, {"signature", ""}}).code(), "intent_refused");
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
}

TEST_F(Desk, TakesNothingWhileTheVaultIsAway) {
  const json approval = f.approval(acceptor, "acceptor", "acceptance", number);
  f.vault.reachable = false;
  EXPECT_EQ(f.decide(acceptor, number, approval).code(), "vault_unreachable");
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
  f.vault.reachable = true;
  EXPECT_EQ(f.decide(acceptor, number, approval).status, 200);
}

TEST_F(Desk, TakesAnOfficersDecisionOnce) {
  const json approval = f.approval(acceptor, "acceptor", "acceptance", number);
  EXPECT_EQ(f.decide(acceptor, number, approval).json.at("state"), "awaiting_paper");
  EXPECT_EQ(f.decide(acceptor, number, approval).json.at("state"), "awaiting_paper");
  EXPECT_EQ(f.call("POST", desk_orders + number + "/receive-paper", {}, reviewer).code(),
            "desk_role_refused");
  EXPECT_EQ(f.call("POST", desk_orders + number + "/receive-paper", {}, acceptor).json.at("state"),
            "awaiting_review");
  EXPECT_EQ(f.call("POST", desk_orders + number + "/receive-paper", {}, acceptor).json.at("state"),
            "awaiting_review");
  EXPECT_EQ(f.sms_to(phone).back().template_name, "paper_wanted");
}

TEST_F(Desk, WantsTwoDifferentOfficers) {
  f.vault.known_operators["acceptor"].role = OperatorRole::review;  // moved to the other role meanwhile
  const auto moved = f.desk("acceptor");
  f.vault.known_operators["acceptor"].role = OperatorRole::acceptance;
  bring_to_review();
  f.vault.known_operators["acceptor"].role = OperatorRole::review;
  EXPECT_EQ(f.decide(moved, number, f.approval(moved, "acceptor", "review", number)).code(), "same_officer");
  EXPECT_EQ(f.state(token, number), "awaiting_review");
}

TEST_F(Desk, RefusesAnOfficerWhoHasLostTheRole) {
  const json approval = f.approval(acceptor, "acceptor", "acceptance", number);
  f.vault.known_operators["acceptor"].role = OperatorRole::administrator;
  EXPECT_EQ(f.decide(acceptor, number, approval).code(), "desk_role_refused");
  f.vault.known_operators["acceptor"].active = false;
  EXPECT_EQ(f.decide(acceptor, number, approval).code(), "operator_unknown");
}

TEST_F(Desk, SendsBackNamedFieldsForCorrectionOnly) {
  bring_to_review();
  const json bad = f.rejection(reviewer, "reviewer", "review", number, "applicant.phone", "号码");
  EXPECT_EQ(f.decide(reviewer, number, bad).code(), "field_unknown");
  const json no_reason = f.rejection(reviewer, "reviewer", "review", number, "applicant.name", "");
  EXPECT_EQ(f.decide(reviewer, number, no_reason).code(), "field_required");
  const json rejection = f.rejection(reviewer, "reviewer", "review", number,
                                     "applicant.name,attachments.identity_front,paper", "姓名与证件不符");
  EXPECT_EQ(f.decide(reviewer, number, rejection).json.at("label"), "已退回");
  EXPECT_EQ(f.sms_to(phone).back().template_name, "order_rejected");

  const std::string path = "/api/v1/orders/" + number;
  auto order = f.call("GET", path, {}, token).json;
  EXPECT_EQ(order.at("rejection").at("reason"), "姓名与证件不符");
  EXPECT_EQ(order.at("rejection").at("fields").size(), 3u);
  EXPECT_EQ(order.at("paper_received"), false);

  json application = order.at("application");
  application["handler"]["email"] = "other@example.com";
  EXPECT_EQ(f.call_json("PUT", path + "/application", application, token).code(), "field_not_open");
  application = order.at("application");
  application["applicant"]["name"] = "张1";
  EXPECT_EQ(f.call_json("PUT", path + "/application", application, token).code(), "name_invalid");
  application["applicant"]["name"] = "章示范";
  EXPECT_EQ(f.call_json("PUT", path + "/application", application, token).json.at("applicant_name"),
            "章示范");
  const std::string file(core::as_text(FrontFixture::picture()));
  EXPECT_EQ(f.call("PUT", path + "/attachments/identity_back", file, token).code(), "field_not_open");
  EXPECT_EQ(f.call("PUT", path + "/attachments/identity_front", file, token).status, 200);

  // The request names the old subject: a new one is wanted.
  EXPECT_EQ(f.call("POST", path + "/submit", {}, token).code(), "request_subject_mismatch");
  f.send_request(token, number);
  EXPECT_EQ(f.call("POST", path + "/submit", {}, token).json.at("state"), "awaiting_acceptance");
  EXPECT_EQ(f.call("GET", path, {}, token).json.at("submission"), 2);
  // The first submission's approval is worth nothing now.
  EXPECT_EQ(f.decide(reviewer, number, rejection).code(), "wrong_state");
}

TEST_F(Desk, AllowsTheAcceptanceOfficerToRejectAfterAccepting) {
  ASSERT_EQ(
      f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number)).json.at("state"),
      "awaiting_paper");
  const json rejection = f.rejection(acceptor, "acceptor", "acceptance", number, "paper", "未签名");
  EXPECT_EQ(f.decide(acceptor, number, rejection).json.at("state"), "rejected");
}

class Issuing : public Desk {
 protected:
  Issuing() {
    bring_to_review();
    EXPECT_EQ(f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number)).json.at("state"),
              "issuing");
  }
};

TEST_F(Issuing, HandsTheVaultBothSignedApprovals) {
  f.issue_certificates_for(number);
  f.run_jobs();
  ASSERT_EQ(f.vault.issued.size(), 1u);
  const auto acceptance = core::TextIntent::parse(f.vault.issued[0].acceptance.intent);
  const auto review = core::TextIntent::parse(f.vault.issued[0].review.intent);
  EXPECT_EQ(acceptance->field("operator"), "acceptor");
  EXPECT_EQ(review->field("operator"), "reviewer");
  EXPECT_EQ(acceptance->field("application"), review->field("application"));
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
}

TEST_F(Issuing, WaitsForAVaultThatIsAway) {
  f.vault.reachable = false;
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "issuing");
  f.vault.reachable = true;
  f.issue_certificates_for(number);
  f.clock.advance_ms(60'000);
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
  EXPECT_EQ(f.call("GET", "/api/v1/orders/" + number, {}, token).json.at("certificates").size(), 2u);
}

TEST_F(Issuing, GoesBackToAcceptanceIfTheVaultRefuses) {
  f.vault.issue_refusal = "refused";
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
  const auto timeline = f.call("GET", "/api/v1/orders/" + number, {}, token).json.at("timeline");
  EXPECT_EQ(timeline.back().at("event"), "refuse_issue");
  f.vault.issue_refusal.clear();
  f.issue_certificates_for(number);
  EXPECT_EQ(
      f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number)).json.at("state"),
      "awaiting_review");
  EXPECT_EQ(f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number)).json.at("state"),
            "issuing");
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
}

TEST_F(Issuing, KeepsTheOrderWhenTheVaultAnswersRubbish) {
  f.vault.pairs[number] = {{'x'}, {'y'}};
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "issuing");
  f.issue_certificates_for(number);
  f.clock.advance_ms(60'000);
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
}

TEST_F(Issuing, TellsTheSubscriberOnce) {
  f.issue_certificates_for(number);
  f.run_jobs();
  f.run_jobs();
  int told = 0;
  for (const auto& sms : f.sms_to(phone)) told += sms.template_name == "review_passed";
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace palmkey::front
