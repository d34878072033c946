// A person with certificates whose whole keys the test has, bound to an account of a site.
#pragma once

#include <gtest/gtest.h>

#include "core/drill.hpp"
#include "core/encoding.hpp"
#include "front/orders/store.hpp"
#include "front/sign_in/rules.hpp"
#include "front/sign_in/store.hpp"
#include "pki/certificate_profile.hpp"
#include "tests/front/front_fixture.hpp"
#include "tests/pki/authority_fixture.hpp"

namespace palmkey::test {

inline const std::string drills_path = "/api/v1/relying-party/drills";
inline const std::string drills_phone = "13800000000";

class DrillsFixture : public testing::TestWithParam<Backend> {
 protected:
  using json = nlohmann::json;

  DrillsFixture() {
    for (const char* site : {"site", "other"})
      f.vault.sites.push_back({site,
                               "示范省政府采购网",
                               "https://portal.example",
                               {"https://portal.example/callback"},
                               front::sign_in::client_secret_digest("the secret"),
                               1,
                               "ES256"});
    session = f.sign_in(drills_phone);
    f.accept_agreements(session);
    bind(issue(f.apply(session, drills_phone)));
  }
  std::string issued(const std::string& order, const std::string& purpose,
                     const pki::CertificateProfile& profile) {
    auto key = *core::sm2::PrivateKey::generate(f.random);
    const auto certificate = authority.issue(profile, authority.contents("张示范", key));
    const std::string serial = core::to_hex(certificate.serial);
    f.database->transaction([&](platform::Transaction& transaction) {
      front::orders::store::add_certificate(transaction, order, {purpose, serial, certificate.der},
                                            f.clock.now());
    });
    if (purpose == "encryption") keys.emplace(serial, std::move(key));
    not_after = certificate.not_after;
    return serial;
  }
  // Both certificates of an order; yields the signing certificate's serial number.
  std::string issue(const std::string& order) {
    encryption_serials.push_back(issued(order, "encryption", pki::subscriber_encryption_profile()));
    f.clock.advance_ms(1000);
    return issued(order, "signing", pki::subscriber_signing_profile());
  }
  void bind(const std::string& serial, const char* site = "site", const char* subject = "the-person",
            const char* account = "expert") {
    f.database->transaction([&](platform::Transaction& transaction) {
      front::sign_in::Store store(f.front->context().personal);
      store.lock_account(transaction, site, account);
      store.bind(transaction, site, account, {subject, serial, f.clock.now()});
    });
  }
  static std::map<std::string, std::string> as(const std::string& site,
                                               const std::string& secret = "the secret") {
    return {{"Authorization", "Basic " + core::to_base64(core::as_bytes(site + ":" + secret))}};
  }
  Answer offer(const json& body = {{"sub", "the-person"}, {"account", "expert"}},
               const std::string& site = "site") {
    return f.call_json("POST", drills_path, body, {}, as(site));
  }
  json result() { return f.call("GET", drills_path + "/" + id, {}, {}, as("site")).json; }
  std::string state() { return result().value("state", ""); }
  // i and t of the link, as the phone reads them.
  static json scanned(const Answer& offer) {
    const auto link = offer.json.at("link").get<std::string>();
    const std::string begin = "https://front.example/drill#i=";
    EXPECT_EQ(link.substr(0, begin.size()), begin);
    const auto between = link.find("&t=");
    return {{"i", link.substr(begin.size(), between - begin.size())}, {"t", link.substr(between + 3)}};
  }
  Answer claim(const json& link) { return f.call_json("POST", "/api/v1/drills/claims", link); }
  // Offered and claimed by the phone whose token this is; the messages.
  json begin() {
    const auto claimed = claim(scanned(offer()));
    EXPECT_EQ(claimed.status, 200) << claimed.body;
    id = claimed.json.at("session");
    token = claimed.json.at("token");
    return claimed.json.at("messages");
  }
  Answer phone(const std::string& what, json body = json::object()) {
    body["token"] = token;
    return f.call_json("POST", "/api/v1/drills/" + id + what, body);
  }
  Answer answer(const json& answers) { return phone("/answer", {{"answers", answers}}); }
  // What a phone with all keys would say.
  json right(const json& messages) {
    json answers = json::array();
    for (const auto& each : messages) {
      const auto serial = each.at("serial").get<std::string>();
      const auto der = *core::from_base64(each.at("message").get<std::string>());
      const auto opened = core::sm2::decrypt(keys.at(serial), *core::sm2::decode_cipher_der(der));
      answers.push_back(
          {{"serial", serial}, {"digest", core::to_hex(*core::answer_to_drill(opened->view()))}});
    }
    return answers;
  }

  FrontFixture f{GetParam()};
  pki::testing::Authority authority;
  std::map<std::string, core::sm2::PrivateKey> keys;  // by the encryption certificate
  std::vector<std::string> encryption_serials;
  std::int64_t not_after = 0;
  std::string session, id, token;
};

}  // namespace palmkey::test
