// The application: what is typed on the form 基本信息, and the rules it has to meet.
// Pure functions, safe to call from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/field_error.hpp"
#include "front/identity/document.hpp"
#include "front/orders/business.hpp"

namespace palmkey::front::orders {

// As typed; nothing is trusted yet.
struct ApplicantInput {
  std::string name, document_kind, document_number, country, province, city, phone, sex;
};
struct HandlerInput {
  std::string name, document_kind, document_number, address, phone, email;
};
struct ApplicationInput {
  std::string business;
  std::int64_t months = 0;
  ApplicantInput applicant;
  HandlerInput handler;
};

// 用户信息, found right. In China `province` and `city` are codes of GB/T 2260, elsewhere they are names or
// empty.
struct Applicant {
  std::string name;
  identity::DocumentKind document_kind{};
  std::string document_number;
  std::string country, province, city;
  std::string phone;
  std::optional<identity::Sex> sex;
  std::optional<identity::Date> birth;  // from the document's number
};

// 经办人信息
struct Handler {
  std::string name;
  identity::DocumentKind document_kind{};
  std::string document_number;
  std::string address, phone, email;
};

struct Application {
  Business business{};
  int months = 0;  // 0 where no years are ordered
  Applicant applicant;
  Handler handler;
};

// What the service and the moment allow.
struct ApplicationRules {
  std::span<const Business> businesses;
  std::span<const int> terms;  // months
  std::span<const identity::DocumentKind> document_kinds;
  std::string proven_phone;  // the applicant's number must be this one
  identity::Date today;      // in China
};

// The application, or the errors of all fields; never both. Codes: "field_required", "business_not_offered",
// "term_not_offered", "name_invalid", "document_kind_not_accepted", those of identity::check_document,
// "sex_unknown", "sex_mismatch", "country_unknown", "province_unknown", "city_unknown", "phone_invalid",
// "phone_not_proven", "address_invalid", "mail_invalid".
struct ApplicationCheck {
  std::optional<Application> application;
  std::vector<FieldError> errors;
};
ApplicationCheck check_application(const ApplicationInput& input, const ApplicationRules& rules);

// The input that would give this application, to be changed and checked again.
ApplicationInput input_of(const Application& application);

// The names that go into a certificate and onto the form: of the codes in China, as they are elsewhere.
std::string province_shown(const Applicant& applicant);
std::string city_shown(const Applicant& applicant);

}  // namespace palmkey::front::orders
