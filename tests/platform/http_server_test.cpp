#include "platform/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/http_client.hpp"
#include "tests/support/tls_files.hpp"

namespace palmkey::platform {
namespace {

using testing::ElementsAre;

Router demonstration_routes() {
  Router router;
  router.add("GET", "/hello/:name", [](const HttpRequest& request) {
    return HttpResponse::json({{"name", request.path_parameter("name")},
                               {"route", request.route},
                               {"query", request.query("q").value_or("none")},
                               {"client", request.client_address},
                               {"cookie", request.cookie("session").value_or("none")}});
  });
  router.add("POST", "/echo", [](const HttpRequest& request) {
    return HttpResponse::bytes(request.body, "application/octet-stream");
  });
  router.add("POST", "/small", [](const HttpRequest&) { return HttpResponse::no_content(); },
             {.max_body = 10});
  router.add("POST", "/json", [](const HttpRequest& request) { return HttpResponse::json(request.json()); });
  router.add("GET", "/fail", [](const HttpRequest&) -> HttpResponse {
    throw Failure("wrong_pin", 403, "pin", {{"tries_left", 3}});
  });
  router.add("GET", "/crash",
             [](const HttpRequest&) -> HttpResponse { throw std::runtime_error("the password is secret"); });
  router.add("GET", "/page", [](const HttpRequest&) {
    HttpResponse response = HttpResponse::text("<p>", "text/html");
    response.headers.set("Content-Security-Policy", "default-src 'self'");
    response.headers.set("Cache-Control", "public");
    return response;
  });
  return router;
}

class HttpServerRunning : public testing::Test {
 protected:
  void start(HttpServerConfig config = {}) {
    if (config.max_body == HttpServerConfig{}.max_body) config.max_body = 1000;
    config.threads = 8;
    server = std::make_unique<HttpServer>(config, demonstration_routes());
    server->start();
  }
  HttpResponse send(const std::string& method, const std::string& target, std::string_view body = {},
                    HttpHeaders headers = {}) {
    HttpClientRequest request;
    request.method = method;
    request.url = "http://127.0.0.1:" + std::to_string(server->port()) + target;
    request.body = core::Bytes(body.begin(), body.end());
    request.headers = std::move(headers);
    return http_request(request);
  }
  static nlohmann::json json_of(const HttpResponse& response) {
    return nlohmann::json::parse(response.body.begin(), response.body.end());
  }
  std::unique_ptr<HttpServer> server;
};

TEST_F(HttpServerRunning, HandsOverParametersQueryAndCookies) {
  start();
  HttpHeaders headers;
  headers.set("Cookie", "other=1; session=abc");
  const HttpResponse response = send("GET", "/hello/%E5%BC%A0?q=a%20b", {}, headers);
  EXPECT_EQ(response.status, 200);
  const auto json = json_of(response);
  EXPECT_EQ(json["name"], "张");
  EXPECT_EQ(json["query"], "a b");
  EXPECT_EQ(json["route"], "/hello/:name");
  EXPECT_EQ(json["client"], "127.0.0.1");
  EXPECT_EQ(json["cookie"], "abc");
}

TEST_F(HttpServerRunning, AddsSafetyHeadersUnlessTheHandlerSetThem) {
  start();
  const HttpResponse plain = send("GET", "/hello/x");
  EXPECT_EQ(plain.headers.get("x-content-type-options"), "nosniff");
  EXPECT_EQ(plain.headers.get("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(plain.headers.get("Cache-Control"), "no-store");
  EXPECT_EQ(plain.headers.get("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
  const HttpResponse page = send("GET", "/page");
  EXPECT_EQ(page.headers.get("Cache-Control"), "public");
  EXPECT_EQ(page.headers.get("Content-Security-Policy"), "default-src 'self'");
}

TEST_F(HttpServerRunning, LetsPagesOfAllowedOriginsCallAndNoOthers) {
  start({.allowed_origins = {"https://app.example"}});
  const auto ask = [&](const std::string& method, const std::string& origin) {
    HttpHeaders headers;
    headers.set("Origin", origin);
    headers.set("Access-Control-Request-Method", "PUT");
    return send(method, "/hello/x", {}, headers);
  };
  const HttpResponse preflight = ask("OPTIONS", "https://app.example");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.headers.get("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_NE(preflight.headers.get("Access-Control-Allow-Headers").value_or("").find("Authorization"),
            std::string::npos);
  const HttpResponse call = ask("GET", "https://app.example");
  EXPECT_EQ(call.status, 200);
  EXPECT_EQ(call.headers.get("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_EQ(call.headers.get("Vary"), "Origin");
  EXPECT_FALSE(call.headers.has("Access-Control-Allow-Credentials"));
  for (const char* other : {"https://evil.example", "https://app.example:8443", "null", ""}) {
    EXPECT_EQ(ask("OPTIONS", other).status, 405) << other;
    EXPECT_FALSE(ask("GET", other).headers.has("Access-Control-Allow-Origin")) << other;
  }
}

TEST_F(HttpServerRunning, EchoesABodyOfTheGreatestSizeAndRefusesOneByteMore) {
  start();
  const std::string largest(1000, 'a');
  const HttpResponse taken = send("POST", "/echo", largest);
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(core::as_text(taken.body), largest);
  const HttpResponse refused = send("POST", "/echo", largest + "a");
  EXPECT_EQ(refused.status, 413);
  EXPECT_EQ(json_of(refused)["code"], "body_too_large");
  EXPECT_EQ(json_of(refused)["max_bytes"], 1000);
}

TEST_F(HttpServerRunning, KeepsTheLimitOfTheRoute) {
  start();
  EXPECT_EQ(send("POST", "/small", "0123456789").status, 204);
  EXPECT_EQ(send("POST", "/small", "0123456789a").status, 413);
}

TEST_F(HttpServerRunning, CutsOffABodyFarOverTheLimitWithoutReadingIt) {
  start();
  EXPECT_THROW(send("POST", "/echo", std::string(8 * 1024 * 1024, 'a')), Failure);
  EXPECT_EQ(send("GET", "/hello/x").status, 200);
}

TEST_F(HttpServerRunning, AnswersUnknownPathsAndMethodsWithProblems) {
  start();
  const HttpResponse unknown = send("GET", "/nowhere");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.headers.get("Content-Type"), "application/problem+json");
  EXPECT_EQ(json_of(unknown)["type"], "urn:palmkey:problem:not_found");
  const HttpResponse wrong = send("DELETE", "/echo");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.get("Allow"), "POST");
}

TEST_F(HttpServerRunning, TurnsAFailureIntoAProblemInTheClientsLanguage) {
  start();
  const HttpResponse chinese = send("GET", "/fail");
  EXPECT_EQ(chinese.status, 403);
  EXPECT_EQ(json_of(chinese)["detail"], "PIN 码错误，还可尝试 3 次。");
  EXPECT_EQ(json_of(chinese)["field"], "pin");
  EXPECT_EQ(json_of(chinese)["tries_left"], 3);
  HttpHeaders headers;
  headers.set("Accept-Language", "en-GB, zh;q=0.5");
  EXPECT_EQ(json_of(send("GET", "/fail", {}, headers))["detail"], "The PIN is wrong; 3 tries are left.");
}

TEST_F(HttpServerRunning, TellsNothingOfAnUnexpectedException) {
  start();
  const HttpResponse response = send("GET", "/crash");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(json_of(response)["code"], "internal_error");
  EXPECT_EQ(core::as_text(response.body).find("password"), std::string_view::npos);
}

TEST_F(HttpServerRunning, RefusesWhatIsNoJsonObject) {
  start();
  EXPECT_EQ(send("POST", "/json", R"({"a":[1,2]})").status, 200);
  for (const std::string& bad : {std::string("{"), std::string("[1]"), std::string("{\"a\":1} x"),
                                 std::string(100, '[') + std::string(100, ']'), std::string()}) {
    const HttpResponse response = send("POST", "/json", bad);
    EXPECT_EQ(response.status, 400) << bad;
    EXPECT_EQ(json_of(response)["code"], "malformed_json") << bad;
  }
}

TEST_F(HttpServerRunning, AnswersHeadLikeGetWithoutBody) {
  start();
  const HttpResponse get = send("GET", "/page");
  const HttpResponse head = send("HEAD", "/page");
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body.empty());
  EXPECT_EQ(head.headers.get("Content-Length"), std::to_string(get.body.size()));
}

TEST_F(HttpServerRunning, RefusesABrokenEscapeInPathAndQuery) {
  start();
  EXPECT_EQ(send("GET", "/hello/%zz").status, 404);
  EXPECT_EQ(send("GET", "/hello/x?q=%2").status, 400);
}

TEST_F(HttpServerRunning, BelievesForwardedForOfATrustedProxyOnly) {
  HttpHeaders headers;
  headers.set("X-Forwarded-For", "192.0.2.1, 198.51.100.7");
  start();
  EXPECT_EQ(json_of(send("GET", "/hello/x", {}, headers))["client"], "127.0.0.1");
  HttpServerConfig config;
  config.trusted_proxies = {"127.0.0.1"};
  start(config);
  EXPECT_EQ(json_of(send("GET", "/hello/x", {}, headers))["client"], "198.51.100.7");
}

TEST(HttpServer, ServesOthersWhileAHandlerWaits) {
  std::promise<void> released;
  std::shared_future<void> release = released.get_future().share();
  std::atomic<bool> waiting = false;
  Router router;
  router.add("GET", "/wait", [&](const HttpRequest&) {
    waiting = true;
    release.wait();
    return HttpResponse::no_content();
  });
  router.add("GET", "/quick", [](const HttpRequest&) { return HttpResponse::no_content(); });
  HttpServer server({.threads = 2}, std::move(router));
  server.start();
  const std::string origin = "http://127.0.0.1:" + std::to_string(server.port());
  std::thread poll([&] { EXPECT_EQ(http_request({.url = origin + "/wait"}).status, 204); });
  while (!waiting) std::this_thread::yield();
  EXPECT_EQ(http_request({.url = origin + "/quick"}).status, 204);
  released.set_value();
  poll.join();
}

TEST(HttpServer, SaysThatItIsOverloaded) {
  std::promise<void> released;
  std::shared_future<void> release = released.get_future().share();
  std::atomic<int> arrived = 0;
  Router router;
  router.add("GET", "/wait", [&](const HttpRequest&) {
    ++arrived;
    release.wait();
    return HttpResponse::no_content();
  });
  HttpServer server({.threads = 1, .max_waiting = 1}, std::move(router));
  server.start();
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/wait";
  std::atomic<int> refused = 0;
  const auto ask = [&] {
    if (http_request({.url = url}).status == 503) ++refused;
  };
  std::vector<std::thread> clients;
  clients.emplace_back(ask);
  while (arrived < 1) std::this_thread::yield();
  for (int i = 0; i < 3; ++i) clients.emplace_back(ask);
  while (refused < 2) std::this_thread::yield();
  released.set_value();
  for (auto& client : clients) client.join();
  EXPECT_EQ(refused, 2);
  EXPECT_EQ(arrived, 2);
}

TEST(HttpServer, RefusesToListenWhereItCannot) {
  HttpServer first({}, Router());
  first.start();
  HttpServer second({.port = first.port()}, Router());
  EXPECT_THROW(second.start(), std::runtime_error);
  HttpServer half({.certificate_file = "only.pem"}, Router());
  EXPECT_THROW(half.start(), std::runtime_error);
}

TEST(HttpServer, SpeaksTlsAndTheClientChecksTheCertificate) {
  const TemporaryFolder folder;
  const test::TlsFiles files(folder.path(), "server");
  HttpServer server(
      {.certificate_file = files.certificate, .private_key_file = files.private_key, .threads = 2},
      demonstration_routes());
  server.start();
  HttpClientRequest request;
  request.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/page";
  EXPECT_THROW(http_request(request), Failure);
  request.ca_file = files.certificate;
  EXPECT_EQ(http_request(request).status, 200);
}

TEST(HttpClient, ReportsWhatCannotBeReached) {
  HttpServer server({}, Router());
  server.start();
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  server.stop();
  try {
    http_request({.url = url});
    FAIL() << "reached";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "upstream_unreachable");
  }
  EXPECT_THROW(http_request({.url = "file:///etc/hostname"}), Failure);
}

TEST(HttpClient, RefusesAnAnswerThatIsTooLarge) {
  Router router;
  router.add("GET", "/", [](const HttpRequest&) { return HttpResponse::text(std::string(101, 'a')); });
  HttpServer server({.threads = 2}, std::move(router));
  server.start();
  HttpClientRequest request;
  request.url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  request.max_response = 101;
  EXPECT_EQ(http_request(request).body.size(), 101U);
  request.max_response = 100;
  try {
    http_request(request);
    FAIL() << "taken";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "upstream_too_large");
  }
}

TEST(HttpHeaders, RefuseToCarryASecondLine) {
  HttpHeaders headers;
  EXPECT_THROW(headers.set("X-Name", "a\r\nSet-Cookie: b=c"), std::invalid_argument);
  EXPECT_THROW(headers.set("X-Name\n", "a"), std::invalid_argument);
  EXPECT_THROW(HttpResponse::redirect("https://example.com/\nX: y"), std::invalid_argument);
  headers.set("X-Name", "a b\tc");
  EXPECT_EQ(headers.get("x-nAME"), "a b\tc");
}

TEST(HttpResponseCookies, AreHttpOnlyAndRefuseSeparators) {
  HttpResponse response;
  response.set_cookie("session", "abc", 60, true);
  EXPECT_EQ(response.headers.get("Set-Cookie"),
            "session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
  EXPECT_THROW(response.set_cookie("session", "a;b", 60, true), std::invalid_argument);
  EXPECT_THROW(response.set_cookie("ses sion", "a", 60, true), std::invalid_argument);
}

TEST(HttpForms, RefuseRepeatedNamesAndBrokenEscapes) {
  HttpRequest request;
  const auto parse = [&](std::string_view text) {
    request.body = core::Bytes(text.begin(), text.end());
    return request.form();
  };
  EXPECT_THAT(parse("a=1+2&b=%E5%BC%A0&c"),
              ElementsAre(std::pair("a", "1 2"), std::pair("b", "张"), std::pair("c", "")));
  EXPECT_THROW(parse("a=1&a=2"), Failure);
  EXPECT_THROW(parse("a=%4"), Failure);
}

TEST(Router, PrefersLiteralsOverParametersOverTheRest) {
  Router router;
  const auto nothing = [](const HttpRequest&) { return HttpResponse::no_content(); };
  router.add("GET", "/files/*rest", nothing);
  router.add("GET", "/files/:name", nothing);
  router.add("GET", "/files/index", nothing);
  EXPECT_EQ(router.match("GET", "/files/index").route->pattern, "/files/index");
  EXPECT_EQ(router.match("GET", "/files/other").route->pattern, "/files/:name");
  const Router::Match rest = router.match("HEAD", "/files/a/b%20c");
  EXPECT_EQ(rest.route->pattern, "/files/*rest");
  EXPECT_EQ(rest.path_parameters.at("rest"), "a/b c");
  EXPECT_EQ(router.match("GET", "/file").route, nullptr);
  EXPECT_THAT(router.match("PUT", "/files/index").allowed_methods, ElementsAre("GET"));
  EXPECT_EQ(router.routes().size(), 3U);
  EXPECT_THROW(router.add("GET", "/files/index", nothing), std::logic_error);
}

}  // namespace
}  // namespace palmkey::platform
