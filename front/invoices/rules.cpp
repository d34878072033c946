#include "front/invoices/rules.hpp"

#include <nlohmann/json.hpp>

#include "documents/invoice_text.hpp"
#include "front/invoices/face.hpp"
#include "front/invoices/store.hpp"
#include "front/notices/mail_templates.hpp"
#include "front/notices/notice.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/store.hpp"
#include "platform/log.hpp"

namespace palmkey::front::invoices {

namespace {

using platform::JobRefused;
using platform::Transaction;

std::optional<Invoice> found(const Context& context, const std::string& order_number) {
  return context.database.read(
      [&](Transaction& t) { return store::find(t, context.personal, order_number); });
}

Invoice prepared(const Settings& settings, const orders::Order& order) {
  const auto& handler = order.application.handler;
  const auto parted = platform::value_or_throw(documents::part_gross(order.fee, settings.tax_rate));
  Invoice invoice;
  invoice.order_number = order.number;
  invoice.face = settings;
  invoice.buyer = {handler.name, handler.email, handler.phone};
  invoice.years = order.application.months / 12;
  invoice.net_fen = parted.net_fen;
  invoice.tax_fen = parted.tax_fen;
  invoice.total_fen = order.fee;
  if (!can_be_drawn(invoice)) throw JobRefused("invoice_malformed");
  return invoice;
}

// The order's invoice, written down before a number is asked for; none for an order without a fee.
std::optional<Invoice> written(const Invoicing& invoicing, const std::string& order_number) {
  const Context& context = invoicing.context;
  return context.database.transaction([&](Transaction& t) -> std::optional<Invoice> {
    if (auto before = store::find(t, context.personal, order_number)) return before;
    const auto order = orders::store::find(t, context.personal, order_number);
    if (!order) throw JobRefused("order_unknown");
    if (order->state != orders::State::installed) throw JobRefused("wrong_state");
    if (!order->paid || order->fee == 0) return std::nullopt;
    store::add(t, context.personal, prepared(invoicing.settings, *order), context.clock.now());
    return store::find(t, context.personal, order_number);
  });
}

void record(const Context& context, const Invoice& invoice, const Issued& issued) {
  context.database.transaction([&](Transaction& t) {
    const auto owner = store::order_of_number(t, issued.number);
    if (owner && *owner != invoice.order_number) throw JobRefused("invoice_number_reused");
    if (!store::set_issued(t, invoice.order_number, issued)) return;
    platform::enqueue(t, mail_job, nlohmann::json{{"order", invoice.order_number}}.dump(),
                      context.clock.now_ms(), invoice.order_number);
    notices::enqueue_sms(t, context, {"completed", invoice.buyer.phone, {{"order", invoice.order_number}}},
                         "completed/" + invoice.order_number);
  });
  context.jobs.wake();
}

std::string order_of(const platform::Job& job) {
  const auto payload = nlohmann::json::parse(job.payload, nullptr, false);
  const auto member = payload.is_object() ? payload.find("order") : payload.end();
  if (member == payload.end() || !member->is_string()) throw JobRefused("invoice_malformed");
  return member->get<std::string>();
}

}  // namespace

void handle_jobs(const Invoicing& invoicing) {
  auto& jobs = invoicing.context.jobs;
  jobs.handle(std::string(orders::completed_job),
              [&invoicing](const platform::Job& job) { issue(invoicing, order_of(job)); });
  jobs.handle(std::string(mail_job),
              [&invoicing](const platform::Job& job) { send(invoicing, order_of(job)); });
}

void issue(const Invoicing& invoicing, const std::string& order_number) {
  const auto invoice = written(invoicing, order_number);
  if (!invoice || invoice->number) return;
  const Issued issued = invoicing.provider.issue(issue_request(*invoice));
  record(invoicing.context, *invoice, issued);
  platform::log_info("invoice.issued", {{"order", order_number}, {"number", issued.number}});
}

void send(const Invoicing& invoicing, const std::string& order_number) {
  const auto invoice = found(invoicing.context, order_number);
  if (!invoice || !invoice->number) throw JobRefused("invoice_not_issued");
  auto text = notices::mail_text("invoice", {{"order", order_number},
                                             {"number", *invoice->number},
                                             {"total", documents::yuan_text(invoice->total_fen)}});
  const std::string xml = xml_of(*invoice);
  notices::Mail mail{"invoice-" + *invoice->number, invoice->buyer.email, std::move(text.subject),
                     std::move(text.text)};
  mail.attachments.push_back({file_name(*invoice) + ".pdf", "application/pdf", pdf_of(*invoice)});
  mail.attachments.push_back(
      {file_name(*invoice) + ".xml", "application/xml", core::Bytes(xml.begin(), xml.end())});
  invoicing.mail.send(mail);
  platform::log_info("invoice.mail", {{"order", order_number}});
}

Invoice issued_invoice(const Context& context, const subscribers::Subscriber& subscriber,
                       const std::string& order_number) {
  orders::get(context, subscriber, order_number);
  auto invoice = found(context, order_number);
  if (!invoice || !invoice->number) throw platform::Failure("invoice_not_issued", 404);
  return *std::move(invoice);
}

core::Bytes pdf_of(const Invoice& invoice) {
  return platform::value_or_throw(documents::invoice_pdf(face_of(invoice)));
}

std::string xml_of(const Invoice& invoice) {
  return platform::value_or_throw(documents::invoice_xml(face_of(invoice)));
}

}  // namespace palmkey::front::invoices
