// The electronic invoice (电子发票) as data, as XML and as one page of PDF. Money is in fen, rates in
// hundredths of a per cent. Pure functions, safe to call from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::documents {

// Texts are UTF-8 as check_plain_text wants them, at most 100 code points; empty where unknown.
struct InvoiceParty {
  std::string name = {};        // never empty
  std::string tax_number = {};  // 统一社会信用代码/纳税人识别号; never empty for the seller
  std::string address = {};
  std::string telephone = {};
  std::string bank_name = {};
  std::string bank_account = {};
};

struct InvoiceLine {
  std::string item_name = {};  // *short name of the tax class*name, for example *信息技术服务*数字证书服务
  std::string specification = {};
  std::string unit = {};
  std::uint32_t quantity = 1;            // at least 1
  std::int64_t amount_fen = 0;           // without tax, for the whole line
  std::uint32_t tax_rate = 0;            // 600 is 6 %; at most 10000
  std::int64_t tax_fen = 0;              // within 6 fen of amount times rate
  std::string classification_code = {};  // 税收分类编码, digits or empty
};

struct Invoice {
  std::string number = {};  // 20 digits
  std::chrono::sys_seconds issued = {};
  InvoiceParty seller = {};
  InvoiceParty buyer = {};
  std::vector<InvoiceLine> lines = {};  // 1 to 8
  std::int64_t amount_fen = 0;          // sum of the lines' amounts
  std::int64_t tax_fen = 0;             // sum of the lines' taxes
  std::int64_t total_fen = 0;           // both together, 1 fen to 10^12 fen
  std::string remarks = {};             // at most 200 code points
  std::string drawer = {};              // 开票人, never empty
  bool demonstration = true;            // says on its face and in the XML that it is no tax document
};

struct NetAndTax {
  std::int64_t net_fen;
  std::int64_t tax_fen;
};

// A price with tax parted into what goes without tax (rounded to the nearest fen, halves up) and the tax,
// which together are the price. `gross_fen` from 0 to 10^12, `tax_rate` at most 10000.
core::Result<NetAndTax> part_gross(std::int64_t gross_fen, std::uint32_t tax_rate);

// Error::malformed: a text, number or name that breaks the rules above. Error::out_of_range: lines, sums,
// taxes or totals that do. Both functions below check first and return the same errors.
core::Result<void> check_invoice(const Invoice& invoice);

// The XML with the element names of 全面数字化的电子发票 (EInvoice), UTF-8.
core::Result<std::string> invoice_xml(const Invoice& invoice);

// The page to look at and print, with a QR code of number, date and total. The same input gives the same
// bytes.
core::Result<core::Bytes> invoice_pdf(const Invoice& invoice);

}  // namespace palmkey::documents
