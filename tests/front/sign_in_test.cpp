#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/sign_in/routes.hpp"
#include "platform/problem.hpp"
#include "platform/random.hpp"
#include "tests/front/fake_vault.hpp"
#include "tests/support/database.hpp"

namespace palmkey::front::sign_in {
namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

// RFC 7636, appendix B.
constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

class SetClock : public platform::Clock {
 public:
  std::int64_t now_ms() const override { return ms; }
  std::int64_t ms = 1772352000000;
};

class SignInTest : public test::OnBothDatabases {
 protected:
  SignInTest() {
    platform::KeyWrap::create_key_file(folder.path() / "key", random);
    personal_data = std::make_unique<PersonalData>(folder.path() / "key", random);
    platform::migrate(*database, "sign_in", migrations());
    register_messages();
    vault.sites.push_back({"site",
                           "示范省政府采购网",
                           "https://portal.example",
                           {"https://portal.example/callback"},
                           client_secret_digest("the secret"),
                           1,
                           "ES256"});
    surroundings = std::make_unique<Surroundings>(
        Surroundings{*database, vault, *personal_data, clock, random, "https://key.example"});
    directory = std::make_unique<Directory>(vault, clock);
    sign_in = std::make_unique<SignIn>(*surroundings, *directory);
    tokens = std::make_unique<TokenEndpoint>(*surroundings, *directory);
    add_routes(router, *surroundings, *sign_in, *tokens);
  }

  HttpResponse send(HttpRequest request) {
    const auto match = router.match(request.method, request.path);
    if (match.route == nullptr) throw std::logic_error("no such route: " + request.path);
    request.path_parameters = match.path_parameters;
    request.client_address = "203.0.113.7";
    for (const auto& [name, value] : cookies)
      cookie_header += (cookie_header.empty() ? "" : "; ") + name + "=" + value;
    if (!cookie_header.empty()) request.headers.set("Cookie", cookie_header);
    cookie_header.clear();
    try {
      return match.route->handler(request);
    } catch (...) {
      return platform::problem_response(std::current_exception(), platform::Language::english);
    }
  }
  HttpResponse get(const std::string& path, std::map<std::string, std::string> query = {}) {
    HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.query_parameters = std::move(query);
    return send(request);
  }
  HttpResponse post(const std::string& path, const json& body, const std::string& authorization = "") {
    HttpRequest request;
    request.method = "POST";
    request.path = path;
    const std::string text = body.dump();
    request.body.assign(text.begin(), text.end());
    if (!authorization.empty()) request.headers.set("Authorization", authorization);
    return send(request);
  }
  HttpResponse redeem(std::map<std::string, std::string> form, const std::string& secret = "the secret") {
    std::string text;
    for (const auto& [name, value] : form)
      text += (text.empty() ? "" : "&") + name + "=" + platform::percent_encode(value);
    HttpRequest request;
    request.method = "POST";
    request.path = "/oidc/token";
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.headers.set("Authorization", "Basic " + core::to_base64(core::as_bytes("site:" + secret)));
    request.body.assign(text.begin(), text.end());
    return send(request);
  }
  static json body_of(const HttpResponse& response) { return json::parse(core::as_text(response.body)); }
  static std::string code_of(const HttpResponse& response) { return body_of(response).value("code", ""); }

  std::map<std::string, std::string> request_parameters(const std::string& action,
                                                        const std::string& account) {
    return {{"response_type", "code"},
            {"client_id", "site"},
            {"redirect_uri", "https://portal.example/callback"},
            {"scope", "openid profile"},
            {"state", "st&te"},
            {"nonce", "nonce-1"},
            {"code_challenge", kChallenge},
            {"code_challenge_method", "S256"},
            {"palmkey_action", action},
            {"login_hint", account}};
  }

  // The browser arrives from the site; returns the session's id and keeps its cookie.
  std::string begin(const std::string& action = "bind", const std::string& account = "expert1") {
    const HttpResponse response = get("/oidc/authorize", request_parameters(action, account));
    EXPECT_EQ(response.status, 302);
    const std::string location = response.headers.get("Location").value_or("");
    const std::string prefix = "/oidc/sign-in/";
    EXPECT_EQ(location.rfind(prefix, 0), 0U) << location;
    const std::string id = location.substr(prefix.size());
    const std::string cookie = response.headers.get("Set-Cookie").value_or("");
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("Secure"), std::string::npos);
    const std::size_t equals = cookie.find('=');
    cookies[cookie.substr(0, equals)] = cookie.substr(equals + 1, cookie.find(';') - equals - 1);
    return id;
  }
  json state(const std::string& id) { return body_of(get("/oidc/sign-in/" + id + "/state")); }

  static json link_body(const std::string& link) {
    const auto part = [&](const std::string& name) {
      const std::size_t at = link.find(name + "=") + 2;
      return link.substr(at, link.find('&', at) - at);
    };
    return {{"i", part("i")}, {"t", part("t")}, {"a", part("a")}};
  }
  json scan(const std::string& id) {
    const HttpResponse response =
        post("/api/v1/sign-in/claims", link_body(state(id).at("link").get<std::string>()));
    EXPECT_EQ(response.status, 200) << core::as_text(response.body);
    return body_of(response);
  }
  HttpResponse confirm(const json& claim, const std::string& serial = "01") {
    return post("/api/v1/sign-in/" + claim.at("session").get<std::string>() + "/confirmation",
                {{"token", claim.at("token")},
                 {"intent", claim.at("intent")},
                 {"signature", core::to_base64(core::as_bytes("signature"))},
                 {"certificate", serial}});
  }
  std::string code_in(const json& view) {
    const std::string redirect = view.at("redirect").get<std::string>();
    const std::size_t at = redirect.find("code=") + 5;
    return redirect.substr(at, redirect.find('&', at) - at);
  }
  std::map<std::string, std::string> token_form(const std::string& code) {
    return {{"grant_type", "authorization_code"},
            {"code", code},
            {"redirect_uri", "https://portal.example/callback"},
            {"code_verifier", kVerifier}};
  }
  void bind(const std::string& account = "expert1", const std::string& serial = "01") {
    EXPECT_EQ(confirm(scan(begin("bind", account)), serial).status, 204);
  }

  // A page that shows "scanned" and waits at one of the fronts for something new.
  std::future<BrowserView> waiting_at(SignIn& front, const std::string& id) {
    const std::string token = cookies.at("palmkey_sign_in_" + id);
    return std::async(std::launch::async,
                      [&front, id, token] { return front.view_after("scanned", id, token); });
  }
  // Before the wait would have ended by itself.
  static bool is_answered(const std::future<BrowserView>& page) {
    return page.wait_for(longest_wait / 2) == std::future_status::ready;
  }

  platform::TemporaryFolder folder;
  platform::SystemRandom random;
  SetClock clock;
  test::FakeVault vault;
  std::unique_ptr<PersonalData> personal_data;
  std::unique_ptr<Surroundings> surroundings;
  std::unique_ptr<Directory> directory;
  std::unique_ptr<SignIn> sign_in;
  std::unique_ptr<TokenEndpoint> tokens;
  platform::Router router;
  std::map<std::string, std::string> cookies;
  std::string cookie_header;
};

TEST_P(SignInTest, GoesFromTheSiteToItsTokenAndUserInformation) {
  const std::string id = begin();
  const json claim = scan(id);
  const auto intent = core::TextIntent::parse(claim.at("intent").get<std::string>());
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->type(), "bind");
  EXPECT_EQ(intent->field("origin"), "https://portal.example");
  EXPECT_EQ(intent->field("nonce"), "nonce-1");
  EXPECT_EQ(intent->field("place"), "203.0.113.7");
  EXPECT_EQ(intent->field("account"), "expert1");
  EXPECT_EQ(state(id).at("status"), "scanned");
  EXPECT_EQ(intent->field("code"), state(id).at("code").get<std::string>());

  EXPECT_EQ(confirm(claim).status, 204);
  const json view = state(id);
  EXPECT_EQ(view.at("status"), "confirmed");
  const std::string redirect = view.at("redirect").get<std::string>();
  EXPECT_EQ(redirect.rfind("https://portal.example/callback?code=", 0), 0U);
  EXPECT_NE(redirect.find("state=st%26te"), std::string::npos);
  EXPECT_NE(redirect.find("iss=https%3A%2F%2Fkey.example"), std::string::npos);

  const HttpResponse token = redeem(token_form(code_in(view)));
  ASSERT_EQ(token.status, 200) << core::as_text(token.body);
  EXPECT_EQ(token.headers.get("Cache-Control"), "no-store");
  HttpRequest request;
  request.method = "GET";
  request.path = "/oidc/userinfo";
  request.headers.set("Authorization", "Bearer " + body_of(token).at("access_token").get<std::string>());
  const json user = body_of(send(request));
  EXPECT_EQ(user.at("sub"), "subject-of-01");
  EXPECT_EQ(user.at("name"), "name-of-01");
  request.headers.set("Authorization", "Bearer other");
  EXPECT_EQ(send(request).status, 401);
}

TEST_P(SignInTest, ChangesTheCodeEachSecondAndRefusesAnOldOne) {
  const std::string id = begin();
  const std::string first = state(id).at("link").get<std::string>();
  clock.ms += 1000;
  EXPECT_NE(state(id).at("link").get<std::string>(), first);
  clock.ms += 3000;
  EXPECT_EQ(code_of(post("/api/v1/sign-in/claims", link_body(first))), "link_stale");
  const std::string fresh = state(id).at("link").get<std::string>();
  json forged = link_body(fresh);
  forged["t"] = std::to_string(std::stoi(forged["t"].get<std::string>()) + 1);
  EXPECT_EQ(code_of(post("/api/v1/sign-in/claims", forged)), "link_forged");
  forged = link_body(fresh);
  forged["t"] = "-1";
  EXPECT_EQ(code_of(post("/api/v1/sign-in/claims", forged)), "link_malformed");
  EXPECT_EQ(post("/api/v1/sign-in/claims", link_body(fresh)).status, 200);
}

TEST_P(SignInTest, BelongsToTheFirstPhoneThatScans) {
  const std::string id = begin();
  const std::string link = state(id).at("link").get<std::string>();
  EXPECT_EQ(post("/api/v1/sign-in/claims", link_body(link)).status, 200);
  EXPECT_EQ(code_of(post("/api/v1/sign-in/claims", link_body(link))), "already_scanned");
  EXPECT_FALSE(state(id).contains("link"));
}

TEST_P(SignInTest, IsSeenOnlyByTheBrowserThatBeganIt) {
  const std::string id = begin();
  confirm(scan(id));
  cookies.clear();
  EXPECT_EQ(code_of(get("/oidc/sign-in/" + id + "/state")), "sign_in_unknown");
  EXPECT_EQ(get("/oidc/sign-in/" + id).status, 404);
  EXPECT_EQ(code_of(post("/oidc/sign-in/" + id + "/cancel", json::object())), "sign_in_unknown");
}

TEST_P(SignInTest, AnswersAWaitingPageOnceThePersonHasConfirmed) {
  const std::string id = begin();
  const json claim = scan(id);
  auto page = waiting_at(*sign_in, id);
  EXPECT_EQ(page.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  confirm(claim);
  ASSERT_TRUE(is_answered(page));
  const BrowserView view = page.get();
  EXPECT_EQ(view.status, "confirmed");
  EXPECT_EQ(redeem(token_form(code_in({{"redirect", view.redirect}}))).status, 200);
}

TEST_P(SignInTest, AnswersAWaitingPageOnceAnotherFrontHasTheAnswer) {
  const std::string id = begin();
  SignIn other(*surroundings, *directory);
  const json claim = scan(id);
  auto page = waiting_at(other, id);
  EXPECT_EQ(page.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  post("/api/v1/sign-in/" + id + "/rejection", {{"token", claim.at("token")}});
  ASSERT_TRUE(is_answered(page));
  EXPECT_NE(page.get().status, "scanned");
}

TEST_P(SignInTest, AnswersAWaitingPageWhenItsTimeIsUp) {
  const std::string id = begin();
  scan(id);
  clock.ms += bind_lifetime_ms;
  EXPECT_EQ(body_of(get("/oidc/sign-in/" + id + "/state", {{"known", "scanned"}})).at("status"), "expired");
}

TEST_P(SignInTest, LetsNoStrangerWait) {
  const std::string id = begin();
  scan(id);
  cookies.clear();
  EXPECT_EQ(code_of(get("/oidc/sign-in/" + id + "/state", {{"known", "scanned"}})), "sign_in_unknown");
}

TEST_P(SignInTest, EndsAllWaitingBeforeTheServerStops) {
  const std::string id = begin();
  scan(id);
  auto page = waiting_at(*sign_in, id);
  sign_in->end_waiting();
  ASSERT_TRUE(is_answered(page));
  EXPECT_EQ(page.get().status, "scanned");
  EXPECT_EQ(body_of(get("/oidc/sign-in/" + id + "/state", {{"known", "scanned"}})).at("status"), "scanned");
}

TEST(WaitingRoom, HasSoManyPlacesAndTellsTheRightOnes) {
  WaitingRoom room(2);
  auto first = room.enter("a");
  const auto second = room.enter("b");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(room.enter("c"), nullptr);
  room.changed("a");
  EXPECT_TRUE(first->wait(std::chrono::milliseconds(0)));
  EXPECT_FALSE(first->wait(std::chrono::milliseconds(0))) << "told twice";
  EXPECT_FALSE(second->wait(std::chrono::milliseconds(0)));
  first.reset();
  EXPECT_NE(room.enter("c"), nullptr);
  room.close();
  EXPECT_EQ(room.enter("d"), nullptr);
}

TEST_P(SignInTest, ExpiresFiveMinutesAfterTheCodeAppeared) {
  const std::string id = begin("bind");
  clock.ms += bind_lifetime_ms - 1000;
  const json claim = scan(id);
  clock.ms += 1000;
  EXPECT_EQ(code_of(confirm(claim)), "sign_in_expired");
  const json view = state(id);
  EXPECT_EQ(view.at("status"), "expired");
  EXPECT_NE(view.at("redirect").get<std::string>().find("error=interaction_required"), std::string::npos);
  EXPECT_TRUE(vault.sign_ins.empty());
}

TEST_P(SignInTest, RefusesAnotherIntentThanTheOneShown) {
  json claim = scan(begin());
  std::string changed = claim.at("intent").get<std::string>();
  changed.replace(changed.find("expert1"), 7, "expert2");
  claim["intent"] = changed;
  EXPECT_EQ(code_of(confirm(claim)), "intent_mismatch");
  EXPECT_TRUE(vault.sign_ins.empty());
}

TEST_P(SignInTest, ChangesNothingWhenTheVaultRefusesOrIsAway) {
  const std::string id = begin();
  const json claim = scan(id);
  vault.sign_in_refusal = "certificate_revoked";
  EXPECT_EQ(code_of(confirm(claim)), "certificate_revoked");
  vault.sign_in_refusal.clear();
  vault.reachable = false;
  EXPECT_EQ(code_of(confirm(claim)), "vault_unreachable");
  vault.reachable = true;
  EXPECT_EQ(state(id).at("status"), "scanned");
  EXPECT_EQ(confirm(claim).status, 204);
}

TEST_P(SignInTest, RepeatsAConfirmationWithoutAskingTheVaultAgain) {
  const json claim = scan(begin());
  EXPECT_EQ(confirm(claim).status, 204);
  EXPECT_EQ(confirm(claim).status, 204);
  EXPECT_EQ(vault.sign_ins.size(), 1U);
}

TEST_P(SignInTest, SendsTheBrowserBackWhenThePersonSaysNo) {
  const std::string id = begin();
  const json claim = scan(id);
  EXPECT_EQ(post("/api/v1/sign-in/" + id + "/rejection", {{"token", "guessed"}}).status, 404);
  EXPECT_EQ(post("/api/v1/sign-in/" + id + "/rejection", {{"token", claim.at("token")}}).status, 204);
  EXPECT_NE(state(id).at("redirect").get<std::string>().find("error=access_denied"), std::string::npos);
  EXPECT_EQ(code_of(confirm(claim)), "sign_in_ended");
}

TEST_P(SignInTest, GivesACodeThatIsGoodOnce) {
  const std::string id = begin();
  confirm(scan(id));
  const std::string code = code_in(state(id));
  const HttpResponse first = redeem(token_form(code));
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(body_of(redeem(token_form(code))).at("error"), "invalid_grant");
  HttpRequest request;
  request.method = "GET";
  request.path = "/oidc/userinfo";
  request.headers.set("Authorization", "Bearer " + body_of(first).at("access_token").get<std::string>());
  EXPECT_EQ(send(request).status, 401) << "the reused code must take the first access token with it";
}

TEST_P(SignInTest, RefusesToRedeemWithAnythingWrong) {
  const std::string id = begin();
  confirm(scan(id));
  const std::string code = code_in(state(id));
  auto form = token_form(code);
  form["code_verifier"] = std::string(43, 'a');
  EXPECT_EQ(body_of(redeem(form)).at("error"), "invalid_grant");
  form = token_form(code);
  form["redirect_uri"] = "https://portal.example/callback/";
  EXPECT_EQ(body_of(redeem(form)).at("error"), "invalid_grant");
  form = token_form("other");
  EXPECT_EQ(body_of(redeem(form)).at("error"), "invalid_grant");
  form = token_form(code);
  form["grant_type"] = "password";
  EXPECT_EQ(body_of(redeem(form)).at("error"), "unsupported_grant_type");
  EXPECT_EQ(redeem(token_form(code), "wrong").status, 401);
  EXPECT_EQ(redeem(token_form(code), "").status, 401);
  clock.ms += authorization_code_lifetime_ms;
  EXPECT_EQ(body_of(redeem(token_form(code))).at("error"), "invalid_grant");
  // A fresh code, for the browser was still waiting.
  EXPECT_EQ(redeem(token_form(code_in(state(id)))).status, 200);
}

TEST_P(SignInTest, LetsOneCertificateBeBoundToAnAccount) {
  bind("expert1", "01");
  const std::string id = begin("bind", "expert1");
  EXPECT_EQ(code_of(confirm(scan(id), "02")), "account_already_bound");
  EXPECT_EQ(state(id).at("status"), "scanned");
  bind("expert1", "01");
  bind("expert2", "02");
}

TEST_P(SignInTest, LetsMoreBeBoundWhereTheSiteAllowsIt) {
  vault.sites[0].certificates_per_account = 2;
  bind("expert1", "01");
  bind("expert1", "02");
  EXPECT_EQ(code_of(confirm(scan(begin("bind", "expert1")), "03")), "account_already_bound");
}

TEST_P(SignInTest, SignsInOnlyWithTheBoundCertificate) {
  EXPECT_EQ(code_of(confirm(scan(begin("login", "expert1")), "01")), "account_not_bound");
  bind("expert1", "01");
  EXPECT_EQ(confirm(scan(begin("login", "expert1")), "01").status, 204);
  EXPECT_EQ(code_of(confirm(scan(begin("login", "expert1")), "02")), "certificate_not_bound");
}

TEST_P(SignInTest, EndsABindingForItsSiteOnly) {
  bind("expert1", "01");
  const std::string site = "Basic " + core::to_base64(core::as_bytes("site:the secret"));
  const std::string stranger = "Basic " + core::to_base64(core::as_bytes("site:guess"));
  const json body{{"account", "expert1"}, {"sub", "subject-of-01"}};
  EXPECT_EQ(post("/api/v1/relying-party/unbind", body, stranger).status, 401);
  EXPECT_EQ(post("/api/v1/relying-party/unbind", body, site).status, 204);
  EXPECT_EQ(code_of(post("/api/v1/relying-party/unbind", body, site)), "account_not_bound");
  EXPECT_EQ(code_of(confirm(scan(begin("login", "expert1")), "01")), "account_not_bound");
  bind("expert1", "02");
}

TEST_P(SignInTest, NeverRedirectsToAnAddressThatIsNotRegistered) {
  auto parameters = request_parameters("login", "");
  parameters["redirect_uri"] = "https://portal.example/callback?x=1";
  EXPECT_EQ(get("/oidc/authorize", parameters).status, 400);
  parameters = request_parameters("login", "");
  parameters["client_id"] = "stranger";
  EXPECT_EQ(get("/oidc/authorize", parameters).status, 400);
}

TEST_P(SignInTest, SpeaksTheLanguageThatTheSiteAsksForElseTheBrowsers) {
  const auto language_of_page = [&](const std::string& locales) {
    auto parameters = request_parameters("bind", "expert1");
    if (!locales.empty()) parameters["ui_locales"] = locales;
    const HttpResponse begun = get("/oidc/authorize", parameters);
    const std::string location = begun.headers.get("Location").value_or("");
    const std::string cookie = begun.headers.get("Set-Cookie").value_or("");
    const std::size_t equals = cookie.find('=');
    cookies[cookie.substr(0, equals)] = cookie.substr(equals + 1, cookie.find(';') - equals - 1);
    const std::size_t query = std::min(location.find("?ui_locales="), location.size());
    EXPECT_EQ(query == location.size(), locales.empty()) << location;
    std::map<std::string, std::string> passed_on;
    if (!locales.empty()) passed_on["ui_locales"] = locales;
    const HttpResponse page = get(location.substr(0, query), passed_on);
    EXPECT_EQ(page.status, 200);
    return core::as_text(page.body).find("<html lang=\"en\"") == std::string::npos ? "zh-CN" : "en";
  };
  EXPECT_STREQ(language_of_page("en"), "en");
  EXPECT_STREQ(language_of_page("fr en-GB zh-CN"), "en");
  EXPECT_STREQ(language_of_page("zh-CN en"), "zh-CN");
  EXPECT_STREQ(language_of_page("fr"), "zh-CN");
  EXPECT_STREQ(language_of_page(""), "zh-CN");
}

TEST_P(SignInTest, SendsOtherErrorsToTheSite) {
  const auto error = [&](const std::string& name, const std::string& value) {
    auto parameters = request_parameters("login", "");
    if (value == "-")
      parameters.erase(name);
    else
      parameters[name] = value;
    const HttpResponse response = get("/oidc/authorize", parameters);
    const std::string location = response.headers.get("Location").value_or("");
    const std::size_t at = location.find("error=");
    return at == std::string::npos ? location : location.substr(at + 6, location.find('&', at) - at - 6);
  };
  EXPECT_EQ(error("response_type", "token"), "unsupported_response_type");
  EXPECT_EQ(error("scope", "profile"), "invalid_scope");
  EXPECT_EQ(error("nonce", "-"), "invalid_request");
  EXPECT_EQ(error("nonce", "a\nb"), "invalid_request");
  EXPECT_EQ(error("code_challenge", "-"), "invalid_request");
  EXPECT_EQ(error("code_challenge_method", "plain"), "invalid_request");
  EXPECT_EQ(error("prompt", "none"), "login_required");
  EXPECT_EQ(error("request", "e30"), "request_not_supported");
  EXPECT_EQ(error("palmkey_action", "bind"), "invalid_request");
  EXPECT_EQ(error("palmkey_action", "pay"), "invalid_request");
}

TEST_P(SignInTest, KeepsAccountsAndTokensOutOfSightInTheDatabase) {
  bind("expert1", "01");
  database->read([](platform::Transaction& t) {
    const auto session = t.query_one("SELECT account, id_token, name, link_secret FROM sign_in_sessions");
    ASSERT_TRUE(session);
    for (std::size_t i = 0; i < session->size(); ++i) {
      EXPECT_EQ(session->text(i).find("expert1"), std::string::npos);
      EXPECT_EQ(session->text(i).find("name-of"), std::string::npos);
    }
    const auto binding = t.query_one("SELECT account, account_key FROM bindings");
    ASSERT_TRUE(binding);
    EXPECT_NE(binding->text(0), "expert1");
    EXPECT_NE(binding->text(1), "expert1");
  });
}

PALMKEY_ON_BOTH_DATABASES(SignInTest);

}  // namespace
}  // namespace palmkey::front::sign_in
