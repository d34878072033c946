// Links in QR codes that change every second, so that a photograph of one is soon worth nothing:
// <base URL><path>?i=<session>&t=<elapsed>&a=<authentication code>.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace palmkey::front {

// How long a link is good after the second it was made for.
inline constexpr std::int64_t link_freshness_seconds = 3;

// A link as a phone read it.
struct RotatingLink {
  std::string session_id;
  std::int64_t elapsed_seconds = 0;
  std::string authentication_code;
};

// What the links of one session are made of.
struct LinkSource {
  std::string session_id;
  std::string secret;  // 32 bytes, base64url
  std::int64_t created_ms = 0;
  std::int64_t expires_ms = 0;
};

// The link for the second `elapsed_seconds` after the session began.
std::string make_link(std::string_view base_url, std::string_view path, const LinkSource& source,
                      std::int64_t elapsed_seconds);

// i, t and a of a request's body. Failure: field_missing, link_malformed.
RotatingLink read_link(const nlohmann::json& body);

// Failure: link_malformed, link_forged (400), link_stale or sign_in_expired (410).
void check_link(const RotatingLink& link, const LinkSource& source, std::int64_t now_ms);

}  // namespace palmkey::front
