#include "front/services/content.hpp"

#include <algorithm>

#include "front/catalogue/view.hpp"
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
  return std::ranges::any_of(content["agreement"], [](const json& agreement) {
    return agreement.is_object() && (!agreement.contains("text") || agreement.contains("file_english"));
  });
}

// Adds to every text the one that `english` has in its place, where it is another, as "..._english".
void add_english(json& content, const json& english) {
  if (content.is_array()) {
    for (std::size_t i = 0; i < content.size(); ++i) add_english(content[i], english[i]);
    return;
  }
  if (!content.is_object()) return;
  json added = json::object();
  for (auto& [name, member] : content.items()) {
    const json& other = english.at(name);
    if (member.is_structured()) {
      add_english(member, other);
    } else if (member.is_string() && member != other) {
      added[name + "_english"] = other;
    }
  }
  content.update(added);
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
  json point = catalogue::acceptance_point_json(service.acceptance_point);
  const auto& office = service.acceptance_point.office_days;
  point["office_days"] = weekdays_json(office);
  point["holidays"] = dates_json(office.holidays);
  point["extra_office_days"] = dates_json(office.extra);
  json content = catalogue::members_of(service);
  content["businesses"] = businesses;
  content["document_kinds"] = kinds;
  content["certificate_profile"] = service.certificate_profile;
  content["subject_organization"] = service.subject_organization;
  content["subject_unit"] = service.subject_unit;
  content["acceptance_point"] = point;
  content["agreement"] = agreements;
  content["attachment"] = catalogue::attachments_json(service);
  if (service.english) add_english(content, content_of(*service.english));
  return content;
}

}  // namespace palmkey::front::services
