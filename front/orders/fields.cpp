#include "front/orders/fields.hpp"

#include <algorithm>
#include <utility>

namespace palmkey::front::orders {

namespace {

std::vector<std::pair<std::string, std::string>> fields_of(const ApplicationInput& input) {
  return {{"business", input.business},
          {"months", std::to_string(input.months)},
          {"applicant.name", input.applicant.name},
          {"applicant.document_kind", input.applicant.document_kind},
          {"applicant.document_number", input.applicant.document_number},
          {"applicant.country", input.applicant.country},
          {"applicant.province", input.applicant.province},
          {"applicant.city", input.applicant.city},
          {"applicant.phone", input.applicant.phone},
          {"applicant.sex", input.applicant.sex},
          {"handler.name", input.handler.name},
          {"handler.document_kind", input.handler.document_kind},
          {"handler.document_number", input.handler.document_number},
          {"handler.address", input.handler.address},
          {"handler.phone", input.handler.phone},
          {"handler.email", input.handler.email}};
}

}  // namespace

std::vector<std::string> differing_fields(const ApplicationInput& a, const ApplicationInput& b) {
  const auto left = fields_of(a);
  const auto right = fields_of(b);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left[i].second != right[i].second) names.push_back(left[i].first);
  return names;
}

bool may_be_rejected(std::string_view field, const catalogue::Service& service) {
  if (field == "paper") return true;
  constexpr std::string_view attachments = "attachments.";
  if (field.starts_with(attachments)) return service.attachment(field.substr(attachments.size())) != nullptr;
  if (field == "business" || field == "months" || field == "applicant.phone") return false;
  return std::ranges::any_of(fields_of({}), [&](const auto& known) { return known.first == field; });
}

}  // namespace palmkey::front::orders
