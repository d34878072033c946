#include "platform/mail_message.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "core/encoding.hpp"
#include "core/utf8.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::platform {
namespace {

constexpr std::size_t max_line = 76;

bool is_atom_character(unsigned char c) {
  return c < 0x80 && (std::isalnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(static_cast<char>(c)) !=
                                             std::string_view::npos);
}

bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return c == '.' || is_atom_character(c); });
}

bool is_domain_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || c == '-'); });
}

void check_header_text(const std::string& value) {
  const bool has_control =
      std::any_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (has_control || !core::is_utf8(core::as_bytes(value))) throw Failure("invalid_mail_header", 400);
}

// RFC 2047: encoded words, one a line of at most 76 bytes with the header's name, no character cut apart.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t bytes_a_word = 39;
  std::string result;
  while (!text.empty()) {
    std::size_t size = std::min(text.size(), bytes_a_word);
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
    if (!result.empty()) result += "\r\n ";
    result += "=?UTF-8?B?" + core::to_base64(core::as_bytes(text.substr(0, size))) + "?=";
    text.remove_prefix(size);
  }
  return result;
}

// Letters and digits with single spaces go as they are, anything else as encoded words.
std::string header_text(const std::string& value) {
  check_header_text(value);
  const bool plain = value.size() <= 60 && std::all_of(value.begin(), value.end(), [](unsigned char c) {
                       return c < 0x80 && (std::isalnum(c) || c == ' ' || c == '-');
                     });
  return plain ? value : encoded_words(value);
}

std::string mailbox(const MailAddress& mail_address) {
  if (!is_mail_address(mail_address.address)) throw Failure("invalid_mail_address", 400);
  if (mail_address.name.empty()) return mail_address.address;
  return header_text(mail_address.name) + "\r\n <" + mail_address.address + ">";
}

std::string base64_lines(core::ByteView content) {
  const std::string text = core::to_base64(content);
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += max_line) result += text.substr(at, max_line) + "\r\n";
  return result;
}

// RFC 2231: a percent-encoded value in numbered pieces.
std::string file_name_parameter(const std::string& name) {
  check_header_text(name);
  const std::string encoded = percent_encode(name);
  std::string result;
  std::size_t at = 0;
  for (int piece = 0; at < encoded.size(); ++piece) {
    std::size_t size = std::min<std::size_t>(48, encoded.size() - at);
    const auto escape = encoded.substr(at, size).rfind('%');
    if (at + size < encoded.size() && escape != std::string::npos && escape + 3 > size) size = escape;
    result += ";\r\n filename*" + std::to_string(piece) + "*=" + (piece == 0 ? "UTF-8''" : "") +
              encoded.substr(at, size);
    at += size;
  }
  return result;
}

std::string date_text(std::int64_t unix_seconds) {
  constexpr std::array<const char*, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime time = civil_time(unix_seconds);
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000",
                weekdays.at(static_cast<std::size_t>(time.weekday)), time.day,
                months.at(static_cast<std::size_t>(time.month - 1)), time.year, time.hour, time.minute,
                time.second);
  return buffer.data();
}

std::string text_part(const std::string& text) {
  if (!core::is_utf8(core::as_bytes(text))) throw Failure("malformed", 400);
  std::string with_crlf;
  for (const char c : text) {
    if (c == '\r') continue;
    with_crlf += c == '\n' ? "\r\n" : std::string(1, c);
  }
  return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         base64_lines(core::as_bytes(with_crlf));
}

bool is_content_type(std::string_view type) {
  const auto slash = type.find('/');
  return slash != std::string_view::npos && is_dot_atom(type.substr(0, slash)) &&
         is_dot_atom(type.substr(slash + 1)) && std::count(type.begin(), type.end(), '/') == 1;
}

std::string attachment_part(const MailAttachment& attachment) {
  if (!is_content_type(attachment.content_type)) throw Failure("invalid_mail_header", 400);
  return "Content-Type: " + attachment.content_type + "\r\nContent-Transfer-Encoding: base64\r\n" +
         "Content-Disposition: attachment" + file_name_parameter(attachment.file_name) + "\r\n\r\n" +
         base64_lines(attachment.content);
}

}  // namespace

bool is_mail_address(std::string_view address) {
  const auto at = address.find('@');
  if (at == std::string_view::npos || address.size() > 254 || at > 64) return false;
  if (!is_dot_atom(address.substr(0, at))) return false;
  std::string_view domain = address.substr(at + 1);
  while (true) {
    const auto dot = domain.find('.');
    if (!is_domain_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

std::string build_mail(const MailMessage& message, core::Random& random) {
  if (message.to.empty()) throw Failure("invalid_mail_address", 400);
  if (!is_dot_atom(message.message_identifier)) throw Failure("invalid_mail_header", 400);
  std::string to;
  for (const MailAddress& recipient : message.to) to += (to.empty() ? "" : ",\r\n ") + mailbox(recipient);
  const std::string domain = message.from.address.substr(message.from.address.find('@') + 1);
  std::string result = "Date: " + date_text(message.date) + "\r\nFrom: " + mailbox(message.from) +
                       "\r\nTo: " + to + "\r\nSubject: " + header_text(message.subject) +
                       "\r\nMessage-ID:\r\n <" + message.message_identifier + "@" + domain +
                       ">\r\nMIME-Version: 1.0\r\n";
  if (message.attachments.empty()) return result + text_part(message.text);

  core::ByteArray<16> bytes{};
  value_or_throw(random.fill(bytes));
  const std::string boundary = "=_" + core::to_hex(bytes);  // "=_" occurs in no base64 text
  result += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n";
  result += "--" + boundary + "\r\n" + text_part(message.text);
  for (const MailAttachment& attachment : message.attachments) {
    result += "--" + boundary + "\r\n" + attachment_part(attachment);
  }
  return result + "--" + boundary + "--\r\n";
}

}  // namespace palmkey::platform
