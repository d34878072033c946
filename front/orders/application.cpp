#include "front/orders/application.hpp"

#include <algorithm>

#include "front/identity/contact.hpp"
#include "front/regions/regions.hpp"

namespace palmkey::front::orders {

namespace {

// Collects errors; a field that is empty gets "field_required", whatever its own rule says.
class Checker {
 public:
  explicit Checker(const ApplicationRules& rules) : rules_(rules) {}

  void fail(std::string field, std::string_view code) {
    errors_.push_back({std::move(field), std::string(code)});
  }

  std::string text(const std::string& field, const std::string& typed,
                   std::optional<std::string> (*rule)(std::string_view), std::string_view code) {
    if (typed.empty()) {
      fail(field, "field_required");
      return {};
    }
    auto value = rule(typed);
    if (!value) fail(field, code);
    return value.value_or("");
  }

  // The kind and what the number says, or nothing.
  std::optional<std::pair<identity::DocumentKind, identity::DocumentFacts>> document(
      const std::string& prefix, const std::string& kind_code, const std::string& number) {
    if (kind_code.empty()) {
      fail(prefix + ".document_kind", "field_required");
      return std::nullopt;
    }
    const auto kind = identity::document_kind_of(kind_code);
    if (!kind || std::ranges::find(rules_.document_kinds, *kind) == rules_.document_kinds.end()) {
      fail(prefix + ".document_kind", "document_kind_not_accepted");
      return std::nullopt;
    }
    auto check = identity::check_document(*kind, number, rules_.today);
    if (!check.facts) {
      fail(prefix + ".document_number", check.error);
      return std::nullopt;
    }
    return std::pair{*kind, *std::move(check.facts)};
  }

  std::vector<FieldError> take() { return std::move(errors_); }

 private:
  const ApplicationRules& rules_;
  std::vector<FieldError> errors_;
};

void check_place(const ApplicantInput& input, Checker& checker, Applicant& applicant) {
  applicant.country = input.country;
  if (input.country.empty()) return checker.fail("applicant.country", "field_required");
  if (!identity::is_country_code(input.country)) return checker.fail("applicant.country", "country_unknown");
  if (input.country != "CN") {
    const auto place = [&](const std::string& field, const std::string& typed, std::string_view code) {
      return typed.empty() ? std::string() : checker.text(field, typed, identity::person_name, code);
    };
    applicant.province = place("applicant.province", input.province, "province_unknown");
    applicant.city = place("applicant.city", input.city, "city_unknown");
    return;
  }
  applicant.province = input.province;
  applicant.city = input.city;
  if (input.province.empty()) return checker.fail("applicant.province", "field_required");
  if (!regions::province_name(input.province)) return checker.fail("applicant.province", "province_unknown");
  if (input.city.empty()) return checker.fail("applicant.city", "field_required");
  if (!regions::city_is_in(input.city, input.province)) checker.fail("applicant.city", "city_unknown");
}

Applicant check_applicant(const ApplicantInput& input, const ApplicationRules& rules, Checker& checker) {
  Applicant applicant;
  applicant.name = checker.text("applicant.name", input.name, identity::person_name, "name_invalid");
  if (auto document = checker.document("applicant", input.document_kind, input.document_number)) {
    applicant.document_kind = document->first;
    applicant.document_number = std::move(document->second.number);
    applicant.birth = document->second.birth;
    applicant.sex = document->second.sex;
  }
  if (!input.sex.empty()) {
    const auto sex = identity::sex_of(input.sex);
    if (!sex)
      checker.fail("applicant.sex", "sex_unknown");
    else if (applicant.sex && applicant.sex != sex)
      checker.fail("applicant.sex", "sex_mismatch");
    applicant.sex = sex;
  }
  check_place(input, checker, applicant);
  applicant.phone = checker.text("applicant.phone", input.phone, identity::mobile_number, "phone_invalid");
  if (!applicant.phone.empty() && applicant.phone != rules.proven_phone)
    checker.fail("applicant.phone", "phone_not_proven");
  return applicant;
}

Handler check_handler(const HandlerInput& input, Checker& checker) {
  Handler handler;
  handler.name = checker.text("handler.name", input.name, identity::person_name, "name_invalid");
  if (auto document = checker.document("handler", input.document_kind, input.document_number)) {
    handler.document_kind = document->first;
    handler.document_number = std::move(document->second.number);
  }
  handler.address =
      checker.text("handler.address", input.address, identity::postal_address, "address_invalid");
  handler.phone = checker.text("handler.phone", input.phone, identity::mobile_number, "phone_invalid");
  handler.email = checker.text("handler.email", input.email, identity::mail_address, "mail_invalid");
  return handler;
}

std::string shown(const Applicant& applicant, const std::string& place,
                  std::optional<std::string_view> (*name)(std::string_view)) {
  if (applicant.country != "CN") return place;
  return std::string(name(place).value_or(""));
}

}  // namespace

ApplicationCheck check_application(const ApplicationInput& input, const ApplicationRules& rules) {
  Checker checker(rules);
  Application application;
  const auto business = business_of(input.business);
  if (input.business.empty())
    checker.fail("business", "field_required");
  else if (!business || std::ranges::find(rules.businesses, *business) == rules.businesses.end())
    checker.fail("business", "business_not_offered");
  else
    application.business = *business;
  const bool is_offered = has_term(application.business)
                              ? std::ranges::find(rules.terms, input.months) != rules.terms.end()
                              : input.months == 0;
  if (!is_offered)
    checker.fail("months", "term_not_offered");
  else
    application.months = static_cast<int>(input.months);
  application.applicant = check_applicant(input.applicant, rules, checker);
  application.handler = check_handler(input.handler, checker);

  ApplicationCheck result{std::nullopt, checker.take()};
  if (result.errors.empty()) result.application = std::move(application);
  return result;
}

ApplicationInput input_of(const Application& application) {
  const Applicant& applicant = application.applicant;
  const Handler& handler = application.handler;
  return {std::string(business_code(application.business)),
          application.months,
          {applicant.name, std::string(identity::document_kind_code(applicant.document_kind)),
           applicant.document_number, applicant.country, applicant.province, applicant.city, applicant.phone,
           applicant.sex ? std::string(identity::sex_code(*applicant.sex)) : std::string()},
          {handler.name, std::string(identity::document_kind_code(handler.document_kind)),
           handler.document_number, handler.address, handler.phone, handler.email}};
}

std::string province_shown(const Applicant& applicant) {
  return shown(applicant, applicant.province, regions::province_name);
}

std::string city_shown(const Applicant& applicant) {
  return shown(applicant, applicant.city, regions::city_name);
}

}  // namespace palmkey::front::orders
