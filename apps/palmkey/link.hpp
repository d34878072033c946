// The links in QR codes: https://host[:port]/path?names=values or .../path#names=values.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace palmkey::cli {

struct Link {
  std::string origin;  // "https://host:port"
  std::string path;    // "/c"
  std::map<std::string, std::string> values;

  // Failure("link_malformed", 400) if there is no such value.
  const std::string& value(const std::string& name) const;
};

// Failure("link_malformed", 400) for a text that is no such link, or one that does not lead to `path`.
Link parse_link(std::string_view text, std::string_view path);

}  // namespace palmkey::cli
