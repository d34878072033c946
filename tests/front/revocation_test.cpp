#include <gtest/gtest.h>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string phone = "13800000000";

// An order whose certificates were issued.
class Revocation : public testing::TestWithParam<test::Backend> {
 protected:
  Revocation() : f(GetParam()) {
    const auto token = f.sign_in(phone);
    f.accept_agreements(token);
    number = f.paid_order(token, phone);
    acceptor = f.desk("acceptor");
    reviewer = f.desk("reviewer");
    EXPECT_EQ(f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, acceptor).status, 200);
    EXPECT_EQ(f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number)).status, 200);
    EXPECT_EQ(f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number)).status, 200);
    f.issue_certificates_for(number);
    f.run_jobs();
    serial = core::to_hex(core::decode_certificate(f.vault.pairs[number].signing_der)->serial);
  }
  json signed_by(const std::string& officer, const std::string& step,
                 const std::string& reason = "superseded", const std::string& of = {},
                 const std::string& signature = "good") {
    const auto intent = core::TextIntent::make("revoke", {{"operator", officer},
                                                          {"step", step},
                                                          {"serial", of.empty() ? serial : of},
                                                          {"reason", reason},
                                                          {"time", core::text_intent_time(f.clock.now())}});
    return {{"intent", intent->text()}, {"signature", core::to_base64(core::as_bytes(signature))}};
  }
  test::Answer request(const json& body, const std::string& token) {
    return f.call_json("POST", "/api/v1/admin/certificates/" + serial + "/revocation", body, token);
  }
  json found(const std::string& search) {
    return f.call("GET", "/api/v1/admin/certificates?search=" + search, {}, reviewer).json.at("items");
  }
  json listed() { return f.call("GET", "/api/v1/admin/revocations", {}, acceptor).json.at("items"); }

  FrontFixture f;
  std::string number, acceptor, reviewer, serial;
};

TEST_P(Revocation, FindsCertificates) {
  for (const std::string& search :
       {std::string(), number, serial, std::string("0000"), std::string("%E5%BC%A0%E7%A4%BA%E8%8C%83")}) {
    const auto items = found(search);
    ASSERT_EQ(items.size(), 1u) << search;
    EXPECT_EQ(items[0].at("serial"), serial);
    EXPECT_EQ(items[0].at("order"), number);
    EXPECT_EQ(items[0].at("holder"), "张示范");
    EXPECT_EQ(items[0].at("status"), "good");
    EXPECT_EQ(items[0].at("held"), false);
    EXPECT_EQ(items[0].at("not_before"), f.clock.now());
  }
  for (const char* search : {"00202603010000042", "abcdefabcdef", "9999", "%E6%9D%8E%E7%A4%BA%E8%8C%83"})
    EXPECT_EQ(found(search).size(), 0u) << search;
  EXPECT_EQ(f.call("GET", "/api/v1/admin/certificates?before=x", {}, reviewer).code(), "malformed");
  f.vault.reachable = false;
  EXPECT_EQ(found(serial)[0].at("status"), "unknown");
}

TEST_P(Revocation, TakesTwoOfficers) {
  const auto first = request(signed_by("acceptor", "acceptance"), acceptor);
  EXPECT_EQ(first.json.at("state"), "waiting");
  EXPECT_EQ(first.json.at("acceptance"), "acceptor");
  EXPECT_TRUE(first.json.at("review").is_null());
  EXPECT_TRUE(f.vault.revoked.empty());
  EXPECT_EQ(listed().size(), 1u);
  // Signing once more changes nothing.
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).json, first.json);

  const auto second = request(signed_by("reviewer", "review"), reviewer);
  EXPECT_EQ(second.json.at("state"), "revoked") << second.body;
  EXPECT_EQ(second.json.at("ended_at"), 1'780'000'100);
  ASSERT_EQ(f.vault.revoked.count(serial), 1u);
  EXPECT_NE(f.vault.revoked[serial].acceptance.intent.find("operator: acceptor"), std::string::npos);
  EXPECT_NE(f.vault.revoked[serial].review.intent.find("operator: reviewer"), std::string::npos);
  EXPECT_EQ(found(serial)[0].at("status"), "revoked");
  EXPECT_EQ(request(signed_by("reviewer", "review"), reviewer).json, second.json);
}

TEST_P(Revocation, TakesTheReviewingOfficerFirstToo) {
  EXPECT_EQ(request(signed_by("reviewer", "review"), reviewer).json.at("state"), "waiting");
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).json.at("state"), "revoked");
}

TEST_P(Revocation, RefusesWhatIsNotThisOfficersIntent) {
  EXPECT_EQ(request({{"intent", "revoke"}, {"signature", ""}}, acceptor).code(), "intent_refused");
  EXPECT_EQ(request(signed_by("acceptor", "acceptance", "superseded", "00ff"), acceptor).code(),
            "intent_refused");
  EXPECT_EQ(request(signed_by("reviewer", "acceptance"), acceptor).code(), "desk_role_refused");
  EXPECT_EQ(request(signed_by("acceptor", "review"), acceptor).code(), "desk_role_refused");
  EXPECT_EQ(request(signed_by("acceptor", "acceptance", "boredom"), acceptor).code(),
            "revocation_reason_unknown");
  EXPECT_EQ(request(signed_by("acceptor", "acceptance", "superseded", {}, "forged"), acceptor).code(),
            "bad_signature");
  const auto old = signed_by("acceptor", "acceptance");
  f.clock.advance_ms(601'000);
  EXPECT_EQ(request(old, acceptor).code(), "stale");
  serial = "00ff";
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).code(), "certificate_not_found");
  f.vault.known_operators["acceptor"].role = OperatorRole::administrator;
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).code(), "desk_role_refused");
  EXPECT_EQ(listed().size(), 0u);
}

TEST_P(Revocation, WantsTheSameReasonAndTwoPeople) {
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).status, 200);
  EXPECT_EQ(request(signed_by("reviewer", "review", "key_compromise"), reviewer).code(),
            "revocation_reason_differs");
  f.vault.known_operators["other"] = {"other", "另示范", OperatorRole::acceptance, true};
  const auto other = f.desk("other");
  EXPECT_EQ(request(signed_by("other", "acceptance"), other).code(), "revocation_waiting");
  f.vault.known_operators["acceptor"].role = OperatorRole::review;
  const auto moved = f.desk("acceptor");
  EXPECT_EQ(request(signed_by("acceptor", "review"), moved).code(), "same_officer");
  EXPECT_TRUE(f.vault.revoked.empty());
}

TEST_P(Revocation, BeginsAnewAfterADay) {
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).status, 200);
  f.clock.advance_ms(25LL * 3600 * 1000);
  reviewer = f.desk("reviewer");
  EXPECT_EQ(request(signed_by("reviewer", "review", "key_compromise"), reviewer).json.at("state"), "waiting");
  EXPECT_TRUE(f.vault.revoked.empty());
}

TEST_P(Revocation, GoesOnWhenTheVaultComesBack) {
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).status, 200);
  const auto second = signed_by("reviewer", "review");
  f.vault.reachable = false;
  EXPECT_EQ(request(second, reviewer).code(), "vault_unreachable");
  f.vault.reachable = true;
  f.vault.revoke_refusal = "busy";
  EXPECT_EQ(request(second, reviewer).json.at("state"), "refused");
  EXPECT_EQ(listed().at(0).at("refusal"), "busy");
  f.vault.revoke_refusal.clear();
  EXPECT_EQ(request(second, reviewer).json.at("state"), "waiting");
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).json.at("state"), "revoked");
}

TEST_P(Revocation, IsFinishedByTheJobAfterACrash) {
  EXPECT_EQ(request(signed_by("acceptor", "acceptance"), acceptor).status, 200);
  EXPECT_EQ(request(signed_by("reviewer", "review"), reviewer).json.at("state"), "revoked");
  // As if the process had died before it wrote down the vault's answer.
  f.database->transaction([](platform::Transaction& transaction) {
    transaction.execute("UPDATE revocations SET state = 'revoking', ended_at = 0");
  });
  f.run_jobs();
  EXPECT_EQ(listed().at(0).at("state"), "revoked");
}

// What a holder and the hotline ask for.

TEST_P(Revocation, TheHolderRevokesWithASignatureAlone) {
  const auto own = [&](const std::string& of, const std::string& reason,
                       const std::string& signature = "good") {
    const auto intent = core::TextIntent::make(
        "revoke-own", {{"serial", of}, {"reason", reason}, {"time", core::text_intent_time(f.clock.now())}});
    return json{{"intent", intent->text()}, {"signature", core::to_base64(core::as_bytes(signature))}};
  };
  const auto hand_in = [&](const json& body) {
    return f.call_json("POST", "/api/v1/certificates/" + serial + "/revocation", body, {});
  };
  EXPECT_EQ(hand_in(own("00ff", "unspecified")).code(), "intent_refused");
  EXPECT_EQ(hand_in(signed_by("acceptor", "acceptance")).code(), "intent_refused");
  EXPECT_EQ(hand_in(own(serial, "boredom")).code(), "revocation_reason_unknown");
  EXPECT_EQ(hand_in(own(serial, "unspecified", "bad")).code(), "bad_signature");
  EXPECT_TRUE(f.vault.revoked_by_holder.empty());
  const auto done = hand_in(own(serial, "cessation_of_operation"));
  EXPECT_EQ(done.status, 200);
  EXPECT_EQ(done.json.at("revoked_at"), 1'780'000'100);
  EXPECT_TRUE(f.vault.revoked_by_holder.contains(serial));
}

TEST_P(Revocation, AnOfficerHoldsAndReleases) {
  const auto stop = [&](const std::string& type, const std::string& by) {
    const auto intent = core::TextIntent::make(type, {{"operator", by},
                                                      {"serial", serial},
                                                      {"reason", "本人来电挂失"},
                                                      {"time", core::text_intent_time(f.clock.now())}});
    return json{{"intent", intent->text()}, {"signature", core::to_base64(core::as_bytes("good"))}};
  };
  const auto hand_in = [&](const json& body, const std::string& token) {
    return f.call_json("POST", "/api/v1/admin/certificates/" + serial + "/hold", body, token);
  };
  EXPECT_EQ(hand_in(stop("hold", "acceptor"), {}).code(), "not_signed_in");
  EXPECT_EQ(hand_in(stop("hold", "reviewer"), acceptor).code(), "desk_role_refused");
  EXPECT_EQ(hand_in(signed_by("acceptor", "acceptance"), acceptor).code(), "intent_refused");
  EXPECT_TRUE(f.vault.held.empty());
  EXPECT_EQ(hand_in(stop("hold", "acceptor"), acceptor).json.at("stopped_at"), 1'780'000'100);
  EXPECT_TRUE(f.vault.held.contains(serial));
  EXPECT_EQ(found(serial)[0].at("status"), "on_hold");
  EXPECT_EQ(found(serial)[0].at("held"), true);
  EXPECT_TRUE(hand_in(stop("release", "reviewer"), reviewer).json.at("stopped_at").is_null());
  EXPECT_TRUE(f.vault.held.empty());
  const auto old = stop("hold", "acceptor");
  f.clock.advance_ms(601'000);
  EXPECT_EQ(hand_in(old, acceptor).code(), "stale");
  serial = "00ff";
  EXPECT_EQ(hand_in(stop("hold", "acceptor"), acceptor).code(), "certificate_not_found");
}

INSTANTIATE_TEST_SUITE_P(, Revocation, testing::Values(test::Backend::sqlite, test::Backend::postgresql),
                         test::backend_name);

}  // namespace
}  // namespace palmkey::front
