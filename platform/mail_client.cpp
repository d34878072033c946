#include "platform/mail_client.hpp"

#include <algorithm>

#include "platform/curl.hpp"
#include "platform/failure.hpp"
#include "platform/log.hpp"
#include "platform/mail_message.hpp"

namespace palmkey::platform {
namespace {

struct Upload {
  const std::string& message;
  std::size_t at = 0;
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* source) {
  auto& upload = *static_cast<Upload*>(source);
  const std::size_t taken = std::min(size * count, upload.message.size() - upload.at);
  upload.message.copy(buffer, taken, upload.at);
  upload.at += taken;
  return taken;
}

bool is_loopback(const std::string& host) {
  return host == "127.0.0.1" || host == "::1" || host == "localhost";
}

std::string url_of(const SmtpServer& server) {
  const std::string host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
  return (server.security == SmtpSecurity::implicit_tls ? "smtps://" : "smtp://") + host + ":" +
         std::to_string(server.port);
}

// libcurl copies the password; this copy is wiped here.
void set_password(CURL* handle, const core::Secret& password) {
  std::string text(core::as_text(password.view()));
  curl_easy_setopt(handle, CURLOPT_PASSWORD, text.c_str());
  core::wipe(text.data(), text.size());
}

}  // namespace

void send_mail(const SmtpServer& server, const std::string& from, const std::vector<std::string>& to,
               const std::string& message) {
  if (server.security == SmtpSecurity::none && !is_loopback(server.host)) {
    log_error("mail.client", {{"what", "unencrypted mail only goes to a loopback address"}});
    throw Failure("mail_unreachable", 502);
  }
  if (!is_mail_address(from) || to.empty() || !std::all_of(to.begin(), to.end(), is_mail_address)) {
    throw Failure("invalid_mail_address", 400);
  }
  const CurlHandle curl = new_curl();
  CURL* handle = curl.get();
  const std::string url = url_of(server);
  CurlList recipients;
  for (const std::string& recipient : to) recipients.add("<" + recipient + ">");
  Upload upload{message};

  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  if (server.security != SmtpSecurity::none) {
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  if (!server.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
    set_password(handle, server.password);
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(handle, CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(server.timeout.count()));

  const CURLcode result = curl_easy_perform(handle);
  if (result == CURLE_OK) return;
  long reply = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
  log_warning("mail.client", {{"what", curl_easy_strerror(result)}, {"reply", reply}});
  if (reply >= 500) throw Failure("mail_refused", 502, "", {{"reply", std::int64_t{reply}}});
  throw Failure("mail_unreachable", 502);
}

}  // namespace palmkey::platform
