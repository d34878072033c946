// The clients of SMS, mail and invoices against the simulators, which are another program in another
// language.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "front/invoices/platform_client.hpp"
#include "front/notices/aliyun_sms.hpp"
#include "front/notices/mail_sender.hpp"
#include "front/notices/mail_templates.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/jobs.hpp"
#include "platform/random.hpp"
#include "tests/front/simulators_fixture.hpp"
#include "tests/support/fixed_clock.hpp"

namespace palmkey::front {
namespace {

using platform::JobRefused;

// "refused CODE" for what never will be, "failed CODE" for what may pass, "done".
template <class Work>
std::string outcome(Work&& work) {
  try {
    work();
    return "done";
  } catch (const JobRefused& refused) {
    return "refused " + refused.code();
  } catch (const platform::Failure& failure) {
    return "failed " + failure.code();
  }
}

class Providers : public testing::Test {
 protected:
  static void SetUpTestSuite() { simulators = new test::Simulators(); }
  static void TearDownTestSuite() { delete simulators; }

  notices::AliyunSmsSender sms_sender(const platform::Config& configuration) {
    return {notices::load_aliyun_settings(configuration.table("sms.aliyun")), clock, random};
  }
  notices::SmtpMailSender mail_sender() {
    return {notices::load_mail_settings(simulators->configuration().table("mail")), clock, random};
  }
  invoices::PlatformClient invoice_client(const platform::Config& configuration) {
    return {invoices::load_platform_settings(configuration.table("invoice.platform")), clock};
  }
  static notices::Mail mail_to(const std::string& address) {
    return {"notice-1", address, "数字证书业务审核通过", "您好", {}};
  }
  static invoices::IssueRequest invoice(const std::string& key) {
    return {key, "示范认证中心", "91110000100000008J", "张示范", "*信息技术服务*数字证书服务", 5000};
  }

  static inline test::Simulators* simulators = nullptr;
  platform::SystemClock clock;
  platform::SystemRandom random;
};

TEST_F(Providers, DeliverEveryTextMessage) {
  auto sender = sms_sender(simulators->configuration());
  const std::map<std::string, std::string> parameters{{"code", "271828"},
                                                      {"minutes", "5"},
                                                      {"order", "00202601010000001"},
                                                      {"point", "示范受理点"},
                                                      {"address", "示范省示范市示范路1号"}};
  sender.send("phone_code", "13800138000", parameters);
  EXPECT_EQ(simulators->sms("13800138000").at(0).at("text"), "验证码271828，5分钟内有效，请勿告诉他人。");
  for (const char* name :
       {"paper_wanted", "order_rejected", "review_passed", "completed", "key_suspended", "key_locked",
        "key_frozen", "key_unfrozen", "key_held", "key_released", "pin_changed", "certificate_revoked"}) {
    sender.send(name, "13800138000", parameters);
    EXPECT_THAT(simulators->sms("13800138000").at(0).at("text").get<std::string>(),
                testing::HasSubstr("00202601010000001"))
        << name;
  }
}

TEST_F(Providers, RefuseTextMessagesThatWillNeverBeRight) {
  auto sender = sms_sender(simulators->configuration());
  EXPECT_EQ(outcome([&] { sender.send("no_such", "13800138001", {}); }), "refused sms_template_unknown");
  EXPECT_EQ(outcome([&] { sender.send("phone_code", "13800138001", {}); }), "refused sms_refused");
  EXPECT_EQ(outcome([&] { sender.send("completed", "12345", {{"order", "1"}}); }), "refused sms_refused");
  auto impostor = sms_sender(simulators->configuration_with_wrong_secrets());
  EXPECT_EQ(outcome([&] {
              impostor.send("completed", "13800138001", {{"order", "1"}});
            }),
            "refused sms_refused");
  EXPECT_TRUE(simulators->sms("13800138001").empty());
}

TEST_F(Providers, DeliverMailWithAttachments) {
  auto mail = mail_to("zhang@mailbox.example");
  mail.attachments.push_back({"电子发票.xml", "application/xml", {'<', 'a', '/', '>'}});
  mail_sender().send(mail);
  const auto mails = simulators->mails("zhang@mailbox.example");
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].at("subject"), mail.subject);
  EXPECT_EQ(mails[0].at("from"), "notice@ca.example");
  EXPECT_EQ(mails[0].at("attachments").at(0).at("name"), "电子发票.xml");
  EXPECT_EQ(simulators->attachment(mails[0].at("id"), 0), mail.attachments[0].content);
}

TEST_F(Providers, TellMailThatMayPassFromMailThatNeverWill) {
  auto sender = mail_sender();
  EXPECT_EQ(outcome([&] { sender.send(mail_to("zhang@temporary.invalid")); }), "failed mail_unreachable");
  EXPECT_EQ(outcome([&] { sender.send(mail_to("zhang@refused.invalid")); }), "refused mail_refused");
  EXPECT_EQ(outcome([&] { sender.send(mail_to("zhang")); }), "refused invalid_mail_address");
}

TEST_F(Providers, GiveAnInvoiceOneNumberHoweverOftenAsked) {
  auto client = invoice_client(simulators->configuration());
  const auto first = client.issue(invoice("ORDER-A"));
  EXPECT_EQ(first.number.size(), 20U);
  EXPECT_NEAR(static_cast<double>(first.issued_at), static_cast<double>(clock.now()), 60);
  EXPECT_EQ(client.issue(invoice("ORDER-A")).number, first.number);
  EXPECT_NE(client.issue(invoice("ORDER-B")).number, first.number);
}

TEST_F(Providers, RefuseAnInvoiceUnderAUsedKeyOrAWrongSecret) {
  auto client = invoice_client(simulators->configuration());
  client.issue(invoice("ORDER-C"));
  const auto given = simulators->invoices();
  auto other = invoice("ORDER-C");
  other.total_fen += 1;
  EXPECT_EQ(outcome([&] { client.issue(other); }), "refused invoice_refused");
  auto impostor = invoice_client(simulators->configuration_with_wrong_secrets());
  EXPECT_EQ(outcome([&] { impostor.issue(invoice("ORDER-D")); }), "refused invoice_refused");
  test::FixedClock late(clock.now_ms() - 3600 * 1000);
  invoices::PlatformClient slow(
      invoices::load_platform_settings(simulators->configuration().table("invoice.platform")), late);
  EXPECT_EQ(outcome([&] { slow.issue(invoice("ORDER-D")); }), "refused invoice_refused");
  EXPECT_EQ(simulators->invoices(), given);
}

TEST(InvoicePlatform, IsTriedAgainIfItDoesNotAnswer) {
  platform::SystemClock clock;
  invoices::PlatformClient client(
      {"http://127.0.0.1:1", "key", core::Secret::copy_of(core::as_bytes("secret")), ""}, clock);
  EXPECT_EQ(outcome([&] { client.issue({}); }), "failed invoice_unreachable");
}

TEST(MailText, HasItsParametersAndNoOthers) {
  const auto mail =
      notices::mail_text("invoice", {{"order", "00202601010000001"}, {"number", "26"}, {"total", "50.00"}});
  EXPECT_EQ(mail.subject, "数字证书服务电子发票");
  EXPECT_THAT(mail.text, testing::AllOf(testing::HasSubstr("业务单号：00202601010000001"),
                                        testing::HasSubstr("号码：26，价税合计：50.00元"),
                                        testing::Not(testing::HasSubstr("{"))));
  EXPECT_EQ(outcome([] {
              notices::mail_text("invoice", {{"order", "1"}});
            }),
            "refused mail_template_incomplete");
  EXPECT_EQ(outcome([] { notices::mail_text("no_such", {}); }), "refused mail_template_unknown");
}

TEST(MailConfiguration, NamesWhatIsWrong) {
  const auto error = [](const std::string& toml) -> std::string {
    try {
      notices::load_mail_settings(platform::Config::parse(toml, "front.toml"));
    } catch (const platform::ConfigError& e) {
      return e.what();
    }
    return "none";
  };
  const std::string from = "from_address = \"notice@ca.example\"\n";
  EXPECT_EQ(error(from + "[smtp]\nhost = \"mail.example\"\n"), "none");
  EXPECT_THAT(error("from_address = \"notice\"\n[smtp]\nhost = \"mail.example\"\n"),
              testing::HasSubstr("from_address"));
  EXPECT_THAT(error(from + "[smtp]\nhost = \"mail.example\"\nsecurity = \"tls\"\n"),
              testing::HasSubstr("smtp.security"));
  EXPECT_THAT(error(from + "[smtp]\nhost = \"mail.example\"\nuser = \"notice\"\n"),
              testing::HasSubstr("smtp.user"));
  EXPECT_THAT(error(from), testing::HasSubstr("smtp"));
}

}  // namespace
}  // namespace palmkey::front
