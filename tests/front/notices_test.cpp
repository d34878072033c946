#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "front/notices/delivery.hpp"
#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "front/notices/vault_events.hpp"
#include "front/providers.hpp"
#include "platform/clock.hpp"
#include "platform/jobs.hpp"
#include "tests/front/front_fixture.hpp"
#include "tests/front/notices_fixture.hpp"
#include "tests/front/simulators_fixture.hpp"

namespace palmkey::front::notices {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* order_number = "00202601010000001";

class Notices : public test::NoticesFixture {
 protected:
  Notices() {
    deliver_sms(*context, sms);
    deliver_mail(*context, mail);
  }
  void queue_sms(const std::optional<std::string>& key = std::nullopt) {
    database->transaction([&](platform::Transaction& t) {
      enqueue_sms(t, *context, {"phone_code", applicant_phone, {{"code", "271828"}, {"minutes", "5"}}}, key);
    });
  }
  void queue_mail(const char* template_name = "review_passed") {
    database->transaction([&](platform::Transaction& t) {
      enqueue_mail(t, *context, {template_name, handler_address, {{"order", order_number}}});
    });
  }
};

TEST_P(Notices, ReachTheSendersWithWhatWasQueued) {
  queue_sms();
  queue_mail();
  run_all();
  ASSERT_EQ(sms.sent.size(), 1U);
  EXPECT_EQ(sms.sent[0].template_name, "phone_code");
  EXPECT_EQ(sms.sent[0].phone, applicant_phone);
  EXPECT_EQ(sms.sent[0].parameters.at("code"), "271828");
  ASSERT_EQ(mail.sent.size(), 1U);
  EXPECT_EQ(mail.sent[0].address, handler_address);
  EXPECT_EQ(mail.sent[0].subject, "数字证书业务审核通过");
  EXPECT_THAT(mail.sent[0].text, HasSubstr(order_number));
}

TEST_P(Notices, KeepNumbersAddressesAndCodesOutOfTheDatabaseAndTheLog) {
  queue_sms();
  queue_mail();
  const std::string stored = all_stored();
  EXPECT_THAT(stored, HasSubstr("phone_code"));
  for (const char* secret : {applicant_phone, handler_address, "271828"})
    EXPECT_THAT(stored, Not(HasSubstr(secret)));
  testing::internal::CaptureStderr();
  run_all();
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("139****0001"));
  for (const char* secret : {applicant_phone, handler_address, "271828"})
    EXPECT_THAT(log, Not(HasSubstr(secret)));
}

TEST_P(Notices, AreTriedAgainWhenTheOtherSideDoesNotAnswer) {
  sms.failures = 2;
  mail.failures = 2;
  queue_sms();
  queue_mail();
  run_all();
  EXPECT_THAT(sms.sent, IsEmpty());
  run_to_the_end();
  EXPECT_EQ(sms.sent.size(), 1U);
  EXPECT_EQ(mail.sent.size(), 1U);
  EXPECT_THAT(dead_codes(), IsEmpty());
}

TEST_P(Notices, BecomeDeadLettersWhenRefusedAndCanBeSentAgain) {
  sms.refuses = mail.refuses = true;
  queue_sms();
  queue_mail();
  run_all();
  EXPECT_THAT(dead_codes(), testing::UnorderedElementsAre("mail_refused", "sms_refused"));
  sms.refuses = mail.refuses = false;
  for (const auto& dead : platform::list_dead_jobs(*database))
    EXPECT_TRUE(platform::retry_dead_job(*database, dead.id, clock.now_ms()));
  run_all();
  EXPECT_EQ(sms.sent.size(), 1U);
  EXPECT_EQ(mail.sent.size(), 1U);
}

TEST_P(Notices, ThatCannotBeReadBecomeDeadLetters) {
  database->transaction([&](platform::Transaction& t) {
    platform::enqueue(t, sms_job, "{}", clock.now_ms());
    platform::enqueue(t, mail_job, "no JSON", clock.now_ms());
  });
  queue_mail("no_such");
  run_all();
  EXPECT_THAT(dead_codes(),
              testing::UnorderedElementsAre("notice_malformed", "notice_malformed", "mail_template_unknown"));
}

TEST_P(Notices, SentAgainCarryTheSameIdentifierAndOthersAnother) {
  mail.loses_answers = true;
  queue_mail();
  run_all();
  mail.loses_answers = false;
  queue_mail();
  run_to_the_end();
  ASSERT_EQ(mail.sent.size(), 3U);
  std::map<std::string, int> count;
  for (const auto& sent : mail.sent) ++count[sent.identifier];
  EXPECT_EQ(count.size(), 2U);
  EXPECT_EQ(count[mail.sent[0].identifier], 2);
}

TEST_P(Notices, AreQueuedOnceForAKey) {
  queue_sms("review_passed/1");
  queue_sms("review_passed/1");
  run_all();
  queue_sms("review_passed/1");
  run_all();
  EXPECT_EQ(sms.sent.size(), 1U);
}

TEST_P(Notices, TellTheOwnerWhatTheVaultSawOnce) {
  add_order(order_number);
  vault.happened = {
      {3, 100, "key_suspended", order_number, ""}, {7, 101, "key_locked", order_number, ""},
      {8, 102, "pin_changed", order_number, ""},   {9, 103, "certificate_revoked", order_number, ""},
      {10, 103, "key_frozen", order_number, ""},   {11, 103, "key_unfrozen", order_number, ""},
      {12, 103, "key_held", order_number, ""},     {13, 103, "key_released", order_number, ""}};
  VaultEvents first(*context);
  VaultEvents second(*context);  // another front, or the same after a restart
  first.tell_new();
  second.tell_new();
  first.tell_new();
  run_all();
  ASSERT_EQ(sms.sent.size(), 8U);
  ASSERT_EQ(mail.sent.size(), 8U);
  EXPECT_EQ(sms.sent[0].template_name, "key_suspended");
  EXPECT_EQ(sms.sent[0].phone, applicant_phone);
  EXPECT_EQ(sms.sent[0].parameters.at("order"), order_number);
  std::vector<std::string> subjects;
  for (const auto& sent : mail.sent) subjects.push_back(sent.subject);
  EXPECT_THAT(subjects,
              testing::UnorderedElementsAre("证书密钥已暂停使用：疑似手机被复制", "证书密钥已锁定",
                                            "证书密钥的PIN码已修改", "数字证书已注销", "证书已冻结",
                                            "证书已解冻", "证书已由受理点冻结", "证书已由受理点解冻"));
  vault.happened.push_back({14, 104, "key_locked", order_number, ""});
  second.tell_new();
  run_all();
  EXPECT_EQ(sms.sent.size(), 9U);
}

TEST_P(Notices, PassOverEventsThatConcernNoOrder) {
  add_order(order_number);
  vault.happened = {{1, 100, "key_locked", "", "operator-1"},
                    {2, 100, "key_locked", "00202601010000999", ""},
                    {3, 100, "something_new", order_number, ""},
                    {4, 100, "pin_changed", order_number, ""}};
  VaultEvents(*context).tell_new();
  run_all();
  ASSERT_EQ(sms.sent.size(), 1U);
  EXPECT_EQ(sms.sent[0].template_name, "pin_changed");
}

TEST_P(Notices, TellMoreEventsThanTheVaultGivesAtOnce) {
  add_order(order_number);
  for (std::int64_t number = 1; number <= 250; ++number)
    vault.happened.push_back({number, 100, "pin_changed", order_number, ""});
  VaultEvents(*context).tell_new();
  const auto queued = database->read([](platform::Transaction& t) {
    return t.query_one("SELECT count(*) FROM jobs WHERE kind = 'notice.sms'").value().int64(0);
  });
  EXPECT_EQ(queued, 250);
}

TEST_P(Notices, LoseNoEventWhileTheVaultIsDown) {
  add_order(order_number);
  vault.happened = {{1, 100, "pin_changed", order_number, ""}};
  vault.reachable = false;
  VaultEvents events(*context);
  EXPECT_THROW(events.tell_new(), platform::Failure);
  vault.reachable = true;
  events.tell_new();
  run_all();
  EXPECT_EQ(sms.sent.size(), 1U);
}

TEST_P(Notices, TellEventsOnAThreadUntilStopped) {
  add_order(order_number);
  vault.happened = {{1, 100, "pin_changed", order_number, ""}};
  VaultEvents events(*context, std::chrono::milliseconds(1));
  events.start();
  while (sms.sent.empty()) run_one();
  events.stop();
  EXPECT_EQ(sms.sent[0].template_name, "pin_changed");
}

PALMKEY_ON_BOTH_DATABASES(Notices);

// What the configuration names is made and takes over its jobs.
class ConfiguredProviders : public test::NoticesFixture {};

TEST_P(ConfiguredProviders, DeliverThroughWhatTheConfigurationNames) {
  const test::Simulators simulators;
  // The simulators refuse requests that are not of now.
  const platform::SystemClock system_clock;
  clock.advance_ms(system_clock.now_ms() - clock.now_ms());
  configuration.file = simulators.configuration();
  Providers providers(*context);
  add_order(order_number);
  vault.happened = {{1, clock.now(), "key_suspended", order_number, ""}};
  providers.start();
  while (simulators.sms(applicant_phone).empty() || simulators.mails(handler_address).empty()) run_one();
  EXPECT_THAT(simulators.sms(applicant_phone).at(0).at("text").get<std::string>(),
              HasSubstr("疑似手机被复制"));
  EXPECT_THAT(simulators.mails(handler_address).at(0).at("subject").get<std::string>(),
              HasSubstr("疑似手机被复制"));
}

TEST_P(ConfiguredProviders, NeedMailForInvoices) {
  configuration.file = platform::Config::parse("[invoice]\n", "front.toml");
  EXPECT_THROW(Providers{*context}, platform::ConfigError);
}

TEST_P(ConfiguredProviders, LeaveJobsWaitingThatNothingIsConfiguredFor) {
  Providers providers(*context);
  database->transaction([&](platform::Transaction& t) {
    enqueue_mail(t, *context, {"review_passed", handler_address, {{"order", order_number}}});
  });
  EXPECT_FALSE(run_one());
  EXPECT_THAT(dead_codes(), IsEmpty());
}

PALMKEY_ON_BOTH_DATABASES(ConfiguredProviders);

// Decisions on orders tell the handler by mail as they tell the applicant by text message.
std::int64_t queued_mails(test::FrontFixture& front, const std::string& template_name) {
  return front.database->read([&](platform::Transaction& t) {
    return t
        .query_one("SELECT count(*) FROM jobs WHERE kind = 'notice.mail' AND payload LIKE ?",
                   "%\"template\":\"" + template_name + "\"%")
        .value()
        .int64(0);
  });
}

TEST(OrderMails, TellOfARejection) {
  test::FrontFixture f;
  const auto token = f.sign_in("13900000001");
  f.accept_agreements(token);
  const auto number = f.paid_order(token, "13900000001");
  const auto acceptor = f.desk("acceptor");
  f.decide(acceptor, number,
           f.rejection(acceptor, "acceptor", "acceptance", number, "handler.address", "请补全地址"));
  EXPECT_EQ(f.state(token, number), "rejected");
  EXPECT_EQ(queued_mails(f, "order_rejected"), 1);
  EXPECT_EQ(queued_mails(f, "review_passed"), 0);
}

TEST(OrderMails, TellOfThePassedReview) {
  test::FrontFixture f;
  const auto token = f.sign_in("13900000001");
  f.accept_agreements(token);
  const auto number = f.paid_order(token, "13900000001");
  const auto acceptor = f.desk("acceptor");
  const auto reviewer = f.desk("reviewer");
  f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number));
  f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, acceptor);
  f.issue_certificates_for(number);
  f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number));
  EXPECT_EQ(queued_mails(f, "review_passed"), 0);
  f.run_jobs();
  EXPECT_EQ(f.state(token, number), "awaiting_installation");
  EXPECT_EQ(queued_mails(f, "review_passed"), 1);
  EXPECT_EQ(queued_mails(f, "order_rejected"), 0);
}

}  // namespace
}  // namespace palmkey::front::notices
