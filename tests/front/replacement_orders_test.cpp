// Orders that replace the certificate of a lost phone, and orders that change what a certificate says.
#include "core/text_intent.hpp"
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;

// What both go through.
class OfferedOrders : public test::FollowingOrders {
 protected:
  explicit OfferedOrders(const std::string& of_business) : FollowingOrders(of_business, 0) {
    record().status = CertificateStatus::good;
  }
  std::string handed_in(const json& body) {
    const auto made = apply(body);
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string number = made.json.value("number", "");
    f.send_request(token, number);
    f.upload_all(token, number);
    EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).json.at("state"), "awaiting_acceptance");
    return number;
  }
  void bring_to_issuing(const std::string& number) {
    f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, acceptor);
    approve(number);
  }
};

class ReplacementOrders : public OfferedOrders {
 protected:
  ReplacementOrders() : OfferedOrders("replacement") {
    f.key = test::PhoneKey();
    number = handed_in(application());
    bring_to_issuing(number);
    f.issue_certificates_for(number);
  }
  std::string label() { return f.call("GET", path(number), {}, token).json.at("label"); }

  std::string number;
};
PALMKEY_ON_BOTH_DATABASES(ReplacementOrders);

TEST_P(ReplacementOrders, WaitAsLongAsTheVaultLetsTheOwnerObject) {
  f.vault.issue_refusal = "replacement_waits";
  f.vault.issue_refusal_status = 429;
  for (int hour = 0; hour < 30; ++hour) {
    f.run_jobs();
    ASSERT_EQ(label(), "异议期") << hour;
    f.clock.advance_ms(3600 * 1000);
  }
  f.vault.issue_refusal.clear();
  f.run_jobs();
  EXPECT_EQ(label(), "待安装");
  EXPECT_EQ(f.vault.issued.size(), 2u);
}

TEST_P(ReplacementOrders, AskOnceInEachInterval) {
  f.vault.issue_refusal = "replacement_waits";
  f.vault.issue_refusal_status = 429;
  f.run_jobs();
  const auto waiting = [&] {
    return f.database->read([](platform::Transaction& t) {
      return t.query_one("SELECT COUNT(*) FROM jobs WHERE kind = 'order.issue' AND state = 'waiting'")
          ->int64(0);
    });
  };
  EXPECT_EQ(waiting(), 1);
  f.run_jobs();
  EXPECT_EQ(waiting(), 1);
}

TEST_P(ReplacementOrders, GoBackToTheOfficersIfTheOldPhoneIsUsed) {
  f.vault.issue_refusal = "old_phone_in_use";
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");
}

TEST_P(ReplacementOrders, CostNothingAndNameTheLostCertificate) {
  const auto order = f.call("GET", path(number), {}, token).json;
  EXPECT_EQ(order.at("fee"), 0);
  EXPECT_EQ(order.at("follows"), serial);
  f.run_jobs();
  const auto approved = core::TextIntent::parse(f.vault.issued.back().acceptance.intent);
  EXPECT_EQ(approved->field("business"), "replacement");
  EXPECT_EQ(approved->field("follows"), serial);
  EXPECT_EQ(approved->field("months"), "0");
  EXPECT_EQ(apply(application()).code(), "certificate_followed");
}

class ChangeOrders : public OfferedOrders {
 protected:
  ChangeOrders() : OfferedOrders("change") {}
};
PALMKEY_ON_BOTH_DATABASES(ChangeOrders);

TEST_P(ChangeOrders, MayNameTheHolderAnew) {
  json body = application();
  body["applicant"]["name"] = "章示范";
  body["applicant"]["document_number"] = "110101199003070011";
  const auto number = handed_in(body);
  bring_to_issuing(number);
  f.issue_certificates_for(number);
  f.run_jobs();
  const auto approved = core::TextIntent::parse(f.vault.issued.back().review.intent);
  EXPECT_EQ(approved->field("business"), "change");
  EXPECT_EQ(approved->field("subject-name"), "章示范");
  EXPECT_EQ(approved->field("document-number"), "110101199003070011");
  EXPECT_EQ(f.call("GET", path(number), {}, token).json.at("label"), "待安装");
}

TEST_P(ChangeOrders, AreNotMadeForACertificateThatHasEnded) {
  record().status = CertificateStatus::expired;
  EXPECT_EQ(apply(application()).code(), "certificate_expired");
  record().status = CertificateStatus::revoked;
  EXPECT_EQ(apply(application()).code(), "certificate_revoked");
}

}  // namespace
}  // namespace palmkey::front
