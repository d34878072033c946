// A mail server for one connection: takes one message without TLS and remembers what was said.
#pragma once

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace palmkey::test {

class SmtpReceiver {
 public:
  struct Session {
    std::vector<std::string> commands;
    std::string message;  // dots undone
  };

  // `recipient_reply` answers RCPT TO.
  explicit SmtpReceiver(std::string recipient_reply = "250 ok");
  ~SmtpReceiver();
  SmtpReceiver(const SmtpReceiver&) = delete;
  SmtpReceiver& operator=(const SmtpReceiver&) = delete;

  std::uint16_t port() const { return port_; }
  // What was said; waits for the end of the connection.
  Session session();

 private:
  void serve();

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::string recipient_reply_;
  Session session_;
  std::thread thread_;
};

}  // namespace palmkey::test
