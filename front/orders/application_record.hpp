// The application as it lies, sealed, in its order's row.
#pragma once

#include <string>
#include <string_view>

#include "front/orders/application.hpp"

namespace palmkey::front::orders {

std::string to_record(const Application& application);  // JSON
// std::logic_error if the text is not from to_record.
Application from_record(std::string_view record);

}  // namespace palmkey::front::orders
