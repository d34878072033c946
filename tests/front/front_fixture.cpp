#include "tests/front/front_fixture.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "core/encoding.hpp"
#include "core/pkcs10.hpp"
#include "core/signed_der.hpp"
#include "core/text_intent.hpp"
#include "documents/captcha.hpp"
#include "front/orders/rules.hpp"
#include "pki/certificate_builder.hpp"
#include "platform/problem.hpp"

namespace palmkey::test {

using nlohmann::json;

namespace {

template <class T>
T value(core::Result<T> result) {
  if (!result) throw std::runtime_error(std::string(core::code(result.error())));
  return *std::move(result);
}

core::Bytes certificate(core::Random& random, std::int64_t now) {
  const auto key = value(core::sm2::PrivateKey::generate(random));
  const pki::CertificateContents contents{
      .serial = value(pki::random_serial(random)),
      .subject = value(core::Name::of({{core::attribute_type::common_name, "示范"}})),
      .public_key = key.public_key(),
      .not_before = now,
      .not_after = now + 86400,
      .addresses = {},
      .policies = {},
      .extensions = {}};
  const auto tbs = value(pki::build_tbs_certificate(pki::root_profile(), contents, nullptr));
  return core::assemble_signed(tbs, value(key.sign(tbs, random)));
}

}  // namespace

PhoneKey::PhoneKey() : key_(value(core::sm2::PrivateKey::generate(random_))) {}

core::Bytes PhoneKey::request_for(core::ByteView subject_der) {
  const auto info = core::encode_request_info(value(core::Name::decode(subject_der)), key_.public_key());
  return core::encode_request(info, value(key_.sign(info, random_)));
}

std::string PhoneKey::public_key_hex() const {
  return core::to_hex(key_.public_key().encode());
}

FrontFixture::FrontFixture(Backend backend) : database(backend) {
  platform::KeyWrap::create_key_file(folder.path() / "data.key", random);
  front::Configuration configuration{.base_url = "https://front.example",
                                     .server = {},
                                     .database = database.connection(),
                                     .data_key_file = folder.path() / "data.key",
                                     .attachments_folder = folder.path() / "attachments",
                                     .catalogue_folder = "demo/catalogue",
                                     .web_folder = folder.path() / "web",
                                     .vault = {},
                                     .captcha_answers_file = folder.path() / "captchas",
                                     .file = platform::Config::parse("", "front.toml")};
  std::filesystem::create_directories(folder.path() / "web/phone/dist");
  platform::write_file(folder.path() / "web/phone/dist/index.html", core::as_bytes("the phone app"));
  front = std::make_unique<front::Front>(std::move(configuration), vault, clock, random);
  router_ = front->router();
  vault.known_operators = {{"acceptor", {"acceptor", "受示范", front::OperatorRole::acceptance, true}},
                           {"reviewer", {"reviewer", "核示范", front::OperatorRole::review, true}},
                           {"agent1", {"agent1", "恢示范甲", front::OperatorRole::recovery, true}},
                           {"agent2", {"agent2", "恢示范乙", front::OperatorRole::recovery, true}},
                           {"agent3", {"agent3", "恢示范丙", front::OperatorRole::recovery, true}},
                           {"manager", {"manager", "管示范", front::OperatorRole::administrator, true}}};
}

Answer FrontFixture::call(const std::string& method, const std::string& target, const std::string& body,
                          const std::string& token, const std::map<std::string, std::string>& headers) {
  platform::HttpRequest request;
  request.method = method;
  request.path = target.substr(0, target.find('?'));
  if (request.path.size() < target.size()) {
    std::string query = target.substr(request.path.size() + 1);
    for (std::size_t at = 0; at <= query.size();) {
      const auto end = std::min(query.find('&', at), query.size());
      const std::string pair = query.substr(at, end - at);
      const auto equals = pair.find('=');
      request.query_parameters[pair.substr(0, equals)] = *platform::percent_decode(pair.substr(equals + 1));
      at = end + 1;
    }
  }
  const auto match = router_.match(method, request.path);
  if (!match.route) throw std::runtime_error("no route " + method + " " + target);
  request.route = match.route->pattern;
  request.path_parameters = match.path_parameters;
  request.client_address = "192.0.2.1";
  request.body.assign(body.begin(), body.end());
  if (!token.empty()) request.headers.set("Authorization", "Bearer " + token);
  for (const auto& [name, text] : headers) request.headers.set(name, text);
  platform::HttpResponse response;
  try {
    response = match.route->handler(request);
  } catch (...) {
    response = platform::problem_response(std::current_exception(), platform::Language::chinese);
  }
  Answer answer;
  answer.status = response.status;
  answer.body.assign(response.body.begin(), response.body.end());
  answer.headers = response.headers;
  answer.content_type = response.headers.get("Content-Type").value_or("");
  answer.json = json::parse(answer.body, nullptr, false);
  if (answer.json.is_discarded()) answer.json = json();
  return answer;
}

Answer FrontFixture::call_json(const std::string& method, const std::string& target, const json& body,
                               const std::string& token, const std::map<std::string, std::string>& headers) {
  return call(method, target, body.dump(), token, headers);
}

void FrontFixture::run_jobs() {
  while (front->jobs().run_due_once()) {
  }
}

std::vector<FrontFixture::QueuedSms> FrontFixture::sms_to(const std::string& phone) {
  const auto& personal = front->context().personal;
  return database->read([&](platform::Transaction& transaction) {
    std::vector<QueuedSms> found;
    for (const auto& row :
         transaction.query("SELECT payload FROM jobs WHERE kind = ? ORDER BY id", "notice.sms")) {
      const json payload = json::parse(row.text(0));
      if (personal.open(payload.at("phone").get<std::string>(), "notice/phone") != phone) continue;
      const auto parameters =
          json::parse(personal.open(payload.at("parameters").get<std::string>(), "notice/parameters"));
      found.push_back(
          {payload.at("template").get<std::string>(), parameters.get<std::map<std::string, std::string>>()});
    }
    return found;
  });
}

std::string FrontFixture::sign_in(const std::string& phone) {
  EXPECT_EQ(
      call_json("POST", "/api/v1/phone-codes", {{"phone", phone}, {"service", "expert-mobile-key"}}).status,
      202);
  const std::string code = sms_to(phone).back().parameters.at("code");
  const auto session = call_json("POST", "/api/v1/sessions", {{"phone", phone}, {"code", code}});
  EXPECT_EQ(session.status, 201) << session.body;
  return session.json.value("token", "");
}

void FrontFixture::accept_agreements(const std::string& token) {
  const auto list = call("GET", "/api/v1/services/expert-mobile-key/agreements");
  for (const auto& agreement : list.json.at("agreements"))
    EXPECT_EQ(call_json("POST", "/api/v1/agreement-acceptances",
                        {{"service", "expert-mobile-key"},
                         {"agreement", agreement.at("id")},
                         {"version", agreement.at("version")},
                         {"digest", agreement.at("digest")}},
                        token)
                  .status,
              201);
}

json FrontFixture::captcha() {
  const auto made = call("POST", "/api/v1/captchas");
  EXPECT_EQ(made.status, 201) << made.body;
  std::ifstream answers(folder.path() / "captchas");
  std::string line, last;
  while (std::getline(answers, line)) last = line;
  const json told = json::parse(last);
  EXPECT_EQ(told.at("id"), made.json.at("id"));
  return {{"id", told.at("id")}, {"answer", told.at("text")}};
}

json FrontFixture::application(const std::string& phone) {
  return {{"service", "expert-mobile-key"},
          {"business", "new"},
          {"months", 12},
          {"applicant",
           {{"name", "张示范"},
            {"document_kind", "resident_id"},
            {"document_number", "11010519491231002X"},
            {"country", "CN"},
            {"province", "33"},
            {"city", "330100"},
            {"phone", phone}}},
          {"handler",
           {{"name", "李示范"},
            {"document_kind", "passport"},
            {"document_number", "E12345678"},
            {"address", "示范省示范市样例路1号"},
            {"phone", "13900000000"},
            {"email", "handler@example.com"}}},
          {"captcha", captcha()},
          {"agreements_accepted", true},
          {"self_application", true}};
}

std::string FrontFixture::apply(const std::string& token, const std::string& phone) {
  const auto made = call_json("POST", "/api/v1/orders", application(phone), token,
                              {{"Idempotency-Key", "request-" + std::to_string(++requests_)}});
  EXPECT_EQ(made.status, 201) << made.body;
  return made.json.value("number", "");
}

void FrontFixture::send_request(const std::string& token, const std::string& number) {
  const auto order = call("GET", "/api/v1/orders/" + number, {}, token);
  const auto subject = value(core::from_base64(order.json.at("subject").at("der").get<std::string>()));
  const auto request = key.request_for(subject);
  const auto sent = call("PUT", "/api/v1/orders/" + number + "/certificate-request",
                         std::string(core::as_text(request)), token);
  EXPECT_EQ(sent.status, 200) << sent.body;
}

void FrontFixture::upload_all(const std::string& token, const std::string& number) {
  const std::string file(core::as_text(picture()));
  for (const char* kind : {"application_form", "identity_front"}) {
    const auto sent = call("PUT", "/api/v1/orders/" + number + "/attachments/" + kind, file, token);
    EXPECT_EQ(sent.status, 200) << sent.body;
  }
}

void FrontFixture::pay(const std::string& number) {
  const auto outcome = database->transaction([&](platform::Transaction& transaction) {
    return front::orders::mark_paid(transaction, front->context(), number);
  });
  EXPECT_EQ(outcome, front::orders::PaidOutcome::paid);
}

std::string FrontFixture::paid_order(const std::string& token, const std::string& phone) {
  const std::string number = apply(token, phone);
  send_request(token, number);
  upload_all(token, number);
  EXPECT_EQ(call("POST", "/api/v1/orders/" + number + "/submit", {}, token).status, 200);
  pay(number);
  return number;
}

std::string FrontFixture::desk(const std::string& officer) {
  const auto challenge = call("GET", "/api/v1/desk/challenge");
  const auto intent = value(core::TextIntent::make("desk", {{"operator", officer},
                                                            {"origin", challenge.json.at("origin")},
                                                            {"session", challenge.json.at("session")},
                                                            {"place", ""},
                                                            {"code", ""},
                                                            {"time", challenge.json.at("time")}}));
  const auto session =
      call_json("POST", "/api/v1/desk/sessions",
                {{"intent", intent.text()}, {"signature", core::to_base64(core::as_bytes("good"))}});
  EXPECT_EQ(session.status, 201) << session.body;
  return session.json.value("token", "");
}

json FrontFixture::approval(const std::string& officer_token, const std::string& officer,
                            const std::string& step, const std::string& number) {
  const auto shown = call("GET", "/api/v1/desk/orders/" + number, {}, officer_token);
  EXPECT_EQ(shown.status, 200) << shown.body;
  std::vector<core::TextIntent::Field> fields{
      {"operator", officer}, {"step", step}, {"time", core::text_intent_time(clock.now())}};
  for (const auto& [name, text] : shown.json.at("approval").items()) fields.emplace_back(name, text);
  const std::string business = shown.json.at("business");
  const auto type = business == "unlock" ? "unlock" : business == "key_recovery" ? "recover" : "approve";
  return {{"intent", value(core::TextIntent::make(type, fields)).text()},
          {"signature", core::to_base64(core::as_bytes("good"))}};
}

json FrontFixture::rejection(const std::string& officer_token, const std::string& officer,
                             const std::string& step, const std::string& number, const std::string& fields,
                             const std::string& reason) {
  const auto shown = call("GET", "/api/v1/desk/orders/" + number, {}, officer_token);
  EXPECT_EQ(shown.status, 200) << shown.body;
  const auto intent =
      value(core::TextIntent::make("reject", {{"operator", officer},
                                              {"step", step},
                                              {"order", number},
                                              {"application", shown.json.at("application_digest")},
                                              {"fields", fields},
                                              {"reason", reason},
                                              {"time", core::text_intent_time(clock.now())}}));
  return {{"intent", intent.text()}, {"signature", core::to_base64(core::as_bytes("good"))}};
}

Answer FrontFixture::decide(const std::string& officer_token, const std::string& number,
                            const json& decision) {
  return call_json("POST", "/api/v1/desk/orders/" + number + "/decisions", decision, officer_token);
}

void FrontFixture::issue_certificates_for(const std::string& number) {
  vault.pairs[number] = {certificate(random, clock.now()), certificate(random, clock.now())};
}

std::string FrontFixture::state(const std::string& token, const std::string& number) {
  return call("GET", "/api/v1/orders/" + number, {}, token).json.value("state", "");
}

core::Bytes FrontFixture::picture() {
  const core::Bytes randomness(64, 7);
  return value(documents::captcha_png("ABCD", randomness));
}

}  // namespace palmkey::test
