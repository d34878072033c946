// A program that runs beside a test and is ended with it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace palmkey::test {

class ChildProcess {
 public:
  // Starts argv[0] (found in PATH). std::runtime_error if that fails.
  explicit ChildProcess(const std::vector<std::string>& argv);
  ~ChildProcess();  // SIGTERM, and waits
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next line of its standard output; std::runtime_error if it ends before.
  std::string read_line();
  void kill();  // SIGKILL, and waits
  // Waits for its end and returns the exit status, or 128 + the signal.
  int wait();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

}  // namespace palmkey::test
