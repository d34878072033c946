// Holders are told before their certificates end, and not told twice.
#include "front/notices/renewal_reminders.hpp"

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "tests/front/following_fixture.hpp"

namespace palmkey::front {
namespace {

constexpr std::int64_t day = 24LL * 3600;

class RenewalReminders : public test::FollowingOrders {
 protected:
  RenewalReminders() : FollowingOrders("renewal", 12) {
    record().status = CertificateStatus::good;
    const auto order = f.call("GET", path(issued), {}, token).json;
    const std::string der = order.at("certificates")[0].at("der");
    end = core::decode_certificate(*core::from_base64(der))->not_after;
  }
  void set(std::int64_t to) { f.clock.advance_ms((to - f.clock.now()) * 1000); }
  void days_before_the_end(std::int64_t days) { set(end - days * day); }
  // How many are queued by text message in all, after another pass.
  std::size_t reminders() {
    notices::remind_of_renewals(f.front->context());
    return told();
  }
  std::size_t told() {
    std::size_t count = 0;
    for (const auto& sms : f.sms_to(test::following_phone)) count += sms.template_name == "renewal_due";
    return count;
  }
  std::int64_t end = 0;
};
PALMKEY_ON_BOTH_DATABASES(RenewalReminders);

TEST_P(RenewalReminders, ComeSixtyThirtySevenDaysAndOneDayBeforeTheEnd) {
  std::size_t expected = 0;
  for (const std::int64_t days : {60, 30, 7, 1}) {
    days_before_the_end(days);
    set(f.clock.now() - 10);
    EXPECT_EQ(reminders(), expected) << "a moment too early for " << days;
    days_before_the_end(days);
    EXPECT_EQ(reminders(), ++expected) << days;
    EXPECT_EQ(reminders(), expected) << "once";
  }
  days_before_the_end(0);
  EXPECT_EQ(reminders(), expected) << "it has ended";
}

TEST_P(RenewalReminders, SayWhichAndWhen) {
  days_before_the_end(30);
  EXPECT_EQ(reminders(), 1u);
  const auto sms = f.sms_to(test::following_phone).back();
  EXPECT_EQ(sms.parameters.at("order"), issued);
  EXPECT_NE(sms.parameters.at("date").find("月"), std::string::npos);
}

TEST_P(RenewalReminders, AreNotMadeUpForWhenThePlatformStoodStill) {
  days_before_the_end(5);
  EXPECT_EQ(reminders(), 1u);
}

TEST_P(RenewalReminders, AreNotForWhatIsRevokedOrMayNotBeRenewedYet) {
  days_before_the_end(60);
  record().renewable_from = f.clock.now() + 1;
  EXPECT_EQ(reminders(), 0u);
  set(f.clock.now() + 2);
  EXPECT_EQ(reminders(), 1u) << "from then on it is due";
  record().status = CertificateStatus::revoked;
  days_before_the_end(30);
  EXPECT_EQ(reminders(), 1u);
}

TEST_P(RenewalReminders, EndWithTheRenewal) {
  record().renewable_from = 0;
  record().renewable_until = end;
  const auto number = apply(application()).json.value("number", "");
  days_before_the_end(60);
  EXPECT_EQ(reminders(), 1u) << "what was only begun must not be forgotten";
  f.send_request(token, number);
  f.upload_all(token, number);
  f.call("POST", path(number) + "/submit", {}, token);
  f.pay(number);
  days_before_the_end(30);
  EXPECT_EQ(reminders(), 1u);
}

TEST_P(RenewalReminders, GoOnBehindAPassThatWasGivenUp) {
  days_before_the_end(30);
  notices::start_renewal_reminders(f.front->context());
  record().status = CertificateStatus::unknown;
  f.run_jobs();  // fails, and will be tried again
  record().status = CertificateStatus::good;
  f.database->transaction([](platform::Transaction& t) {
    t.execute("DELETE FROM jobs WHERE kind = ? AND attempts > 0", notices::reminder_job);
  });
  f.run_jobs();
  EXPECT_EQ(told(), 0u);
  f.clock.advance_ms(3600 * 1000);
  f.run_jobs();
  EXPECT_EQ(told(), 1u);
}

TEST_P(RenewalReminders, WaitForAVaultThatIsAway) {
  days_before_the_end(30);
  record().status = CertificateStatus::unknown;
  EXPECT_THROW(notices::remind_of_renewals(f.front->context()), platform::Failure);
  record().status = CertificateStatus::good;
  EXPECT_EQ(reminders(), 1u);
}

}  // namespace
}  // namespace palmkey::front
