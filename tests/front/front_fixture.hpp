// A whole front in process: its routes over a fresh database, with a fake vault, a clock that is moved by
// hand and jobs that run when told.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/sm2/signature.hpp"
#include "front/server.hpp"
#include "platform/random.hpp"
#include "tests/front/fake_vault.hpp"
#include "tests/support/database.hpp"
#include "tests/support/fixed_clock.hpp"

namespace palmkey::test {

struct Answer {
  int status = 0;
  nlohmann::json json;  // null if the body is not JSON
  std::string body;
  std::string content_type;
  platform::HttpHeaders headers;
  std::string code() const { return json.is_object() ? json.value("code", "") : ""; }
  std::string field() const { return json.is_object() ? json.value("field", "") : ""; }
};

// The subscriber's key that the phone would hold, whole here, and the request made with it.
class PhoneKey {
 public:
  PhoneKey();
  core::Bytes request_for(core::ByteView subject_der);
  std::string public_key_hex() const;

 private:
  platform::SystemRandom random_;
  core::sm2::PrivateKey key_;
};

class FrontFixture {
 public:
  explicit FrontFixture(Backend backend = Backend::sqlite);

  // A request through the router, as the server's edge would answer it.
  Answer call(const std::string& method, const std::string& target, const std::string& body = {},
              const std::string& token = {}, const std::map<std::string, std::string>& headers = {});
  Answer call_json(const std::string& method, const std::string& target, const nlohmann::json& body,
                   const std::string& token = {}, const std::map<std::string, std::string>& headers = {});
  // Runs all jobs that are due.
  void run_jobs();

  // SMS queued so far to this number: template and parameters, oldest first.
  struct QueuedSms {
    std::string template_name;
    std::map<std::string, std::string> parameters;
  };
  std::vector<QueuedSms> sms_to(const std::string& phone);

  // Steps of the guide, each expected to succeed.
  std::string sign_in(const std::string& phone);  // the session's token
  void accept_agreements(const std::string& token);
  nlohmann::json captcha();  // {"id", "answer"}
  nlohmann::json application(const std::string& phone);
  std::string apply(const std::string& token, const std::string& phone);  // the order's number
  void send_request(const std::string& token, const std::string& number);
  void upload_all(const std::string& token, const std::string& number);
  void pay(const std::string& number);
  // Applied, requested, uploaded, handed in and paid.
  std::string paid_order(const std::string& token, const std::string& phone);
  std::string desk(const std::string& officer);  // an officer's session
  // The officer's signed decision on the order as the desk shows it.
  nlohmann::json approval(const std::string& officer_token, const std::string& officer,
                          const std::string& step, const std::string& number);
  nlohmann::json rejection(const std::string& officer_token, const std::string& officer,
                           const std::string& step, const std::string& number, const std::string& fields,
                           const std::string& reason);
  Answer decide(const std::string& officer_token, const std::string& number, const nlohmann::json& decision);
  void issue_certificates_for(const std::string& number);  // what the vault will answer

  std::string state(const std::string& token, const std::string& number);

  static core::Bytes picture();  // a small PNG

  TestDatabase database;
  platform::TemporaryFolder folder;
  FixedClock clock;
  platform::SystemRandom random;
  FakeVault vault;
  PhoneKey key;
  std::unique_ptr<front::Front> front;

 private:
  platform::Router router_;
  int requests_ = 0;
};

}  // namespace palmkey::test
