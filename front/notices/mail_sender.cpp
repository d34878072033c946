#include "front/notices/mail_sender.hpp"

#include <map>

#include "front/shared_secret.hpp"
#include "platform/failure.hpp"
#include "platform/jobs.hpp"

namespace palmkey::front::notices {

namespace {

platform::SmtpSecurity security_of(const platform::Config& table) {
  static const std::map<std::string, platform::SmtpSecurity, std::less<>> known{
      {"implicit_tls", platform::SmtpSecurity::implicit_tls},
      {"starttls", platform::SmtpSecurity::starttls},
      {"none", platform::SmtpSecurity::none}};
  const auto found = known.find(table.string("security", "implicit_tls"));
  if (found == known.end()) throw table.error("security", R"(expected "implicit_tls", "starttls" or "none")");
  return found->second;
}

}  // namespace

MailSettings load_mail_settings(const platform::Config& table) {
  table.expect_only({"from_address", "from_name", "smtp"});
  MailSettings settings;
  settings.from = {table.string("from_name", ""), table.string("from_address")};
  if (!platform::is_mail_address(settings.from.address))
    throw table.error("from_address", "expected a mail address");

  const platform::Config smtp = table.table("smtp");
  smtp.expect_only({"host", "port", "security", "certificate_authority_file", "user", "password_file"});
  settings.server.host = smtp.string("host");
  settings.server.port = static_cast<std::uint16_t>(smtp.integer("port", 1, 65535, settings.server.port));
  settings.server.security = security_of(smtp);
  settings.server.ca_file = smtp.string("certificate_authority_file", "");
  settings.server.user = smtp.string("user", "");
  if (smtp.has("password_file")) settings.server.password = read_shared_secret(smtp, "password_file");
  if (settings.server.user.empty() != settings.server.password.view().empty())
    throw smtp.error("user", "expected together with password_file");
  return settings;
}

void SmtpMailSender::send(const Mail& mail) {
  platform::MailMessage message;
  message.from = settings_.from;
  message.to = {{"", mail.address}};
  message.subject = mail.subject;
  message.text = mail.text;
  message.date = clock_.now();
  message.message_identifier = mail.identifier;
  message.attachments = mail.attachments;
  try {
    platform::send_mail(settings_.server, settings_.from.address, {mail.address},
                        platform::build_mail(message, random_));
  } catch (const platform::Failure& failure) {
    if (failure.code() == "mail_unreachable") throw;
    throw platform::JobRefused(failure.code());
  }
}

}  // namespace palmkey::front::notices
