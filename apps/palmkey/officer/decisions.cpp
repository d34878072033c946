#include "apps/palmkey/officer/decisions.hpp"

#include <optional>

#include "apps/palmkey/terminal.hpp"
#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using core::TextIntent;
using platform::Failure;

std::string order_path(const std::string& number) {
  return "/api/v1/desk/orders/" + platform::percent_encode(number);
}

std::string decision_file(const std::string& number) {
  return "decisions/" + number + ".json";
}

// The value of the line `name: value`, if there is exactly one.
std::optional<std::string> line_of(const std::string& text, const std::string& name) {
  const std::string begin = "\n" + name + ": ";
  const auto at = text.find(begin);
  if (at == std::string::npos || text.find(begin, at + 1) != std::string::npos) return std::nullopt;
  const auto value = at + begin.size();
  return text.substr(value, text.find('\n', value) - value);
}

// The front proposes what goes into the certificates. The officer signs it only if it is what the application
// says that the officer has read.
void require_agreement(const json& approval, const std::string& text) {
  static constexpr std::pair<const char*, const char*> kSame[] = {
      {"order", "order"},
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
  };
  for (const auto& [field, line] : kSame)
    if (line_of(text, line) != approval.at(field).get<std::string>())
      throw Failure("approval_differs", 409, field);
}

std::string joined(const std::vector<std::string>& fields) {
  std::string text;
  for (const auto& field : fields) text += (text.empty() ? "" : ",") + field;
  return text;
}

TextIntent compose(Desk& desk, const Wanted& wanted, const json& order) {
  const std::string step = wanted.step.empty() ? desk.role() : wanted.step;
  if (!wanted.approve)
    return desk.intent("reject", {{"step", step},
                                  {"order", wanted.order},
                                  {"application", order.at("application_digest")},
                                  {"fields", joined(wanted.fields)},
                                  {"reason", wanted.reason}});
  const json& approval = order.at("approval");
  require_agreement(approval, order.at("application_text"));
  if (approval.at("application") != order.at("application_digest"))
    throw Failure("approval_differs", 409, "application");
  std::vector<TextIntent::Field> fields{{"step", step}};
  for (const auto& [name, value] : approval.items()) fields.emplace_back(name, value.get<std::string>());
  return desk.intent("approve", std::move(fields));
}

// The same decision, signed earlier on this device.
std::optional<Desk::Signed> made_before(Phone& phone, const Wanted& wanted) {
  const json kept = phone.home().read(decision_file(wanted.order));
  if (!kept.is_object()) return std::nullopt;
  const auto intent = TextIntent::parse(kept.at("intent").get<std::string>());
  if (!intent || intent->type() != (wanted.approve ? "approve" : "reject")) return std::nullopt;
  if (!wanted.step.empty() && intent->field("step") != wanted.step) return std::nullopt;
  const bool same_words =
      intent->field("fields") == joined(wanted.fields) && intent->field("reason") == wanted.reason;
  if (!wanted.approve && !same_words) return std::nullopt;
  return Desk::Signed{kept.at("intent"), kept.at("signature")};
}

}  // namespace

json fetch_order(ApiClient& front, const std::string& number) {
  json order = front.get(order_path(number));
  const std::string text = order.at("application_text");
  if (core::to_hex(core::sm3(core::as_bytes(text))) != order.at("application_digest"))
    throw Failure("upstream_malformed", 502, "application_digest");
  return order;
}

json decide(Phone& phone, Desk& desk, const Wanted& wanted) {
  const auto& output = phone.output();
  return desk.with_session([&](ApiClient& front) -> json {
    const std::string path = order_path(wanted.order) + "/decisions";
    if (const auto before = made_before(phone, wanted)) {
      try {
        return front.post(path, before->body());
      } catch (const Problem& problem) {
        // The order was corrected and handed in again meanwhile, or the signature is too old: decide anew.
        if (problem.code() != "order_changed" && problem.code() != "stale") throw;
      }
    }
    const json order = fetch_order(front, wanted.order);
    const TextIntent intent = compose(desk, wanted, order);
    const std::string text = order.at("application_text").get<std::string>() + "\n" + intent.text();
    output.note(text, text);
    if (!wanted.yes && !ask_yes(output.pick("签署以上决定? [y/N] ", "Sign this decision? [y/N] ")))
      throw Failure("not_confirmed", 409);
    const auto decision = desk.sign(intent);
    phone.home().write(decision_file(wanted.order), decision.body());
    return front.post(path, decision.body());
  });
}

}  // namespace palmkey::cli
