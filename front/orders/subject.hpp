// The subject that an order's certificates will carry.
#pragma once

#include <string>

#include "core/x500_name.hpp"
#include "front/catalogue/catalogue.hpp"
#include "front/orders/application.hpp"

namespace palmkey::front::orders {

// The values of the subject, empty where there is none.
struct Subject {
  std::string country, province, locality, organization, unit, name;
};
Subject subject_of(const Application& application, const catalogue::Service& service);

// The name as certificates and requests carry it: C, ST, L, O, OU, CN, without the empty ones.
// std::logic_error if a value does not fit, which check_application and the catalogue prevent.
core::Name name_of(const Subject& subject);

}  // namespace palmkey::front::orders
