// A service as JSON: members named and meant as the keys of a catalogue's file, with the agreements' texts in
// place (member "text" instead of "file").
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "front/catalogue/catalogue.hpp"

namespace palmkey::front::services {

struct Problem {
  std::string field;  // as in the content: "acceptance_point.hotline"
  std::string detail;
};

// What the content says, or why it is none: the first thing that is wrong, as for a file.
struct ContentCheck {
  std::optional<catalogue::Service> service;
  std::vector<Problem> problems;
};
ContentCheck check_content(const nlohmann::json& content);

// The content that would give this service.
nlohmann::json content_of(const catalogue::Service& service);

}  // namespace palmkey::front::services
