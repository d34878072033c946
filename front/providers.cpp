#include "front/providers.hpp"

#include "front/invoices/platform_client.hpp"
#include "front/invoices/rules.hpp"
#include "front/notices/aliyun_sms.hpp"
#include "front/notices/delivery.hpp"
#include "front/notices/mail_sender.hpp"
#include "front/notices/renewal_reminders.hpp"
#include "front/notices/vault_events.hpp"
#include "platform/log.hpp"

namespace palmkey::front {

struct Providers::State {
  explicit State(const Context& given) : context(given), vault_events(given) {
    notices::handle_renewal_reminders(context);
    if (has("sms")) use_sms(file().table("sms"));
    if (has("mail")) use_mail(file().table("mail"));
    if (has("invoice")) use_invoices(file().table("invoice"));
  }

  const platform::Config& file() const { return context.configuration.file; }
  bool has(std::string_view table) const {
    if (file().has(table)) return true;
    platform::log_warning("configuration.missing", {{"table", table}});
    return false;
  }
  void use_sms(const platform::Config& table) {
    table.expect_only({"aliyun"});
    sms = std::make_unique<notices::AliyunSmsSender>(notices::load_aliyun_settings(table.table("aliyun")),
                                                     context.clock, context.random);
    notices::deliver_sms(context, *sms);
  }
  void use_mail(const platform::Config& table) {
    mail = std::make_unique<notices::SmtpMailSender>(notices::load_mail_settings(table), context.clock,
                                                     context.random);
    notices::deliver_mail(context, *mail);
  }
  void use_invoices(const platform::Config& table) {
    if (!mail) throw file().error("invoice", "expected together with the table mail");
    invoice_platform = std::make_unique<invoices::PlatformClient>(
        invoices::load_platform_settings(table.table("platform")), context.clock);
    invoicing = std::make_unique<invoices::Invoicing>(
        invoices::Invoicing{context, invoices::load_settings(table), *invoice_platform, *mail});
    invoices::handle_jobs(*invoicing);
  }

  const Context& context;
  std::unique_ptr<notices::SmsSender> sms;
  std::unique_ptr<notices::MailSender> mail;
  std::unique_ptr<invoices::InvoiceProvider> invoice_platform;
  std::unique_ptr<invoices::Invoicing> invoicing;
  notices::VaultEvents vault_events;
};

Providers::Providers(const Context& context) : state_(std::make_unique<State>(context)) {}

Providers::~Providers() = default;

void Providers::start() {
  state_->vault_events.start();
  notices::start_renewal_reminders(state_->context);
}

}  // namespace palmkey::front
