#include <gtest/gtest.h>

#include <fstream>

#include "core/encoding.hpp"
#include "front/configuration.hpp"
#include "front/gateway/routes.hpp"
#include "front/preregistration/csv.hpp"
#include "front/preregistration/rules.hpp"
#include "platform/http_client.hpp"
#include "platform/http_server.hpp"
#include "platform/messages.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string phone = "13800000000";
const std::string service = "expert-mobile-key";

class PhoneProof : public testing::TestWithParam<test::Backend> {
 protected:
  FrontFixture f{GetParam()};
  test::Answer ask(const std::string& number = phone) {
    return f.call_json("POST", "/api/v1/phone-codes", {{"phone", number}, {"service", service}});
  }
  test::Answer open(const std::string& code) {
    return f.call_json("POST", "/api/v1/sessions", {{"phone", phone}, {"code", code}});
  }
  std::string last_code() { return f.sms_to(phone).back().parameters.at("code"); }
};
PALMKEY_ON_BOTH_DATABASES(PhoneProof);

TEST_P(PhoneProof, TakesACodeOnce) {
  EXPECT_EQ(ask().status, 202);
  EXPECT_EQ(last_code().size(), 6u);
  const auto session = open(last_code());
  EXPECT_EQ(session.status, 201);
  EXPECT_EQ(open(last_code()).code(), "phone_code_wrong");
  const auto token = session.json.at("token").get<std::string>();
  EXPECT_EQ(f.call("GET", "/api/v1/orders", {}, token).status, 200);
  EXPECT_EQ(f.call("DELETE", "/api/v1/sessions", {}, token).status, 204);
  EXPECT_EQ(f.call("GET", "/api/v1/orders", {}, token).code(), "not_signed_in");
}

TEST_P(PhoneProof, EnduresFiveWrongCodes) {
  ask();
  const std::string wrong = last_code() == "000000" ? "000001" : "000000";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(open(wrong).code(), "phone_code_wrong");
  EXPECT_EQ(open(last_code()).code(), "phone_code_wrong");
}

TEST_P(PhoneProof, ForgetsACodeAfterFiveMinutes) {
  ask();
  f.clock.advance_ms(301'000);
  EXPECT_EQ(open(last_code()).code(), "phone_code_wrong");
}

TEST_P(PhoneProof, KeepsOnlyTheNewestCode) {
  ask();
  const std::string first = last_code();
  f.clock.advance_ms(61'000);
  ask();
  const std::string second = last_code();
  if (first != second) {
    EXPECT_EQ(open(first).code(), "phone_code_wrong");
  }
  EXPECT_EQ(open(second).status, 201);
}

TEST_P(PhoneProof, SendsOneCodeAMinuteAndFiveAnHour) {
  EXPECT_EQ(ask().status, 202);
  const auto refused = ask();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.code(), "too_many_codes");
  for (int i = 0; i < 4; ++i) {
    f.clock.advance_ms(61'000);
    EXPECT_EQ(ask().status, 202);
  }
  f.clock.advance_ms(61'000);
  EXPECT_EQ(ask().code(), "too_many_codes");
  EXPECT_EQ(ask("13700000000").status, 202);
  f.clock.advance_ms(3600'000);
  EXPECT_EQ(ask().status, 202);
}

TEST_P(PhoneProof, RefusesOtherNumbersAndServices) {
  EXPECT_EQ(ask("12345").code(), "phone_invalid");
  EXPECT_EQ(f.call_json("POST", "/api/v1/phone-codes", {{"phone", phone}, {"service", "x"}}).code(),
            "service_unknown");
  EXPECT_EQ(f.call("POST", "/api/v1/phone-codes", "[1]").code(), "malformed_json");
  EXPECT_EQ(open("").code(), "phone_code_wrong");
}

TEST_P(PhoneProof, EndsSessionsAfterThirtyDays) {
  const auto token = f.sign_in(phone);
  f.clock.advance_ms(29LL * 24 * 3600 * 1000);
  EXPECT_EQ(f.call("GET", "/api/v1/orders", {}, token).status, 200);
  f.clock.advance_ms(2LL * 24 * 3600 * 1000);
  EXPECT_EQ(f.call("GET", "/api/v1/orders", {}, token).code(), "not_signed_in");
}

TEST(RateLimits, RefuseWithTheTimeToWaitAndForgetAfterTheWindow) {
  test::FixedClock clock;
  RateLimits limits(clock);
  constexpr Limit twice{"twice", 2, 60};
  limits.use(twice, "a");
  limits.use(twice, "a");
  limits.use(twice, "b");
  clock.advance_ms(20'000);
  try {
    limits.use(twice, "a");
    FAIL();
  } catch (const platform::Failure& failure) {
    EXPECT_EQ(failure.code(), "too_many_requests");
    EXPECT_EQ(std::get<std::int64_t>(failure.parameters().at("wait_seconds")), 40);
  }
  clock.advance_ms(40'000);
  limits.use(twice, "a");
}

TEST(Csv, ReadsQuotesLineEndsAndByteOrderMarks) {
  const auto rows = preregistration::parse_csv(
      "\xEF\xBB\xBF"
      "a,b\r\n\r\n\"x,\"\"y\"\"\",\"two\nlines\"\nlast,");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].values, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(rows[1].values, (std::vector<std::string>{"x,\"y\"", "two\nlines"}));
  EXPECT_EQ(rows[1].line, 3u);
  EXPECT_EQ(rows[2].line, 5u);
  EXPECT_EQ(rows[2].values, (std::vector<std::string>{"last", ""}));
  EXPECT_TRUE(preregistration::parse_csv("\"open")[0].malformed);
  EXPECT_TRUE(preregistration::parse_csv("\"a\"b,c")[0].malformed);
  EXPECT_TRUE(preregistration::parse_csv("").empty());
}

class Preregistration : public testing::Test {
 protected:
  preregistration::ImportReport import(const std::string& csv) {
    const auto& context = f.front->context();
    return preregistration::import_csv(context.database, context.personal, context.clock.now(), service, csv);
  }
  FrontFixture f;
};

TEST_F(Preregistration, ImportsGoodRowsAndReportsTheOthers) {
  const auto report = import(
      "name,phone,document_number\n张示范,13800000000,11010519491231002X\n张,13800000001,\n"
      "李示范,138,\n李示范\n王示范,13800000000,\n王示范,13800000002,\n赵示范,13800000003,1.10105E+17\n");
  EXPECT_EQ(report.added, 2u);
  ASSERT_EQ(report.errors.size(), 5u);
  EXPECT_EQ(report.errors[0].line, 3u);
  EXPECT_EQ(report.errors[0].code, "name_invalid");
  EXPECT_EQ(report.errors[1].code, "phone_invalid");
  EXPECT_EQ(report.errors[2].code, "row_malformed");
  EXPECT_EQ(report.errors[3].code, "row_repeated");
  // A spreadsheet has rounded the number.
  EXPECT_EQ(report.errors[4].code, "document_number_format");
  EXPECT_EQ(import("phone\n13800000000\n").errors.at(0).code, "header_malformed");
  EXPECT_EQ(import("").errors.at(0).code, "header_malformed");
}

TEST_F(Preregistration, AdmitsListedNumbersWithTheListedName) {
  import("phone,name,document_number\n13800000000,张示范,11010519491231002x\n13700000000,李示范,\n");
  const auto token = f.sign_in(phone);
  EXPECT_EQ(f.call("GET", "/api/v1/services/" + service + "/admission", {}, token).json.at("admitted"), true);
  f.accept_agreements(token);
  json body = f.application(phone);
  body["self_application"] = false;
  body["applicant"]["name"] = "王示范";
  body["applicant"]["document_number"] = "440524188001010014";
  const auto refused =
      f.call_json("POST", "/api/v1/orders", body, token, {{"Idempotency-Key", "test-key-1"}});
  EXPECT_EQ(refused.code(), "preregistration_mismatch");
  EXPECT_EQ(refused.json.at("errors").size(), 2u);
  body["applicant"]["name"] = "张示范";
  body["applicant"]["document_number"] = "11010519491231002X";
  EXPECT_EQ(f.call_json("POST", "/api/v1/orders", body, token, {{"Idempotency-Key", "test-key-2"}}).status,
            201);
}

TEST_F(Preregistration, TellsNobodyWhoseNumberIsOnTheList) {
  EXPECT_EQ(f.call("GET", "/api/v1/services/" + service + "/admission").code(), "not_signed_in");
}

TEST(Gateway, RelaysSealedMessagesUpToItsRate) {
  FrontFixture f;
  EXPECT_EQ(f.call("GET", "/.well-known/palmkey-descriptor").body, "d");
  EXPECT_EQ(f.call("POST", "/api/v1/vault/exchange", "sealed").body, "sealed!");
  f.vault.reachable = false;
  EXPECT_EQ(f.call("POST", "/api/v1/vault/exchange", "sealed").code(), "vault_unreachable");
  f.vault.reachable = true;
  for (int i = 0; i < 598; ++i) f.call("POST", "/api/v1/vault/exchange", "sealed");
  EXPECT_EQ(f.call("POST", "/api/v1/vault/exchange", "sealed").code(), "too_many_requests");
}

TEST(Regions, AreServedForPickers) {
  FrontFixture f;
  EXPECT_EQ(f.call("GET", "/api/v1/regions").json.at("provinces").size(), 34u);
  EXPECT_EQ(f.call("GET", "/api/v1/regions/33").json.at("cities")[0].at("name"), "杭州市");
  EXPECT_EQ(f.call("GET", "/api/v1/regions/99").code(), "province_unknown");
}

TEST(Services, AreServedWithWhatTheFormNeeds) {
  FrontFixture f;
  const auto answer = f.call("GET", "/api/v1/services/" + service).json;
  EXPECT_EQ(answer.at("fee_per_year"), 5000);
  EXPECT_EQ(answer.at("acceptance_point").at("hotline"), "000-0000-0000");
  EXPECT_EQ(f.call("GET", "/api/v1/services").json.at("services").size(), 1u);
  EXPECT_EQ(f.call("GET", "/api/v1/services/none").code(), "service_unknown");
}

TEST(FrontServer, SpeaksHttp) {
  FrontFixture f;
  platform::HttpServerConfig config;
  config.max_body = 21 * 1024 * 1024;
  platform::HttpServer server(config, f.front->router());
  server.start();
  const std::string base = "http://127.0.0.1:" + std::to_string(server.port());
  const auto call = [&](const std::string& method, const std::string& path, std::size_t body_size,
                        const std::string& token) {
    platform::HttpClientRequest request;
    request.method = method;
    request.url = base + path;
    request.body = core::Bytes(body_size, 'x');
    request.headers.set("Accept-Language", "en");
    if (!token.empty()) request.headers.set("Authorization", "Bearer " + token);
    return platform::http_request(request);
  };
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  const auto number = f.apply(token, phone);
  const auto orders = call("GET", "/api/v1/orders", 0, token);
  EXPECT_EQ(orders.status, 200);
  EXPECT_NE(core::as_text(orders.body).find(number), std::string_view::npos);
  EXPECT_EQ(call("GET", "/api/v1/orders", 0, "").status, 401);
  EXPECT_EQ(call("POST", "/api/v1/vault/exchange", 64 * 1024 + 1, "").status, 413);
  EXPECT_EQ(
      call("PUT", "/api/v1/orders/" + number + "/attachments/identity_front", 2 * 1024 * 1024, token).status,
      422);
  server.stop();
}

TEST(FrontMessages, HaveASentenceForEveryCodeOfAttachments) {
  FrontFixture f;
#define PALMKEY_ATTACHMENT_FAULT(name, code, text) EXPECT_TRUE(platform::has_message(code)) << code;
#include "documents/attachment_fault_list.hpp"
#undef PALMKEY_ATTACHMENT_FAULT
}

TEST(Configuration, NamesFileAndKeyOfAMistake) {
  platform::TemporaryFolder folder;
  const auto path = folder.path() / "front.toml";
  const std::string good =
      "[http]\nbase_url = \"https://front.example\"\nport = 8443\n"
      "[storage]\ndatabase = \"sqlite:front.db\"\ndata_key_file = \"data.key\"\nattachments_folder = "
      "\"files\"\n"
      "catalogue_folder = \"/catalogue\"\n[vault]\nendpoint = \"unix:vault.sock\"\n";
  const auto load = [&](const std::string& text) {
    std::ofstream(path) << text;
    return load_configuration(path);
  };
  const auto configuration = load(good);
  EXPECT_EQ(configuration.database, "sqlite:" + (folder.path() / "front.db").string());
  EXPECT_EQ(configuration.vault.address, "unix:" + (folder.path() / "vault.sock").string());
  EXPECT_EQ(configuration.catalogue_folder, "/catalogue");
  EXPECT_TRUE(configuration.captcha_answers_file.empty());
  const auto error = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    try {
      load(text);
    } catch (const platform::ConfigError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_NE(error("https://front.example", "front.example/x").find("base_url"), std::string::npos);
  EXPECT_NE(error("https://front.example", "https://front.example/").find("base_url"), std::string::npos);
  EXPECT_NE(error("8443", "99999").find("port"), std::string::npos);
  EXPECT_NE(error("port", "prot").find("prot"), std::string::npos);
  EXPECT_NE(error("endpoint", "end").find("end"), std::string::npos);
}

}  // namespace
}  // namespace palmkey::front
