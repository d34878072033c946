#include "apps/palmkey/officer/decisions.hpp"

#include <optional>

#include "platform/clock.hpp"
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

std::string joined(const std::vector<std::string>& fields) {
  std::string text;
  for (const auto& field : fields) text += (text.empty() ? "" : ",") + field;
  return text;
}

TextIntent compose(Desk& desk, const Wanted& wanted, const json& shown) {
  const auto order = to_decide(shown);
  if (wanted.approve) {
    const auto differing = core::device::approval_difference(order, wanted.order);
    if (!differing.empty()) throw Failure("approval_differs", 409, std::string(differing));
  }
  return platform::value_or_throw(
      core::device::compose_decision(order, {.approve = wanted.approve,
                                             .step = wanted.step.empty() ? desk.role() : wanted.step,
                                             .operator_id = desk.operator_id(),
                                             .order = wanted.order,
                                             .fields = wanted.fields,
                                             .reason = wanted.reason,
                                             .time = platform::SystemClock().now()}),
      "intent");
}

// The same decision, signed earlier on this device.
std::optional<Desk::Signed> made_before(Phone& phone, const Wanted& wanted) {
  const json kept = phone.home().read(decision_file(wanted.order));
  if (!kept.is_object()) return std::nullopt;
  const auto intent = TextIntent::parse(kept.at("intent").get<std::string>());
  if (!intent || (intent->type() != "reject") != wanted.approve) return std::nullopt;
  if (!wanted.step.empty() && intent->field("step") != wanted.step) return std::nullopt;
  const bool same_words =
      intent->field("fields") == joined(wanted.fields) && intent->field("reason") == wanted.reason;
  if (!wanted.approve && !same_words) return std::nullopt;
  return Desk::Signed{kept.at("intent"), kept.at("signature")};
}

}  // namespace

core::device::OrderToDecide to_decide(const json& order) {
  core::device::OrderToDecide out{order.at("application_text"), order.at("application_digest"), {}};
  for (const auto& [name, value] : order.at("approval").items())
    out.approval.emplace_back(name, value.get<std::string>());
  return out;
}

json fetch_order(ApiClient& front, const std::string& number) {
  json order = front.get(order_path(number));
  if (!core::device::is_digest_of_text(to_decide(order)))
    throw Failure("upstream_malformed", 502, "application_digest");
  return order;
}

json decide(Phone& phone, Desk& desk, const Wanted& wanted) {
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
    desk.confirm(order.at("application_text").get<std::string>() + "\n" + intent.text(), wanted.yes);
    const auto decision = desk.sign(intent);
    phone.home().write(decision_file(wanted.order), decision.body());
    return front.post(path, decision.body());
  });
}

}  // namespace palmkey::cli
