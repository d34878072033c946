// A front's context with an empty database, senders and a provider that remember, and orders to tell about.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "front/context.hpp"
#include "front/invoices/rules.hpp"
#include "front/notices/mail_sender.hpp"
#include "front/notices/sms_sender.hpp"
#include "front/orders/types.hpp"
#include "platform/files.hpp"
#include "platform/random.hpp"
#include "tests/front/fake_vault.hpp"
#include "tests/support/database.hpp"
#include "tests/support/fixed_clock.hpp"

namespace palmkey::test {

// Each fails `failures` times as if the other side did not answer, then always refuses if `refuses`.
class RecordingSmsSender : public front::notices::SmsSender {
 public:
  struct Sent {
    std::string template_name, phone;
    std::map<std::string, std::string> parameters;
  };
  void send(const std::string& template_name, const std::string& phone,
            const std::map<std::string, std::string>& parameters) override;
  int failures = 0;
  bool refuses = false;
  std::vector<Sent> sent;
};

class RecordingMailSender : public front::notices::MailSender {
 public:
  void send(const front::notices::Mail& mail) override;
  int failures = 0;
  bool refuses = false;
  bool loses_answers = false;  // delivers, and then fails
  std::vector<front::notices::Mail> sent;
};

// Gives each key one number, as a platform does.
class CountingProvider : public front::invoices::InvoiceProvider {
 public:
  front::invoices::Issued issue(const front::invoices::IssueRequest& request) override;
  int failures = 0;
  bool loses_answers = false;  // issues, and then fails
  std::string same_number;     // if set, given to everyone
  std::map<std::string, front::invoices::Issued> issued;
  std::vector<front::invoices::IssueRequest> requests;
};

// A vault that tells its events.
class TellingVault : public FakeVault {
 public:
  std::vector<front::VaultEvent> events(std::int64_t after, std::uint32_t limit) override;
  std::vector<front::VaultEvent> happened;
};

class NoticesFixture : public OnBothDatabases {
 protected:
  NoticesFixture();

  static constexpr const char* applicant_phone = "13900000001";
  static constexpr const char* handler_phone = "13900000002";
  static constexpr const char* handler_address = "handler@mailbox.example";

  // An order of one year's fee that is installed and paid, of the subscriber with applicant_phone.
  front::orders::Order add_order(const std::string& number, bool paid = true, std::int64_t fee = 5000,
                                 front::orders::State state = front::orders::State::installed);
  // Runs what is due now; false for nothing.
  bool run_one() { return runner.run_due_once(); }
  // Runs all that is due now, and what that leaves.
  void run_all();
  // As run_all, moving the clock on until nothing waits any more.
  void run_to_the_end();
  std::vector<std::string> dead_codes();
  // All texts of all tables, to look for what must not be there.
  std::string all_stored();

  platform::TemporaryFolder folder;
  FixedClock clock;
  platform::SystemRandom random;
  std::unique_ptr<front::PersonalData> personal;
  front::Configuration configuration{{}, {}, {}, {}, {}, {},
                                     {}, {}, {}, {}, {}, platform::Config::parse("", "front.toml")};
  front::catalogue::Catalogue catalogue = front::catalogue::Catalogue::load("demo/catalogue");
  TellingVault vault;
  front::RateLimits limits{clock};
  platform::JobRunner runner{*database, clock, random};
  std::unique_ptr<front::Context> context;
  RecordingSmsSender sms;
  RecordingMailSender mail;
  CountingProvider provider;
  std::string subscriber_id;
};

}  // namespace palmkey::test
