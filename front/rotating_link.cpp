#include "front/rotating_link.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "platform/failure.hpp"

namespace palmkey::front {

using platform::Failure;

namespace {

std::string link_code(const LinkSource& source, std::int64_t elapsed_seconds) {
  const auto key = core::from_base64url(source.secret);
  if (!key) throw Failure("link_forged", 400);
  const std::string message = "palmkey-link 1|" + source.session_id + "|" + std::to_string(elapsed_seconds);
  const auto code = core::hmac_sm3(*key, core::as_bytes(message));
  return core::to_base64url(core::ByteView(code).first(16));
}

std::string required_text(const nlohmann::json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) throw Failure("field_missing", 400, name);
  return found->get<std::string>();
}

}  // namespace

std::string make_link(std::string_view base_url, std::string_view path, const LinkSource& source,
                      std::int64_t elapsed_seconds) {
  return std::string(base_url) + std::string(path) + "?i=" + source.session_id +
         "&t=" + std::to_string(elapsed_seconds) + "&a=" + link_code(source, elapsed_seconds);
}

RotatingLink read_link(const nlohmann::json& body) {
  RotatingLink link;
  link.session_id = required_text(body, "i");
  link.authentication_code = required_text(body, "a");
  const std::string elapsed = required_text(body, "t");
  if (elapsed.empty() || elapsed.size() > 6 || elapsed.find_first_not_of("0123456789") != std::string::npos)
    throw Failure("link_malformed", 400, "t");
  link.elapsed_seconds = std::stoll(elapsed);
  return link;
}

void check_link(const RotatingLink& link, const LinkSource& source, std::int64_t now_ms) {
  if (link.elapsed_seconds < 0) throw Failure("link_malformed", 400);
  const std::string expected = link_code(source, link.elapsed_seconds);
  if (!core::equal_constant_time(core::as_bytes(expected), core::as_bytes(link.authentication_code)))
    throw Failure("link_forged", 400);
  if (now_ms >= source.expires_ms) throw Failure("sign_in_expired", 410);
  const std::int64_t elapsed_now = (now_ms - source.created_ms) / 1000;
  // A link from the future can't be: the page only ever shows what this server made for the present second.
  if (link.elapsed_seconds > elapsed_now + 1 || elapsed_now - link.elapsed_seconds > link_freshness_seconds)
    throw Failure("link_stale", 410);
}

}  // namespace palmkey::front
