// A subscriber gives their account another number.
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::following_phone;

const std::string new_phone = "13900000001";

class ChangeOfNumber : public test::FollowingOrders {
 protected:
  ChangeOfNumber() : FollowingOrders("unlock", 0) {
    record().status = CertificateStatus::key_blocked;
    // The codes of the fixture's own session were sent long ago.
    f.clock.advance_ms(3'600'000);
  }
  std::string code_for(const std::string& phone) {
    EXPECT_EQ(f.call_json("POST", "/api/v1/phone-codes", {{"phone", phone}, {"service", "expert-mobile-key"}})
                  .status,
              202);
    return f.sms_to(phone).back().parameters.at("code");
  }
  test::Answer change(const std::string& session, const std::string& phone, const std::string& code) {
    return f.call_json("PUT", "/api/v1/account/phone", {{"phone", phone}, {"code", code}}, session);
  }
  // With everything as it should be; the session goes on with the new number.
  std::string changed_to(const std::string& phone) {
    const std::string session = f.sign_in(following_phone);
    EXPECT_EQ(change(session, phone, code_for(phone)).json, (json{{"phone", phone}}));
    return session;
  }
  bool has_orders(const std::string& session) {
    return !f.call("GET", "/api/v1/orders", {}, session).json.at("orders").empty();
  }
  std::size_t told(const std::string& phone, const std::string& kind) {
    const auto all = f.sms_to(phone);
    return static_cast<std::size_t>(
        std::ranges::count(all, kind, [](const auto& sms) { return sms.template_name; }));
  }
  std::size_t mailed(const std::string& kind) {
    return f.database->read([&](platform::Transaction& t) {
      std::size_t count = 0;
      for (const auto& row : t.query("SELECT payload FROM jobs WHERE kind = 'notice.mail'"))
        count += json::parse(row.text(0)).at("template") == kind ? 1 : 0;
      return count;
    });
  }
};
PALMKEY_ON_BOTH_DATABASES(ChangeOfNumber);

TEST_P(ChangeOfNumber, MovesTheAccountWithItsOrders) {
  const auto session = changed_to(new_phone);
  EXPECT_TRUE(has_orders(session));
  f.clock.advance_ms(61'000);
  EXPECT_TRUE(has_orders(f.sign_in(new_phone)));
  EXPECT_FALSE(has_orders(f.sign_in(following_phone))) << "whoever gets the old number begins anew";
}

TEST_P(ChangeOfNumber, LetsOfficersFindTheHolderByEitherNumber) {
  handed_in();
  changed_to("13900001234");
  const auto found = [&](const std::string& path, const std::string& list) {
    return f.call("GET", path, {}, acceptor).json.at(list).size();
  };
  for (const std::string tail : {"0000", "1234", "4321"}) {
    const std::size_t expected = tail == "4321" ? 0 : 1;
    EXPECT_EQ(found("/api/v1/desk/orders?phone_tail=" + tail, "orders"), expected) << tail;
    EXPECT_EQ(found("/api/v1/admin/certificates?search=" + tail, "items"), expected) << tail;
  }
}

TEST_P(ChangeOfNumber, IsToldToBothNumbersAndByMail) {
  changed_to(new_phone);
  for (const auto& phone : {following_phone, new_phone}) {
    ASSERT_EQ(told(phone, "phone_changed"), 1u) << phone;
    EXPECT_EQ(f.sms_to(phone).back().parameters,
              (std::map<std::string, std::string>{{"from", "0000"}, {"to", "0001"}}));
  }
  EXPECT_EQ(mailed("phone_changed"), 1u);
}

TEST_P(ChangeOfNumber, EndsAllOtherSessions) {
  const auto session = changed_to(new_phone);
  EXPECT_EQ(f.call("GET", "/api/v1/orders", {}, token).code(), "not_signed_in");
  EXPECT_EQ(f.call("GET", "/api/v1/orders", {}, session).status, 200);
}

TEST_P(ChangeOfNumber, NeedsTheOldNumberProvedAnew) {
  const auto code = code_for(new_phone);
  EXPECT_EQ(change(token, new_phone, code).code(), "phone_proof_needed");
  EXPECT_EQ(change("", new_phone, code).code(), "not_signed_in");
  const auto session = f.sign_in(following_phone);
  f.clock.advance_ms(601'000);
  EXPECT_EQ(change(session, new_phone, code_for(new_phone)).code(), "phone_proof_needed");
  EXPECT_TRUE(has_orders(session));
}

TEST_P(ChangeOfNumber, NeedsTheNewNumbersCode) {
  const auto session = f.sign_in(following_phone);
  const auto code = code_for(new_phone);
  const std::string wrong = code == "000000" ? "000001" : "000000";
  EXPECT_EQ(change(session, "13900000002", code).code(), "phone_code_wrong") << "another number's code";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(change(session, new_phone, wrong).code(), "phone_code_wrong");
  EXPECT_EQ(change(session, new_phone, code).code(), "phone_code_wrong") << "no tries are left";
  EXPECT_EQ(change(session, "123", code).code(), "phone_invalid");
  EXPECT_EQ(told(following_phone, "phone_changed"), 0u);
}

TEST_P(ChangeOfNumber, SaysThatTheNumberIsTheSame) {
  const auto session = f.sign_in(following_phone);
  f.clock.advance_ms(61'000);
  const auto answer = change(session, following_phone, code_for(following_phone));
  EXPECT_EQ(answer.code(), "phone_unchanged");
  EXPECT_EQ(answer.field(), "phone");
}

TEST_P(ChangeOfNumber, TakesNoNumberWithOrdersOfItsOwn) {
  const auto other = f.sign_in(new_phone);
  f.accept_agreements(other);
  f.apply(other, new_phone);
  f.clock.advance_ms(61'000);
  const auto answer = change(f.sign_in(following_phone), new_phone, code_for(new_phone));
  EXPECT_EQ(answer.code(), "phone_in_use");
  EXPECT_EQ(answer.field(), "phone");
  EXPECT_TRUE(has_orders(other));
}

TEST_P(ChangeOfNumber, TakesANumberThatOnlySignedIn) {
  const auto other = f.sign_in(new_phone);
  f.clock.advance_ms(61'000);
  const auto session = changed_to(new_phone);
  EXPECT_TRUE(has_orders(session));
  EXPECT_EQ(f.call("GET", "/api/v1/orders", {}, other).code(), "not_signed_in");
}

TEST_P(ChangeOfNumber, IsMadeOnceByACode) {
  const auto code = code_for(new_phone);
  const auto session = f.sign_in(following_phone);
  EXPECT_EQ(change(session, new_phone, code).status, 200);
  EXPECT_EQ(change(session, new_phone, code).code(), "phone_unchanged") << "repeated after a lost answer";
  f.clock.advance_ms(61'000);
  EXPECT_EQ(change(f.sign_in(following_phone), new_phone, code).code(), "phone_code_wrong");
}

TEST_P(ChangeOfNumber, LeavesOrdersUnderWayAsTheyWere) {
  const auto number = handed_in();
  EXPECT_EQ(f.decide(acceptor, number,
                     f.rejection(acceptor, "acceptor", "acceptance", number, "handler.email", "邮箱"))
                .status,
            200);
  const auto session = changed_to(new_phone);
  json form = application();
  form["handler"]["email"] = "other@example.com";
  form["applicant"]["sex"] = "female";
  EXPECT_EQ(f.call_json("PUT", path(number) + "/application", form, session).status, 200);
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, session).json.at("state"), "awaiting_acceptance");
  json next = application(new_phone);
  EXPECT_EQ(apply(next, session).code(), "order_in_progress") << "new ones name the new number";
}

TEST_P(ChangeOfNumber, HasTheOldNumberToldOfTheKeysForThirtyDays) {
  changed_to(new_phone);
  tell("key_held", issued);
  EXPECT_EQ(told(following_phone, "key_held"), 1u);
  EXPECT_EQ(told(new_phone, "key_held"), 1u);
  f.clock.advance_ms(31LL * 24 * 3600 * 1000);
  tell("key_released", issued);
  EXPECT_EQ(told(following_phone, "key_released"), 0u);
  EXPECT_EQ(told(new_phone, "key_released"), 1u);
}

TEST_P(ChangeOfNumber, LetsNobodyUnlockAloneForThirtyDays) {
  json body = application(new_phone);
  body["self_service"] = true;
  const auto before = apply([&] {
    json own = application();
    own["self_service"] = true;
    return own;
  }());
  const auto number = before.json.at("number").get<std::string>();
  f.upload_all(token, number);
  const auto session = changed_to(new_phone);
  EXPECT_EQ(f.call("POST", path(number) + "/submit", {}, session).code(), "number_changed_recently");
  EXPECT_EQ(f.call("POST", path(number) + "/cancel", {}, session).status, 200);
  EXPECT_EQ(apply(body, session).code(), "number_changed_recently");
  f.clock.advance_ms(31LL * 24 * 3600 * 1000);
  body["captcha"] = f.captcha();
  EXPECT_EQ(apply(body, f.sign_in(new_phone)).status, 201);
}

}  // namespace
}  // namespace palmkey::front
