#include "tests/support/smtp_server.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <utility>

namespace palmkey::test {
namespace {

class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}
  ~Connection() { close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::optional<std::string> line() {
    while (true) {
      const auto end = buffer_.find("\r\n");
      if (end != std::string::npos) {
        std::string result = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return result;
      }
      char block[4096];
      const ssize_t count = recv(socket_, block, sizeof(block), 0);
      if (count <= 0) return std::nullopt;
      buffer_.append(block, static_cast<std::size_t>(count));
    }
  }

  void say(const std::string& text) {
    const std::string out = text + "\r\n";
    if (send(socket_, out.data(), out.size(), MSG_NOSIGNAL) < 0) buffer_.clear();
  }

 private:
  int socket_;
  std::string buffer_;
};

}  // namespace

SmtpReceiver::SmtpReceiver(std::string recipient_reply) : recipient_reply_(std::move(recipient_reply)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 1) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

SmtpReceiver::~SmtpReceiver() {
  shutdown(listener_, SHUT_RDWR);  // ends accept() if nobody came
  if (thread_.joinable()) thread_.join();
  close(listener_);
}

SmtpReceiver::Session SmtpReceiver::session() {
  if (thread_.joinable()) thread_.join();
  return session_;
}

void SmtpReceiver::serve() {
  const int accepted = accept(listener_, nullptr, nullptr);
  if (accepted < 0) return;
  Connection connection(accepted);
  connection.say("220 test");
  while (auto line = connection.line()) {
    session_.commands.push_back(*line);
    if (line->starts_with("RCPT")) {
      connection.say(recipient_reply_);
    } else if (*line == "DATA") {
      connection.say("354 go on");
      while (auto data = connection.line()) {
        if (*data == ".") break;
        session_.message += (data->starts_with('.') ? data->substr(1) : *data) + "\r\n";
      }
      connection.say("250 taken");
    } else if (*line == "QUIT") {
      connection.say("221 bye");
      return;
    } else {
      connection.say("250 ok");
    }
  }
}

}  // namespace palmkey::test
