// The face of the invoice.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "documents/chinese_amount.hpp"
#include "documents/invoice.hpp"
#include "documents/invoice_text.hpp"
#include "documents/local_time.hpp"
#include "documents/page.hpp"
#include "documents/qr_code.hpp"

namespace palmkey::documents {
namespace {

constexpr double kPageWidth = 609.45;  // 215 by 140 mm, as invoices are
constexpr double kPageHeight = 396.85;
constexpr double kLeft = 20;
constexpr double kWidth = kPageWidth - 2 * kLeft;
constexpr double kTop = 92;
constexpr double kPartyHeight = 62;
constexpr double kLinesHeight = 118;
constexpr double kTotalHeight = 24;
constexpr double kRemarksHeight = 54;
constexpr double kStripWidth = 18;
constexpr double kPadding = 5;
constexpr double kThin = 0.6;
constexpr double kSmallest = 4;  // size below which a text is refused

constexpr Colour kBrown = {0.55, 0.27, 0.07};
constexpr Colour kWarning = {0.80, 0.10, 0.10};
const TextStyle kLabel = {.size = 9, .colour = kBrown};
const TextStyle kValue = {.size = 9};

TextStyle aligned(TextStyle style, Align align) {
  style.align = align;
  return style;
}

// Draws the parts; `fits` turns false when a text is too long for its place.
class Face {
 public:
  Face(Page& page, const Invoice& invoice) : page_(page), invoice_(invoice) {}

  bool draw(const QrModules& qr, const std::string& words) {
    draw_head(qr);
    draw_grid();
    draw_parties();
    draw_lines();
    draw_total(words);
    draw_remarks();
    return fits_;
  }

 private:
  static constexpr double kLinesTop = kTop + kPartyHeight;
  static constexpr double kTotalTop = kLinesTop + kLinesHeight;
  static constexpr double kRemarksTop = kTotalTop + kTotalHeight;
  static constexpr double kBottom = kRemarksTop + kRemarksHeight;

  void fit(std::string_view text, const Box& box, const TextStyle& style) {
    if (!page_.text_fitted(text, box, style, kSmallest)) fits_ = false;
  }

  // A label and, behind it, what it stands for.
  void labelled(std::string_view label, std::string_view value, const Box& box) {
    double width = page_.text_width(label, kLabel);
    page_.text_in(label, {box.x, box.y, width + 1, box.height}, kLabel);
    fit(value, {box.x + width, box.y, box.width - width, box.height}, kValue);
  }

  // A narrow column with one character a line.
  void strip(std::string_view text, double x, double y, double height) {
    page_.text_in(text, {x, y, kStripWidth, height}, aligned(kLabel, Align::centre));
    page_.line(x + kStripWidth, y, x + kStripWidth, y + height, kThin, kBrown);
  }

  void draw_head(const QrModules& qr) {
    constexpr double kQrSide = 54;
    constexpr double kTitleWidth = 220;
    page_.qr(qr, {kLeft + 8, 20, kQrSide, kQrSide});
    Box title{(kPageWidth - kTitleWidth) / 2, 24, kTitleWidth, 28};
    page_.text_in("电子发票（普通发票）", title,
                  {.size = 18, .bold = true, .align = Align::centre, .colour = kBrown});
    page_.line(title.x, 56, title.x + title.width, 56, 0.8, kBrown);
    page_.line(title.x, 58.5, title.x + title.width, 58.5, 0.8, kBrown);
    constexpr double kRight = 422;
    labelled("发票号码：", invoice_.number, {kRight, 34, kPageWidth - kLeft - kRight, 16});
    labelled("开票日期：", china_date(invoice_.issued), {kRight, 52, kPageWidth - kLeft - kRight, 16});
    if (invoice_.demonstration)
      page_.text_in(kDemonstrationNotice, {kLeft + 100, 70, kWidth - 200, 16},
                    {.size = 9, .bold = true, .align = Align::centre, .colour = kWarning});
  }

  void draw_grid() {
    page_.frame({kLeft, kTop, kWidth, kBottom - kTop}, 1, kBrown);
    for (double y : {kLinesTop, kTotalTop, kRemarksTop})
      page_.line(kLeft, y, kLeft + kWidth, y, kThin, kBrown);
    page_.line(kPageWidth / 2, kTop, kPageWidth / 2, kLinesTop, kThin, kBrown);
  }

  void draw_party(std::string_view title, const InvoiceParty& party, double x) {
    strip(title, x, kTop, kPartyHeight);
    Box box{x + kStripWidth + kPadding, kTop + 4, kWidth / 2 - kStripWidth - 2 * kPadding,
            kPartyHeight / 2 - 4};
    labelled("名称：", party.name, box);
    box.y += kPartyHeight / 2 - 4;
    labelled("统一社会信用代码/纳税人识别号：", party.tax_number, box);
  }

  void draw_parties() {
    draw_party("购\n买\n方", invoice_.buyer, kLeft);
    draw_party("销\n售\n方", invoice_.seller, kPageWidth / 2);
  }

  struct Column {
    std::string_view title;
    double width;
    Align align;
  };
  static constexpr std::array<Column, 8> kColumns = {{{"项目名称", 158, Align::left},
                                                      {"规格型号", 66, Align::left},
                                                      {"单位", 36, Align::centre},
                                                      {"数量", 44, Align::right},
                                                      {"单价", 76, Align::right},
                                                      {"金额", 72, Align::right},
                                                      {"税率/征收率", 56, Align::right},
                                                      {"税额", 0, Align::right}}};  // what is left

  void row(const std::array<std::string, kColumns.size()>& cells, double y, double height) {
    double x = kLeft;
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      double width = i + 1 < kColumns.size() ? kColumns[i].width : kLeft + kWidth - x;
      fit(cells[i], {x + kPadding, y, width - 2 * kPadding, height}, aligned(kValue, kColumns[i].align));
      x += width;
    }
  }

  void draw_lines() {
    constexpr double kHeadHeight = 18;
    constexpr double kSumHeight = 18;
    double x = kLeft;
    for (const Column& column : kColumns) {
      double width = column.width > 0 ? column.width : kLeft + kWidth - x;
      page_.text_in(column.title, {x, kLinesTop, width, kHeadHeight}, aligned(kLabel, Align::centre));
      x += width;
    }
    double room = (kLinesHeight - kHeadHeight - kSumHeight) / static_cast<double>(invoice_.lines.size());
    double height = std::min(room, 24.0);
    double y = kLinesTop + kHeadHeight;
    for (const InvoiceLine& line : invoice_.lines) {
      row({line.item_name, line.specification, line.unit, std::to_string(line.quantity),
           unit_price_text(line.amount_fen, line.quantity), yuan_text(line.amount_fen),
           rate_per_cent(line.tax_rate), yuan_text(line.tax_fen)},
          y, height);
      y += height;
    }
    double sum_top = kTotalTop - kSumHeight;
    page_.text_in("合　　计", {kLeft, sum_top, kColumns[0].width, kSumHeight},
                  aligned(kLabel, Align::centre));
    row({"", "", "", "", "", "¥" + yuan_text(invoice_.amount_fen), "", "¥" + yuan_text(invoice_.tax_fen)},
        sum_top, kSumHeight);
  }

  void draw_total(const std::string& words) {
    constexpr double kTitleWidth = 158;
    constexpr double kFigures = 190;
    page_.text_in("价税合计（大写）", {kLeft, kTotalTop, kTitleWidth, kTotalHeight},
                  aligned(kLabel, Align::centre));
    page_.line(kLeft + kTitleWidth, kTotalTop, kLeft + kTitleWidth, kRemarksTop, kThin, kBrown);
    TextStyle strong = kValue;
    strong.bold = true;
    strong.size = 10;
    fit(words, {kLeft + kTitleWidth + 2 * kPadding, kTotalTop, kWidth - kTitleWidth - kFigures, kTotalHeight},
        strong);
    double x = kLeft + kWidth - kFigures + 4 * kPadding;
    page_.text_in("（小写）", {x, kTotalTop, 40, kTotalHeight}, kLabel);
    fit("¥" + yuan_text(invoice_.total_fen), {x + 40, kTotalTop, kLeft + kWidth - x - 40, kTotalHeight},
        strong);
  }

  void draw_remarks() {
    strip("备\n注", kLeft, kRemarksTop, kRemarksHeight);
    std::string text = invoice_.remarks;
    auto note = [&](std::string_view label, const std::string& value) {
      if (!value.empty()) text.append(text.empty() ? "" : "；").append(label).append(value);
    };
    note("销方地址：", invoice_.seller.address);
    note("电话：", invoice_.seller.telephone);
    note("销方开户银行：", invoice_.seller.bank_name);
    note("账号：", invoice_.seller.bank_account);
    fit(text,
        {kLeft + kStripWidth + kPadding, kRemarksTop + 3, kWidth - kStripWidth - 2 * kPadding,
         kRemarksHeight - 6},
        {.size = 8.5});
    labelled("开票人：", invoice_.drawer, {kLeft + 30, kBottom + 5, 300, 16});
  }

  Page& page_;
  const Invoice& invoice_;
  bool fits_ = true;
};

}  // namespace

core::Result<core::Bytes> invoice_pdf(const Invoice& invoice) {
  PALMKEY_CHECK(check_invoice(invoice));
  PALMKEY_TRY(words, chinese_money(invoice.total_fen));
  std::string date = china_date_and_time(invoice.issued).substr(0, 10);
  date.erase(std::remove(date.begin(), date.end(), '-'), date.end());
  // What the QR codes of electronic invoices carry: version, kind, code (none), number, total, date.
  std::string content = "01,32,," + invoice.number + "," + yuan_text(invoice.total_fen) + "," + date + ",";
  PALMKEY_TRY(qr, qr_modules(content, QrCorrection::medium));
  Page page(kPageWidth, kPageHeight, "电子发票 " + invoice.number, invoice.issued);
  if (invoice.demonstration)
    page.watermark("演示样张", {.size = 84, .bold = true, .colour = kWarning}, -22, 0.10);
  if (!Face(page, invoice).draw(qr, words)) return core::Error::out_of_range;
  return page.finish();
}

}  // namespace palmkey::documents
