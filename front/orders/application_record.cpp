#include "front/orders/application_record.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace palmkey::front::orders {

using nlohmann::json;

namespace {

template <class T>
T known(std::optional<T> value) {
  if (!value) throw std::logic_error("application record: unknown code");
  return *value;
}

std::string text(const json& object, const char* key) {
  return object.at(key).get<std::string>();
}

}  // namespace

std::string to_record(const Application& application) {
  const Applicant& a = application.applicant;
  const Handler& h = application.handler;
  json record{{"business", business_code(application.business)},
              {"months", application.months},
              {"applicant",
               {{"name", a.name},
                {"document_kind", identity::document_kind_code(a.document_kind)},
                {"document_number", a.document_number},
                {"country", a.country},
                {"province", a.province},
                {"city", a.city},
                {"phone", a.phone},
                {"sex", a.sex ? identity::sex_code(*a.sex) : ""}}},
              {"handler",
               {{"name", h.name},
                {"document_kind", identity::document_kind_code(h.document_kind)},
                {"document_number", h.document_number},
                {"address", h.address},
                {"phone", h.phone},
                {"email", h.email}}}};
  if (a.birth) record["applicant"]["birth"] = {a.birth->year, a.birth->month, a.birth->day};
  return record.dump();
}

Application from_record(std::string_view text_of_record) {
  try {
    const json record = json::parse(text_of_record);
    const json& a = record.at("applicant");
    const json& h = record.at("handler");
    Application application;
    application.business = known(business_of(text(record, "business")));
    application.months = record.at("months").get<int>();
    application.applicant = {text(a, "name"),
                             known(identity::document_kind_of(text(a, "document_kind"))),
                             text(a, "document_number"),
                             text(a, "country"),
                             text(a, "province"),
                             text(a, "city"),
                             text(a, "phone"),
                             identity::sex_of(text(a, "sex")),
                             std::nullopt};
    if (a.contains("birth")) {
      const json& birth = a.at("birth");
      application.applicant.birth = {birth.at(0).get<int>(), birth.at(1).get<int>(), birth.at(2).get<int>()};
    }
    application.handler = {text(h, "name"),
                           known(identity::document_kind_of(text(h, "document_kind"))),
                           text(h, "document_number"),
                           text(h, "address"),
                           text(h, "phone"),
                           text(h, "email")};
    return application;
  } catch (const json::exception&) {
    throw std::logic_error("application record: not one");
  }
}

}  // namespace palmkey::front::orders
