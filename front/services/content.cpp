#include "front/services/content.hpp"

#include "platform/config.hpp"

namespace palmkey::front::services {

using nlohmann::json;

namespace {

constexpr std::string_view document_name = "draft";

// The same as TOML, which is what services are read from. JSON's texts are TOML's basic strings.
std::string toml_of(const json& value) {
  std::string text;
  const auto part = [&](const std::string& piece) {
    if (!text.empty()) text += ", ";
    text += piece;
  };
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) part(json(name).dump() + " = " + toml_of(member));
    return "{" + text + "}";
  }
  if (value.is_array()) {
    for (const auto& member : value) part(toml_of(member));
    return "[" + text + "]";
  }
  return value.dump();
}

std::string document_of(const json& content) {
  std::string text;
  for (const auto& [name, member] : content.items())
    text += json(name).dump() + " = " + toml_of(member) + "\n";
  return text;
}

// "draft: KEY: what was expected".
Problem problem_of(std::string_view error) {
  if (error.starts_with(document_name)) error.remove_prefix(std::min(error.size(), document_name.size() + 2));
  const auto colon = error.find(": ");
  if (colon == std::string_view::npos) return {"", std::string(error)};
  return {std::string(error.substr(0, colon)), std::string(error.substr(colon + 2))};
}

// A draft names no files of the server's.
bool names_a_file(const json& content) {
  if (!content.contains("agreement") || !content["agreement"].is_array()) return false;
  for (const auto& agreement : content["agreement"])
    if (agreement.is_object() && !agreement.contains("text")) return true;
  return false;
}

json weekdays_json(const calendar::OfficeDays& office) {
  json days = json::array();
  for (int day = 0; day < 7; ++day)
    if (office.weekdays.at(static_cast<std::size_t>(day))) days.push_back(calendar::weekday_name(day));
  return days;
}

json dates_json(const std::vector<identity::Date>& dates) {
  json list = json::array();
  for (const auto& date : dates) list.push_back(identity::format_date(date));
  return list;
}

}  // namespace

ContentCheck check_content(const json& content) {
  if (!content.is_object()) return {std::nullopt, {{"", "expected an object"}}};
  if (names_a_file(content)) return {std::nullopt, {{"agreement.text", "expected the agreement's text"}}};
  try {
    const auto document = platform::Config::parse(document_of(content), std::string(document_name));
    return {catalogue::read_service(document, {}), {}};
  } catch (const platform::ConfigError& error) {
    return {std::nullopt, {problem_of(error.what())}};
  }
}

json content_of(const catalogue::Service& service) {
  json businesses = json::array();
  for (const auto business : service.businesses) businesses.push_back(orders::business_code(business));
  json kinds = json::array();
  for (const auto kind : service.document_kinds) kinds.push_back(identity::document_kind_code(kind));
  json agreements = json::array();
  for (const auto& agreement : service.agreements)
    agreements.push_back({{"id", agreement.id},
                          {"title", agreement.title},
                          {"version", agreement.version},
                          {"updated", agreement.updated},
                          {"effective", agreement.effective},
                          {"text", agreement.text}});
  json attachments = json::array();
  for (const auto& attachment : service.attachments)
    attachments.push_back({{"kind", attachment.kind},
                           {"title", attachment.title},
                           {"hint", attachment.hint},
                           {"required", attachment.required}});
  const auto& point = service.acceptance_point;
  return {{"id", service.id},
          {"name", service.name},
          {"notice", service.notice},
          {"fee_item", service.fee_item},
          {"fee_per_year", service.fee_per_year},
          {"businesses", businesses},
          {"terms", service.terms},
          {"document_kinds", kinds},
          {"certificate_profile", service.certificate_profile},
          {"subject_organization", service.subject_organization},
          {"subject_unit", service.subject_unit},
          {"paper_required", service.paper_required},
          {"preregistration_required", service.preregistration_required},
          {"self_application", service.self_application},
          {"acceptance_point",
           {{"name", point.name},
            {"address", point.address},
            {"office_hours", point.office_hours},
            {"hotline", point.hotline},
            {"directions", point.directions},
            {"office_days", weekdays_json(point.office_days)},
            {"holidays", dates_json(point.office_days.holidays)},
            {"extra_office_days", dates_json(point.office_days.extra)}}},
          {"agreement", agreements},
          {"attachment", attachments}};
}

}  // namespace palmkey::front::services
