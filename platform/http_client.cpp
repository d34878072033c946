#include "platform/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "platform/curl.hpp"
#include "platform/failure.hpp"
#include "platform/log.hpp"

namespace palmkey::platform {
namespace {

struct Received {
  HttpResponse response;
  std::size_t max_size = 0;
  bool too_large = false;
};

std::size_t on_body(char* data, std::size_t, std::size_t count, void* target) {
  auto& received = *static_cast<Received*>(target);
  core::Bytes& body = received.response.body;
  if (body.size() + count > received.max_size) {
    received.too_large = true;
    return 0;  // ends the transfer
  }
  body.insert(body.end(), data, data + count);
  return count;
}

std::size_t on_header(char* data, std::size_t, std::size_t count, void* target) {
  auto& received = *static_cast<Received*>(target);
  std::string_view line(data, count);
  if (line.starts_with("HTTP/")) {
    received.response.headers = {};  // the final answer's fields only, not those of "100 Continue"
    return count;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string_view value = line.substr(colon + 1);
  const auto first = value.find_first_not_of(" \t\r\n");
  value = first == std::string_view::npos
              ? ""
              : value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
  try {
    received.response.headers.add(line.substr(0, colon), value);
  } catch (const std::invalid_argument&) {
    return 0;
  }
  return count;
}

}  // namespace

HttpResponse http_request(const HttpClientRequest& request) {
  const CurlHandle curl = new_curl();
  Received received;
  received.max_size = request.max_response;
  CurlList headers;
  for (const auto& [name, value] : request.headers.all())
    headers.add(std::string(name).append(": ").append(value));
  headers.add("Expect:");

  CURL* handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT" ||
      request.method == "PATCH") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS,
                     request.body.empty() ? "" : reinterpret_cast<const char*>(request.body.data()));
    // Without this libcurl would call any body a form.
    if (!request.headers.has("Content-Type")) headers.add("Content-Type:");
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  if (!request.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, request.ca_file.c_str());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &received);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &received);

  const CURLcode result = curl_easy_perform(handle);
  if (received.too_large) throw Failure("upstream_too_large", 502);
  if (result != CURLE_OK) {
    log_warning("http.client",
                {{"what", curl_easy_strerror(result)}});  // without the URL: it may hold secrets
    throw Failure("upstream_unreachable", 502);
  }
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  received.response.status = static_cast<int>(status);
  return std::move(received.response);
}

}  // namespace palmkey::platform
