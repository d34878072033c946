// Orders that have a locked key unlocked, from the application to the new PIN.
#include <atomic>
#include <thread>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::following_phone;

class UnlockOrders : public test::FollowingOrders {
 protected:
  UnlockOrders() : FollowingOrders("unlock", 0) { record().status = CertificateStatus::key_blocked; }
  json self_service() {
    json body = application();
    body["self_service"] = true;
    return body;
  }
  // With all files, ready to be handed in.
  std::string self_service_order() {
    const auto made = apply(self_service());
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string number = made.json.value("number", "");
    f.upload_all(token, number);
    return number;
  }
};
PALMKEY_ON_BOTH_DATABASES(UnlockOrders);

TEST_P(UnlockOrders, GoFromApplicationToTheUnlockedKey) {
  const auto number = handed_in();
  auto order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("fee"), 0);
  EXPECT_EQ(order.at("follows"), serial);
  EXPECT_EQ(order.at("business_label"), "解锁");
  EXPECT_EQ(order.at("paper_required"), false);
  EXPECT_EQ(order.at("public_key"), f.key.public_key_hex());

  approve(number);
  f.run_jobs();
  ASSERT_EQ(f.vault.unlocking.size(), 1u);
  EXPECT_EQ(f.vault.unlocking[0].order_number, number);
  const auto signed_text = core::TextIntent::parse(f.vault.unlocking[0].review.intent);
  EXPECT_EQ(signed_text->type(), "unlock");
  EXPECT_EQ(signed_text->field("serial"), serial);
  EXPECT_EQ(f.vault.issued.size(), 1u) << "only the first order";

  order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("label"), "可以解锁");
  EXPECT_EQ(order.at("next").at("label"), "解锁并设置新密码");
  EXPECT_EQ(order.at("actions"), json::array({"unlock"}));
  // Nothing that the phone says: the vault knows.
  EXPECT_EQ(f.call("POST", path(number) + "/installed", {}, token).code(), "wrong_state");
  tell("key_unlocked", issued);
  order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("label"), "已解锁");
  EXPECT_EQ(order.at("timeline").back().at("label"), "密钥已解锁");
  f.run_jobs();
  EXPECT_EQ(f.call("GET", path(number) + "/invoice.pdf", {}, token).code(), "invoice_not_issued");
}

TEST_P(UnlockOrders, AreMadeOnceHoweverManyAreSentAtTheSameMoment) {
  std::vector<json> bodies;
  for (int i = 0; i < 4; ++i) bodies.push_back(application());
  std::atomic<int> made = 0, refused = 0;
  std::vector<std::thread> senders;
  for (std::size_t i = 0; i < bodies.size(); ++i)
    senders.emplace_back([&, i] {
      const auto answer = f.call_json("POST", "/api/v1/orders", bodies[i], token,
                                      {{"Idempotency-Key", "at-once-" + std::to_string(i)}});
      if (answer.status == 201) ++made;
      if (answer.code() == "order_in_progress") ++refused;
    });
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(refused, 3);
}

TEST_P(UnlockOrders, ShowOfficersWhichKeyIsUnlocked) {
  const auto number = handed_in();
  const auto shown = f.call("GET", "/api/v1/desk/orders/" + number, {}, acceptor).json;
  EXPECT_EQ(shown.at("approval"),
            (json{{"order", number}, {"serial", serial}, {"application", shown.at("application_digest")}}));
  const auto text = shown.at("application_text").get<std::string>();
  EXPECT_NE(text.find("\nbusiness: unlock\nfollows: " + serial + "\nmonths: 0\nfee-fen: 0\n"),
            std::string::npos);
  EXPECT_NE(text.find("\npaper-required: no\n"), std::string::npos);
  EXPECT_EQ(shown.at("duplicates"), json::array()) << "the order of its own certificate is none";
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders", {}, acceptor).json.at("orders")[0].at("follows"), serial);
}

TEST_P(UnlockOrders, AreNotApprovedByAnotherIntentThanTheirOwn) {
  const auto number = handed_in();
  const json approval = f.approval(acceptor, "acceptor", "acceptance", number);
  const auto fields = core::TextIntent::parse(approval.at("intent").get<std::string>())->fields();
  const auto changed = [&](const std::string& name, const std::string& value) {
    auto other = fields;
    for (auto& [field, text] : other)
      if (field == name) text = value;
    json decision = approval;
    decision["intent"] = core::TextIntent::make("unlock", other)->text();
    return f.decide(acceptor, number, decision).code();
  };
  EXPECT_EQ(changed("serial", "00ff"), "order_changed");
  EXPECT_EQ(changed("application", std::string(64, '0')), "order_changed");
  EXPECT_EQ(changed("order", issued), "intent_refused");
  // An approval to unlock approves no certificate.
  const auto next = f.paid_order(token, following_phone);
  json elsewhere = approval;
  auto for_next = fields;
  for (auto& [field, text] : for_next)
    if (field == "order") text = next;
  elsewhere["intent"] = core::TextIntent::make("unlock", for_next)->text();
  EXPECT_EQ(f.decide(acceptor, next, elsewhere).code(), "order_changed");
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
}

TEST_P(UnlockOrders, AreAboutACertificateOfTheirSubscriber) {
  const auto refused = [&](const json& body, const std::string& code, const std::string& field) {
    const auto answer = apply(body);
    EXPECT_EQ(answer.code(), code) << answer.body;
    EXPECT_EQ(answer.field(), field);
  };
  json body = application();
  body.erase("follows");
  refused(body, "field_required", "follows");
  body["follows"] = "00ff";
  refused(body, "certificate_not_matched", "follows");
  body = application();
  body["business"] = "new";
  body["months"] = 12;
  body["self_application"] = true;
  refused(body, "follows_invalid", "follows");

  const std::string other_phone = "13800000009";
  const auto other = f.sign_in(other_phone);
  f.accept_agreements(other);
  body = application(other_phone);
  body["applicant"]["document_number"] = "110101199003070011";
  EXPECT_EQ(apply(body, other).code(), "certificate_not_matched");
}

TEST_P(UnlockOrders, AreForTheHolderOfTheCertificate) {
  json body = application();
  body["applicant"]["name"] = "王示范";
  body["applicant"]["document_number"] = "110101199003070011";
  const auto answer = apply(body);
  EXPECT_EQ(answer.code(), "holder_differs");
  EXPECT_EQ(answer.json.at("errors").size(), 2u);
}

TEST_P(UnlockOrders, AreRefusedForAKeyThatIsNotLocked) {
  record().status = CertificateStatus::good;
  EXPECT_EQ(apply(application()).code(), "key_not_locked");
  record().status = CertificateStatus::revoked;
  EXPECT_EQ(apply(application()).code(), "certificate_revoked");
  record().status = CertificateStatus::unknown;
  EXPECT_EQ(apply(application()).code(), "vault_unreachable");
  f.vault.reachable = false;
  EXPECT_EQ(apply(application()).code(), "vault_unreachable");
}

TEST_P(UnlockOrders, AreMadeOneAtATime) {
  const auto number = handed_in();
  const auto second = apply(application());
  EXPECT_EQ(second.code(), "order_in_progress");
  EXPECT_EQ(second.json.at("order"), number);
  // One that was approved and not used is in nobody's way.
  approve(number);
  f.run_jobs();
  EXPECT_EQ(apply(application()).status, 201);
  tell("key_unlocked", issued);
  EXPECT_EQ(f.state(token, number), "installed");
}

TEST_P(UnlockOrders, TakeNoCertificationRequest) {
  const auto number = apply(application()).json.at("number").get<std::string>();
  EXPECT_EQ(f.state(token, number), "awaiting_upload");
  const auto order = f.call("GET", path(number), {}, token).json;
  const auto subject = core::from_base64(order.at("subject").at("der").get<std::string>());
  const auto sent = f.call("PUT", path(number) + "/certificate-request",
                           std::string(core::as_text(f.key.request_for(*subject))), token);
  EXPECT_EQ(sent.code(), "wrong_state");
}

TEST_P(UnlockOrders, GoBackToTheFirstOfficerIfTheVaultRefuses) {
  const auto number = handed_in();
  approve(number);
  f.vault.issue_refusal = "own_order";
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
  EXPECT_EQ(f.call("GET", path(number), {}, token).json.at("timeline").back().at("label"),
            "解锁未批准,重新受理");
}

TEST_P(UnlockOrders, AreTriedAgainWhileTheVaultHasNoTime) {
  const auto number = handed_in();
  approve(number);
  f.vault.issue_refusal = "overloaded";
  f.vault.issue_refusal_status = 429;
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "issuing");
  f.vault.issue_refusal.clear();
  f.clock.advance_ms(60'000);
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
}

TEST_P(UnlockOrders, AreDoneAtOnceIfTheKeyWasUnlockedBeforeThePermitWasWrittenDown) {
  const auto number = handed_in();
  approve(number);
  record().status = CertificateStatus::good;
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "installed");
}

TEST_P(UnlockOrders, CanBeGivenUpAfterARejectionForTheyCostNothing) {
  const auto number = handed_in();
  EXPECT_EQ(f.call("POST", path(number) + "/cancel", {}, token).code(), "wrong_state");
  const json rejection =
      f.rejection(acceptor, "acceptor", "acceptance", number, "attachments.identity_front", "不清晰");
  EXPECT_EQ(f.decide(acceptor, number, rejection).json.at("state"), "rejected");
  EXPECT_EQ(f.call("POST", path(number) + "/cancel", {}, token).json.at("state"), "cancelled");
  EXPECT_EQ(apply(application()).status, 201);
}

TEST_P(UnlockOrders, StayTheHoldersThroughCorrections) {
  const auto number = handed_in();
  const json rejection =
      f.rejection(acceptor, "acceptor", "acceptance", number, "applicant.name,handler.email", "请核对");
  ASSERT_EQ(f.decide(acceptor, number, rejection).status, 200);
  json corrected = f.call("GET", path(number), {}, token).json.at("application");
  corrected["applicant"]["name"] = "王示范";
  EXPECT_EQ(f.call_json("PUT", path(number) + "/application", corrected, token).code(), "holder_differs");
  corrected["applicant"]["name"] = "张示范";
  corrected["handler"]["email"] = "other@example.com";
  EXPECT_EQ(f.call_json("PUT", path(number) + "/application", corrected, token).status, 200);
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).json.at("state"), "awaiting_acceptance");
}

TEST_P(UnlockOrders, OfOneselfTakeOneOfficerAndATimeToObject) {
  const auto number = self_service_order();
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).json.at("self_service"), true);
  const auto text = f.call("GET", "/api/v1/desk/orders/" + number, {}, acceptor)
                        .json.at("application_text")
                        .get<std::string>();
  EXPECT_NE(text.find("\nself-service: yes\n"), std::string::npos) << "what the officer signs says it";

  f.vault.unlock_from = f.clock.now() + 3600;
  EXPECT_EQ(accept(number).json.at("state"), "issuing");
  f.run_jobs();
  ASSERT_EQ(f.vault.unlocking.size(), 1u);
  EXPECT_EQ(f.vault.unlocking[0].review.intent, "");
  auto order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("state"), "issuing");
  EXPECT_EQ(order.at("next").at("label"), "等待期满后解锁");
  EXPECT_EQ(order.at("actions"), json::array());
  EXPECT_EQ(f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number)).code(),
            "wrong_state");

  f.clock.advance_ms(3'599'000);
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "issuing");
  f.clock.advance_ms(1'000);
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
  tell("key_unlocked", issued);
  EXPECT_EQ(f.state(token, number), "installed");
}

TEST_P(UnlockOrders, OfOneselfWantTheNumberProvedAnew) {
  const auto number = self_service_order();
  f.clock.advance_ms(601'000);
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).code(), "phone_proof_needed");
  EXPECT_EQ(f.state(token, number), "awaiting_upload");
  const auto proved = f.sign_in(following_phone);
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, proved).json.at("state"), "awaiting_acceptance");
}

TEST_P(UnlockOrders, OfOneselfAreForServicesThatAllowThem) {
  const auto manager = f.desk("manager");
  const std::string services = "/api/v1/admin/services";
  json draft = f.call("GET", services + "/expert-mobile-key", {}, manager).json.at("published");
  draft["self_service_unlocking"] = false;
  EXPECT_EQ(f.call("PUT", services + "/expert-mobile-key/draft", draft.dump(), manager).status, 200);
  EXPECT_EQ(f.call("POST", services + "/expert-mobile-key/publish", {}, manager).status, 200);
  f.clock.advance_ms(5000);
  EXPECT_EQ(f.call("GET", services, {}, manager).status, 200);  // brings the catalogue up to date
  const auto answer = apply(self_service());
  EXPECT_EQ(answer.code(), "self_service_not_offered");
  EXPECT_EQ(answer.field(), "self_service");
}

TEST_P(UnlockOrders, OfOneselfGoBackIfTheVaultWantsTwoOfficers) {
  const auto number = self_service_order();
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).status, 200);
  f.vault.issue_refusal = "second_officer_needed";
  EXPECT_EQ(accept(number).json.at("state"), "issuing");
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
  EXPECT_EQ(f.call("GET", path(number), {}, token).json.at("timeline").back().at("detail"),
            "second_officer_needed");
}

TEST_P(UnlockOrders, OfAnotherKeyStayWhenOneIsUnlocked) {
  const auto number = handed_in();
  approve(number);
  f.run_jobs();
  f.key = test::PhoneKey();
  const auto elsewhere = f.paid_order(token, following_phone);
  tell("key_unlocked", elsewhere);
  tell("key_unlocked", "00202601010000001");
  tell("key_locked", issued);
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
}

}  // namespace
}  // namespace palmkey::front
