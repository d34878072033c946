#include "front/invoices/face.hpp"

#include <stdexcept>

namespace palmkey::front::invoices {

IssueRequest issue_request(const Invoice& invoice) {
  return {invoice.order_number, invoice.face.seller.name, invoice.face.seller.tax_number,
          invoice.buyer.name,   invoice.face.item_name,   invoice.total_fen};
}

documents::Invoice face_of(const Invoice& invoice) {
  if (!invoice.number) throw std::logic_error("the invoice has no number yet");
  documents::InvoiceLine line;
  line.item_name = invoice.face.item_name;
  line.unit = "年";
  line.quantity = static_cast<std::uint32_t>(invoice.years);
  line.amount_fen = invoice.net_fen;
  line.tax_rate = invoice.face.tax_rate;
  line.tax_fen = invoice.tax_fen;
  line.classification_code = invoice.face.classification_code;

  documents::Invoice face;
  face.number = *invoice.number;
  face.issued = std::chrono::sys_seconds(std::chrono::seconds(invoice.issued_at));
  face.seller = invoice.face.seller;
  face.buyer.name = invoice.buyer.name;
  face.lines = {line};
  face.amount_fen = invoice.net_fen;
  face.tax_fen = invoice.tax_fen;
  face.total_fen = invoice.total_fen;
  face.remarks = "业务单号：" + invoice.order_number;
  face.drawer = invoice.face.drawer;
  face.demonstration = invoice.face.demonstration;
  return face;
}

bool can_be_drawn(Invoice invoice) {
  invoice.number = std::string(20, '0');
  return documents::check_invoice(face_of(invoice)).has_value();
}

std::string file_name(const Invoice& invoice) {
  return "电子发票_" + invoice.number.value();
}

}  // namespace palmkey::front::invoices
