#include "core/device/decision.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "core/encoding.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::device {

namespace {

using std::string_view;

// The value of the line `name: value`, if there is exactly one.
std::optional<string_view> line_of(string_view text, string_view name) {
  const std::string begin = "\n" + std::string(name) + ": ";
  const auto at = text.find(begin);
  if (at == string_view::npos || text.find(begin, at + 1) != string_view::npos) return std::nullopt;
  const auto value = at + begin.size();
  const auto end = text.find('\n', value);
  return text.substr(value, end == string_view::npos ? end : end - value);
}

std::optional<string_view> field_of(const OrderToDecide& order, string_view name) {
  const auto found = std::find_if(order.approval.begin(), order.approval.end(),
                                  [&](const TextIntent::Field& field) { return field.first == name; });
  if (found == order.approval.end()) return std::nullopt;
  return found->second;
}

std::string joined(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields) text += (text.empty() ? "" : ",") + field;
  return text;
}

// Fields of an approval, and the lines of the application whose values they have.
using Pairs = std::span<const std::pair<string_view, string_view>>;

// Also of a key recovery.
constexpr std::array<std::pair<string_view, string_view>, 2> kOfUnlocking{{
    {"order", "order"},
    {"serial", "follows"},
}};
constexpr std::array<std::pair<string_view, string_view>, 13> kOfIssuing{{
    {"order", "order"},
    {"business", "business"},
    {"follows", "follows"},
    {"service", "service"},
    {"profile", "profile"},
    {"months", "months"},
    {"public-key", "public-key"},
    {"subject-country", "applicant.country"},
    {"subject-province", "applicant.province"},
    {"subject-locality", "applicant.city"},
    {"subject-name", "applicant.name"},
    {"document-type", "applicant.document-kind"},
    {"document-number", "applicant.document-number"},
}};

// The type of the intent that approves the application that was read.
string_view approval_type(const OrderToDecide& order) {
  const auto business = line_of(order.application_text, "business");
  if (business == "unlock") return "unlock";
  return business == "key_recovery" || business == "key_handover" ? "recover" : "approve";
}

// The field of a `recover` intent that is not what was read; empty if there is none. An application is the
// holder's own, and nobody else gets the keys by it; a handover names who does.
string_view recovery_difference(const OrderToDecide& order) {
  const bool is_handover = line_of(order.application_text, "business") == "key_handover";
  if (field_of(order, "kind") != (is_handover ? "judicial" : "holder")) return "kind";
  const auto recipient = is_handover ? line_of(order.application_text, "recipient") : string_view();
  return recipient && field_of(order, "recipient") == recipient ? "" : "recipient";
}

}  // namespace

bool is_digest_of_text(const OrderToDecide& order) {
  return to_hex(sm3(as_bytes(order.application_text))) == order.application_digest;
}

string_view approval_difference(const OrderToDecide& order, string_view order_number) {
  const auto type = approval_type(order);
  for (const auto& [field, line] : type == "approve" ? Pairs(kOfIssuing) : Pairs(kOfUnlocking)) {
    const auto proposed = field_of(order, field);
    if (!proposed || line_of(order.application_text, line) != proposed) return field;
  }
  if (type == "recover")
    if (const auto differing = recovery_difference(order); !differing.empty()) return differing;
  if (field_of(order, "order") != order_number) return "order";
  if (field_of(order, "application") != order.application_digest) return "application";
  return {};
}

Result<TextIntent> compose_decision(const OrderToDecide& order, const Decision& decision) {
  if (!is_digest_of_text(order)) return Error::intent_refused;
  std::vector<TextIntent::Field> fields{
      {"step", decision.step}, {"operator", decision.operator_id}, {"time", text_intent_time(decision.time)}};
  if (!decision.approve) {
    fields.emplace_back("order", decision.order);
    fields.emplace_back("application", order.application_digest);
    fields.emplace_back("fields", joined(decision.fields));
    fields.emplace_back("reason", decision.reason);
    return TextIntent::make("reject", std::move(fields));
  }
  if (!approval_difference(order, decision.order).empty()) return Error::intent_refused;
  fields.insert(fields.end(), order.approval.begin(), order.approval.end());
  return TextIntent::make(approval_type(order), std::move(fields));
}

}  // namespace palmkey::core::device
