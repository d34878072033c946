// Who gives invoices their numbers: a platform that the tax authority has authorised.
#pragma once

#include <cstdint>
#include <string>

namespace palmkey::front::invoices {

struct IssueRequest {
  std::string idempotency_key;  // 1 to 64 characters; the same invoice whenever it is asked for again
  std::string seller_name;
  std::string seller_tax_number;
  std::string buyer_name;
  std::string item_name;
  std::int64_t total_fen = 0;  // with tax
};

struct Issued {
  std::string number;          // 20 digits
  std::int64_t issued_at = 0;  // Unix seconds
};

class InvoiceProvider {
 public:
  virtual ~InvoiceProvider() = default;
  // The number of the invoice; asked again with the same request, the same number. Failure(
  // "invoice_unreachable", 502) if it is worth trying again, platform::JobRefused ("invoice_refused",
  // "invoice_answer_invalid") if it never will be. Thread-safe.
  virtual Issued issue(const IssueRequest& request) = 0;
};

}  // namespace palmkey::front::invoices
