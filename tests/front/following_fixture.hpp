// A subscriber with an installed certificate, and orders that are about it.
#pragma once

#include <gtest/gtest.h>

#include "front/notices/vault_events.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::test {

inline const std::string following_phone = "13800000000";

class FollowingOrders : public testing::TestWithParam<Backend> {
 protected:
  explicit FollowingOrders(std::string of_business, int of_months)
      : business(std::move(of_business)), months(of_months) {
    token = f.sign_in(following_phone);
    f.accept_agreements(token);
    acceptor = f.desk("acceptor");
    reviewer = f.desk("reviewer");
    issued = f.paid_order(token, following_phone);
    f.call("POST", "/api/v1/desk/orders/" + issued + "/receive-paper", {}, acceptor);
    f.issue_certificates_for(issued);
    approve(issued);
    f.run_jobs();
    f.call("POST", path(issued) + "/installed", {}, token);
    serial = f.call("GET", path(issued), {}, token).json.at("certificates")[0].at("serial");
  }

  static std::string path(const std::string& number) { return "/api/v1/orders/" + number; }
  // What the vault says of the certificate.
  front::CertificateRecord& record() {
    auto& known = f.vault.certificates[serial];
    known.serial = serial;
    return known;
  }
  nlohmann::json application(const std::string& of_phone = following_phone) {
    nlohmann::json body = f.application(of_phone);
    body["business"] = business;
    body["months"] = months;
    body["follows"] = serial;
    body["self_application"] = false;
    return body;
  }
  Answer apply(const nlohmann::json& body, const std::string& session) {
    return f.call_json("POST", "/api/v1/orders", body, session,
                       {{"Idempotency-Key", "following-" + std::to_string(++requests_)}});
  }
  Answer apply(const nlohmann::json& body) { return apply(body, token); }
  // An order that costs nothing and needs no request of the phone.
  std::string handed_in() {
    const auto made = apply(application());
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string number = made.json.value("number", "");
    f.upload_all(token, number);
    EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, token).json.at("state"), "awaiting_acceptance");
    return number;
  }
  Answer accept(const std::string& number) {
    return f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number));
  }
  void approve(const std::string& number) {
    EXPECT_EQ(accept(number).json.at("state"), "awaiting_review");
    EXPECT_EQ(f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number)).json.at("state"),
              "issuing");
  }
  void tell(const std::string& kind, const std::string& order) {
    f.vault.told_events.push_back(
        {static_cast<std::int64_t>(f.vault.told_events.size()) + 1, 0, kind, order, ""});
    front::notices::VaultEvents(f.front->context()).tell_new();
  }

  FrontFixture f{GetParam()};
  std::string business;
  int months;
  std::string token, acceptor, reviewer;
  std::string issued;  // the order on which the certificate was issued
  std::string serial;  // of the signing certificate

 private:
  int requests_ = 0;
};

}  // namespace palmkey::test
