// The application form (个人数字证书申请表) that an applicant prints, signs and sends in, as one page of PDF.
// Pure function, safe to call from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "documents/handwriting.hpp"

namespace palmkey::documents {

// Section I of the form, in its order.
enum class FormBusiness : std::uint8_t {
  new_certificate,  // 新申请
  renewal,          // 更新
  change,           // 变更
  revocation,       // 注销
  replacement,      // 补办
  unlock,           // 解锁
  key_recovery,     // 密钥恢复
};

enum class FormSex : std::uint8_t { not_stated, male, female };

// Texts are UTF-8 as check_plain_text wants them, at most 120 code points each.
struct ApplicationForm {
  std::string service_name = {};  // the title is this name with "-个人数字证书申请表"
  std::string order_number = {};  // printable ASCII, at most 40 characters; as text and as Code 128
  FormBusiness business = FormBusiness::new_certificate;
  unsigned years = 0;  // term, 1 to 99, for new_certificate and renewal; not used otherwise

  std::string name = {};
  std::optional<std::chrono::year_month_day> birthday = {};
  FormSex sex = FormSex::not_stated;
  std::string document_kind = {};  // as shown, for example "身份证"
  std::string document_number = {};
  std::string address = {};
  std::optional<std::string> delivery_address = {};  // none: the same as address
  std::string postal_code = {};
  std::string email = {};

  // Drawn on the screen instead of on paper, with the day on which it was; both or none.
  std::optional<Handwriting> signature = {};
  std::optional<std::chrono::year_month_day> signed_on = {};

  std::chrono::sys_seconds created = {};  // goes into the footer (China time) and the PDF's properties
};

// The form, A4. The same input gives the same bytes.
// Error::malformed: a text that check_plain_text refuses, no service name, order number or name, a
// birthday or day of signing that is no date, or a signature without its day. Error::out_of_range: years not
// 1 to 99 where they are used, or texts too long for the page.
core::Result<core::Bytes> application_form_pdf(const ApplicationForm& form);

}  // namespace palmkey::documents
