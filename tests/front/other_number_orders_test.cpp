// Orders of a holder who has another number than when the certificate was issued.
#include <algorithm>

#include "core/encoding.hpp"
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::following_phone;

const std::string new_phone = "13900000001";

class OrdersOfAnotherNumber : public test::FollowingOrders {
 protected:
  OrdersOfAnotherNumber() : FollowingOrders("replacement", 0) {
    record().status = CertificateStatus::good;
    session = f.sign_in(new_phone);
    f.accept_agreements(session);
  }
  json of(const std::string& which, const std::string& certificate) {
    json body = application(new_phone);
    body["business"] = which;
    body["follows"] = certificate;
    return body;
  }
  std::string applied(const json& body) {
    const auto made = apply(body, session);
    EXPECT_EQ(made.status, 201) << made.body;
    return made.json.value("number", "");
  }
  void hand_in(const std::string& number) {
    f.upload_all(session, number);
    EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, session).json.at("state"), "awaiting_acceptance");
  }
  std::vector<test::FrontFixture::QueuedSms> told() {
    auto all = f.sms_to(following_phone);
    std::erase_if(all, [](const auto& sms) { return sms.template_name != "other_number_applied"; });
    return all;
  }

  std::string session;
};
PALMKEY_ON_BOTH_DATABASES(OrdersOfAnotherNumber);

TEST_P(OrdersOfAnotherNumber, BringANewPhoneItsCertificates) {
  f.key = test::PhoneKey();
  const auto number = applied(of("replacement", serial));
  EXPECT_EQ(f.call("GET", path(number), {}, session).json.at("other_number"), true);
  f.send_request(session, number);
  hand_in(number);
  EXPECT_EQ(f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, acceptor).status, 200);
  approve(number);
  f.issue_certificates_for(number);
  f.run_jobs();
  EXPECT_EQ(f.state(session, number), "awaiting_installation");
  EXPECT_EQ(f.call("POST", path(number) + "/installed", {}, session).json.at("state"), "installed");
  EXPECT_EQ(f.call("GET", path(number), {}, token).code(), "order_unknown")
      << "the other number's is not theirs";
}

TEST_P(OrdersOfAnotherNumber, NameTheCertificateByTheOrderThatBroughtIt) {
  const auto number = applied(of("replacement", issued));
  EXPECT_EQ(f.call("GET", path(number), {}, session).json.at("follows"), serial);
}

TEST_P(OrdersOfAnotherNumber, KeepTheKeyThatTheHolderStillHas) {
  const auto number = applied(of("change", serial));
  f.send_request(session, number);
  EXPECT_EQ(f.call("GET", path(number), {}, session).json.at("public_key"), f.key.public_key_hex());
  // Somebody else's key stays somebody else's, whatever the order is about.
  const auto stranger = f.sign_in("13900000002");
  f.accept_agreements(stranger);
  const auto first = f.apply(stranger, "13900000002");
  const auto order = f.call("GET", path(first), {}, stranger).json;
  const auto subject = core::from_base64(order.at("subject").at("der").get<std::string>());
  const auto request = f.key.request_for(platform::value_or_throw(subject));
  EXPECT_EQ(f.call("PUT", path(first) + "/certificate-request", std::string(core::as_text(request)), stranger)
                .code(),
            "request_key_taken");
}

TEST_P(OrdersOfAnotherNumber, AreToldToTheHolderWhenTheyAreHandedIn) {
  record().status = CertificateStatus::key_blocked;
  const auto number = applied(of("unlock", serial));
  EXPECT_TRUE(told().empty());
  hand_in(number);
  ASSERT_EQ(told().size(), 1u);
  EXPECT_EQ(told()[0].parameters,
            (std::map<std::string, std::string>{{"order", issued}, {"business", "解锁"}}));
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, session).status, 200);
  EXPECT_EQ(told().size(), 1u) << "once";
}

TEST_P(OrdersOfAnotherNumber, SayItToBothOfficers) {
  record().status = CertificateStatus::key_blocked;
  const auto number = applied(of("unlock", serial));
  hand_in(number);
  const auto shown = f.call("GET", "/api/v1/desk/orders/" + number, {}, acceptor).json;
  EXPECT_EQ(shown.at("other_number"), true);
  EXPECT_NE(shown.at("application_text").get<std::string>().find("\nother-number: yes\n"), std::string::npos);
  EXPECT_EQ(accept(number).json.at("state"), "awaiting_review") << "one officer is not enough";
  EXPECT_EQ(f.call("GET", path(issued), {}, token).json.at("other_number"), false);
}

TEST_P(OrdersOfAnotherNumber, AreNeverApprovedByOneOfficerAlone) {
  record().status = CertificateStatus::key_blocked;
  json body = of("unlock", serial);
  body["self_service"] = true;
  const auto answer = apply(body, session);
  EXPECT_EQ(answer.code(), "other_number_needs_officers");
  EXPECT_EQ(answer.field(), "self_service");
}

TEST_P(OrdersOfAnotherNumber, NeedTheHoldersNameAndDocument) {
  const auto refused = [&](json body) {
    const auto answer = apply(body, session);
    EXPECT_EQ(answer.field(), "follows") << answer.body;
    return answer.code();
  };
  for (const char* which : {"replacement", "change"}) {
    json named = of(which, serial);
    named["applicant"]["name"] = "章示范";
    EXPECT_EQ(refused(named), "certificate_not_matched") << which;
    json documented = of(which, serial);
    documented["applicant"]["document_number"] = "110101199003070011";
    EXPECT_EQ(refused(documented), "certificate_not_matched") << which;
  }
  // The same answer as for one that there is not: nothing is found out by asking.
  EXPECT_EQ(refused(of("replacement", "00ff")), "certificate_not_matched");
  EXPECT_EQ(refused(of("replacement", "00202601010000099")), "certificate_not_matched");
}

TEST_P(OrdersOfAnotherNumber, StayTheHoldersWhenTheyAreCorrected) {
  const auto number = applied(of("change", serial));
  f.send_request(session, number);
  hand_in(number);
  EXPECT_EQ(f.decide(acceptor, number,
                     f.rejection(acceptor, "acceptor", "acceptance", number, "applicant.name", "姓名"))
                .status,
            200);
  json form = of("change", serial);
  form["applicant"]["sex"] = "female";
  form["applicant"]["name"] = "章示范";
  EXPECT_EQ(f.call_json("PUT", path(number) + "/application", form, session).code(), "holder_differs");
}

TEST_P(OrdersOfAnotherNumber, CannotBeTriedForOneCertificateAfterAnother) {
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(apply(of("replacement", "00f" + std::to_string(i)), session).code(), "certificate_not_matched");
  EXPECT_EQ(apply(of("replacement", serial), session).code(), "too_many_requests");
  f.clock.advance_ms(3'601'000);
  EXPECT_EQ(apply(of("replacement", serial), session).status, 201);
}

TEST_P(OrdersOfAnotherNumber, ComeAfterThoseThatTheHolderHasMade) {
  record().status = CertificateStatus::key_blocked;
  json own = application();
  own["business"] = "unlock";
  EXPECT_EQ(apply(own).status, 201);
  EXPECT_EQ(apply(of("unlock", serial), session).code(), "order_in_progress");
}

}  // namespace
}  // namespace palmkey::front
