// Payments as JSON for officers and administrators.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "front/payment/types.hpp"

namespace palmkey::front::payment {

nlohmann::json payment_json(const Payment& payment);

}  // namespace palmkey::front::payment
