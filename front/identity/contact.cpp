#include "front/identity/contact.hpp"

#include <cstdint>
#include <vector>

#include "core/utf8.hpp"
#include "platform/mail_message.hpp"

namespace palmkey::front::identity {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  for (char c : text)
    if (!is_digit(c)) return false;
  return true;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The characters of well-formed UTF-8, or nothing.
std::optional<std::vector<char32_t>> characters(std::string_view text) {
  if (!core::is_utf8(core::as_bytes(text))) return std::nullopt;
  std::vector<char32_t> result;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<std::uint8_t>(text[i++]);
    const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t value = more == 0 ? lead : lead & (0x3Fu >> more);
    for (int k = 0; k < more; ++k) value = (value << 6) | (static_cast<std::uint8_t>(text[i++]) & 0x3Fu);
    result.push_back(value);
  }
  return result;
}

bool is_name_letter(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') ||
         (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||                          // Latin
         c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||  // Chinese
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

bool is_name_joint(char32_t c) {
  return c == U' ' || c == U'-' || c == U'\'' || c == U'.' || c == 0xB7 || c == 0x2019 || c == 0x2022;
}

constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV "
    "BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT "
    "JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

}  // namespace

std::optional<std::string> mobile_number(std::string_view typed) {
  std::string number;
  for (char c : trimmed(typed))
    if (c != ' ' && c != '-') number += c;
  if (number.starts_with("+86")) number.erase(0, 3);
  if (number.starts_with('+')) {
    const std::string_view area = std::string_view(number).substr(0, 4);
    const std::string_view local = std::string_view(number).substr(area.size());
    if (local.empty() || !all_digits(local)) return std::nullopt;
    const bool hong_kong = area == "+852" && local.size() == 8 && local[0] >= '4';
    const bool macau = area == "+853" && local.size() == 8 && local[0] == '6';
    const bool taiwan = area == "+886" && local.size() == 9 && local[0] == '9';
    if (!hong_kong && !macau && !taiwan) return std::nullopt;
    return number;
  }
  if (number.size() != 11 || !all_digits(number) || number[0] != '1' || number[1] < '3') return std::nullopt;
  return number;
}

std::optional<std::string> person_name(std::string_view typed) {
  const std::string_view name = trimmed(typed);
  const auto letters = characters(name);
  if (!letters || letters->size() < 2 || letters->size() > 64) return std::nullopt;
  char32_t before = U' ';
  for (char32_t c : *letters) {
    const bool space_after_initial = c == U' ' && before == U'.';
    if (!is_name_letter(c) && !(is_name_joint(c) && (is_name_letter(before) || space_after_initial)))
      return std::nullopt;
    before = c;
  }
  if (!is_name_letter(before) && before != U'.') return std::nullopt;
  return std::string(name);
}

std::optional<std::string> mail_address(std::string_view typed) {
  const std::string_view address = trimmed(typed);
  const auto at = address.find('@');
  if (!platform::is_mail_address(address) || address.find('.', at) == std::string_view::npos)
    return std::nullopt;
  return std::string(address);
}

std::optional<std::string> postal_address(std::string_view typed) {
  const std::string_view address = trimmed(typed);
  const auto letters = characters(address);
  if (!letters || letters->size() < 4 || letters->size() > 120) return std::nullopt;
  for (char32_t c : *letters)
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E)) return std::nullopt;
  return std::string(address);
}

bool is_country_code(std::string_view code) {
  if (code.size() != 2 || code.find(' ') != std::string_view::npos) return false;
  return countries.find(std::string(code) + " ") != std::string_view::npos;
}

std::string phone_tail(std::string_view phone) {
  return std::string(phone.substr(phone.size() < 4 ? 0 : phone.size() - 4));
}

}  // namespace palmkey::front::identity
