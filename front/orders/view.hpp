// Orders as JSON for their subscriber: masked in lists, whole when one is opened. Labels and the service's
// texts are in the language that is asked for.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "front/context.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::orders {

// One line of a list.
nlohmann::json summary_of(const Order& order, const catalogue::Service& service, platform::Language language);

// Everything, with timeline, attachments and certificates as they are now.
nlohmann::json detail_of(const Context& context, const Order& order, platform::Language language);

// Of the application alone, as in the request that made it, with labels.
nlohmann::json application_json(const Application& application, platform::Language language);

// For the subscriber: who decided is told as a kind, never by name.
nlohmann::json timeline_json(const Order& order, const std::vector<TimelineEntry>& timeline,
                             platform::Language language);

nlohmann::json attachment_json(const AttachmentRecord& attachment);

}  // namespace palmkey::front::orders
