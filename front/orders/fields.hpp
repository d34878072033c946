// The fields of an application by name, as officers name them in rejections and corrections compare them.
// Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "front/catalogue/catalogue.hpp"
#include "front/orders/application.hpp"

namespace palmkey::front::orders {

// Names of the fields in which both differ.
std::vector<std::string> differing_fields(const ApplicationInput& a, const ApplicationInput& b);

// A field in which two applications differ, as people read it.
struct FieldChange {
  std::string field;  // "applicant.name"
  std::string label;  // zh-CN
  std::string before, after;
};
std::vector<FieldChange> changes_between(const Application& before, const Application& after);

// What a rejection may name: fields of applicant and handler (but the proven number, business and term, which
// are the order itself), "attachments.KIND" of the service's for this business, "paper".
bool may_be_rejected(std::string_view field, const catalogue::Service& service, Business business);

}  // namespace palmkey::front::orders
