#include "front/orders/input.hpp"

#include <nlohmann/json.hpp>

#include "front/http.hpp"

namespace palmkey::front::orders {

ApplicationInput application_input(const nlohmann::json& body) {
  const auto applicant = object_member(body, "applicant");
  const auto handler = object_member(body, "handler");
  const auto of_applicant = [&](const char* name) { return text_member(applicant, name, "applicant."); };
  const auto of_handler = [&](const char* name) { return text_member(handler, name, "handler."); };
  return {text_member(body, "business"),
          integer_member(body, "months"),
          {of_applicant("name"), of_applicant("document_kind"), of_applicant("document_number"),
           of_applicant("country"), of_applicant("province"), of_applicant("city"), of_applicant("phone"),
           of_applicant("sex")},
          {of_handler("name"), of_handler("document_kind"), of_handler("document_number"),
           of_handler("address"), of_handler("phone"), of_handler("email")}};
}

}  // namespace palmkey::front::orders
