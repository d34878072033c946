#include "platform/random.hpp"

#include <sys/random.h>

#include <cerrno>

namespace palmkey::platform {

core::Result<void> SystemRandom::fill(core::MutableByteView out) {
  while (!out.empty()) {
    const ssize_t count = ::getrandom(out.data(), out.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return core::Error::random_failed;
    out = out.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace palmkey::platform
