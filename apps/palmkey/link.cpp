#include "apps/palmkey/link.hpp"

#include "platform/failure.hpp"

namespace palmkey::cli {

core::Link parse_link(std::string_view text, core::LinkKind kind) {
  auto link = core::parse_link(text);
  if (!link || link->kind != kind) throw platform::Failure("link_malformed", 400, "link");
  return *std::move(link);
}

}  // namespace palmkey::cli
