// Services as administrators change them: a draft is edited, looked at and published as the next version.
#pragma once

#include <cstdint>
#include <string>

namespace palmkey::front::services {

struct Draft {
  std::string service_id;
  std::string content;  // JSON, see front/services/content.hpp
  std::int64_t updated_at = 0;
  std::string updated_by;  // an administrator's id
};

struct PublishedVersion {
  std::string service_id;
  std::int64_t version = 0;  // from 1; 0 is what the catalogue's file says
  std::string content;
  std::int64_t published_at = 0;
  std::string published_by;
  // From then on orders are made with it. Later than published_at by publication_delay, so that every process
  // knows a version before the first one uses it.
  std::int64_t effective_at = 0;
};

inline constexpr std::int64_t publication_delay = 5;  // seconds

}  // namespace palmkey::front::services
