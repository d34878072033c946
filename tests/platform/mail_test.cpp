#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/mail_client.hpp"
#include "platform/mail_message.hpp"
#include "platform/random.hpp"
#include "tests/support/smtp_server.hpp"

namespace palmkey::platform {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

MailMessage demonstration() {
  MailMessage message;
  message.from = {"示范认证中心", "notice@example.com"};
  message.to = {{"张示范", "zhang@example.org"}, {"", "plain@example.org"}};
  message.subject = "您的电子发票";
  message.text = "第一行\n.\nFrom here\n";
  message.date = 1'780'000'000;
  message.message_identifier = "job-7";
  return message;
}

std::string built(const MailMessage& message) {
  SystemRandom random;
  return build_mail(message, random);
}

std::string code_of(const MailMessage& message) {
  try {
    built(message);
    return "built";
  } catch (const Failure& failure) {
    return failure.code();
  }
}

void expect_short_lines(const std::string& message) {
  std::size_t at = 0;
  while (at < message.size()) {
    const auto end = message.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 78U) << message.substr(at, end - at);
    EXPECT_EQ(message.substr(at, end - at).find_first_of("\r\n"), std::string::npos);
    at = end + 2;
  }
}

TEST(MailMessage, EncodesHeadersAndText) {
  const std::string message = built(demonstration());
  EXPECT_THAT(message, HasSubstr("Date: Thu, 28 May 2026 20:26:40 +0000\r\n"));
  EXPECT_THAT(message,
              HasSubstr("Subject: =?UTF-8?B?" + core::to_base64(core::as_bytes("您的电子发票")) + "?=\r\n"));
  EXPECT_THAT(message, HasSubstr("<zhang@example.org>,\r\n plain@example.org\r\n"));
  EXPECT_THAT(message, HasSubstr("<job-7@example.com>"));
  EXPECT_THAT(message, HasSubstr(core::to_base64(core::as_bytes("第一行\r\n.\r\nFrom here\r\n"))));
  expect_short_lines(message);
}

TEST(MailMessage, CutsNoCharacterOfALongSubject) {
  MailMessage message = demonstration();
  message.subject.clear();
  for (int i = 0; i < 60; ++i) message.subject += "发";
  const std::string text = built(message);
  expect_short_lines(text);
  std::string decoded;
  std::size_t at = text.find("Subject: ");
  const std::size_t end = text.find("Message-ID");
  while ((at = text.find("=?UTF-8?B?", at)) < end) {
    const auto stop = text.find("?=", at + 10);
    const core::Bytes bytes = *core::from_base64(text.substr(at + 10, stop - at - 10));
    EXPECT_EQ(bytes.size() % 3, 0U);
    decoded += core::as_text(bytes);
    at = stop;
  }
  EXPECT_EQ(decoded, message.subject);
}

TEST(MailMessage, CarriesAttachmentsWithTheirNames) {
  MailMessage message = demonstration();
  core::Bytes content(1000);
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<std::uint8_t>(i);
  message.attachments.push_back({"电子发票 0020260301.pdf", "application/pdf", content});
  const std::string text = built(message);
  expect_short_lines(text);
  EXPECT_THAT(text, HasSubstr("filename*0*=UTF-8''%E7%94%B5%E5%AD%90"));
  std::string without_breaks = text;
  std::erase(without_breaks, '\r');
  std::erase(without_breaks, '\n');
  EXPECT_THAT(without_breaks, HasSubstr(core::to_base64(content)));
}

TEST(MailMessage, RefusesLineBreaksInHeaders) {
  MailMessage message = demonstration();
  EXPECT_EQ(code_of(message), "built");
  message.subject = "x\r\nBcc: victim@example.org";
  EXPECT_EQ(code_of(message), "invalid_mail_header");
  message = demonstration();
  message.to[0].name = "x\nBcc: victim@example.org";
  EXPECT_EQ(code_of(message), "invalid_mail_header");
  message = demonstration();
  message.to[0].address = "a@example.org\r\nBcc: victim@example.org";
  EXPECT_EQ(code_of(message), "invalid_mail_address");
  message = demonstration();
  message.message_identifier = "a>\r\nX: y";
  EXPECT_EQ(code_of(message), "invalid_mail_header");
  message = demonstration();
  message.attachments.push_back({"a", "text/plain\r\nX: y", {}});
  EXPECT_EQ(code_of(message), "invalid_mail_header");
}

TEST(MailAddress, IsADotAtomAtADomain) {
  for (const char* good : {"a@b", "first.last+tag@mail.example.com", "x@1-2.example"}) {
    EXPECT_TRUE(is_mail_address(good)) << good;
  }
  for (const char* bad : {"", "a", "@b", "a@", "a@@b", ".a@b", "a.@b", "a..b@c", "a b@c", "a@b..c", "a@-b",
                          "a@b-", "a@b c", "\"a\"@b", "张@b", "a@b\n", "<a@b>", "a,b@c"}) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  }
  EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@b"));
}

SmtpServer loopback(std::uint16_t port) {
  SmtpServer server;
  server.host = "127.0.0.1";
  server.port = port;
  server.security = SmtpSecurity::none;
  return server;
}

TEST(MailClient, HandsTheMessageOverUnchanged) {
  test::SmtpReceiver receiver;
  const std::string message = built(demonstration()) + ".dot first\r\n..two\r\n";
  send_mail(loopback(receiver.port()), "notice@example.com", {"zhang@example.org", "plain@example.org"},
            message);
  const auto session = receiver.session();
  EXPECT_THAT(session.commands, Contains("MAIL FROM:<notice@example.com>"));
  EXPECT_THAT(session.commands, Contains("RCPT TO:<zhang@example.org>"));
  EXPECT_THAT(session.commands, Contains("RCPT TO:<plain@example.org>"));
  EXPECT_EQ(session.message, message);
}

TEST(MailClient, RefusesAnAddressBeforeItConnects) {
  test::SmtpReceiver receiver;
  EXPECT_THROW(send_mail(loopback(receiver.port()), "a@b", {"x@y>\r\nRCPT TO:<z@y"}, "m\r\n"), Failure);
  EXPECT_THROW(send_mail(loopback(receiver.port()), "a@b\r\n", {"x@y"}, "m\r\n"), Failure);
  EXPECT_THROW(send_mail(loopback(receiver.port()), "a@b", {}, "m\r\n"), Failure);
}

std::string code_of_sending(const SmtpServer& server) {
  try {
    send_mail(server, "a@b", {"x@y"}, "m\r\n");
    return "sent";
  } catch (const Failure& failure) {
    return failure.code();
  }
}

TEST(MailClient, TellsARefusalForGoodFromOneForNow) {
  test::SmtpReceiver unknown("550 no such user");
  EXPECT_EQ(code_of_sending(loopback(unknown.port())), "mail_refused");
  test::SmtpReceiver busy("451 try later");
  EXPECT_EQ(code_of_sending(loopback(busy.port())), "mail_unreachable");
}

TEST(MailClient, SendsNothingIfTheServerOffersNoTls) {
  test::SmtpReceiver receiver;
  SmtpServer server = loopback(receiver.port());
  server.security = SmtpSecurity::starttls;
  EXPECT_EQ(code_of_sending(server), "mail_unreachable");
  EXPECT_THAT(receiver.session().commands, Not(Contains("MAIL FROM:<a@b>")));
}

TEST(MailClient, SendsUnencryptedToALoopbackAddressOnly) {
  SmtpServer server = loopback(25);
  server.host = "192.0.2.1";
  EXPECT_EQ(code_of_sending(server), "mail_unreachable");
}

}  // namespace
}  // namespace palmkey::platform
