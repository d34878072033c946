#include "apps/phone/link.hpp"

#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"

namespace palmkey::phone {

std::optional<ConfiguringLink> configuring_link(std::string_view text) {
  const auto link = core::parse_link(text);
  if (!link) return std::nullopt;
  if (link->kind != core::LinkKind::configure && link->kind != core::LinkKind::officer) return std::nullopt;
  const auto fingerprint = link->fingerprint();
  if (!fingerprint) return std::nullopt;
  return ConfiguringLink{link->origin, *fingerprint};
}

// Text. Yields kind, origin, names and values.
PALMKEY_EXPORT(parse_link) {
  const auto link = core::parse_link(in.text());
  if (!link || !in.finish()) return Answer::refused("link_malformed");
  MessageWriter values;
  for (const auto& [name, value] : link->values) values.text(name).text(value);
  MessageWriter out;
  out.text(core::name_of(link->kind)).text(link->origin).list(values);
  return out;
}

// Link. Yields where to fetch the descriptor from, empty if the one that it names is pinned already.
PALMKEY_EXPORT(configuration_origin) {
  const auto link = configuring_link(in.text());
  if (!link || !in.finish()) return Answer::refused("link_malformed");
  const auto& pinned = device_state().descriptor;
  const bool is_pinned = pinned && core::sm3(*pinned) == link->fingerprint;
  MessageWriter out;
  out.text(is_pinned ? "" : link->origin);
  return out;
}

}  // namespace palmkey::phone
