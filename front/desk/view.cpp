#include "front/desk/view.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/desk/application_text.hpp"
#include "front/desk/authorization.hpp"
#include "front/desk/decisions.hpp"
#include "front/orders/fields.hpp"
#include "front/orders/view.hpp"
#include "front/payment/store.hpp"
#include "front/payment/view.hpp"

namespace palmkey::front::desk {

namespace {

using nlohmann::json;
using orders::Order;
using platform::Transaction;

json waiting_json(const Context& context, const Order& order, const catalogue::Service& service) {
  const auto until = due(order.state, order.state_since, service);
  return {{"waiting_since", order.state_since},
          {"due", until ? json(*until) : json()},
          {"overdue", until && *until < context.clock.now()},
          {"submission", order.submission},
          {"paper_received", order.paper_received}};
}

// What an attachment was, for people: enough to see that it is another file.
std::string file_shown(const std::vector<std::pair<std::string, std::string>>& files,
                       const std::string& kind) {
  for (const auto& [known, digest] : files)
    if (known == kind) return digest.substr(0, 16);
  return "";
}

json changes_json(Transaction& transaction, const Context& context, const Order& order,
                  const catalogue::Service& service) {
  json list = json::array();
  const auto before = orders::store::version_before(transaction, context.personal, order);
  if (!before) return list;
  for (const auto& change : orders::changes_between(before->application, order.application))
    list.push_back({{"field", change.field},
                    {"label", change.label},
                    {"before", change.before},
                    {"after", change.after}});
  std::vector<std::pair<std::string, std::string>> now;
  for (const auto& file : orders::store::attachments(transaction, order.number))
    now.emplace_back(file.kind, file.digest);
  for (const auto& kind : service.attachments_of(order.application.business)) {
    const std::string was = file_shown(before->attachments, kind.kind);
    const std::string is = file_shown(now, kind.kind);
    if (was != is)
      list.push_back(
          {{"field", "attachments." + kind.kind}, {"label", kind.title}, {"before", was}, {"after", is}});
  }
  return list;
}

json duplicates_json(Transaction& transaction, const Order& order, platform::Language language) {
  json list = json::array();
  for (const auto& other : orders::store::duplicates(transaction, order.number))
    list.push_back({{"number", other.number},
                    {"business", orders::business_code(other.business)},
                    {"business_label", orders::business_label(other.business, language)},
                    {"state", orders::state_code(other.state)},
                    {"label", orders::state_label(other.state, other.business, other.paid, language)},
                    {"created_at", other.created_at}});
  return list;
}

// The try that was paid, or else the last one.
json payment_json(Transaction& transaction, const Order& order) {
  const auto tries = payment::store::of_order(transaction, order.number);
  if (tries.empty()) return {};
  const auto paid = std::ranges::find(tries, payment::PaymentState::paid, &payment::Payment::state);
  return payment::payment_json(paid == tries.end() ? tries.back() : *paid);
}

json decision_json(const orders::Decision& decision) {
  return {{"submission", decision.submission}, {"step", orders::step_code(decision.step)},
          {"approved", decision.approved},     {"operator", decision.operator_id},
          {"intent", decision.intent},         {"signature", core::to_base64(decision.signature)}};
}

json history_json(Transaction& transaction, const Context& context, const Order& order,
                  platform::Language language) {
  auto decisions = orders::store::all_decisions(transaction, context.personal, order.number);
  const auto timeline = orders::store::timeline(transaction, context.personal, order.number);
  json list = orders::timeline_json(order, timeline, language);
  // A decision and its entry were written in one transaction; both are in order.
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    list[i]["actor"] = timeline[i].actor;
    list[i]["decision"] = json();
    const auto made = std::ranges::find_if(decisions, [&](const orders::Decision& decision) {
      return timeline[i].actor == decision.operator_id && timeline[i].time == decision.decided_at &&
             timeline[i].event != orders::event_code(orders::Event::receive_paper);
    });
    if (made == decisions.end()) continue;
    list[i]["decision"] = decision_json(*made);
    decisions.erase(made);
  }
  return list;
}

}  // namespace

json officer_json(const Officer& officer) {
  return {{"operator", officer.id}, {"name", officer.name}, {"role", role_code(officer.role)}};
}

json session_json(const DeskSession& session) {
  json value = officer_json(session.officer);
  value["token"] = session.token;
  value["expires_at"] = session.expires_at;
  value["by_phone"] = !session.officer.entrance.empty();
  return value;
}

json queue_json(const Context& context, const Queue& queue, platform::Language language) {
  json list = json::array();
  for (const auto& order : queue.orders) {
    const auto& service = context.catalogue.version(order.service_id, order.service_version);
    json item = orders::summary_of(order, service, language);
    item.update(waiting_json(context, order, service));
    const auto others = queue.duplicates.find(order.number);
    item["duplicates"] = others == queue.duplicates.end() ? 0 : others->second;
    list.push_back(std::move(item));
  }
  return {{"orders", list},
          {"last_page", queue.next.empty()},
          {"next", queue.next.empty() ? json() : json(queue.next)}};
}

json detail_json(const Context& context, const Order& order, platform::Language language) {
  const auto& service = context.catalogue.version(order.service_id, order.service_version);
  json detail = orders::detail_of(context, order, language);
  detail.update(waiting_json(context, order, service));
  context.database.read([&](Transaction& transaction) {
    const auto text = application_text(transaction, context, order);
    detail["application_text"] = text.text;
    detail["application_digest"] = text.digest;
    detail["approval"] = json::object();
    for (const auto& [name, value] : approval_fields(order, service, text.digest))
      detail["approval"][name] = value;
    detail["changes"] = changes_json(transaction, context, order, service.in(language));
    detail["duplicates"] = duplicates_json(transaction, order, language);
    detail["payment"] = payment_json(transaction, order);
    detail["history"] = history_json(transaction, context, order, language);
  });
  return detail;
}

}  // namespace palmkey::front::desk
