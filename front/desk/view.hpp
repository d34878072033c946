// Orders as JSON for officers.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "front/context.hpp"
#include "front/desk/queue.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::desk {

nlohmann::json officer_json(const Officer& officer);
// What a browser that an officer opened the desk in is told.
nlohmann::json session_json(const DeskSession& session);

nlohmann::json queue_json(const Context& context, const Queue& queue, platform::Language language);

// All that an officer judges by: the order, its application text with the fields of an approval, what changed
// since it was handed in last, duplicates, payment and history.
nlohmann::json detail_json(const Context& context, const orders::Order& order, platform::Language language);

}  // namespace palmkey::front::desk
