#include "apps/palmkey/link.hpp"

#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

[[noreturn]] void refuse() {
  throw platform::Failure("link_malformed", 400, "link");
}

}  // namespace

const std::string& Link::value(const std::string& name) const {
  const auto found = values.find(name);
  if (found == values.end() || found->second.empty()) refuse();
  return found->second;
}

Link parse_link(std::string_view text, std::string_view path) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) refuse();
  const auto slash = text.find('/', text.find("://") + 3);
  const auto end = text.find_first_of("?#");
  if (slash == std::string_view::npos || end == std::string_view::npos || end < slash) refuse();
  Link link{std::string(text.substr(0, slash)), std::string(text.substr(slash, end - slash)), {}};
  if (link.path != path) refuse();
  std::string_view rest = text.substr(end + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find_first_of("&#"));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) refuse();
    const auto value = platform::percent_decode(pair.substr(equals + 1));
    if (!value || !link.values.emplace(pair.substr(0, equals), *value).second) refuse();
  }
  return link;
}

}  // namespace palmkey::cli
