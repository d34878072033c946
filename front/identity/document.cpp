#include "front/identity/document.hpp"

#include <array>

#include "front/regions/regions.hpp"

namespace palmkey::front::identity {

namespace {

struct KindName {
  DocumentKind kind;
  std::string_view code;
  platform::Label label;
};

constexpr std::array kinds{
    KindName{DocumentKind::resident_id, "resident_id", {"身份证", "Resident identity card"}},
    KindName{DocumentKind::hong_kong_macau_permit,
             "hong_kong_macau_permit",
             {"港澳居民来往内地通行证", "Mainland travel permit (Hong Kong, Macau)"}},
    KindName{DocumentKind::taiwan_permit,
             "taiwan_permit",
             {"台湾居民来往大陆通行证", "Mainland travel permit (Taiwan)"}},
    KindName{DocumentKind::hong_kong_id, "hong_kong_id", {"香港身份证", "Hong Kong identity card"}},
    KindName{DocumentKind::residence_permit,
             "residence_permit",
             {"港澳台居民居住证", "Residence permit (Hong Kong, Macau, Taiwan)"}},
    KindName{DocumentKind::permanent_resident_id,
             "permanent_resident_id",
             {"外国人永久居留身份证", "Foreign permanent resident card"}},
    KindName{DocumentKind::passport, "passport", {"护照", "Passport"}},
    KindName{DocumentKind::other, "other", {"其他个人证件", "Other personal document"}},
};

constexpr std::array kind_values = [] {
  std::array<DocumentKind, kinds.size()> values{};
  for (std::size_t i = 0; i < kinds.size(); ++i) values[i] = kinds[i].kind;
  return values;
}();

const KindName& name_of(DocumentKind kind) {
  for (const auto& name : kinds)
    if (name.kind == kind) return name;
  return kinds.back();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}

bool all_digits(std::string_view text) {
  for (char c : text)
    if (!is_digit(c)) return false;
  return !text.empty();
}

int number_at(std::string_view text, std::size_t position, std::size_t digits) {
  int number = 0;
  for (char c : text.substr(position, digits)) number = number * 10 + (c - '0');
  return number;
}

std::string normalized(std::string_view typed) {
  const auto first = typed.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  std::string number(typed.substr(first, typed.find_last_not_of(' ') - first + 1));
  for (char& c : number)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return number;
}

DocumentCheck failed(std::string_view error) {
  return {std::nullopt, error};
}
DocumentCheck passed(std::string number) {
  return {DocumentFacts{std::move(number), {}, {}}, {}};
}

// ISO 7064, MOD 11-2, over the first 17 digits.
bool has_check_character(std::string_view number) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (number[i] - '0');
  return number[17] == "10X98765432"[sum % 11];
}

bool has_citizen_form(std::string_view number) {
  return number.size() == 18 && all_digits(number.substr(0, 17)) &&
         (is_digit(number[17]) || number[17] == 'X');
}

// GB 11643-1999 behind the region: birth, sequence (odd for men), check character.
DocumentCheck check_citizen_number(std::string number, const Date& today) {
  const Date birth{number_at(number, 6, 4), number_at(number, 10, 2), number_at(number, 12, 2)};
  if (!is_date(birth) || birth.year < 1850 || birth > today) return failed("document_number_date");
  if (!has_check_character(number)) return failed("document_number_check");
  const Sex sex = number_at(number, 14, 3) % 2 == 1 ? Sex::male : Sex::female;
  return {DocumentFacts{std::move(number), birth, sex}, {}};
}

DocumentCheck check_resident_id(std::string number, const Date& today) {
  if (!has_citizen_form(number)) return failed("document_number_format");
  const auto province = std::string_view(number).substr(0, 2);
  if (!regions::province_name(province)) return failed("document_number_region");
  return check_citizen_number(std::move(number), today);
}

DocumentCheck check_residence_permit(std::string number, const Date& today) {
  if (!has_citizen_form(number)) return failed("document_number_format");
  const auto region = std::string_view(number).substr(0, 6);
  if (region != "810000" && region != "820000" && region != "830000") return failed("document_number_region");
  return check_citizen_number(std::move(number), today);
}

// H or M and 8 digits, or 10 with the count of re-issues on older cards; permits for residents who are not
// Chinese nationals (from 2024) have a second letter and 7 digits.
DocumentCheck check_hong_kong_macau_permit(std::string number) {
  const std::string_view view = number;
  const bool resident = (view.size() == 9 || view.size() == 11) && all_digits(view.substr(1));
  const bool not_chinese = view.size() == 9 && is_letter(view[1]) && all_digits(view.substr(2));
  if (view.empty() || (view[0] != 'H' && view[0] != 'M') || !(resident || not_chinese))
    return failed("document_number_format");
  return passed(std::move(number));
}

// 8 digits, or 10 with the count of re-issues.
DocumentCheck check_taiwan_permit(std::string number) {
  if (!all_digits(number) || (number.size() != 8 && number.size() != 10))
    return failed("document_number_format");
  return passed(std::move(number));
}

// One or two letters, six digits, a check character in brackets; weights 9..1 over letters (A = 10, none =
// 36), digits and check, divisible by 11.
DocumentCheck check_hong_kong_id(const std::string& number) {
  std::string bare;
  const bool bracketed = number.size() >= 3 && number[number.size() - 3] == '(' && number.back() == ')';
  bare = bracketed ? number.substr(0, number.size() - 3) + number[number.size() - 2] : number;
  const std::size_t letters = bare.size() - 7;
  if (bare.size() < 8 || bare.size() > 9 || !is_letter(bare[0]) || (letters == 2 && !is_letter(bare[1])) ||
      !all_digits(std::string_view(bare).substr(letters, 6)) ||
      !(is_digit(bare.back()) || bare.back() == 'A'))
    return failed("document_number_format");
  const auto value = [](char c) { return is_digit(c) ? c - '0' : c - 'A' + 10; };
  int sum = letters == 1 ? 9 * 36 : 0;
  int weight = letters == 1 ? 8 : 9;
  for (char c : bare) sum += weight-- * value(c);
  if (sum % 11 != 0) return failed("document_number_check");
  return passed(bare.substr(0, bare.size() - 1) + "(" + bare.back() + ")");
}

// Since December 2023: 9, 16 digits and the check character of citizens' numbers. Cards of 2017, good until
// they expire: three letters and 12 digits.
DocumentCheck check_permanent_resident_id(std::string number) {
  const std::string_view view = number;
  if (view.size() == 15 && is_letter(view[0]) && is_letter(view[1]) && is_letter(view[2]) &&
      all_digits(view.substr(3)))
    return passed(std::move(number));
  if (!has_citizen_form(view) || view[0] != '9') return failed("document_number_format");
  if (!has_check_character(view)) return failed("document_number_check");
  return passed(std::move(number));
}

DocumentCheck check_characters(std::string number, std::size_t shortest, std::size_t longest,
                               std::string_view besides_letters_and_digits) {
  if (number.size() < shortest || number.size() > longest) return failed("document_number_format");
  for (char c : number)
    if (!is_digit(c) && !is_letter(c) && besides_letters_and_digits.find(c) == std::string_view::npos)
      return failed("document_number_format");
  return passed(std::move(number));
}

}  // namespace

std::span<const DocumentKind> document_kinds() {
  return kind_values;
}
std::string_view document_kind_code(DocumentKind kind) {
  return name_of(kind).code;
}
std::string_view document_kind_label(DocumentKind kind, platform::Language language) {
  return name_of(kind).label.in(language);
}

std::optional<DocumentKind> document_kind_of(std::string_view code) {
  for (const auto& name : kinds)
    if (name.code == code) return name.kind;
  return std::nullopt;
}

std::string_view sex_code(Sex sex) {
  return sex == Sex::male ? "male" : "female";
}
std::string_view sex_label(Sex sex) {
  return sex == Sex::male ? "男" : "女";
}

std::optional<Sex> sex_of(std::string_view code) {
  if (code == "male") return Sex::male;
  if (code == "female") return Sex::female;
  return std::nullopt;
}

bool is_date(const Date& date) {
  constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1) return false;
  const bool leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
  return date.day <= days[static_cast<std::size_t>(date.month - 1)] + (leap && date.month == 2 ? 1 : 0);
}

std::string format_date(const Date& date) {
  const auto digits = [](int number, std::size_t width) {
    std::string text = std::to_string(number);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
  };
  return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2);
}

DocumentCheck check_document(DocumentKind kind, std::string_view typed, const Date& today) {
  std::string number = normalized(typed);
  if (number.empty()) return failed("document_number_required");
  switch (kind) {
    case DocumentKind::resident_id:
      return check_resident_id(std::move(number), today);
    case DocumentKind::hong_kong_macau_permit:
      return check_hong_kong_macau_permit(std::move(number));
    case DocumentKind::taiwan_permit:
      return check_taiwan_permit(std::move(number));
    case DocumentKind::hong_kong_id:
      return check_hong_kong_id(number);
    case DocumentKind::residence_permit:
      return check_residence_permit(std::move(number), today);
    case DocumentKind::permanent_resident_id:
      return check_permanent_resident_id(std::move(number));
    case DocumentKind::passport:
      return check_characters(std::move(number), 5, 17, "");
    case DocumentKind::other:
      return check_characters(std::move(number), 3, 32, "-()/.");
  }
  return failed("document_number_format");
}

}  // namespace palmkey::front::identity
