#include "documents/application_form.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/barcode.hpp"
#include "documents/chinese_amount.hpp"
#include "documents/local_time.hpp"
#include "documents/page.hpp"
#include "documents/plain_text.hpp"

namespace palmkey::documents {
namespace {

constexpr double kPageWidth = 595.276;  // A4
constexpr double kPageHeight = 841.89;
constexpr double kLeft = 46;
constexpr double kWidth = kPageWidth - 2 * kLeft;
constexpr double kFooterTop = kPageHeight - 50;
constexpr double kPadding = 6;
constexpr double kLabelWidth = 68;
constexpr double kTickSide = 9;
constexpr std::size_t kMostCharacters = 120;

constexpr Colour kHeadingGround = {0.87, 0.90, 0.94};
constexpr Colour kLabelGround = {0.955, 0.965, 0.975};
constexpr Colour kQuietInk = {0.35, 0.35, 0.35};
constexpr double kThin = 0.5;
constexpr double kThick = 1.2;

const TextStyle kBody = {.size = 10};
const TextStyle kHeading = {.size = 11, .bold = true};
const TextStyle kLabel = {.size = 10, .align = Align::centre};
const TextStyle kSmall = {.size = 8, .colour = kQuietInk};

constexpr std::array<std::string_view, 7> kBusinesses = {"新申请", "更新", "变更",    "注销",
                                                         "补办",   "解锁", "密钥恢复"};

constexpr std::array<std::string_view, 3> kNotices = {
    "申请人应如实、完整地填写本表，并提交真实有效的证件资料；本表内容须与上传的扫描件一致，因资料不实造成的"
    "后果由申请人承担。",
    "证书及其密钥仅限申请人本人使用。申请人应妥善保管移动设备和密钥口令，不得转借他人；设备遗失、口令泄露或"
    "证书信息变化时，应立即办理注销、补办或变更。",
    "证书在有效期内用于身份鉴别和电子签名，到期前可办理更新，不再使用时应办理注销。双方的权利和义务以申请人"
    "已阅读并同意的《电子认证服务协议》和《隐私策略》为准。"};

constexpr std::string_view kDeclaration =
    "本人已阅读并理解上述用户须知、《电子认证服务协议》和《隐私策略》，保证本表所填信息及所附资料真实、准确、"
    "有效，自愿申请办理以上业务，并对此承担相应责任。";

// A table that grows downwards; each method draws one part and moves `y` below it.
class Sheet {
 public:
  Sheet(Page& page, double top) : page_(page), y_(top) {}

  double y() const { return y_; }

  void heading(std::string_view text) {
    constexpr double kHeight = 21;
    Box box{kLeft, y_, kWidth, kHeight};
    page_.fill(box, kHeadingGround);
    page_.text_in(text, padded(box), kHeading);
    page_.frame(box, kThin);
    y_ += kHeight;
  }

  // A frame over the whole width for content drawn by the caller; returns the place inside.
  Box area(double height) {
    Box box{kLeft, y_, kWidth, height};
    page_.frame(box, kThin);
    y_ += height;
    return padded(box);
  }

  // Labels and values in turn, each pair with the width of the pair; the last one gets what is left.
  struct Pair {
    std::string_view label;
    std::string_view value;
    double width;
  };
  void row(std::initializer_list<Pair> pairs, double least_height, double label_width = kLabelWidth) {
    double height = least_height;
    for (const Pair& pair : pairs)
      height =
          std::max(height, page_.text_height(pair.value, value_width(pair, label_width), kBody) + kPadding);
    double x = kLeft;
    for (const Pair& pair : pairs) {
      label_cell(pair.label, {x, y_, label_width, height});
      Box value{x + label_width, y_, pair.width - label_width, height};
      page_.text_in(pair.value, padded(value), kBody);
      page_.frame(value, kThin);
      x += pair.width;
    }
    y_ += height;
  }

  // A label and a frame for content drawn by the caller; returns the place inside.
  Box labelled_area(std::string_view label, double height) {
    label_cell(label, {kLeft, y_, kLabelWidth, height});
    Box box{kLeft + kLabelWidth, y_, kWidth - kLabelWidth, height};
    page_.frame(box, kThin);
    y_ += height;
    return padded(box);
  }

 private:
  static Box padded(const Box& box) {
    return {box.x + kPadding, box.y, box.width - 2 * kPadding, box.height};
  }
  static double value_width(const Pair& pair, double label_width) {
    return pair.width - label_width - 2 * kPadding;
  }
  void label_cell(std::string_view text, const Box& box) {
    page_.fill(box, kLabelGround);
    page_.text_in(text, box, kLabel);
    page_.frame(box, kThin);
  }

  Page& page_;
  double y_;
};

// A box to tick and what it is for, in the middle of the line; returns the x after it.
double choice(Page& page, std::string_view text, bool ticked, double x, const Box& line) {
  constexpr double kGap = 3;
  page.tick_box(x, line.y + (line.height - kTickSide) / 2, kTickSide, ticked);
  x += kTickSide + kGap;
  double width = page.text_width(text, kBody);
  page.text_in(text, {x, line.y, width + 1, line.height}, kBody);
  return x + width;
}

// A line to write on, with `text` already on it; returns the x after it.
double blank(Page& page, std::string_view text, double x, double width, const Box& line) {
  page.text_in(text, {x, line.y, width, line.height}, {.size = 10, .bold = true, .align = Align::centre});
  double foot = line.y + line.height / 2 + 7;
  page.line(x, foot, x + width, foot, kThin);
  return x + width;
}

double plain(Page& page, std::string_view text, double x, const Box& line) {
  double width = page.text_width(text, kBody);
  page.text_in(text, {x, line.y, width + 1, line.height}, kBody);
  return x + width;
}

double with_years(Page& page, std::string_view business, bool ticked, std::string_view years, double x,
                  const Box& line) {
  constexpr double kBlankWidth = 46;
  x = choice(page, std::string(business) + "，年限", ticked, x, line) + 3;
  x = blank(page, ticked ? years : std::string_view(), x, kBlankWidth, line) + 3;
  return plain(page, "年（填大写数字）", x, line);
}

void draw_business(Page& page, Sheet& sheet, const ApplicationForm& form, std::string_view years) {
  constexpr double kLine = 23;
  auto ticked = [&](FormBusiness business) { return form.business == business; };
  auto name = [](FormBusiness business) { return kBusinesses[static_cast<std::size_t>(business)]; };
  sheet.heading("I　申请业务类型");
  Box box = sheet.area(2 * kLine);
  Box line{box.x, box.y, box.width, kLine};
  for (FormBusiness business : {FormBusiness::new_certificate, FormBusiness::renewal}) {
    double x = box.x + (business == FormBusiness::renewal ? box.width / 2 : 0);
    with_years(page, name(business), ticked(business), years, x, line);
  }
  line.y += kLine;
  double x = box.x;
  for (FormBusiness business : {FormBusiness::change, FormBusiness::revocation, FormBusiness::replacement,
                                FormBusiness::unlock, FormBusiness::key_recovery}) {
    choice(page, name(business), ticked(business), x, line);
    x += box.width / 5;
  }
}

void draw_applicant(Page& page, Sheet& sheet, const ApplicationForm& form) {
  constexpr double kRow = 25;
  std::string birthday = form.birthday ? chinese_date(*form.birthday) : "";
  std::string_view sex = form.sex == FormSex::male ? "男" : form.sex == FormSex::female ? "女" : "";
  constexpr double kSexWidth = 100;
  constexpr double kBirthdayWidth = 174;
  sheet.heading("II　申请人资料");
  sheet.row({{"姓名", form.name, kWidth - kBirthdayWidth - kSexWidth},
             {"生日", birthday, kBirthdayWidth},
             {"性别", sex, kSexWidth}},
            kRow);
  sheet.row({{"有效证件", form.document_kind, kWidth / 2}, {"证件号码", form.document_number, kWidth / 2}},
            kRow);
  sheet.row({{"住址", form.address, kWidth}}, kRow);

  std::string_view other = form.delivery_address ? std::string_view(*form.delivery_address) : "";
  constexpr double kChoicesWidth = 104;
  double other_width = kWidth - kLabelWidth - 2 * kPadding - kChoicesWidth;
  double height = std::max(kRow, page.text_height(other, other_width, kBody) + kPadding);
  Box box = sheet.labelled_area("收件地址", height);
  choice(page, "同上", !form.delivery_address, box.x, box);
  choice(page, "其他：", form.delivery_address.has_value(), box.x + 56, box);
  page.text_in(other, {box.x + kChoicesWidth, box.y, other_width, box.height}, kBody);

  constexpr double kPostalWidth = 174;
  sheet.row({{"邮政编码", form.postal_code, kPostalWidth}, {"电子邮件", form.email, kWidth - kPostalWidth}},
            kRow);
}

void draw_notice(Page& page, Sheet& sheet) {
  constexpr double kNumberWidth = 16;
  constexpr double kGap = 3;
  const TextStyle style = {.size = 9.5};
  sheet.heading("III　用户须知");
  double height = 2 * kPadding - kGap;
  for (std::string_view notice : kNotices)
    height += page.text_height(notice, kWidth - 2 * kPadding - kNumberWidth, style) + kGap;
  Box box = sheet.area(height);
  double y = box.y + kPadding;
  for (std::size_t i = 0; i < kNotices.size(); ++i) {
    page.text(std::to_string(i + 1) + ".", box.x, y, kNumberWidth, style);
    y += page.text(kNotices[i], box.x + kNumberWidth, y, box.width - kNumberWidth, style) + kGap;
  }
}

void draw_declaration(Page& page, Sheet& sheet, const ApplicationForm& form) {
  constexpr double kSignatureLine = 42;
  const TextStyle style = {.size = 9.5};
  sheet.heading("IV　申请人声明");
  double text_height = page.text_height(kDeclaration, kWidth - 2 * kPadding, style);
  Box box = sheet.area(text_height + kPadding + kSignatureLine);
  page.text(kDeclaration, box.x, box.y + kPadding, box.width, style);
  Box line{box.x, box.y + text_height + kPadding, box.width, kSignatureLine};
  constexpr double kSignatureWidth = 150;
  const double signature_left = plain(page, "申请人签署：", box.x, line);
  blank(page, "", signature_left, kSignatureWidth, line);
  if (form.signature)
    page.handwriting(*form.signature, {signature_left + 8, line.y + 2, kSignatureWidth - 16, 30});
  std::string year, month, day;
  if (form.signed_on) {
    year = std::to_string(static_cast<int>(form.signed_on->year()));
    month = std::to_string(static_cast<unsigned>(form.signed_on->month()));
    day = std::to_string(static_cast<unsigned>(form.signed_on->day()));
  }
  double x = plain(page, "申请日期：", box.x + box.width - 212, line);
  x = plain(page, "年", blank(page, year, x, 48, line), line);
  x = plain(page, "月", blank(page, month, x, 36, line), line);
  plain(page, "日", blank(page, day, x, 36, line), line);
}

// Takes what is left of the page, so that there is room for remarks and stamps.
void draw_acceptance(Sheet& sheet) {
  constexpr double kHalf = kWidth / 2;
  constexpr double kWideLabel = 88;
  constexpr double kRow = 28;
  constexpr double kRemarks = 30;
  constexpr double kStamp = 56;
  constexpr double kMostSpare = 110;
  sheet.heading("V　受理审核（由业务受理点填写）");
  double spare = std::clamp(kFooterTop - sheet.y() - kRow - kRemarks - kStamp, 0.0, kMostSpare);
  sheet.row({{"受理员", "", kHalf}, {"受理时间", "", kHalf}}, kRow, kWideLabel);
  sheet.row({{"备注", "", kWidth}}, kRemarks + spare * 0.4, kWideLabel);
  sheet.row({{"复查员签字", "", kHalf}, {"业务受理点\n（盖章）", "", kHalf}}, kStamp + spare * 0.6,
            kWideLabel);
}

core::Result<void> check(const ApplicationForm& form) {
  for (const std::string* text : {&form.service_name, &form.order_number, &form.name, &form.document_kind,
                                  &form.document_number, &form.address, &form.postal_code, &form.email})
    PALMKEY_CHECK(check_plain_text(*text, kMostCharacters));
  if (form.delivery_address) PALMKEY_CHECK(check_plain_text(*form.delivery_address, kMostCharacters));
  if (form.service_name.empty() || form.name.empty()) return core::Error::malformed;
  if (form.birthday && !form.birthday->ok()) return core::Error::malformed;
  if (form.signature.has_value() != form.signed_on.has_value()) return core::Error::malformed;
  if (form.signed_on && !form.signed_on->ok()) return core::Error::malformed;
  bool has_term = form.business == FormBusiness::new_certificate || form.business == FormBusiness::renewal;
  if (has_term && (form.years < 1 || form.years > 99)) return core::Error::out_of_range;
  return {};
}

}  // namespace

core::Result<core::Bytes> application_form_pdf(const ApplicationForm& form) {
  PALMKEY_CHECK(check(form));
  PALMKEY_TRY(modules, code128_modules(form.order_number));
  PALMKEY_TRY(years, chinese_number(form.years));

  std::string title = form.service_name + "-个人数字证书申请表";
  Page page(kPageWidth, kPageHeight, title, form.created);
  constexpr Box kTitle = {kLeft, 30, kWidth, 48};
  constexpr double kSmallestTitle = 11;
  if (!page.text_fitted(title, kTitle, {.size = 18, .bold = true, .align = Align::centre}, kSmallestTitle))
    return core::Error::out_of_range;

  constexpr double kModule = 1.1;
  constexpr double kNumberTop = 84;
  constexpr double kNumberHeight = 30;
  double bars_width = kModule * static_cast<double>(modules.size());
  page.bars(modules, {kLeft + kWidth - bars_width, kNumberTop, bars_width, kNumberHeight - 4});
  page.text_in("业务单号：" + form.order_number, {kLeft, kNumberTop, kWidth - bars_width - 20, kNumberHeight},
               {.size = 11, .bold = true});

  constexpr double kTableTop = kNumberTop + kNumberHeight + 6;
  Sheet sheet(page, kTableTop);
  draw_business(page, sheet, form, years);
  draw_applicant(page, sheet, form);
  draw_notice(page, sheet);
  draw_declaration(page, sheet, form);
  draw_acceptance(sheet);
  if (sheet.y() > kFooterTop) return core::Error::out_of_range;
  page.frame({kLeft, kTableTop, kWidth, sheet.y() - kTableTop}, kThick);

  TextStyle right = kSmall;
  right.align = Align::right;
  page.text("本表一式一份，由申请人签署后邮寄或当面递交业务受理点；纸质材料须与上传的扫描件一致。", kLeft,
            sheet.y() + 5, kWidth - 110, kSmall);
  page.text("生成日期：" + china_date(form.created), kLeft + kWidth - 110, sheet.y() + 5, 110, right);
  return page.finish();
}

}  // namespace palmkey::documents
