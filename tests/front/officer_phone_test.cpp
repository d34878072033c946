// A console that an officer's phone signs in, and what is signed on that phone.
#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::Answer;
using test::FrontFixture;

const std::string entrances = "/api/v1/desk/entrances";
const std::string requests = "/api/v1/desk/signature-requests";
const std::string origin = "https://front.example";

json body_of(const core::TextIntent& intent, const std::string& signature = "good") {
  return {{"intent", intent.text()}, {"signature", core::to_base64(core::as_bytes(signature))}};
}

class OfficerPhone : public testing::TestWithParam<test::Backend> {
 protected:
  OfficerPhone() : f(GetParam()) {
    f.vault.known_operators["second"] = {"second", "副示范", OperatorRole::review, true};
  }

  // A console that shows its QR code.
  struct Console {
    std::string id, token, code;
  };
  Console console() {
    const auto begun = f.call("POST", entrances);
    EXPECT_EQ(begun.status, 201) << begun.body;
    return {begun.json.at("entrance"), begun.json.at("token"), begun.json.at("code")};
  }
  Answer look(const Console& at) { return f.call("GET", entrances + "/" + at.id, {}, at.token); }
  // i, t and a of the link that the console shows now.
  json link_of(const Console& at) {
    const std::string link = look(at).json.at("link");
    const std::string before = origin + "/o?i=" + at.id + "&t=";
    EXPECT_EQ(link.rfind(before, 0), 0u) << link;
    const auto mark = link.find("&a=");
    return {
        {"i", at.id}, {"t", link.substr(before.size(), mark - before.size())}, {"a", link.substr(mark + 3)}};
  }
  Answer claim(const json& link) { return f.call_json("POST", entrances + "/claims", link); }

  // The `desk` intent for what was claimed, with some of its fields changed.
  json opening(const json& claimed, const std::string& officer,
               const std::map<std::string, std::string>& other = {}, const std::string& signature = "good") {
    std::map<std::string, std::string> fields{{"operator", officer},
                                              {"origin", origin},
                                              {"session", claimed.at("entrance")},
                                              {"place", claimed.at("place")},
                                              {"code", claimed.at("code")},
                                              {"time", core::text_intent_time(f.clock.now())}};
    for (const auto& [name, value] : other) fields[name] = value;
    return body_of(*core::TextIntent::make("desk", {fields.begin(), fields.end()}), signature);
  }
  Answer confirm(const json& claimed, const json& body) {
    return f.call_json("POST", entrances + "/" + claimed.at("entrance").get<std::string>() + "/confirmation",
                       body, claimed.at("token"));
  }

  // A console that this officer's phone has signed in.
  struct SignedIn {
    Console console;
    std::string phone;    // the phone's token
    std::string session;  // the console's
  };
  SignedIn sign_in(const std::string& officer) {
    const Console at = console();
    const auto claimed = claim(link_of(at));
    EXPECT_EQ(claimed.status, 200) << claimed.body;
    const auto confirmed = confirm(claimed.json, opening(claimed.json, officer));
    EXPECT_EQ(confirmed.status, 200) << confirmed.body;
    const auto opened = look(at);
    EXPECT_EQ(opened.json.at("status"), "opened") << opened.body;
    return {at, claimed.json.at("token"), opened.json.at("session").at("token")};
  }
  Answer queue(const std::string& session) { return f.call("GET", "/api/v1/desk/orders", {}, session); }

  core::TextIntent dismissal(const std::string& officer, const std::string& dismissed = "reviewer") {
    return *core::TextIntent::make(
        "dismiss",
        {{"operator", officer}, {"operator-id", dismissed}, {"time", core::text_intent_time(f.clock.now())}});
  }
  core::TextIntent appointment(const std::string& activation, const std::string& name = "示范") {
    return *core::TextIntent::make("appoint", {{"operator", "manager"},
                                               {"operator-id", ""},
                                               {"name", name},
                                               {"role", "review"},
                                               {"activation", activation},
                                               {"time", core::text_intent_time(f.clock.now())}});
  }
  Answer ask(const SignedIn& in, const std::string& intent) {
    return f.call_json("POST", requests, {{"intent", intent}}, in.session);
  }
  std::string asked(const SignedIn& in, const core::TextIntent& intent) {
    const auto answer = ask(in, intent.text());
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.json.value("id", "");
  }
  Answer on_phone(const SignedIn& in) {
    return f.call("GET", entrances + "/" + in.console.id + "/signature-requests", {}, in.phone);
  }
  Answer answer(const SignedIn& in, const std::string& id, const json& body) {
    return f.call_json("POST", entrances + "/" + in.console.id + "/signature-requests/" + id + "/signature",
                       body, in.phone);
  }
  Answer refuse(const SignedIn& in, const std::string& id) {
    return f.call("POST", entrances + "/" + in.console.id + "/signature-requests/" + id + "/refusal", {},
                  in.phone);
  }
  json at_console(const SignedIn& in) { return f.call("GET", requests, {}, in.session).json; }
  std::string state_of(const SignedIn& in, const std::string& id) {
    const auto all = at_console(in);
    for (const auto& one : all.at("requests"))
      if (one.at("id") == id) return one.at("state");
    return "gone";
  }
  void pass(std::int64_t seconds) { f.clock.advance_ms(seconds * 1000); }

  FrontFixture f;
};

TEST_P(OfficerPhone, SignsAConsoleInWithTheOfficersRoleOnly) {
  const Console at = console();
  EXPECT_EQ(look(at).json.at("status"), "fresh");
  const auto claimed = claim(link_of(at));
  ASSERT_EQ(claimed.status, 200) << claimed.body;
  EXPECT_EQ(claimed.json.at("origin"), origin);
  EXPECT_EQ(claimed.json.at("code"), at.code);
  EXPECT_EQ(look(at).json.at("status"), "scanned");
  EXPECT_FALSE(look(at).json.contains("link"));
  const auto confirmed = confirm(claimed.json, opening(claimed.json, "acceptor"));
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(confirmed.json.at("role"), "acceptance");
  const auto session = look(at).json.at("session");
  EXPECT_EQ(session.at("operator"), "acceptor");
  EXPECT_EQ(session.at("by_phone"), true);
  EXPECT_EQ(queue(session.at("token")).status, 200);
  EXPECT_EQ(f.call("GET", "/api/v1/admin/operators", {}, session.at("token")).code(), "desk_role_refused");
  // Neither token of the entrance opens the desk itself.
  EXPECT_EQ(queue(at.token).code(), "not_signed_in");
  EXPECT_EQ(queue(claimed.json.at("token")).code(), "not_signed_in");
}

TEST_P(OfficerPhone, GivesAConsoleWhoseAnswerWasLostAnotherToken) {
  const SignedIn in = sign_in("acceptor");
  const std::string again = look(in.console).json.at("session").at("token");
  EXPECT_EQ(queue(in.session).code(), "not_signed_in");
  EXPECT_EQ(queue(again).status, 200);
  pass(5 * 60);
  EXPECT_EQ(look(in.console).json.at("status"), "expired");
}

TEST_P(OfficerPhone, RefusesLinksThatAreOldForgedOrOfAnotherConsole) {
  const Console at = console();
  const Console other = console();
  json link = link_of(at);
  json mixed = link;
  mixed["i"] = other.id;
  EXPECT_EQ(claim(mixed).code(), "link_forged");
  json forged = link;
  forged["t"] = "1";
  EXPECT_EQ(claim(forged).code(), "link_forged");
  pass(4);
  EXPECT_EQ(claim(link).code(), "link_stale");
  EXPECT_NE(link_of(at), link);
  EXPECT_EQ(claim({{"i", "unknown"}, {"t", "1"}, {"a", "x"}}).code(), "sign_in_unknown");
  EXPECT_EQ(claim({{"i", at.id}, {"t", "now"}, {"a", "x"}}).code(), "link_malformed");
  EXPECT_EQ(claim({{"i", at.id}}).code(), "field_missing");
  pass(174);
  link = link_of(at);
  pass(2);
  EXPECT_EQ(claim(link).code(), "sign_in_expired");
  EXPECT_EQ(look(at).json.at("status"), "expired");
}

TEST_P(OfficerPhone, LetsOnlyTheFirstPhoneIn) {
  const Console at = console();
  const json link = link_of(at);
  const auto first = claim(link);
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(claim(link).code(), "already_scanned");
  json stolen = first.json;
  stolen["token"] = "another";
  EXPECT_EQ(confirm(stolen, opening(first.json, "reviewer")).code(), "sign_in_unknown");
  EXPECT_EQ(f.call("GET", entrances + "/" + at.id, {}, "another").code(), "sign_in_unknown");
  EXPECT_EQ(f.call("GET", entrances + "/" + at.id).code(), "not_signed_in");
}

TEST_P(OfficerPhone, OpensOnlyOnAnIntentForThisConsoleByAnOfficer) {
  const Console at = console();
  const Console other = console();
  const auto claimed = claim(link_of(at)).json;
  const auto refused = [&](const json& body) { return confirm(claimed, body).code(); };
  EXPECT_EQ(refused(opening(claimed, "acceptor", {{"origin", "https://elsewhere.example"}})),
            "intent_mismatch");
  EXPECT_EQ(refused(opening(claimed, "acceptor", {{"session", other.id}})), "intent_mismatch");
  EXPECT_EQ(refused(opening(claimed, "acceptor", {{"place", "198.51.100.1"}})), "intent_mismatch");
  EXPECT_EQ(refused(opening(claimed, "acceptor", {{"code", at.code == "00" ? "01" : "00"}})),
            "intent_mismatch");
  EXPECT_EQ(refused(body_of(dismissal("acceptor"))), "intent_mismatch");
  EXPECT_EQ(refused({{"intent", "desk"}, {"signature", ""}}), "intent_mismatch");
  EXPECT_EQ(refused(opening(claimed, "acceptor", {}, "forged")), "bad_signature");
  EXPECT_EQ(refused(opening(claimed, "nobody")), "operator_unknown");
  f.vault.known_operators["guest"] = {"guest", "客示范", OperatorRole::none, true};
  EXPECT_EQ(refused(opening(claimed, "guest")), "desk_role_refused");
  EXPECT_EQ(look(at).json.at("status"), "scanned");
  const json good = opening(claimed, "acceptor");
  EXPECT_EQ(confirm(claimed, good).status, 200);
  EXPECT_EQ(confirm(claimed, good).status, 200);  // the answer was lost
  EXPECT_EQ(refused(opening(claimed, "reviewer", {{"place", "198.51.100.1"}})), "intent_mismatch");
  EXPECT_EQ(look(at).json.at("session").at("operator"), "acceptor");
}

TEST_P(OfficerPhone, AnIntentThatOpensAConsoleOpensNoDeskByItself) {
  const Console at = console();
  const auto claimed = claim(link_of(at)).json;
  EXPECT_EQ(f.call_json("POST", "/api/v1/desk/sessions", opening(claimed, "acceptor")).code(),
            "intent_refused");
}

TEST_P(OfficerPhone, EitherSideGivesUp) {
  const Console at = console();
  const auto claimed = claim(link_of(at)).json;
  EXPECT_EQ(f.call("DELETE", entrances + "/" + at.id, {}, "another").code(), "sign_in_unknown");
  EXPECT_EQ(f.call("DELETE", entrances + "/" + at.id, {}, claimed.at("token")).status, 204);
  EXPECT_EQ(look(at).json.at("status"), "rejected");
  EXPECT_EQ(confirm(claimed, opening(claimed, "acceptor")).code(), "sign_in_ended");

  const Console second = console();
  const auto taken = claim(link_of(second)).json;
  EXPECT_EQ(f.call("DELETE", entrances + "/" + second.id, {}, second.token).status, 204);
  EXPECT_EQ(confirm(taken, opening(taken, "acceptor")).code(), "sign_in_ended");
}

TEST_P(OfficerPhone, EndsByLoggingOutOnEitherSide) {
  SignedIn in = sign_in("acceptor");
  EXPECT_EQ(f.call("DELETE", "/api/v1/desk/sessions", {}, in.session).status, 204);
  EXPECT_EQ(queue(in.session).code(), "not_signed_in");
  EXPECT_EQ(on_phone(in).code(), "console_session_ended");
  in = sign_in("acceptor");
  EXPECT_EQ(f.call("DELETE", entrances + "/" + in.console.id, {}, in.phone).status, 204);
  EXPECT_EQ(queue(in.session).code(), "not_signed_in");
}

TEST_P(OfficerPhone, EndsWhenNobodyUsesTheConsole) {
  const SignedIn in = sign_in("acceptor");
  const std::string device = f.desk("acceptor");
  pass(14 * 60);
  EXPECT_EQ(queue(in.session).status, 200);
  pass(14 * 60);
  EXPECT_EQ(on_phone(in).status, 200);  // the phone's looking is no use of the console
  pass(60);
  EXPECT_EQ(on_phone(in).code(), "console_session_ended");
  EXPECT_EQ(queue(in.session).code(), "not_signed_in");
  EXPECT_EQ(queue(device).status, 200);  // the officer's own device stays
}

TEST_P(OfficerPhone, EndsAfterItsTimeHoweverBusy) {
  const SignedIn in = sign_in("acceptor");
  for (int minutes = 0; minutes < 4 * 60 - 10; minutes += 10) {
    pass(600);
    ASSERT_EQ(queue(in.session).status, 200) << minutes;
  }
  pass(600);
  EXPECT_EQ(queue(in.session).code(), "not_signed_in");
}

TEST_P(OfficerPhone, EndsWithTheOfficersKeyOrOffice) {
  for (const bool by_phone : {true, false}) {
    auto& known = f.vault.known_operators["acceptor"];
    const std::string session = by_phone ? sign_in("acceptor").session : f.desk("acceptor");
    known.active = false;  // dismissed, or the key is frozen: the vault no longer vouches for what was signed
    pass(10);
    EXPECT_EQ(queue(session).code(), "not_signed_in");
    known.active = true;
    EXPECT_EQ(queue(session).code(), "not_signed_in");  // and stays ended

    const std::string moved = by_phone ? sign_in("acceptor").session : f.desk("acceptor");
    known.role = OperatorRole::review;
    pass(10);
    EXPECT_EQ(queue(moved).code(), "not_signed_in");
    known.role = OperatorRole::acceptance;
  }
  // Unknown means no, but the session is not lost for it.
  const SignedIn in = sign_in("acceptor");
  pass(10);
  f.vault.reachable = false;
  EXPECT_EQ(queue(in.session).code(), "vault_unreachable");
  f.vault.reachable = true;
  EXPECT_EQ(queue(in.session).status, 200);
}

TEST_P(OfficerPhone, HasOneConsoleAtATime) {
  const SignedIn first = sign_in("acceptor");
  const SignedIn colleague = sign_in("reviewer");
  const SignedIn second = sign_in("acceptor");
  EXPECT_EQ(queue(first.session).code(), "not_signed_in");
  EXPECT_EQ(on_phone(first).code(), "console_session_ended");
  EXPECT_EQ(queue(second.session).status, 200);
  EXPECT_EQ(queue(colleague.session).status, 200);
}

TEST_P(OfficerPhone, BringsADecisionFromTheConsoleToThePhoneAndBack) {
  const std::string subscriber = f.sign_in("13800000000");
  f.accept_agreements(subscriber);
  const std::string number = f.paid_order(subscriber, "13800000000");
  const SignedIn in = sign_in("acceptor");
  f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, in.session);
  const json decision = f.approval(in.session, "acceptor", "acceptance", number);
  EXPECT_EQ(at_console(in).at("phone_seen_seconds_ago"), json());
  const auto begun = ask(in, decision.at("intent"));
  ASSERT_EQ(begun.status, 201) << begun.body;
  const std::string id = begun.json.at("id");

  const auto shown = on_phone(in).json;
  EXPECT_EQ(shown.at("operator"), "acceptor");
  ASSERT_EQ(shown.at("requests").size(), 1u);
  EXPECT_EQ(shown.at("requests")[0].at("intent"), decision.at("intent"));
  pass(2);
  EXPECT_EQ(at_console(in).at("phone_seen_seconds_ago"), 2);
  EXPECT_EQ(state_of(in, id), "waiting");
  EXPECT_EQ(answer(in, id, decision).status, 204);
  EXPECT_EQ(answer(in, id, decision).status, 204);  // the answer was lost
  EXPECT_EQ(on_phone(in).json.at("requests").size(), 0u);
  const auto signed_one = at_console(in).at("requests")[0];
  EXPECT_EQ(signed_one.at("state"), "signed");
  EXPECT_EQ(f.decide(in.session, number,
                     {{"intent", signed_one.at("intent")}, {"signature", signed_one.at("signature")}})
                .status,
            200);
  EXPECT_EQ(f.state(subscriber, number), "awaiting_review");
}

TEST_P(OfficerPhone, KeepsSeveralRequestsInOrderAndEachItsOwnAnswer) {
  const SignedIn in = sign_in("manager");
  const auto one = dismissal("manager", "acceptor");
  const auto two = dismissal("manager", "reviewer");
  const std::string first = asked(in, one);
  pass(1);
  const std::string second = asked(in, two);
  const auto shown = on_phone(in).json.at("requests");
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[0].at("id"), first);
  EXPECT_EQ(shown[1].at("id"), second);
  // What was signed for one is no answer to the other, and nothing is answered twice in two ways.
  EXPECT_EQ(answer(in, second, body_of(one)).code(), "intent_mismatch");
  EXPECT_EQ(answer(in, first, body_of(one, "forged")).code(), "bad_signature");
  EXPECT_EQ(answer(in, first, body_of(one)).status, 204);
  EXPECT_EQ(answer(in, first, body_of(one, "other")).code(), "signature_request_ended");
  EXPECT_EQ(refuse(in, first).code(), "signature_request_ended");
  EXPECT_EQ(state_of(in, second), "waiting");
  EXPECT_EQ(refuse(in, second).status, 204);
  EXPECT_EQ(refuse(in, second).status, 204);
  EXPECT_EQ(answer(in, second, body_of(two)).code(), "signature_request_ended");
  EXPECT_EQ(state_of(in, second), "refused");
}

TEST_P(OfficerPhone, TakesAnswersOnlyFromThePhoneThatSignedIn) {
  const SignedIn in = sign_in("acceptor");
  const SignedIn other = sign_in("second");
  const auto intent = *core::TextIntent::make("revoke", {{"operator", "acceptor"},
                                                         {"step", "acceptance"},
                                                         {"serial", "0a"},
                                                         {"reason", "unspecified"},
                                                         {"time", core::text_intent_time(f.clock.now())}});
  const std::string id = asked(in, intent);
  EXPECT_EQ(on_phone(other).json.at("requests").size(), 0u);
  EXPECT_EQ(answer(other, id, body_of(intent)).code(), "signature_request_unknown");
  SignedIn mixed = in;
  mixed.phone = other.phone;
  EXPECT_EQ(on_phone(mixed).code(), "sign_in_unknown");
  EXPECT_EQ(answer(mixed, id, body_of(intent)).code(), "sign_in_unknown");
  mixed.phone = in.session;  // nor can the console answer itself
  EXPECT_EQ(answer(mixed, id, body_of(intent)).code(), "sign_in_unknown");
  EXPECT_EQ(at_console(other).at("requests").size(), 0u);
  EXPECT_EQ(f.call("DELETE", requests + "/" + id, {}, other.session).status, 204);
  EXPECT_EQ(state_of(in, id), "waiting");
}

TEST_P(OfficerPhone, LetsRequestsExpireAndBeWithdrawn) {
  const SignedIn in = sign_in("manager");
  const auto intent = dismissal("manager");
  const std::string expiring = asked(in, intent);
  const std::string withdrawn = asked(in, intent);
  EXPECT_EQ(f.call("DELETE", requests + "/" + withdrawn, {}, in.session).status, 204);
  EXPECT_EQ(answer(in, withdrawn, body_of(intent)).code(), "signature_request_unknown");
  pass(570);
  EXPECT_EQ(on_phone(in).json.at("requests").size(), 0u);
  EXPECT_EQ(answer(in, expiring, body_of(intent)).code(), "signature_request_expired");
  EXPECT_EQ(state_of(in, expiring), "expired");
  asked(in, dismissal("manager"));
  EXPECT_EQ(f.call("DELETE", requests, {}, in.session).status, 204);
  EXPECT_EQ(at_console(in).at("requests").size(), 0u);
}

TEST_P(OfficerPhone, AsksOnlyForIntentsOfThisOfficer) {
  const SignedIn in = sign_in("manager");
  EXPECT_EQ(ask(in, dismissal("second").text()).code(), "intent_refused");
  EXPECT_EQ(ask(in, "not an intent").code(), "intent_refused");
  const auto desk = core::TextIntent::make("desk", {{"operator", "manager"},
                                                    {"origin", origin},
                                                    {"session", "s"},
                                                    {"place", "p"},
                                                    {"code", "12"},
                                                    {"time", core::text_intent_time(f.clock.now())}});
  EXPECT_EQ(ask(in, desk->text()).code(), "intent_refused");
  const auto old = dismissal("manager");
  pass(601);
  EXPECT_EQ(ask(in, old.text()).code(), "stale");
  const auto own = f.desk("manager");
  EXPECT_EQ(f.call_json("POST", requests, {{"intent", dismissal("manager").text()}}, own).code(),
            "phone_session_needed");
  EXPECT_EQ(f.call("GET", requests, {}, own).code(), "phone_session_needed");
  for (int i = 0; i < 50; ++i) asked(in, dismissal("manager"));
  EXPECT_EQ(ask(in, dismissal("manager").text()).code(), "too_many_signature_requests");
}

TEST_P(OfficerPhone, LeavesAnAppointmentsOneTimeCodeToThePhone) {
  const SignedIn in = sign_in("manager");
  const std::string activation(64, 'a');
  const std::string id = asked(in, appointment(""));
  EXPECT_EQ(answer(in, id, body_of(appointment(activation, "别人"))).code(), "intent_mismatch");
  EXPECT_EQ(answer(in, id, body_of(appointment(activation))).status, 204);
  EXPECT_EQ(at_console(in).at("requests")[0].at("intent"), appointment(activation).text());
  // A code that is named already is the first administrator's, and stays.
  const std::string second = asked(in, appointment(activation));
  EXPECT_EQ(answer(in, second, body_of(appointment(std::string(64, 'b')))).code(), "intent_mismatch");
}

INSTANTIATE_TEST_SUITE_P(, OfficerPhone, testing::Values(test::Backend::sqlite, test::Backend::postgresql),
                         test::backend_name);

}  // namespace
}  // namespace palmkey::front
