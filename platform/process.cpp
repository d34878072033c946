#include "platform/process.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace palmkey::platform {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void harden_process() {
  const rlimit none{0, 0};
  if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0) != 0) {
    throw std::system_error(errno, std::generic_category(), "harden_process");
  }
  ::umask(077);
  ::signal(SIGPIPE, SIG_IGN);
}

void catch_stop_signals() {
  const sigset_t set = stop_signals();
  if (const int error = ::pthread_sigmask(SIG_BLOCK, &set, nullptr); error != 0) {
    throw std::system_error(error, std::generic_category(), "catch_stop_signals");
  }
}

void wait_for_stop() {
  const sigset_t set = stop_signals();
  int signal = 0;
  while (::sigwait(&set, &signal) != 0) {
  }
}

}  // namespace palmkey::platform
