// The front's HTTP API, as a phone or an officer's device calls it.
#pragma once

#include <optional>
#include <string>

#include "apps/palmkey/output.hpp"
#include "core/bytes.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

// Every answer of 400 and above is thrown as Problem with the front's own code, sentence and field; no answer
// at all as platform::Failure("upstream_unreachable"). One thread.
class ApiClient {
 public:
  // `base_url` without a slash at its end; `ca_file` empty for the system's authorities.
  ApiClient(std::string base_url, std::string ca_file, platform::Language language)
      : base_url_(std::move(base_url)), ca_file_(std::move(ca_file)), language_(language) {}

  const std::string& base_url() const { return base_url_; }
  // Sent as "Authorization: Bearer" from now on; empty for none.
  void use_token(std::string token) { token_ = std::move(token); }

  json get(const std::string& path);
  json post(const std::string& path, const json& body = json::object());
  // The body as it is, with the key that makes a repetition harmless.
  json post_once(const std::string& path, const std::string& body, const std::string& idempotency_key);
  json put(const std::string& path, const json& body);
  json put_bytes(const std::string& path, const std::string& media_type, core::Bytes body);
  void remove(const std::string& path);  // DELETE
  core::Bytes download(const std::string& path);
  core::Bytes post_bytes(const std::string& path, core::ByteView body);

 private:
  platform::HttpResponse call(const std::string& method, const std::string& path,
                              const std::string& media_type = {}, core::Bytes body = {},
                              const std::string& idempotency_key = {});

  std::string base_url_, ca_file_, token_;
  platform::Language language_;
};

}  // namespace palmkey::cli
