#include "apps/palmkey/api_client.hpp"

#include "platform/failure.hpp"
#include "platform/http_client.hpp"

namespace palmkey::cli {

namespace {

constexpr const char* kJson = "application/json";
constexpr std::size_t kLargestAnswer = std::size_t{32} * 1024 * 1024;
constexpr int kFirstFailure = 400;

json parse(const core::Bytes& body) {
  if (body.empty()) return json::object();
  json value = json::parse(core::as_text(body), nullptr, false);
  if (value.is_discarded()) throw platform::Failure("upstream_malformed", 502);
  return value;
}

core::Bytes bytes_of(const std::string& text) {
  const auto view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

// RFC 9457 as this program's error: `detail` is the sentence, `status` is HTTP's business.
[[noreturn]] void throw_problem(const platform::HttpResponse& response) {
  const json document = json::parse(core::as_text(response.body), nullptr, false);
  if (!document.is_object() || !document.contains("code"))
    throw Problem({{"code", "http_" + std::to_string(response.status)},
                   {"message", "HTTP " + std::to_string(response.status)}});
  json answer = in_camel_case(document);
  answer["message"] = document.value("detail", std::string());
  for (const char* name : {"type", "title", "detail", "status"}) answer.erase(name);
  throw Problem(std::move(answer));
}

}  // namespace

platform::HttpResponse ApiClient::call(const std::string& method, const std::string& path,
                                       const std::string& media_type, core::Bytes body,
                                       const std::string& idempotency_key) {
  platform::HttpClientRequest request;
  request.method = method;
  request.url = base_url_ + path;
  request.headers.set("Accept-Language", language_ == platform::Language::english ? "en" : "zh-CN");
  if (!media_type.empty()) request.headers.set("Content-Type", media_type);
  if (!token_.empty()) request.headers.set("Authorization", "Bearer " + token_);
  if (!idempotency_key.empty()) request.headers.set("Idempotency-Key", idempotency_key);
  request.body = std::move(body);
  request.timeout = std::chrono::seconds(60);
  request.ca_file = ca_file_;
  request.max_response = kLargestAnswer;
  auto response = platform::http_request(request);
  if (response.status >= kFirstFailure) throw_problem(response);
  return response;
}

json ApiClient::get(const std::string& path) {
  return parse(call("GET", path).body);
}

json ApiClient::post(const std::string& path, const json& body) {
  return parse(call("POST", path, kJson, bytes_of(body.dump())).body);
}

json ApiClient::post_once(const std::string& path, const std::string& body,
                          const std::string& idempotency_key) {
  return parse(call("POST", path, kJson, bytes_of(body), idempotency_key).body);
}

json ApiClient::put(const std::string& path, const json& body) {
  return parse(call("PUT", path, kJson, bytes_of(body.dump())).body);
}

json ApiClient::put_bytes(const std::string& path, const std::string& media_type, core::Bytes body) {
  return parse(call("PUT", path, media_type, std::move(body)).body);
}

void ApiClient::remove(const std::string& path) {
  call("DELETE", path);
}

core::Bytes ApiClient::download(const std::string& path) {
  return call("GET", path).body;
}

core::Bytes ApiClient::post_bytes(const std::string& path, core::ByteView body) {
  return call("POST", path, "application/octet-stream", core::Bytes(body.begin(), body.end())).body;
}

}  // namespace palmkey::cli
