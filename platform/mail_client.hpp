// Sends a ready message by SMTP, over libcurl.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/secret.hpp"

namespace palmkey::platform {

enum class SmtpSecurity {
  implicit_tls,  // RFC 8314, port 465
  starttls,      // required: without it nothing is sent
  none,          // only to a loopback address, for demonstration
};

struct SmtpServer {
  std::string host;
  std::uint16_t port = 465;
  SmtpSecurity security = SmtpSecurity::implicit_tls;
  std::string user{};       // empty: no AUTH
  core::Secret password{};  // never logged
  std::string ca_file{};    // PEM; empty: the system's authorities
  std::chrono::milliseconds timeout{30000};
};

// Hands `message` (see build_mail) to the server for all recipients. Failure("mail_unreachable", 502) if no
// answer came or a temporary refusal (try again), Failure("mail_refused", 502, parameter "reply": the SMTP
// code from 500 up) if the server said no for good, Failure("invalid_mail_address", 400) before anything is
// sent. Thread-safe.
void send_mail(const SmtpServer& server, const std::string& from, const std::vector<std::string>& to,
               const std::string& message);

}  // namespace palmkey::platform
