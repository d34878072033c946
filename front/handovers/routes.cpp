#include "front/handovers/routes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "front/desk/authorization.hpp"
#include "front/handovers/rules.hpp"
#include "front/http.hpp"

namespace palmkey::front::handovers {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t handovers_on_a_page = 50;
constexpr std::size_t largest_request = 2 * largest_document;  // in base64, with what is beside it

constexpr platform::Message messages[] = {
    {"handover_unknown", "没有此司法恢复业务。", "There is no such handover of keys."},
    {"reference_invalid", "文书编号应为一行,不超过 120 个字符。",
     "The reference is one line of at most 120 characters."},
};

json handover_json(const Handover& handover) {
  return {{"number", handover.number},
          {"serial", handover.serial},
          {"reference", handover.reference},
          {"recipient_subject", handover.recipient_subject},
          {"recipient_digest", core::to_hex(core::sm3(handover.recipient))},
          {"document_digest", handover.document_digest},
          {"state", state_code(handover.state)},
          {"begun_by", handover.begun_by},
          {"begun_at", handover.begun_at},
          {"ended_by", handover.ended_by.empty() ? json() : json(handover.ended_by)},
          {"ended_at", handover.ended_at == 0 ? json() : json(handover.ended_at)},
          {"keys", handover.keys.size()}};
}

json detail_json(const Context& context, const std::string& number) {
  const auto shown = show(context, number);
  json value = handover_json(shown.handover);
  value["approvals"] = json::array();
  for (const auto& approval : shown.approvals)
    value["approvals"].push_back({{"operator", approval.operator_id}, {"signed_at", approval.signed_at}});
  value["agents_needed"] = context.vault.operators().recovery_agents_needed;
  const auto [text, digest] = text_of(shown.handover);
  value["application_text"] = text;
  value["application_digest"] = digest;
  value["approval"] = json::object();
  for (const auto& [name, field] : approval_fields(shown.handover)) value["approval"][name] = field;
  return value;
}

core::Bytes bytes_member(const json& body, std::string_view name) {
  const auto decoded = core::from_base64(text_member(body, name));
  if (!decoded) throw platform::Failure("malformed", 400, std::string(name));
  return *decoded;
}

desk::Officer agent_of(const Context& context, const HttpRequest& request) {
  return desk::authorized(context, request, {OperatorRole::recovery});
}

HttpResponse begin_one(const Context& context, const HttpRequest& request) {
  const auto agent = agent_of(context, request);
  const auto body = request.json();
  const auto handover = begin(context, agent,
                              {text_member(body, "serial"), text_member(body, "reference"),
                               bytes_member(body, "recipient"), bytes_member(body, "document")});
  return HttpResponse::json(detail_json(context, handover.number), 201);
}

HttpResponse list_all(const Context& context, const HttpRequest& request) {
  agent_of(context, request);
  auto found = list(context, {request.query("search").value_or(""),
                              place_of(request.query("before").value_or("")), handovers_on_a_page + 1});
  json next;
  if (found.size() > handovers_on_a_page) {
    found.pop_back();
    next = cursor_of({found.back().begun_at, found.back().number});
  }
  json items = json::array();
  for (const auto& handover : found) items.push_back(handover_json(handover));
  return HttpResponse::json({{"items", items}, {"next", next}});
}

HttpResponse show_keys(const Context& context, const HttpRequest& request) {
  agent_of(context, request);
  json items = json::array();
  for (const auto& key : show(context, request.path_parameter("number")).handover.keys)
    items.push_back({{"enveloped_key", core::to_base64(key)}});
  return HttpResponse::json({{"items", items}});
}

HttpResponse show_document(const Context& context, const HttpRequest& request) {
  agent_of(context, request);
  auto content = document(context, request.path_parameter("number"));
  const bool is_pdf = core::as_text(content).starts_with("%PDF-");
  return HttpResponse::bytes(std::move(content), is_pdf ? "application/pdf" : "image/jpeg");
}

}  // namespace

void register_messages() {
  platform::register_messages(messages);
}

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/desk/handovers",
            [&context](const HttpRequest& request) { return list_all(context, request); });
  add_route(router, "POST", "/api/v1/desk/handovers",
            [&context](const HttpRequest& request) { return begin_one(context, request); },
            {largest_request});
  add_route(router, "GET", "/api/v1/desk/handovers/:number", [&context](const HttpRequest& request) {
    agent_of(context, request);
    return HttpResponse::json(detail_json(context, request.path_parameter("number")));
  });
  add_route(router, "GET", "/api/v1/desk/handovers/:number/document",
            [&context](const HttpRequest& request) { return show_document(context, request); });
  add_route(router, "GET", "/api/v1/desk/handovers/:number/keys",
            [&context](const HttpRequest& request) { return show_keys(context, request); });
  add_route(
      router, "POST", "/api/v1/desk/handovers/:number/approvals", [&context](const HttpRequest& request) {
        const auto handover = approve(context, agent_of(context, request), request.path_parameter("number"),
                                      desk::signed_intent_of(request));
        return HttpResponse::json(detail_json(context, handover.number));
      });
  add_route(
      router, "POST", "/api/v1/desk/handovers/:number/withdrawal", [&context](const HttpRequest& request) {
        const auto handover = withdraw(context, agent_of(context, request), request.path_parameter("number"));
        return HttpResponse::json(detail_json(context, handover.number));
      });
}

}  // namespace palmkey::front::handovers
