#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "core/encoding.hpp"
#include "core/x500_name.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/store.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::Answer;
using test::FrontFixture;

const std::string phone = "13800000000";
const std::string orders_path = "/api/v1/orders";

class Orders : public testing::TestWithParam<test::Backend> {
 protected:
  FrontFixture f{GetParam()};
};
PALMKEY_ON_BOTH_DATABASES(Orders);

TEST_P(Orders, GoFromApplicationToInstalledCertificates) {
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  const auto number = f.apply(token, phone);
  EXPECT_TRUE(orders::is_order_number(number));
  EXPECT_EQ(f.state(token, number), "awaiting_request");
  f.send_request(token, number);
  EXPECT_EQ(f.state(token, number), "awaiting_upload");
  f.upload_all(token, number);
  EXPECT_EQ(f.call("POST", orders_path + "/" + number + "/submit", {}, token).json.at("label"), "待支付");
  f.pay(number);
  EXPECT_EQ(f.state(token, number), "awaiting_acceptance");

  const auto acceptor = f.desk("acceptor");
  const auto reviewer = f.desk("reviewer");
  EXPECT_EQ(
      f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number)).json.at("label"),
      "待收纸质材料");
  EXPECT_EQ(f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, acceptor).json.at("label"),
            "待复核");
  f.issue_certificates_for(number);
  EXPECT_EQ(f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number)).json.at("label"),
            "签发中");
  f.run_jobs();
  ASSERT_EQ(f.vault.issued.size(), 1u);
  EXPECT_EQ(f.vault.issued[0].order_number, number);

  const auto order = f.call("GET", orders_path + "/" + number, {}, token).json;
  EXPECT_EQ(order.at("label"), "待安装(已支付)");
  EXPECT_EQ(order.at("certificates").size(), 2u);
  EXPECT_EQ(order.at("timeline").size(), 8u);
  EXPECT_EQ(f.sms_to(phone).back().template_name, "review_passed");
  EXPECT_EQ(f.call("POST", orders_path + "/" + number + "/installed", {}, token).json.at("label"), "已安装");
  EXPECT_EQ(f.call("POST", orders_path + "/" + number + "/installed", {}, token).status, 200);
}

TEST_P(Orders, NumberEveryOrderOnceUnderThreads) {
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  const auto first = f.apply(token, phone);
  std::mutex mutex;
  std::multiset<std::int64_t> serials;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 10; ++k) {
        const auto serial = f.front->context().database.transaction([&](platform::Transaction& transaction) {
          return orders::store::next_serial(transaction, first.substr(2, 8));
        });
        const std::scoped_lock lock(mutex);
        serials.insert(serial);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::int64_t>(serials.begin(), serials.end()).size(), 40u);
  EXPECT_EQ(*serials.begin(), 2);
  EXPECT_EQ(*serials.rbegin(), 41);
}

TEST_P(Orders, AreMadeOnceForOneIdempotencyKey) {
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  const json body = f.application(phone);
  const std::map<std::string, std::string> key{{"Idempotency-Key", "the-same-key"}};
  const auto first = f.call_json("POST", orders_path, body, token, key);
  const auto again = f.call_json("POST", orders_path, body, token, key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(first.json.at("number"), again.json.at("number"));
  json other = body;
  other["months"] = 24;
  EXPECT_EQ(f.call_json("POST", orders_path, other, token, key).code(), "idempotency_key_reused");
  EXPECT_EQ(f.call_json("POST", orders_path, body, token).code(), "idempotency_key_required");
  EXPECT_EQ(f.call("GET", orders_path, {}, token).json.at("orders").size(), 1u);
}

TEST_P(Orders, AreListedNewestFirstPageByPage) {
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  std::string last;
  for (int i = 0; i < 21; ++i) last = f.apply(token, phone);
  const auto first_page = f.call("GET", orders_path, {}, token).json;
  ASSERT_EQ(first_page.at("orders").size(), 20u);
  EXPECT_EQ(first_page.at("orders")[0].at("number"), last);
  EXPECT_EQ(first_page.at("orders")[0].at("applicant_name"), "张**");
  EXPECT_FALSE(first_page.at("last_page"));
  const auto second_page =
      f.call("GET", orders_path + "?before=" + first_page.at("orders")[19].at("number").get<std::string>(),
             {}, token)
          .json;
  EXPECT_EQ(second_page.at("orders").size(), 1u);
  EXPECT_TRUE(second_page.at("last_page"));
  EXPECT_EQ(f.call("GET", orders_path + "?search=" + last, {}, token).json.at("orders").size(), 1u);
  EXPECT_EQ(
      f.call("GET", orders_path + "?search=%E6%9D%8E%E7%A4%BA%E8%8C%83", {}, token).json.at("orders").size(),
      0u);
}

TEST_P(Orders, RefuseEveryMoveThatIsNotInTheTable) {
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  const auto number = f.apply(token, phone);
  const auto& context = f.front->context();
  for (const auto from : orders::states())
    for (const auto event : orders::events())
      for (const auto to : orders::states()) {
        if (orders::is_move(from, event, to)) continue;
        EXPECT_THROW(context.database.transaction([&](platform::Transaction& transaction) {
          auto order = orders::locked_order(transaction, context, number);
          order.state = from;
          orders::move(transaction, context, order, event, to, orders::by_system);
        }),
                     platform::Failure);
      }
  EXPECT_EQ(f.state(token, number), "awaiting_request");
}

class OneOrder : public testing::Test {
 protected:
  OneOrder() {
    token = f.sign_in(phone);
    f.accept_agreements(token);
  }
  Answer post(json body) {
    return f.call_json("POST", orders_path, body, token,
                       {{"Idempotency-Key", "test-key-" + std::to_string(++keys)}});
  }
  FrontFixture f;
  std::string token;
  int keys = 100;
};

TEST_F(OneOrder, RefusesAWrongCaptchaAndUsesItUp) {
  json body = f.application(phone);
  const json right = body["captcha"];
  body["captcha"]["answer"] = "????";
  EXPECT_EQ(post(body).code(), "captcha_wrong");
  body["captcha"] = right;
  EXPECT_EQ(post(body).code(), "captcha_wrong");
  body["captcha"] = f.captcha();
  EXPECT_EQ(post(body).status, 201);
}

TEST_F(OneOrder, RefusesAnExpiredCaptcha) {
  const json body = f.application(phone);
  f.clock.advance_ms(301'000);
  EXPECT_EQ(post(body).code(), "captcha_wrong");
}

TEST_F(OneOrder, TakesTheAnswerToAQuestionInWords) {
  const auto ask = [&](const char* language) {
    return f.call_json("POST", "/api/v1/captchas", {{"kind", "question"}}, {},
                       {{"Accept-Language", language}});
  };
  constexpr std::array<std::string_view, 10> words{"zero", "one", "two",   "three", "four",
                                                   "five", "six", "seven", "eight", "nine"};
  const auto made = ask("en");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_FALSE(made.json.contains("png"));
  std::smatch found;
  const std::string question = made.json.at("question");
  ASSERT_TRUE(std::regex_match(question, found, std::regex("How much is (\\w+) plus (\\w+)\\?"))) << question;
  const auto number = [&](const std::string& word) { return std::ranges::find(words, word) - words.begin(); };
  const auto sum = number(found[1]) + number(found[2]);

  json body = f.application(phone);
  body["captcha"] = {{"id", made.json.at("id")}, {"answer", std::to_string(sum)}};
  EXPECT_EQ(post(body).status, 201);
  EXPECT_NE(ask("zh-CN").json.at("question").get<std::string>().find("等于多少"), std::string::npos);
}

TEST_F(OneOrder, RefusesAWrongAnswerToAQuestion) {
  json body = f.application(phone);
  const auto made = f.call_json("POST", "/api/v1/captchas", {{"kind", "question"}});
  body["captcha"] = {{"id", made.json.at("id")}, {"answer", "19"}};
  EXPECT_EQ(post(body).code(), "captcha_wrong");
  EXPECT_EQ(f.call_json("POST", "/api/v1/captchas", {{"kind", "sound"}}).code(), "captcha_kind_unknown");
}

TEST_F(OneOrder, NamesAllFieldsAtOnce) {
  json body = f.application(phone);
  body["applicant"]["document_number"] = "110105194912310021";
  body["handler"]["email"] = "nobody";
  const auto answer = post(body);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.code(), "document_number_check");
  ASSERT_EQ(answer.json.at("errors").size(), 2u);
  EXPECT_EQ(answer.json.at("errors")[1].at("field"), "handler.email");
  EXPECT_FALSE(answer.json.at("errors")[1].at("detail").get<std::string>().empty());
  EXPECT_EQ(post(json{{"service", "expert-mobile-key"}, {"applicant", 5}}).code(), "malformed");
}

TEST_F(OneOrder, NeedsTheAgreementsAcceptedInTheirPresentVersion) {
  json body = f.application(phone);
  body["agreements_accepted"] = false;
  EXPECT_EQ(post(body).code(), "agreements_not_accepted");
  EXPECT_EQ(f.call_json("POST", "/api/v1/agreement-acceptances",
                        {{"service", "expert-mobile-key"},
                         {"agreement", "privacy"},
                         {"version", "1.0"},
                         {"digest", std::string(64, '0')}},
                        token)
                .code(),
            "agreement_changed");
  const auto other = f.sign_in("13700000000");
  EXPECT_EQ(f.call_json("POST", orders_path, f.application("13700000000"), other,
                        {{"Idempotency-Key", "a-new-key"}})
                .code(),
            "agreements_not_accepted");
}

TEST_F(OneOrder, AsksWhoIsNotPreregisteredToScan) {
  json body = f.application(phone);
  body["self_application"] = false;
  const auto answer = post(body);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.code(), "not_preregistered");
  EXPECT_EQ(answer.json.at("detail"),
            "您未登记预审核业务,如果要继续办理您所办理服务的,请扫描二维码后进行自助申请!");
  EXPECT_EQ(answer.json.at("choices")[0].at("label"), "暂不办理");
  EXPECT_EQ(answer.json.at("choices")[1].at("label"), "扫码办理");
  EXPECT_EQ(f.call("GET", "/api/v1/services/expert-mobile-key/admission", {}, token).code(),
            "not_preregistered");
  EXPECT_EQ(
      f.call("GET", "/api/v1/services/expert-mobile-key/admission?self_application=true", {}, token).status,
      200);
}

TEST_F(OneOrder, IsUnknownToOthers) {
  const auto number = f.apply(token, phone);
  const auto other = f.sign_in("13700000000");
  const std::string path = orders_path + "/" + number;
  for (const auto& [method, suffix] :
       std::vector<std::pair<std::string, std::string>>{{"GET", ""},
                                                        {"GET", "/form.pdf"},
                                                        {"POST", "/submit"},
                                                        {"POST", "/cancel"},
                                                        {"POST", "/installed"},
                                                        {"GET", "/attachments/identity_front"},
                                                        {"PUT", "/attachments/identity_front"},
                                                        {"DELETE", "/attachments/identity_front"}}) {
    const auto answer = f.call(method, path + suffix, {}, other);
    EXPECT_EQ(answer.status, 404) << method << suffix;
    EXPECT_EQ(answer.code(), "order_unknown") << method << suffix;
    EXPECT_EQ(f.call(method, path + suffix).code(), "not_signed_in");
  }
  EXPECT_EQ(f.call("GET", orders_path, {}, other).json.at("orders").size(), 0u);
}

TEST_F(OneOrder, ShowsItsForm) {
  const auto number = f.apply(token, phone);
  const auto form = f.call("GET", orders_path + "/" + number + "/form.pdf", {}, token);
  EXPECT_EQ(form.content_type, "application/pdf");
  EXPECT_EQ(form.body.substr(0, 5), "%PDF-");
}

TEST_F(OneOrder, TakesOnlyARequestForItsSubject) {
  const auto number = f.apply(token, phone);
  const std::string path = orders_path + "/" + number + "/certificate-request";
  EXPECT_EQ(f.call("PUT", path, "rubbish", token).code(), "malformed");
  const auto name = core::Name::of({{core::attribute_type::common_name, "李示范"}});
  const auto foreign = f.key.request_for(name->encode());
  EXPECT_EQ(f.call("PUT", path, std::string(core::as_text(foreign)), token).code(),
            "request_subject_mismatch");
  auto forged = foreign;
  forged.back() ^= 1;
  EXPECT_EQ(f.call("PUT", path, std::string(core::as_text(forged)), token).code(), "bad_signature");
  EXPECT_EQ(f.state(token, number), "awaiting_request");
  f.send_request(token, number);
  EXPECT_EQ(f.call("GET", orders_path + "/" + number, {}, token).json.at("public_key"),
            f.key.public_key_hex());
}

TEST_F(OneOrder, RefusesAKeyOfSomeoneElse) {
  const auto number = f.apply(token, phone);
  f.send_request(token, number);
  const auto other = f.sign_in("13700000000");
  f.accept_agreements(other);
  const auto second = f.apply(other, "13700000000");
  const auto order = f.call("GET", orders_path + "/" + second, {}, other).json;
  const auto subject = core::from_base64(order.at("subject").at("der").get<std::string>());
  const auto request = f.key.request_for(*subject);
  EXPECT_EQ(f.call("PUT", orders_path + "/" + second + "/certificate-request",
                   std::string(core::as_text(request)), other)
                .code(),
            "request_key_taken");
}

TEST_F(OneOrder, IsHandedInOnlyWithAllAttachments) {
  const auto number = f.apply(token, phone);
  f.send_request(token, number);
  const auto refused = f.call("POST", orders_path + "/" + number + "/submit", {}, token);
  EXPECT_EQ(refused.code(), "attachment_missing");
  EXPECT_EQ(refused.json.at("errors").size(), 2u);
  f.upload_all(token, number);
  EXPECT_EQ(f.call("POST", orders_path + "/" + number + "/submit", {}, token).status, 200);
  EXPECT_EQ(f.call("POST", orders_path + "/" + number + "/submit", {}, token).status, 200);
  EXPECT_EQ(f.call("GET", orders_path + "/" + number, {}, token).json.at("submission"), 1);
}

TEST_F(OneOrder, RefusesBadAttachments) {
  const auto number = f.apply(token, phone);
  const std::string path = orders_path + "/" + number + "/attachments/";
  EXPECT_EQ(f.call("PUT", path + "identity_front", "text", token).code(), "attachment_type_unsupported");
  EXPECT_EQ(f.call("PUT", path + "identity_front", "", token).code(), "attachment_empty");
  EXPECT_EQ(f.call("PUT", path + "selfie", "text", token).code(), "attachment_kind_unknown");
  EXPECT_EQ(f.call("GET", path + "identity_front", {}, token).code(), "attachment_unknown");
}

TEST_F(OneOrder, CanBeCancelledBeforePaymentOnly) {
  const auto number = f.apply(token, phone);
  f.send_request(token, number);
  f.upload_all(token, number);
  EXPECT_EQ(f.call("POST", orders_path + "/" + number + "/cancel", {}, token).json.at("label"), "已取消");
  f.run_jobs();
  EXPECT_TRUE(std::filesystem::is_empty(f.folder.path() / "attachments"));
  const auto paid = f.paid_order(token, phone);
  EXPECT_EQ(f.call("POST", orders_path + "/" + paid + "/cancel", {}, token).code(), "wrong_state");
}

TEST_F(OneOrder, IsPaidOnceAndNeverAfterCancelling) {
  const auto number = f.paid_order(token, phone);
  const auto pay = [&](const std::string& which) {
    return f.front->context().database.transaction([&](platform::Transaction& transaction) {
      return orders::mark_paid(transaction, f.front->context(), which);
    });
  };
  EXPECT_EQ(pay(number), orders::PaidOutcome::already_paid);
  const auto cancelled = f.apply(token, phone);
  f.call("POST", orders_path + "/" + cancelled + "/cancel", {}, token);
  EXPECT_EQ(pay(cancelled), orders::PaidOutcome::refund_due);
  EXPECT_EQ(f.state(token, cancelled), "cancelled");
}

std::string content_of_files_below(const std::filesystem::path& folder) {
  std::stringstream content;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  return content.str();
}

TEST_F(OneOrder, LeavesNoPersonalDataInClear) {
  const auto number = f.paid_order(token, phone);
  const std::string connection = f.database.connection();
  const auto database_folder =
      std::filesystem::path(connection.substr(connection.find(':') + 1)).parent_path();
  const std::string stored = content_of_files_below(database_folder);
  ASSERT_NE(stored.find(number), std::string::npos);
  for (const char* personal : {"13800000000", "13900000000", "11010519491231002X", "E12345678", "张示范",
                               "李示范", "样例路", "handler@example.com"})
    EXPECT_EQ(stored.find(personal), std::string::npos) << personal;
}

TEST_F(OneOrder, KeepsAttachmentsSealedOnDisk) {
  const auto number = f.apply(token, phone);
  const std::string path = orders_path + "/" + number + "/attachments/identity_front";
  const std::string file(core::as_text(FrontFixture::picture()));
  const auto put = f.call("PUT", path, file, token);
  ASSERT_EQ(put.status, 200) << put.body;
  const auto read = f.call("GET", path, {}, token);
  EXPECT_EQ(read.content_type, "image/jpeg");
  EXPECT_EQ(read.body.substr(0, 3), "\xFF\xD8\xFF");
  EXPECT_EQ(content_of_files_below(f.folder.path() / "attachments").find("JFIF"), std::string::npos);
  EXPECT_EQ(f.call("PUT", path, file, token).json, put.json);  // the same file again changes nothing
  EXPECT_EQ(f.call("DELETE", path, {}, token).status, 204);
  f.run_jobs();
  EXPECT_TRUE(std::filesystem::is_empty(f.folder.path() / "attachments"));
}

TEST_F(OneOrder, CollectsAFileWhoseRowWasNeverWritten) {
  std::ofstream(f.folder.path() / "attachments" / "orphan") << "sealed";
  const auto number = f.apply(token, phone);
  f.upload_all(token, number);
  f.front->context().database.transaction([&](platform::Transaction& transaction) {
    platform::enqueue(transaction, "attachment.collect", R"({"file":"orphan"})", f.clock.now_ms());
  });
  f.clock.advance_ms(3700 * 1000);
  f.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(f.folder.path() / "attachments" / "orphan"));
  EXPECT_EQ(f.call("GET", orders_path + "/" + number + "/attachments/identity_front", {}, token).status, 200);
}

}  // namespace
}  // namespace palmkey::front
