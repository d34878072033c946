#include "documents/invoice.hpp"

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>

#include "documents/chinese_amount.hpp"
#include "documents/invoice_text.hpp"
#include "documents/local_time.hpp"
#include "documents/plain_text.hpp"

namespace palmkey::documents {
namespace {

constexpr std::int64_t kMostFen = 1'000'000'000'000;
constexpr std::uint32_t kWhole = 10'000;  // 100 %
constexpr std::size_t kNumberDigits = 20;
constexpr std::size_t kMostLines = 8;
constexpr std::size_t kMostText = 100;
constexpr std::size_t kMostRemarks = 200;
constexpr std::int64_t kTaxTolerance = 6;  // fen a line, as the tax platform allows

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

core::Result<void> check_party(const InvoiceParty& party) {
  for (const std::string* text : {&party.name, &party.tax_number, &party.address, &party.telephone,
                                  &party.bank_name, &party.bank_account})
    PALMKEY_CHECK(check_plain_text(*text, kMostText));
  if (party.name.empty()) return core::Error::malformed;
  return {};
}

core::Result<void> check_line(const InvoiceLine& line) {
  for (const std::string* text :
       {&line.item_name, &line.specification, &line.unit, &line.classification_code})
    PALMKEY_CHECK(check_plain_text(*text, kMostText));
  if (line.item_name.empty() || !all_digits(line.classification_code)) return core::Error::malformed;
  if (line.quantity < 1 || line.tax_rate > kWhole) return core::Error::out_of_range;
  if (line.amount_fen < 0 || line.amount_fen > kMostFen) return core::Error::out_of_range;
  if (line.tax_fen < 0 || line.tax_fen > kMostFen) return core::Error::out_of_range;
  std::int64_t expected = (line.amount_fen * line.tax_rate + kWhole / 2) / kWhole;
  std::int64_t difference = line.tax_fen - expected;
  if (difference < -kTaxTolerance || difference > kTaxTolerance) return core::Error::out_of_range;
  return {};
}

void add(pugi::xml_node parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(text.c_str());
}

void add_party(pugi::xml_node data, const std::string& role, const InvoiceParty& party) {
  pugi::xml_node node = data.append_child((role + "Information").c_str());
  auto field = [&](const char* name, const std::string& text) { add(node, (role + name).c_str(), text); };
  field("IdNum", party.tax_number);
  field("Name", party.name);
  field("Addr", party.address);
  field("TelNum", party.telephone);
  field("BankName", party.bank_name);
  field("BankAccNum", party.bank_account);
}

void add_line(pugi::xml_node data, const InvoiceLine& line) {
  pugi::xml_node node = data.append_child("IssuItemInformation");
  add(node, "ItemName", line.item_name);
  add(node, "SpecMod", line.specification);
  add(node, "MeaUnits", line.unit);
  add(node, "Quantity", std::to_string(line.quantity));
  add(node, "UnPrice", unit_price_text(line.amount_fen, line.quantity));
  add(node, "Amount", yuan_text(line.amount_fen));
  add(node, "TaxRate", rate_fraction(line.tax_rate));
  add(node, "ComTaxAm", yuan_text(line.tax_fen));
  add(node, "TotaltaxIncludedAmount", yuan_text(line.amount_fen + line.tax_fen));
  add(node, "TaxClassificationCode", line.classification_code);
}

}  // namespace

core::Result<NetAndTax> part_gross(std::int64_t gross_fen, std::uint32_t tax_rate) {
  if (gross_fen < 0 || gross_fen > kMostFen || tax_rate > kWhole) return core::Error::out_of_range;
  std::int64_t divisor = kWhole + static_cast<std::int64_t>(tax_rate);
  std::int64_t net = (gross_fen * kWhole + divisor / 2) / divisor;
  return NetAndTax{net, gross_fen - net};
}

core::Result<void> check_invoice(const Invoice& invoice) {
  if (invoice.number.size() != kNumberDigits || !all_digits(invoice.number)) return core::Error::malformed;
  PALMKEY_CHECK(check_party(invoice.seller));
  PALMKEY_CHECK(check_party(invoice.buyer));
  PALMKEY_CHECK(check_plain_text(invoice.drawer, kMostText));
  PALMKEY_CHECK(check_plain_text(invoice.remarks, kMostRemarks));
  if (invoice.seller.tax_number.empty() || invoice.drawer.empty()) return core::Error::malformed;
  if (invoice.lines.empty() || invoice.lines.size() > kMostLines) return core::Error::out_of_range;
  std::int64_t amount = 0;
  std::int64_t tax = 0;
  for (const InvoiceLine& line : invoice.lines) {
    PALMKEY_CHECK(check_line(line));
    amount += line.amount_fen;
    tax += line.tax_fen;
  }
  if (invoice.amount_fen != amount || invoice.tax_fen != tax) return core::Error::out_of_range;
  if (invoice.total_fen != amount + tax || invoice.total_fen < 1 || invoice.total_fen > kMostFen)
    return core::Error::out_of_range;
  return {};
}

core::Result<std::string> invoice_xml(const Invoice& invoice) {
  PALMKEY_CHECK(check_invoice(invoice));
  PALMKEY_TRY(words, chinese_money(invoice.total_fen));
  std::string time = china_date_and_time(invoice.issued);

  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("EInvoice");

  pugi::xml_node header = root.append_child("Header");
  add(header, "EIid", invoice.number);
  add(header, "EInvoiceTag", invoice.demonstration ? "DEMONSTRATION" : "SWEI");
  add(header, "Version", "1.0");
  pugi::xml_node label = header.append_child("InherentLabel");
  add(label, "InIssuType", "Y");
  add(label, "EInvoiceType", "01");
  add(label, "GeneralOrSpecialVAT", "02");

  pugi::xml_node data = root.append_child("EInvoiceData");
  add_party(data, "Seller", invoice.seller);
  add_party(data, "Buyer", invoice.buyer);
  pugi::xml_node basic = data.append_child("BasicInformation");
  add(basic, "TotalAmWithoutTax", yuan_text(invoice.amount_fen));
  add(basic, "TotalTaxAm", yuan_text(invoice.tax_fen));
  add(basic, "TotalTax-includedAmount", yuan_text(invoice.total_fen));
  add(basic, "TotalTax-includedAmountInChinese", words);
  add(basic, "Drawer", invoice.drawer);
  add(basic, "RequestTime", time);
  for (const InvoiceLine& line : invoice.lines) add_line(data, line);
  std::string remarks = invoice.remarks;
  if (invoice.demonstration)
    remarks = std::string(kDemonstrationNotice) + (remarks.empty() ? "" : "；") + remarks;
  add(data.append_child("AdditionalInformation"), "Remark", remarks);

  pugi::xml_node supervision = root.append_child("TaxSupervisionInfo");
  add(supervision, "InvoiceNumber", invoice.number);
  add(supervision, "IssueTime", time);

  std::ostringstream out;
  document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

}  // namespace palmkey::documents
