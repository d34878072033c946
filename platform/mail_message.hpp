// Builds Internet messages: RFC 5322 with MIME (RFC 2045..2047, 2231).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/random.hpp"

namespace palmkey::platform {

struct MailAddress {
  std::string name;     // UTF-8, may be empty
  std::string address;  // ASCII addr-spec
};

struct MailAttachment {
  std::string file_name;  // UTF-8
  std::string content_type;
  core::Bytes content;
};

struct MailMessage {
  MailAddress from;
  std::vector<MailAddress> to;
  std::string subject;    // UTF-8
  std::string text;       // UTF-8, plain
  std::int64_t date = 0;  // Unix seconds
  // Local part of the Message-ID; the same for repeated sending of one notice, so that a receiver can tell.
  std::string message_identifier;
  std::vector<MailAttachment> attachments;
};

// The message with CRLF line ends, lines of at most 78 bytes, text and attachments in base64.
// Failure("invalid_mail_address" / "invalid_mail_header", 400) if an address is not one or a header value
// holds a control character.
std::string build_mail(const MailMessage& message, core::Random& random);

// Whether it is an address that we send to: one @, dot-atom local part (RFC 5322), a domain of letters,
// digits, hyphens and dots, at most 254 bytes.
bool is_mail_address(std::string_view address);

}  // namespace palmkey::platform
