// The application form of an order, to be printed and signed.
#pragma once

#include "core/bytes.hpp"
#include "front/catalogue/catalogue.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::orders {

// PDF; the same order gives the same bytes. Address and mail are the handler's where the applicant handles
// the order alone, else they are left to be written in.
core::Bytes form_pdf(const Order& order, const catalogue::Service& service);

}  // namespace palmkey::front::orders
