#include <gtest/gtest.h>

#include "platform/clock.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string phone = "13800000000";

class NextStep : public testing::Test {
 protected:
  NextStep() : token(f.sign_in(phone)) { f.accept_agreements(token); }
  json next(const std::string& number) {
    return f.call("GET", "/api/v1/orders/" + number, {}, token).json.at("next");
  }
  FrontFixture f;  // 2026-05-29 04:26 in China, a Friday
  std::string token;
};

TEST_F(NextStep, IsTheApplicantsUntilThePaymentAndPromisesNothing) {
  const auto number = f.apply(token, phone);
  const auto is = [&](const char* label) {
    const json step = next(number);
    EXPECT_EQ(step.at("actor"), "applicant");
    EXPECT_EQ(step.at("label"), label);
    EXPECT_TRUE(step.at("by").is_null());
    EXPECT_FALSE(step.at("hint").get<std::string>().empty());
  };
  is("生成证书请求");
  f.send_request(token, number);
  is("上传附件");
  f.upload_all(token, number);
  f.call("POST", "/api/v1/orders/" + number + "/submit", {}, token);
  is("支付费用");
  EXPECT_NE(next(number).at("hint").get<std::string>().find("50.00 元"), std::string::npos);
  f.call("POST", "/api/v1/orders/" + number + "/cancel", {}, token);
  EXPECT_EQ(next(number).at("actor"), "nobody");
}

TEST_F(NextStep, PromisesTwoWorkingDaysFromPaymentAndAgainFromThePaper) {
  const auto number = f.paid_order(token, phone);
  EXPECT_EQ(next(number).at("actor"), "acceptance_officer");
  // Saturday is a working day, Sunday is not.
  EXPECT_EQ(next(number).at("by"), *platform::parse_rfc3339("2026-06-01T23:59:59+08:00"));
  EXPECT_NE(next(number).at("hint").get<std::string>().find("示范认证中心第一受理点"), std::string::npos);

  const auto acceptor = f.desk("acceptor");
  ASSERT_EQ(
      f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number)).json.at("state"),
      "awaiting_paper");
  EXPECT_EQ(next(number).at("actor"), "applicant");
  EXPECT_TRUE(next(number).at("by").is_null());

  f.clock.advance_ms(4L * 24 * 3600 * 1000);  // Tuesday; the officer has to sign in anew
  f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, f.desk("acceptor"));
  EXPECT_EQ(next(number).at("actor"), "reviewing_officer");
  EXPECT_EQ(next(number).at("by"), *platform::parse_rfc3339("2026-06-04T23:59:59+08:00"));

  const auto reviewer = f.desk("reviewer");
  ASSERT_EQ(f.decide(reviewer, number,
                     f.rejection(reviewer, "reviewer", "review", number, "applicant.name", "姓名有误"))
                .status,
            200);
  EXPECT_EQ(next(number).at("hint"), "姓名有误");
  EXPECT_EQ(next(number).at("actor"), "applicant");
}

TEST_F(NextStep, TellsInTheTimelineWhoActed) {
  const auto number = f.paid_order(token, phone);
  const auto acceptor = f.desk("acceptor");
  f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number));
  std::vector<std::string> actors;
  const json order = f.call("GET", "/api/v1/orders/" + number, {}, token).json;
  for (const auto& entry : order.at("timeline")) actors.push_back(entry.at("by_label"));
  EXPECT_EQ(actors, (std::vector<std::string>{"申请人", "申请人", "申请人", "系统", "受理员"}));
}

TEST_F(NextStep, IsToldInTheLanguageThatIsAskedFor) {
  const auto number = f.paid_order(token, phone);
  const auto order =
      f.call("GET", "/api/v1/orders/" + number, {}, token, {{"Accept-Language", "en-GB, zh;q=0.5"}}).json;
  EXPECT_EQ(order.at("label"), "Waiting for acceptance");
  EXPECT_EQ(order.at("next").at("label"), "acceptance");
  EXPECT_EQ(order.at("next").at("hint"),
            "Send the signed original of the application form, or bring it, to Demonstration Certification "
            "Centre, acceptance point 1 (1/F, Demonstration Building, 1 Sample Road, Demonstration District, "
            "Demonstration City).");
  EXPECT_EQ(order.at("service").at("name"),
            "Demonstration Province procurement <mobile key for persons (experts)>");
  EXPECT_EQ(order.at("attachments")[1].at("title"), "Front of the document");
  EXPECT_EQ(order.at("timeline")[0].at("label"), "Application filled in");
  EXPECT_EQ(order.at("timeline")[0].at("by_label"), "Applicant");
  EXPECT_EQ(order.at("document_kind").at("label"), "Resident identity card");
  // What goes into the certificate stays as it is.
  EXPECT_EQ(order.at("subject"), f.call("GET", "/api/v1/orders/" + number, {}, token).json.at("subject"));
}

TEST(Support, TellsWherePeopleFindHelp) {
  FrontFixture f;
  const auto support = f.call("GET", "/api/v1/support").json;
  EXPECT_EQ(support.at("hotline"), "000-0000-0000");
  EXPECT_EQ(support.at("office_hours"), "周一至周六 8:30-17:30(法定节假日除外)");
  // Days that are over are left out.
  EXPECT_EQ(support.at("holidays_note"), "以下日期不办公:2026-10-01、2026-10-02、2026-10-03");
  ASSERT_EQ(support.at("acceptance_points").size(), 1u);
  EXPECT_EQ(support.at("acceptance_points")[0].at("name"), "示范认证中心第一受理点");
  EXPECT_EQ(support.at("fees")[0].at("item"), "证书服务费用");
  EXPECT_EQ(support.at("fees")[0].at("fee"), 5000);
  const auto english = f.call("GET", "/api/v1/support", {}, {}, {{"Accept-Language", "en"}}).json;
  EXPECT_EQ(english.at("holidays_note"), "Closed on 2026-10-01, 2026-10-02, 2026-10-03");
  EXPECT_EQ(english.at("office_hours"), "Monday to Saturday 8:30-17:30 (except public holidays)");
  EXPECT_EQ(english.at("fees")[0].at("item"), "Certificate service fee");
  f.clock.advance_ms(365L * 24 * 3600 * 1000);
  EXPECT_EQ(f.call("GET", "/api/v1/support").json.at("holidays_note"), "");
}

}  // namespace
}  // namespace palmkey::front
