#include "documents/invoice.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <pugixml.hpp>
#include <string>

#include "documents/invoice_text.hpp"
#include "tests/documents/tools_fixture.hpp"

namespace palmkey::documents {
namespace {

using namespace std::chrono_literals;
using core::Error;

// Two services sold together: 150.00 and 10.00 yuan with 6 % tax in it.
Invoice demonstration_invoice() {
  return {.number = "26990000000000000042",
          .issued = std::chrono::sys_days(2026y / 1 / 31) + 17h,
          .seller = {.name = "示范认证中心有限公司",
                     .tax_number = "91110000100000008J",
                     .address = "示范省示范市示范区示范路1号",
                     .telephone = "00000000000",
                     .bank_name = "示范银行示范支行",
                     .bank_account = "0000000000000000"},
          .buyer = {.name = "张示范 & <家人>"},
          .lines = {{.item_name = "*信息技术服务*个人移动数字证书服务费",
                     .specification = "36个月",
                     .unit = "年",
                     .quantity = 3,
                     .amount_fen = 14151,
                     .tax_rate = 600,
                     .tax_fen = 849,
                     .classification_code = "3040203000000000000"},
                    {.item_name = "*信息技术服务*其他服务",
                     .quantity = 1,
                     .amount_fen = 943,
                     .tax_rate = 600,
                     .tax_fen = 57}},
          .amount_fen = 15094,
          .tax_fen = 906,
          .total_fen = 16000,
          .remarks = "业务单号：00202601310000042",
          .drawer = "李示范"};
}

std::string without_space(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }),
             text.end());
  return text;
}

template <class Change>
Error refusal(Change change) {
  Invoice invoice = demonstration_invoice();
  change(invoice);
  auto checked = check_invoice(invoice);
  EXPECT_FALSE(checked);
  auto xml = invoice_xml(invoice);
  auto pdf = invoice_pdf(invoice);
  if (checked || xml || pdf) {
    ADD_FAILURE() << "not refused everywhere";
    return Error::refused;
  }
  EXPECT_EQ(xml.error(), checked.error());
  EXPECT_EQ(pdf.error(), checked.error());
  return checked.error();
}

TEST(InvoiceCheck, TakesWhatAddsUp) {
  EXPECT_TRUE(check_invoice(demonstration_invoice()));
}

TEST(InvoiceCheck, RefusesSumsThatDoNotAgree) {
  EXPECT_EQ(refusal([](Invoice& i) { i.amount_fen += 1; }), Error::out_of_range);
  EXPECT_EQ(refusal([](Invoice& i) { i.tax_fen -= 1; }), Error::out_of_range);
  EXPECT_EQ(refusal([](Invoice& i) { i.total_fen += 1; }), Error::out_of_range);
  EXPECT_EQ(refusal([](Invoice& i) { i.lines.pop_back(); }), Error::out_of_range);
  EXPECT_EQ(refusal([](Invoice& i) { i.lines.clear(); }), Error::out_of_range);
}

TEST(InvoiceCheck, AllowsSixFenOfRoundingInALinesTaxAndNoMore) {
  Invoice invoice = demonstration_invoice();
  invoice.lines[0].tax_fen += 6;
  invoice.tax_fen += 6;
  invoice.total_fen += 6;
  EXPECT_TRUE(check_invoice(invoice));
  EXPECT_EQ(refusal([](Invoice& i) {
              i.lines[0].tax_fen += 7;
              i.tax_fen += 7;
              i.total_fen += 7;
            }),
            Error::out_of_range);
}

TEST(InvoiceCheck, RefusesFieldsThatBreakTheRules) {
  EXPECT_EQ(refusal([](Invoice& i) { i.number = "2699000000000000004"; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.number = "2699000000000000004X"; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.buyer.name = ""; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.seller.tax_number = ""; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.drawer = ""; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.buyer.name = "张\x01"; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.lines[0].item_name = ""; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.lines[0].classification_code = "30A"; }), Error::malformed);
  EXPECT_EQ(refusal([](Invoice& i) { i.lines[0].quantity = 0; }), Error::out_of_range);
  EXPECT_EQ(refusal([](Invoice& i) { i.lines[0].tax_rate = 10001; }), Error::out_of_range);
  EXPECT_EQ(refusal([](Invoice& i) { i.lines[0].amount_fen = -1; }), Error::out_of_range);
}

TEST(InvoiceAmounts, PartsAPriceIntoNetAndTaxWithoutLosingAFen) {
  auto fee = part_gross(5000, 600);
  ASSERT_TRUE(fee);
  EXPECT_EQ(fee->net_fen, 4717);
  EXPECT_EQ(fee->tax_fen, 283);
  for (std::int64_t gross : {0L, 1L, 99L, 10001L, 1'000'000'000'000L})
    for (std::uint32_t rate : {0U, 100U, 300U, 600U, 1300U}) {
      auto parts = part_gross(gross, rate);
      ASSERT_TRUE(parts);
      EXPECT_EQ(parts->net_fen + parts->tax_fen, gross);
      EXPECT_GE(parts->tax_fen, 0);
    }
  EXPECT_FALSE(part_gross(-1, 600));
  EXPECT_FALSE(part_gross(1'000'000'000'001, 600));
  EXPECT_FALSE(part_gross(100, 10001));
}

TEST(InvoiceAmounts, AreWrittenExactly) {
  EXPECT_EQ(yuan_text(0), "0.00");
  EXPECT_EQ(yuan_text(5), "0.05");
  EXPECT_EQ(yuan_text(-1205), "-12.05");
  EXPECT_EQ(unit_price_text(14151, 3), "47.17");
  EXPECT_EQ(unit_price_text(1000, 3), "3.33333333");
  EXPECT_EQ(unit_price_text(2000, 3), "6.66666667");
  EXPECT_EQ(rate_per_cent(600), "6%");
  EXPECT_EQ(rate_per_cent(150), "1.5%");
  EXPECT_EQ(rate_fraction(300), "0.03");
  EXPECT_EQ(rate_fraction(150), "0.015");
  EXPECT_EQ(rate_fraction(0), "0.00");
}

TEST(InvoiceXml, CarriesEveryFieldAndItsLinesAddUp) {
  auto xml = invoice_xml(demonstration_invoice());
  ASSERT_TRUE(xml);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(xml->c_str()));
  auto at = [&](const char* path) { return std::string(document.select_node(path).node().text().get()); };
  EXPECT_EQ(at("/EInvoice/Header/EIid"), "26990000000000000042");
  EXPECT_EQ(at("/EInvoice/TaxSupervisionInfo/InvoiceNumber"), "26990000000000000042");
  EXPECT_EQ(at("/EInvoice/TaxSupervisionInfo/IssueTime"), "2026-02-01 01:00:00");
  EXPECT_EQ(at("/EInvoice/EInvoiceData/SellerInformation/SellerName"), "示范认证中心有限公司");
  EXPECT_EQ(at("/EInvoice/EInvoiceData/SellerInformation/SellerIdNum"), "91110000100000008J");
  EXPECT_EQ(at("/EInvoice/EInvoiceData/SellerInformation/SellerBankAccNum"), "0000000000000000");
  EXPECT_EQ(at("/EInvoice/EInvoiceData/BuyerInformation/BuyerName"), "张示范 & <家人>");
  const std::string basic = "/EInvoice/EInvoiceData/BasicInformation/";
  EXPECT_EQ(at((basic + "TotalTax-includedAmountInChinese").c_str()), "人民币壹佰陆拾元整");
  EXPECT_EQ(at((basic + "Drawer").c_str()), "李示范");
  EXPECT_EQ(at("/EInvoice/EInvoiceData/IssuItemInformation[1]/UnPrice"), "47.17");
  EXPECT_EQ(at("/EInvoice/EInvoiceData/IssuItemInformation[1]/TaxRate"), "0.06");
  auto fen = [](const std::string& yuan) {
    std::string digits = yuan;
    digits.erase(digits.find('.'), 1);
    return std::stol(digits);
  };
  long amount = 0;
  long tax = 0;
  auto lines = document.select_nodes("/EInvoice/EInvoiceData/IssuItemInformation");
  EXPECT_EQ(lines.size(), 2U);
  for (const pugi::xpath_node& line : lines) {
    amount += fen(line.node().child_value("Amount"));
    tax += fen(line.node().child_value("ComTaxAm"));
  }
  EXPECT_EQ(amount, fen(at((basic + "TotalAmWithoutTax").c_str())));
  EXPECT_EQ(tax, fen(at((basic + "TotalTaxAm").c_str())));
  EXPECT_EQ(amount + tax, fen(at((basic + "TotalTax-includedAmount").c_str())));
}

TEST(InvoiceXml, SaysWhetherItIsADemonstration) {
  Invoice invoice = demonstration_invoice();
  auto demonstration = invoice_xml(invoice);
  invoice.demonstration = false;
  auto real = invoice_xml(invoice);
  ASSERT_TRUE(demonstration && real);
  for (const char* mark : {"DEMONSTRATION", "演示样张"}) {
    EXPECT_NE(demonstration->find(mark), std::string::npos);
    EXPECT_EQ(real->find(mark), std::string::npos);
  }
}

class InvoicePdf : public ::testing::Test {
 protected:
  std::string text_of(const Invoice& invoice) {
    auto pdf = invoice_pdf(invoice);
    EXPECT_TRUE(pdf);
    if (!pdf) return "";
    file_ = folder_.write("invoice.pdf", *pdf);
    return without_space(test::run({"pdftotext", "-layout", file_, "-"}).output);
  }

  test::Folder folder_;
  std::string file_;
};

TEST_F(InvoicePdf, ShowsEveryFieldOfTheFace) {
  std::string text = text_of(demonstration_invoice());
  for (const char* field : {"电子发票（普通发票）",
                            "发票号码：26990000000000000042",
                            "开票日期：2026年02月01日",
                            "名称：张示范&<家人>",
                            "名称：示范认证中心有限公司",
                            "91110000100000008J",
                            "项目名称",
                            "规格型号",
                            "单位",
                            "数量",
                            "单价",
                            "金额",
                            "税率/征收率",
                            "税额",
                            "*信息技术服务*个人移动数字证书服务费",
                            "36个月",
                            "47.17",
                            "141.51",
                            "6%",
                            "8.49",
                            "9.43",
                            "0.57",
                            "¥150.94",
                            "¥9.06",
                            "价税合计（大写）",
                            "人民币壹佰陆拾元整",
                            "（小写）",
                            "¥160.00",
                            "业务单号：00202601310000042",
                            "示范省示范市示范区示范路1号",
                            "开票人：李示范"})
    EXPECT_NE(text.find(field), std::string::npos) << field << "\n" << text;
}

TEST_F(InvoicePdf, SaysThatItIsADemonstrationUnlessItIsReal) {
  Invoice invoice = demonstration_invoice();
  EXPECT_NE(text_of(invoice).find("演示样张，不是税务发票"), std::string::npos);
  invoice.demonstration = false;
  EXPECT_EQ(text_of(invoice).find("演示"), std::string::npos);
}

TEST_F(InvoicePdf, CarriesNumberTotalAndDateAsQrCode) {
  text_of(demonstration_invoice());
  auto drawn = test::run({"pdftoppm", "-r", "150", "-png", "-singlefile", file_, folder_.path("invoice")});
  ASSERT_EQ(drawn.exit_code, 0) << drawn.output;
  EXPECT_EQ(test::barcodes_in(folder_.path("invoice.png")),
            "QR-Code:01,32,,26990000000000000042,160.00,20260201,\n");
}

TEST_F(InvoicePdf, IsOneCleanPageWithItsFontsEmbedded) {
  text_of(demonstration_invoice());
  auto checked = test::run({"qpdf", "--check", file_});
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  std::string fonts = test::run({"pdffonts", file_}).output;
  EXPECT_GE(test::count(fonts, " yes yes yes"), 1U) << fonts;
  EXPECT_EQ(test::count(fonts, " yes yes yes"), test::count(fonts, "\n") - 2) << fonts;
  EXPECT_NE(test::run({"pdfinfo", file_}).output.find("Pages:           1\n"), std::string::npos);
  EXPECT_EQ(*invoice_pdf(demonstration_invoice()), test::read_file(file_));
}

TEST_F(InvoicePdf, ShrinksLongTextsAndManyLinesIntoTheirPlaces) {
  Invoice invoice = demonstration_invoice();
  invoice.lines.assign(8, invoice.lines[0]);
  invoice.amount_fen = 113'208;
  invoice.tax_fen = 6'792;
  invoice.total_fen = 120'000;
  invoice.buyer.name = "示范省示范市示范区示范街道某某科技发展股份有限公司示范分公司第一营业部";
  std::string text = text_of(invoice);
  EXPECT_EQ(test::count(text, "*信息技术服务*个人移动数字证书服务费"), 8U);
  EXPECT_NE(text.find("人民币壹仟贰佰元整"), std::string::npos);
}

}  // namespace
}  // namespace palmkey::documents
