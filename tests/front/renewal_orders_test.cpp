// Orders that renew a certificate.
#include "core/text_intent.hpp"
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;

class RenewalOrders : public test::FollowingOrders {
 protected:
  RenewalOrders() : FollowingOrders("renewal", 24) {
    record().status = CertificateStatus::good;
    record().renewable_from = f.clock.now() - 10;
    record().renewable_until = f.clock.now() + 1000;
  }
  std::string paid() {
    const auto made = apply(application());
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string number = made.json.value("number", "");
    f.send_request(token, number);
    f.upload_all(token, number);
    EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).json.at("state"), "awaiting_payment");
    f.pay(number);
    return number;
  }
};
PALMKEY_ON_BOTH_DATABASES(RenewalOrders);

TEST_P(RenewalOrders, GoTheWayOfANewCertificateAndNameTheOneBefore) {
  const auto number = paid();
  auto order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("fee"), 10000);
  EXPECT_EQ(order.at("business_label"), "更新");
  EXPECT_EQ(order.at("public_key"), f.key.public_key_hex()) << "the key stays";
  f.issue_certificates_for(number);
  approve(number);
  f.run_jobs();
  const auto approved = core::TextIntent::parse(f.vault.issued.back().acceptance.intent);
  EXPECT_EQ(approved->type(), "approve");
  EXPECT_EQ(approved->field("business"), "renewal");
  EXPECT_EQ(approved->field("follows"), serial);
  EXPECT_EQ(approved->field("months"), "24");
  EXPECT_EQ(f.call("GET", path(number), {}, token).json.at("label"), "待安装(已支付)");
  EXPECT_EQ(f.call("POST", path(number) + "/installed", {}, token).json.at("label"), "已安装");
}

TEST_P(RenewalOrders, FindWhatWasHandedInForTheCertificate) {
  const auto found = [&](const std::string& text, const std::string& session) {
    std::vector<std::string> numbers;
    const auto listed = f.call("GET", "/api/v1/orders?search=" + text, {}, session).json;
    for (const auto& order : listed.at("orders")) numbers.push_back(order.at("number"));
    return numbers;
  };
  EXPECT_EQ(apply(application()).status, 201);
  EXPECT_EQ(found(serial, token), std::vector{issued});
  EXPECT_EQ(found("00ff", token), std::vector<std::string>{});
  EXPECT_EQ(found(serial, f.sign_in("13800000009")), std::vector<std::string>{}) << "somebody else's";
}

TEST_P(RenewalOrders, AreTakenInTheirTimeOnly) {
  record().renewable_from = f.clock.now() + 1;
  EXPECT_EQ(apply(application()).code(), "renewal_too_early");
  record().renewable_from = f.clock.now();
  record().renewable_until = f.clock.now();
  EXPECT_EQ(apply(application()).status, 201);
  record().renewable_until = f.clock.now() - 1;
  EXPECT_EQ(apply(application()).code(), "renewal_too_late");
}

TEST_P(RenewalOrders, RenewACertificateOnce) {
  const auto number = paid();
  EXPECT_EQ(apply(application()).code(), "order_in_progress");
  f.issue_certificates_for(number);
  approve(number);
  f.run_jobs();
  EXPECT_EQ(apply(application()).code(), "certificate_followed");
}

TEST_P(RenewalOrders, AreNotMadeForAnotherPersonOrARevokedCertificate) {
  json body = application();
  body["applicant"]["document_number"] = "110101199003070011";
  body["applicant"]["name"] = "王示范";
  EXPECT_EQ(apply(body).code(), "holder_differs");
  record().status = CertificateStatus::revoked;
  EXPECT_EQ(apply(application()).code(), "certificate_revoked");
}

TEST_P(RenewalOrders, OrderYears) {
  json body = application();
  body["months"] = 0;
  EXPECT_EQ(apply(body).code(), "term_not_offered");
  EXPECT_EQ(apply(body).field(), "months");
}

}  // namespace
}  // namespace palmkey::front
