#include "core/text_intent.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "core/utf8.hpp"

namespace palmkey::core {

namespace {

using std::string_view;

constexpr string_view kHeader = "PalmKey intent 1";

constexpr std::array<string_view, 8> kLogin{"relying-party", "name",  "origin", "session",
                                            "nonce",         "place", "code",   "time"};
constexpr std::array<string_view, 9> kBind{"relying-party", "name", "origin", "session", "nonce",
                                           "place",         "code", "time",   "account"};
constexpr std::array<string_view, 6> kDesk{"operator", "origin", "session", "place", "code", "time"};
constexpr std::array<string_view, 19> kApprove{"operator",
                                               "step",
                                               "order",
                                               "business",
                                               "follows",
                                               "service",
                                               "profile",
                                               "subject-country",
                                               "subject-province",
                                               "subject-locality",
                                               "subject-organization",
                                               "subject-unit",
                                               "subject-name",
                                               "document-type",
                                               "document-number",
                                               "public-key",
                                               "months",
                                               "application",
                                               "time"};
constexpr std::array<string_view, 7> kReject{"operator", "step",   "order", "application",
                                             "fields",   "reason", "time"};
constexpr std::array<string_view, 5> kRevoke{"operator", "step", "serial", "reason", "time"};
constexpr std::array<string_view, 3> kRevokeOwn{"serial", "reason", "time"};
constexpr std::array<string_view, 4> kStop{"operator", "serial", "reason", "time"};
constexpr std::array<string_view, 6> kUnlock{"operator", "step", "order", "serial", "application", "time"};
constexpr std::array<string_view, 8> kRecover{"operator", "step",      "order",       "kind",
                                              "serial",   "recipient", "application", "time"};
constexpr std::array<string_view, 6> kAppoint{"operator", "operator-id", "name",
                                              "role",     "activation",  "time"};
constexpr std::array<string_view, 3> kDismiss{"operator", "operator-id", "time"};
constexpr std::array<string_view, 9> kRegisterSite{
    "operator",           "client-id", "name", "origin", "redirect-uris", "certificates-per-account",
    "id-token-algorithm", "secret",    "time"};
constexpr std::array<string_view, 3> kRemoveSite{"operator", "client-id", "time"};
constexpr std::array<string_view, 3> kStatement{"origin", "text", "time"};

struct Type {
  string_view name;
  std::span<const string_view> fields;
  std::array<string_view, 2> told_by;  // the fields of its summary
};
constexpr std::array<Type, 16> kTypes{{
    {"login", kLogin, {"name", "origin"}},
    {"bind", kBind, {"name", "account"}},
    {"desk", kDesk, {"origin", "place"}},
    {"approve", kApprove, {"step", "order"}},
    {"reject", kReject, {"step", "order"}},
    {"revoke", kRevoke, {"step", "serial"}},
    {"revoke-own", kRevokeOwn, {"serial", "reason"}},
    {"unlock", kUnlock, {"step", "order"}},
    {"recover", kRecover, {"kind", "order"}},
    {"hold", kStop, {"serial", "reason"}},
    {"release", kStop, {"serial", "reason"}},
    {"appoint", kAppoint, {"role", "name"}},
    {"dismiss", kDismiss, {"operator", "operator-id"}},
    {"register-site", kRegisterSite, {"client-id", "origin"}},
    {"remove-site", kRemoveSite, {"operator", "client-id"}},
    {"statement", kStatement, {"origin", "text"}},
}};

const Type* type_of(string_view name) {
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const Type& type) { return type.name == name; });
  return found == kTypes.end() ? nullptr : &*found;
}

// Control characters, line and paragraph separators, what has no width, and marks that change the direction
// of writing: with them a person could be shown another text than the one that is signed.
bool is_forbidden(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x00ad || c == 0x061c || c == 0x180e ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
         c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

// The code point that begins at `at` of a valid UTF-8 text; moves `at` behind it.
char32_t next_code_point(string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const std::size_t more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  char32_t c = more == 0 ? lead : lead & (0x3fU >> more);
  for (std::size_t i = 1; i <= more; ++i) c = (c << 6) | (byte(at + i) & 0x3fU);
  at += more + 1;
  return c;
}

std::optional<int> digits(string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<std::int64_t> parse_time(string_view text) {
  if (text.size() != 20) return std::nullopt;
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *year < 1970 || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = ((days * 24 + *hour) * 60 + *minute) * 60 + *second;
  // Writing it again settles the separators.
  if (text_intent_time(seconds) != text) return std::nullopt;
  return seconds;
}

}  // namespace

bool is_intent_value(string_view value) {
  if (!is_utf8(as_bytes(value))) return false;
  if (!value.empty() && (value.front() == ' ' || value.back() == ' ')) return false;
  for (std::size_t at = 0; at < value.size();)
    if (is_forbidden(next_code_point(value, at))) return false;
  return true;
}

std::span<const string_view> text_intent_fields(string_view type) {
  const Type* found = type_of(type);
  return found == nullptr ? std::span<const string_view>() : found->fields;
}

std::string text_intent_time(std::int64_t unix_seconds) {
  std::int64_t days = unix_seconds / 86400;
  std::int64_t rest = unix_seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  const auto padded = [](std::int64_t value, std::size_t width) {
    std::string number = std::to_string(value);
    return number.size() < width ? std::string(width - number.size(), '0') + number : number;
  };
  return padded(static_cast<int>(date.year()), 4) + "-" + padded(static_cast<unsigned>(date.month()), 2) +
         "-" + padded(static_cast<unsigned>(date.day()), 2) + "T" + padded(rest / 3600, 2) + ":" +
         padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "Z";
}

Result<TextIntent> TextIntent::make(string_view type, std::vector<Field> fields) {
  const Type* known = type_of(type);
  if (known == nullptr || fields.size() != known->fields.size()) return Error::intent_refused;

  TextIntent intent;
  intent.type_ = type;
  intent.text_ = std::string(kHeader) + "\ntype: " + intent.type_ + "\n";
  for (const string_view name : known->fields) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.first == name; });
    if (found == fields.end() || !is_intent_value(found->second)) return Error::intent_refused;
    intent.text_ += found->first + ": " + found->second + "\n";
    intent.fields_.push_back(*found);
  }
  if (intent.text_.size() > text_intent_max_size) return Error::intent_refused;
  const auto time = parse_time(intent.field("time"));
  if (!time) return Error::intent_refused;
  intent.time_ = *time;
  return intent;
}

Result<TextIntent> TextIntent::parse(string_view text) {
  if (text.size() > text_intent_max_size) return Error::intent_refused;
  std::vector<Field> fields;
  std::string type;
  string_view rest = text;
  for (std::size_t line_number = 0; !rest.empty(); ++line_number) {
    const std::size_t end = rest.find('\n');
    if (end == string_view::npos) return Error::intent_refused;
    const string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line_number == 0) {
      if (line != kHeader) return Error::intent_refused;
      continue;
    }
    const std::size_t colon = line.find(": ");
    if (colon == string_view::npos) return Error::intent_refused;
    if (line_number == 1) {
      if (line.substr(0, colon) != "type") return Error::intent_refused;
      type = line.substr(colon + 2);
    } else {
      fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
  }
  auto intent = make(type, std::move(fields));
  // make() puts the fields in order: only a text that was in order already is the same again.
  if (intent && intent->text_ != text) return Error::intent_refused;
  return intent;
}

std::string_view TextIntent::field(string_view name) const {
  const auto found =
      std::find_if(fields_.begin(), fields_.end(), [&](const Field& f) { return f.first == name; });
  return found == fields_.end() ? string_view() : string_view(found->second);
}

std::string TextIntent::summary() const {
  const Type* known = type_of(type_);
  std::string line = type_;
  if (known == nullptr) return line;
  for (const string_view name : known->told_by) line += " " + std::string(field(name));
  return line;
}

}  // namespace palmkey::core
