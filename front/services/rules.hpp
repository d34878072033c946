// Drafts and their publication.
#pragma once

#include <optional>
#include <vector>

#include "front/context.hpp"
#include "front/services/content.hpp"
#include "front/services/types.hpp"

namespace palmkey::front::services {

// Keeps the draft, whatever is wrong with it, and says what is. InvalidInput "id" if it is for another
// service.
std::vector<Problem> save_draft(const Context& context, const std::string& service_id,
                                const nlohmann::json& content, const std::string& administrator);

// What would be published. Failure("draft_missing", 409).
struct Preview {
  std::vector<Problem> problems;
  std::vector<std::string> changed;           // members that differ from the present version
  std::optional<catalogue::Service> service;  // if there is no problem
};
Preview preview(const Context& context, const std::string& service_id);

// Makes the draft the next version. Orders that are there keep theirs. Failure: "draft_missing" (409),
// "draft_invalid" (422).
PublishedVersion publish(const Context& context, const std::string& service_id,
                         const std::string& administrator);

}  // namespace palmkey::front::services
