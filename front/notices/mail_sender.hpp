// What sends mail to subscribers, and the sender over SMTP.
#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "platform/clock.hpp"
#include "platform/config.hpp"
#include "platform/mail_client.hpp"
#include "platform/mail_message.hpp"

namespace palmkey::front::notices {

struct Mail {
  // Letters, digits and hyphens; the same whenever this mail is sent again, so that a receiver can tell.
  std::string identifier;
  std::string address;
  std::string subject;
  std::string text;
  std::vector<platform::MailAttachment> attachments = {};
};

class MailSender {
 public:
  virtual ~MailSender() = default;
  // Hands the mail to the server; it may come twice if an answer is lost. Failure("mail_unreachable", 502) if
  // it is worth trying again, platform::JobRefused ("mail_refused", "invalid_mail_address",
  // "invalid_mail_header") if it never will be. Thread-safe.
  virtual void send(const Mail& mail) = 0;
};

struct MailSettings {
  platform::MailAddress from;
  platform::SmtpServer server;
};
// Table [mail] of front.toml: from_address, from_name; its table [mail.smtp]: host, port, security
// ("implicit_tls", "starttls" or "none"), certificate_authority_file, user, password_file.
// platform::ConfigError says what is wrong.
MailSettings load_mail_settings(const platform::Config& table);

class SmtpMailSender final : public MailSender {
 public:
  // `clock` and `random` outlive the sender.
  SmtpMailSender(MailSettings settings, const platform::Clock& clock, core::Random& random)
      : settings_(std::move(settings)), clock_(clock), random_(random) {}
  void send(const Mail& mail) override;

 private:
  MailSettings settings_;
  const platform::Clock& clock_;
  core::Random& random_;
};

}  // namespace palmkey::front::notices
