#include "front/orders/fields.hpp"

#include <algorithm>
#include <utility>

namespace palmkey::front::orders {

namespace {

struct Field {
  std::string name;
  std::string_view label;
  std::string value;
};

std::vector<Field> fields_of(const ApplicationInput& input) {
  const auto& applicant = input.applicant;
  const auto& handler = input.handler;
  return {{"business", "业务类型", input.business},
          {"months", "申请期限", std::to_string(input.months)},
          {"applicant.name", "姓名", applicant.name},
          {"applicant.document_kind", "证件类型", applicant.document_kind},
          {"applicant.document_number", "证件号码", applicant.document_number},
          {"applicant.country", "国家", applicant.country},
          {"applicant.province", "省份", applicant.province},
          {"applicant.city", "城市", applicant.city},
          {"applicant.phone", "电话", applicant.phone},
          {"applicant.sex", "性别", applicant.sex},
          {"handler.name", "经办人姓名", handler.name},
          {"handler.document_kind", "经办人证件类型", handler.document_kind},
          {"handler.document_number", "经办人证件号码", handler.document_number},
          {"handler.address", "经办人地址", handler.address},
          {"handler.phone", "经办人电话", handler.phone},
          {"handler.email", "经办人电子邮箱", handler.email}};
}

// With names in place of codes.
ApplicationInput shown(const Application& application) {
  constexpr auto chinese = platform::Language::chinese;
  ApplicationInput input = input_of(application);
  const Applicant& applicant = application.applicant;
  input.business = business_label(application.business, chinese);
  input.applicant.document_kind = identity::document_kind_label(applicant.document_kind, chinese);
  input.applicant.province = province_shown(applicant);
  input.applicant.city = city_shown(applicant);
  input.applicant.sex = applicant.sex ? identity::sex_label(*applicant.sex) : "";
  input.handler.document_kind = identity::document_kind_label(application.handler.document_kind, chinese);
  return input;
}

}  // namespace

std::vector<std::string> differing_fields(const ApplicationInput& a, const ApplicationInput& b) {
  const auto left = fields_of(a);
  const auto right = fields_of(b);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left[i].value != right[i].value) names.push_back(left[i].name);
  return names;
}

std::vector<FieldChange> changes_between(const Application& before, const Application& after) {
  const auto left = fields_of(shown(before));
  const auto right = fields_of(shown(after));
  std::vector<FieldChange> changes;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left[i].value != right[i].value)
      changes.push_back({left[i].name, std::string(left[i].label), left[i].value, right[i].value});
  return changes;
}

bool may_be_rejected(std::string_view field, const catalogue::Service& service, Business business) {
  if (field == "paper") return true;
  constexpr std::string_view attachments = "attachments.";
  if (field.starts_with(attachments))
    return service.attachment(field.substr(attachments.size()), business) != nullptr;
  if (field == "business" || field == "months" || field == "applicant.phone") return false;
  return std::ranges::any_of(fields_of({}), [&](const auto& known) { return known.name == field; });
}

}  // namespace palmkey::front::orders
