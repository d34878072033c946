// A site asks whether a person still opens what is encrypted for them.
#include "tests/front/drills_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::drills_path;
using test::drills_phone;

class Drills : public test::DrillsFixture {};
PALMKEY_ON_BOTH_DATABASES(Drills);

TEST_P(Drills, GoFromTheSiteToThePhoneAndBackPassed) {
  const auto offered = offer();
  ASSERT_EQ(offered.status, 201) << offered.body;
  EXPECT_EQ(offered.json.at("expires_at"), f.clock.now() + 600);
  EXPECT_TRUE(offered.json.at("qr").get<std::string>().starts_with("data:image/svg+xml;base64,"));
  id = offered.json.at("id");
  const json untried = {{{"serial", encryption_serials[0]}, {"not_after", not_after}, {"opens", nullptr}}};
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(result().at("certificates"), untried);

  const auto claimed = claim(scanned(offered)).json;
  EXPECT_EQ(claimed.at("session"), id);
  EXPECT_EQ(claimed.at("site_name"), "示范省政府采购网");
  EXPECT_EQ(claimed.at("origin"), "https://portal.example");
  EXPECT_EQ(claimed.at("account"), "expert");
  ASSERT_EQ(claimed.at("messages").size(), 1u);
  token = claimed.at("token");
  EXPECT_EQ(state(), "claimed");

  const json answers = right(claimed.at("messages"));
  const auto ended = answer(answers);
  EXPECT_EQ(ended.status, 200) << ended.body;
  EXPECT_EQ(ended.json.at("state"), "passed");
  EXPECT_EQ(ended.json.at("certificates")[0].at("opens"), true);
  EXPECT_EQ(result(), ended.json);
}

TEST_P(Drills, AreForAllEncryptionCertificatesOfTheHolder) {
  const std::string later = f.apply(session, drills_phone);
  bind(issue(later));  // the binding moves on with the next sign-in
  // The holder had another number once; another document with the same number is another holder.
  const std::string other_session = f.sign_in("13800000009");
  f.accept_agreements(other_session);
  issue(f.apply(other_session, "13800000009"));
  json other = f.application(drills_phone);
  other["applicant"]["name"] = "王示范";
  other["applicant"]["document_number"] = "110101199003070011";
  const auto made =
      f.call_json("POST", "/api/v1/orders", other, session, {{"Idempotency-Key", "another-holder"}});
  ASSERT_EQ(made.status, 201) << made.body;
  issue(made.json.at("number"));

  const json messages = begin();
  ASSERT_EQ(messages.size(), 3u);
  for (std::size_t i = 0; i < messages.size(); ++i)
    EXPECT_EQ(messages[i].at("serial"), encryption_serials[i]);
  EXPECT_EQ(answer(right(messages)).json.at("state"), "passed");
}

TEST_P(Drills, FindTheHoldersLaterCertificatesThroughAnOlderBinding) {
  issue(f.apply(session, drills_phone));
  EXPECT_EQ(begin().size(), 2u);
}

TEST_P(Drills, FailWithOneThatDoesNotOpen) {
  issue(f.apply(session, drills_phone));
  json answers = right(begin());
  answers[0]["digest"] = nullptr;
  EXPECT_EQ(answer(answers).json.at("state"), "failed");
  EXPECT_EQ(result().at("certificates")[0].at("opens"), false);
  EXPECT_EQ(result().at("certificates")[1].at("opens"), true);
}

TEST_P(Drills, FailWithAWrongDigest) {
  json answers = right(begin());
  auto digest = answers[0].at("digest").get<std::string>();
  digest[63] = digest[63] == '0' ? '1' : '0';
  answers[0]["digest"] = digest;
  EXPECT_EQ(answer(answers).json.at("state"), "failed");
  EXPECT_EQ(state(), "failed");
}

TEST_P(Drills, FailWithTheAnswersOfAnother) {
  const json earlier = right(begin());
  const json messages = begin();
  EXPECT_NE(earlier, right(messages));
  EXPECT_EQ(answer(earlier).json.at("state"), "failed");
}

TEST_P(Drills, AreAskedForByKnownSitesOnly) {
  for (const auto& headers : {as("site", "wrong"), as("nobody"), {}}) {
    const auto refused =
        f.call_json("POST", drills_path, {{"sub", "the-person"}, {"account", "expert"}}, {}, headers);
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.json.at("error"), "invalid_client");
  }
  const std::string own = offer().json.at("id");
  EXPECT_EQ(f.call("GET", drills_path + "/" + own, {}, {}, as("other")).code(), "drill_unknown");
  EXPECT_EQ(f.call("GET", drills_path + "/nothing", {}, {}, as("site")).code(), "drill_unknown");
  EXPECT_EQ(f.call("GET", drills_path + "/" + own).status, 401);
}

TEST_P(Drills, AreForPeopleWhomTheSiteKnows) {
  EXPECT_EQ(offer(json::object()).field(), "sub");
  EXPECT_EQ(offer({{"account", "expert"}}).field(), "sub");
  EXPECT_EQ(offer({{"sub", "the-person"}}).field(), "account");
  EXPECT_EQ(offer({{"sub", "the-person"}, {"account", ""}}).code(), "field_required");
  EXPECT_EQ(offer({{"sub", 7}, {"account", "expert"}}).code(), "malformed");
  EXPECT_EQ(offer({{"sub", "another"}, {"account", "expert"}}).code(), "account_not_bound");
  EXPECT_EQ(offer({{"sub", "the-person"}, {"account", "another"}}).code(), "account_not_bound");
  EXPECT_EQ(offer({{"sub", "the-person"}, {"account", "expert"}}, "other").code(), "account_not_bound");
  bind("00ff", "site", "stranger", "stranger");
  EXPECT_EQ(offer({{"sub", "stranger"}, {"account", "stranger"}}).code(), "certificate_not_found");
  f.database->transaction([&](platform::Transaction& transaction) {
    sign_in::Store(f.front->context().personal)
        .unbind(transaction, "site", "expert", "the-person", f.clock.now());
  });
  EXPECT_EQ(offer().code(), "account_not_bound");
}

TEST_P(Drills, BelongToTheFirstPhoneThatScans) {
  const auto link = scanned(offer());
  json forged = link;
  forged["t"] = "another";
  EXPECT_EQ(claim(forged).code(), "drill_unknown");
  EXPECT_EQ(claim({{"i", "nothing"}, {"t", "nothing"}}).code(), "drill_unknown");
  const auto claimed = claim(link);
  EXPECT_EQ(claimed.status, 200);
  EXPECT_EQ(claim(link).code(), "already_scanned");

  id = claimed.json.at("session");
  const json answers = right(claimed.json.at("messages"));
  for (const std::string& wrong : {std::string(), std::string("wrong"), link.at("t").get<std::string>()}) {
    token = wrong;
    EXPECT_EQ(answer(answers).code(), "drill_unknown");
    EXPECT_EQ(phone("/rejection").code(), "drill_unknown");
  }
  EXPECT_EQ(state(), "claimed");
}

TEST_P(Drills, AreNotLostToAPhoneWhileTheVaultIsAway) {
  const auto link = scanned(offer());
  f.clock.advance_ms(60'000);
  f.vault.reachable = false;
  EXPECT_EQ(claim(link).code(), "vault_unreachable");
  f.vault.reachable = true;
  EXPECT_EQ(claim(link).status, 200);
}

TEST_P(Drills, TakeOneAnswerForEachMessage) {
  issue(f.apply(session, drills_phone));
  const json answers = right(begin());
  json missing = answers, unknown = answers, twice = answers, more = answers;
  missing.erase(1);
  unknown[1]["serial"] = "00ff";
  twice[1] = twice[0];
  more.push_back({{"serial", "00ff"}, {"digest", nullptr}});
  for (const json& wrong : {missing, unknown, twice, more, json::array()}) {
    const auto refused = answer(wrong);
    EXPECT_EQ(refused.code(), "drill_answers_differ") << wrong;
    EXPECT_EQ(refused.field(), "answers");
  }
  EXPECT_EQ(state(), "claimed");
  EXPECT_EQ(answer(answers).json.at("state"), "passed");
}

TEST_P(Drills, NameTheFieldThatIsNoAnswer) {
  const json answers = right(begin());
  EXPECT_EQ(phone("/answer").field(), "answers");
  EXPECT_EQ(answer("none").field(), "answers");
  const auto with = [&](const char* member, const json& value) {
    json changed = answers;
    changed[0][member] = value;
    const auto refused = answer(changed);
    EXPECT_EQ(refused.code(), "malformed") << changed;
    return refused.field();
  };
  EXPECT_EQ(with("digest", 7), "answers.0.digest");
  EXPECT_EQ(with("digest", "00ff"), "answers.0.digest");
  EXPECT_EQ(with("digest", std::string(64, 'x')), "answers.0.digest");
  EXPECT_EQ(with("serial", 7), "answers.0.serial");
  json without = answers;
  without[0].erase("digest");
  EXPECT_EQ(answer(without).field(), "answers.0.digest");
  EXPECT_EQ(answer({"none"}).field(), "answers.0.digest");
  EXPECT_EQ(state(), "claimed");
}

TEST_P(Drills, AreAnsweredOnce) {
  issue(f.apply(session, drills_phone));
  const json answers = right(begin());
  const json ended = answer(answers).json;
  json turned = answers;
  std::swap(turned[0], turned[1]);
  EXPECT_EQ(answer(answers).json, ended);
  EXPECT_EQ(answer(turned).json, ended);
  json changed = answers;
  changed[0]["digest"] = nullptr;
  EXPECT_EQ(answer(changed).code(), "drill_ended");
  EXPECT_EQ(phone("/rejection").code(), "drill_ended");
  f.clock.advance_ms(600'000);
  EXPECT_EQ(answer(answers).json, ended);
  EXPECT_EQ(result(), ended);
}

TEST_P(Drills, MayBeRejected) {
  const json answers = right(begin());
  EXPECT_EQ(phone("/rejection").status, 204);
  EXPECT_EQ(phone("/rejection").status, 204);
  EXPECT_EQ(state(), "rejected");
  EXPECT_EQ(answer(answers).code(), "drill_ended");
  EXPECT_EQ(result().at("certificates")[0].at("opens"), nullptr);
}

TEST_P(Drills, ExpireUnanswered) {
  const auto link = scanned(offer());
  const json answers = right(begin());
  f.clock.advance_ms(600'000);
  EXPECT_EQ(state(), "expired");
  EXPECT_EQ(claim(link).code(), "drill_expired");
  EXPECT_EQ(answer(answers).code(), "drill_expired");
  EXPECT_EQ(phone("/rejection").code(), "drill_expired");
  EXPECT_EQ(state(), "expired");
}

TEST_P(Drills, LeaveNothingBehind) {
  begin();
  const auto rows = [&] {
    return f.database->read([](platform::Transaction& transaction) {
      return transaction.query("SELECT id FROM drills").size() +
             transaction.query("SELECT serial FROM drill_messages").size();
    });
  };
  f.run_jobs();
  EXPECT_EQ(rows(), 2u);
  f.clock.advance_ms(24L * 3600 * 1000);
  f.run_jobs();
  EXPECT_EQ(rows(), 0u);
  EXPECT_EQ(f.call("GET", drills_path + "/" + id, {}, {}, as("site")).code(), "drill_unknown");
}

TEST_P(Drills, KeepNoContentAndNoAccountInTheClear) {
  const json messages = begin();
  const auto stored = f.database->read([](platform::Transaction& transaction) {
    return transaction.query_one(
        "SELECT account, digest, ciphertext FROM drills JOIN drill_messages ON drill_id = id");
  });
  EXPECT_EQ(stored->text(0).find("expert"), std::string::npos);
  EXPECT_EQ(core::to_hex(stored->bytes(1)), right(messages)[0].at("digest"));
}

TEST_P(Drills, AreNotTakenWithoutEnd) {
  for (int i = 0; i < 60; ++i) claim({{"i", "nothing"}, {"t", "nothing"}});
  EXPECT_EQ(claim({{"i", "nothing"}, {"t", "nothing"}}).code(), "too_many_requests");
  for (int i = 0; i < 120; ++i) offer(json::object());
  EXPECT_EQ(offer().code(), "too_many_requests");
  id = token = "nothing";
  for (int i = 0; i < 60; ++i) answer(json::array());
  EXPECT_EQ(answer(json::array()).code(), "too_many_requests");
}

}  // namespace
}  // namespace palmkey::front
