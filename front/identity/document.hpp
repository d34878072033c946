// Identity documents of persons: their kinds and what their numbers must look like.
// Pure functions, safe to call from any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/messages.hpp"

namespace palmkey::front::identity {

enum class DocumentKind {
  resident_id,             // 居民身份证, GB 11643-1999
  hong_kong_macau_permit,  // 港澳居民来往内地通行证
  taiwan_permit,           // 台湾居民来往大陆通行证
  hong_kong_id,            // 香港身份证
  residence_permit,        // 港澳台居民居住证, GB 11643 form with 81, 82, 83 in front
  permanent_resident_id,   // 外国人永久居留身份证, cards of 2017 and 2023
  passport,                // 护照
  other,                   // 其他个人证件
};

std::span<const DocumentKind> document_kinds();
// The name used in the API, in catalogues and in intents: "resident_id".
std::string_view document_kind_code(DocumentKind kind);
std::optional<DocumentKind> document_kind_of(std::string_view code);
// The label that people see: "身份证".
std::string_view document_kind_label(DocumentKind kind, platform::Language language);

enum class Sex { male, female };
std::string_view sex_code(Sex sex);   // "male"
std::string_view sex_label(Sex sex);  // zh-CN: "男"
std::optional<Sex> sex_of(std::string_view code);

struct Date {
  int year = 0, month = 0, day = 0;
  auto operator<=>(const Date&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};
bool is_date(const Date& date);             // exists in the Gregorian calendar
std::string format_date(const Date& date);  // "1990-03-07"

// What a number says, once it has been found right.
struct DocumentFacts {
  std::string number;         // without spaces around it, letters upper case
  std::optional<Date> birth;  // where the number holds it
  std::optional<Sex> sex;
};

// `facts`, or the stable code of what is wrong: "document_number_required", "document_number_format",
// "document_number_region", "document_number_date", "document_number_check".
struct DocumentCheck {
  std::optional<DocumentFacts> facts;
  std::string_view error;
};

// Checks a number as typed. `today`: dates of birth may not be after it. Region codes are checked to the
// province only: identity cards keep the codes of counties that are no more.
DocumentCheck check_document(DocumentKind kind, std::string_view typed, const Date& today);

}  // namespace palmkey::front::identity
