#include "apps/palmkey/terminal.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <optional>

#include "platform/failure.hpp"

namespace palmkey::cli {

namespace {

constexpr std::size_t kLongestLine = 256;

class Terminal {
 public:
  Terminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
  ~Terminal() {
    if (before_) ::tcsetattr(file_, TCSAFLUSH, &*before_);
    if (file_ >= 0) ::close(file_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  explicit operator bool() const { return file_ >= 0; }

  void hide_input() {
    termios now{};
    if (::tcgetattr(file_, &now) != 0) return;
    before_ = now;
    now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(file_, TCSAFLUSH, &now);
  }

  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(file_, text.data(), text.size());
      if (written <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  // One line without its end. Read byte by byte, so that nothing of it stays in a buffer.
  core::Secret read_line() const {
    core::Secret line(kLongestLine);
    std::size_t size = 0;
    std::uint8_t byte = 0;
    while (::read(file_, &byte, 1) == 1 && byte != '\n')
      if (size < line.size()) line.mutable_view()[size++] = byte;
    return core::Secret::copy_of(line.view().first(size));
  }

 private:
  int file_;
  std::optional<termios> before_;
};

}  // namespace

core::Secret ask_secret(std::string_view prompt) {
  Terminal terminal;
  if (!terminal) throw platform::Failure("no_terminal", 400);
  terminal.hide_input();
  terminal.write(prompt);
  core::Secret answer = terminal.read_line();
  terminal.write("\n");
  return answer;
}

bool ask_yes(std::string_view prompt) {
  Terminal terminal;
  if (!terminal) return false;
  terminal.write(prompt);
  const core::Secret answer = terminal.read_line();
  const auto text = core::as_text(answer.view());
  return text == "y" || text == "Y" || text == "yes";
}

}  // namespace palmkey::cli
