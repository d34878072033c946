#include "documents/application_form.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/documents/tools_fixture.hpp"

namespace palmkey::documents {
namespace {

using namespace std::chrono_literals;

ApplicationForm demonstration_form() {
  return {.service_name = "示范政采<个人(专家)移动KEY申请入口>",
          .order_number = "00202601310000042",
          .business = FormBusiness::new_certificate,
          .years = 3,
          .name = "张示范",
          .birthday = 1949y / 12 / 31,
          .sex = FormSex::female,
          .document_kind = "身份证",
          .document_number = "11010519491231002X",
          .address = "示范省示范市示范区示范路1号示范小区2栋3单元404室",
          .delivery_address = "示范省示范市演示区演示大街5号",
          .postal_code = "100000",
          .email = "zhang.shifan@demo.example",
          .created = std::chrono::sys_days(2026y / 1 / 31) + 2h};
}

std::string without_space(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }),
             text.end());
  return text;
}

class ApplicationFormPdf : public ::testing::Test {
 protected:
  // The page's text as a reader extracts it, without white space.
  std::string text_of(const ApplicationForm& form) {
    auto pdf = application_form_pdf(form);
    EXPECT_TRUE(pdf);
    if (!pdf) return "";
    file_ = folder_.write("form.pdf", *pdf);
    auto extracted = test::run({"pdftotext", "-layout", file_, "-"});
    EXPECT_EQ(extracted.exit_code, 0) << extracted.output;
    return without_space(extracted.output);
  }

  test::Folder folder_;
  std::string file_;
};

TEST_F(ApplicationFormPdf, HasEveryLabelOfTheForm) {
  std::string text = text_of(demonstration_form());
  for (const char* label : {"I申请业务类型",
                            "新申请，年限",
                            "更新，年限",
                            "（填大写数字）",
                            "变更",
                            "注销",
                            "补办",
                            "解锁",
                            "密钥恢复",
                            "II申请人资料",
                            "姓名",
                            "生日",
                            "性别",
                            "有效证件",
                            "证件号码",
                            "住址",
                            "收件地址",
                            "同上",
                            "其他",
                            "邮政编码",
                            "电子邮件",
                            "III用户须知",
                            "1.",
                            "2.",
                            "3.",
                            "IV申请人声明",
                            "申请人签署",
                            "申请日期",
                            "V受理审核",
                            "受理员",
                            "受理时间",
                            "备注",
                            "复查员签字",
                            "业务受理点",
                            "（盖章）"})
    EXPECT_NE(text.find(label), std::string::npos) << label;
}

TEST_F(ApplicationFormPdf, HasEveryValueOfTheApplicant) {
  std::string text = text_of(demonstration_form());
  for (const char* value :
       {"示范政采<个人(专家)移动KEY申请入口>-个人数字证书申请表", "业务单号：00202601310000042", "张示范",
        "1949年12月31日", "女", "身份证", "11010519491231002X",
        "示范省示范市示范区示范路1号示范小区2栋3单元404室", "示范省示范市演示区演示大街5号", "100000",
        "zhang.shifan@demo.example", "2026年01月31日"})
    EXPECT_NE(text.find(value), std::string::npos) << value;
}

TEST_F(ApplicationFormPdf, TicksTheBusinessAndNoOther) {
  ApplicationForm form = demonstration_form();
  form.delivery_address.reset();
  std::string text = text_of(form);
  EXPECT_NE(text.find("✓新申请，年限叁年"), std::string::npos) << text;
  EXPECT_NE(text.find("✓同上其他"), std::string::npos) << text;
  EXPECT_EQ(test::count(text, "✓"), 2U);

  form.business = FormBusiness::unlock;
  text = text_of(form);
  EXPECT_NE(text.find("✓解锁"), std::string::npos) << text;
  EXPECT_EQ(text.find("叁"), std::string::npos) << "a term belongs to new applications and renewals";
  EXPECT_EQ(test::count(text, "✓"), 2U);
}

TEST_F(ApplicationFormPdf, WritesTheTermInCapitalNumerals) {
  ApplicationForm form = demonstration_form();
  const char* numerals[] = {"壹", "贰", "叁", "肆", "伍"};
  for (unsigned years = 1; years <= 5; ++years) {
    form.years = years;
    std::string expected = std::string("新申请，年限") + numerals[years - 1] + "年";
    EXPECT_NE(text_of(form).find(expected), std::string::npos) << expected;
  }
}

TEST_F(ApplicationFormPdf, CarriesTheOrderNumberAsABarcode) {
  text_of(demonstration_form());
  auto drawn = test::run({"pdftoppm", "-r", "150", "-png", "-singlefile", file_, folder_.path("form")});
  ASSERT_EQ(drawn.exit_code, 0) << drawn.output;
  EXPECT_EQ(test::barcodes_in(folder_.path("form.png")), "CODE-128:00202601310000042\n");
}

TEST_F(ApplicationFormPdf, EmbedsASubsetOfItsFonts) {
  text_of(demonstration_form());
  std::string fonts = test::run({"pdffonts", file_}).output;
  std::size_t rows = test::count(fonts, "\n") - 2;  // two lines of heading
  EXPECT_GE(rows, 1U) << fonts;
  EXPECT_LE(rows, 3U) << "one font a weight, and one for the tick\n" << fonts;
  EXPECT_EQ(test::count(fonts, " yes yes yes"), rows) << "embedded, subset, with Unicode map\n" << fonts;
  EXPECT_LT(std::filesystem::file_size(file_), 300'000U);
}

TEST_F(ApplicationFormPdf, IsOneCleanPageOfA4WithItsTitle) {
  text_of(demonstration_form());
  auto checked = test::run({"qpdf", "--check", file_});
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  std::string information = test::run({"pdfinfo", "-isodates", file_}).output;
  for (const char* line : {"示范政采<个人(专家)移动KEY申请入口>-个人数字证书申请表", "Pages:           1\n",
                           "(A4)", "CreationDate:    2026-01-31T02:00:00Z"})
    EXPECT_NE(information.find(line), std::string::npos) << line << "\n" << information;
}

TEST_F(ApplicationFormPdf, SameInputGivesTheSameBytes) {
  auto first = application_form_pdf(demonstration_form());
  auto second = application_form_pdf(demonstration_form());
  ApplicationForm later = demonstration_form();
  later.created += 24h;
  auto third = application_form_pdf(later);
  ASSERT_TRUE(first && second && third);
  EXPECT_EQ(*first, *second);
  EXPECT_NE(*first, *third);
}

TEST_F(ApplicationFormPdf, BreaksLongTextsIntoLinesAndLosesNothing) {
  ApplicationForm form = demonstration_form();
  form.service_name = "示范省公共资源交易与政府采购电子化平台评审专家库<个人(专家)移动数字证书自助申请入口>";
  form.name = "阿卜杜热西提·买买提伊力·示范·艾合买提江·库尔班尼亚孜";
  form.address.clear();
  for (int i = 1; i <= 11; ++i) form.address += "示范街道第" + std::to_string(i * 111) + "号";
  form.delivery_address = form.address;
  form.email = std::string(60, 'a') + "." + std::string(40, 'b') + "@demo.example";
  text_of(form);
  std::string text = without_space(test::run({"pdftotext", "-raw", file_, "-"}).output);
  EXPECT_NE(text.find(form.email), std::string::npos) << "no hyphen comes in where an address is broken";
  EXPECT_EQ(test::count(text, "示范街道第"), 22U);
  EXPECT_NE(text.find("业务受理点"), std::string::npos);
  std::string boxes = test::run({"pdftotext", "-bbox", file_, "-"}).output;
  EXPECT_GT(test::count(boxes, "<word "), 50U);
  for (std::size_t at = boxes.find("xMax=\""); at != std::string::npos; at = boxes.find("xMax=\"", at + 1)) {
    EXPECT_LE(std::stod(boxes.substr(at + 6)), 595.276 - 46) << boxes.substr(at, 200);
  }
}

TEST_F(ApplicationFormPdf, RefusesWhatCannotStandOnTheForm) {
  auto error_of = [](auto&& change) {
    ApplicationForm form = demonstration_form();
    change(form);
    auto pdf = application_form_pdf(form);
    EXPECT_FALSE(pdf);
    return pdf ? core::Error::refused : pdf.error();
  };
  using core::Error;
  EXPECT_EQ(error_of([](auto& form) { form.name = ""; }), Error::malformed);
  EXPECT_EQ(error_of([](auto& form) { form.name = "\xff\xfe"; }), Error::malformed);
  EXPECT_EQ(error_of([](auto& form) { form.name = "张\n示范"; }), Error::malformed);
  EXPECT_EQ(error_of([](auto& form) { form.address = "示范路\u202E1号"; }), Error::malformed);
  EXPECT_EQ(error_of([](auto& form) { form.order_number = ""; }), Error::malformed);
  EXPECT_EQ(error_of([](auto& form) { form.order_number = "单号"; }), Error::malformed);
  EXPECT_EQ(error_of([](auto& form) { form.birthday = 2025y / 2 / 29; }), Error::malformed);
  EXPECT_EQ(error_of([](auto& form) { form.years = 0; }), Error::out_of_range);
  EXPECT_EQ(error_of([](auto& form) { form.years = 100; }), Error::out_of_range);
  EXPECT_EQ(error_of([](auto& form) { form.email = std::string(121, 'a'); }), Error::out_of_range);
}

}  // namespace
}  // namespace palmkey::documents
