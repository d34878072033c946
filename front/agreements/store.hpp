// Table of accepted agreements.
#pragma once

#include <optional>
#include <string>

#include "front/agreements/rules.hpp"

namespace palmkey::front::agreements::store {

// Kept if it is there already.
void add(platform::Transaction& transaction, const std::string& subscriber_id, const std::string& service_id,
         const Acceptance& acceptance);
std::optional<std::int64_t> accepted_at(platform::Transaction& transaction, const std::string& subscriber_id,
                                        const std::string& service_id, const catalogue::Agreement& agreement);

}  // namespace palmkey::front::agreements::store
