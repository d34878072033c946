// From a completed order to an invoice in the handler's hands. Every step may be repeated, also after
// kill -9: there is one invoice an order and one number an invoice.
#pragma once

#include <string>
#include <string_view>

#include "front/context.hpp"
#include "front/invoices/provider.hpp"
#include "front/invoices/types.hpp"
#include "front/notices/mail_sender.hpp"
#include "front/subscribers/types.hpp"

namespace palmkey::front::invoices {

// All of it outlives the job runner.
struct Invoicing {
  const Context& context;
  Settings settings;
  InvoiceProvider& provider;
  notices::MailSender& mail;
};

// Queued once with the invoice's number, payload {"order": NUMBER}: the invoice goes to the handler by mail.
inline constexpr std::string_view mail_job = "invoice.mail";

// Takes over the jobs orders::completed_job and mail_job; before context.jobs is started.
void handle_jobs(const Invoicing& invoicing);

// Issues the invoice of a completed order that was paid, and queues its mail and the text message
// "completed" to the handler; an order without a fee gets none. Throws what the provider throws, and
// platform::JobRefused: "order_unknown", "wrong_state", "invoice_malformed", "invoice_number_reused".
void issue(const Invoicing& invoicing, const std::string& order_number);

// Sends the issued invoice with PDF and XML. Throws what the sender throws.
void send(const Invoicing& invoicing, const std::string& order_number);

// The invoice of the subscriber's order, with its number. Failure("order_unknown", 404),
// Failure("invoice_not_issued", 404).
Invoice issued_invoice(const Context& context, const subscribers::Subscriber& subscriber,
                       const std::string& order_number);

core::Bytes pdf_of(const Invoice& invoice);
std::string xml_of(const Invoice& invoice);

}  // namespace palmkey::front::invoices
