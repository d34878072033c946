#include "front/orders/subject.hpp"

#include <array>
#include <stdexcept>

namespace palmkey::front::orders {

Subject subject_of(const Application& application, const catalogue::Service& service) {
  const Applicant& applicant = application.applicant;
  return {applicant.country,     province_shown(applicant),
          city_shown(applicant), service.subject_organization,
          service.subject_unit,  applicant.name};
}

core::Name name_of(const Subject& subject) {
  namespace type = core::attribute_type;
  const std::array parts{std::pair{type::country, &subject.country},
                         std::pair{type::state_or_province, &subject.province},
                         std::pair{type::locality, &subject.locality},
                         std::pair{type::organization, &subject.organization},
                         std::pair{type::organizational_unit, &subject.unit},
                         std::pair{type::common_name, &subject.name}};
  core::Name name;
  for (const auto& [kind, value] : parts)
    if (!value->empty() && !name.add(kind, *value)) throw std::logic_error("a subject's value does not fit");
  return name;
}

}  // namespace palmkey::front::orders
