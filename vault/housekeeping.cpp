#include "vault/housekeeping.hpp"

#include "platform/failure.hpp"
#include "platform/log.hpp"

namespace palmkey::vault {

Housekeeping::Housekeeping(const Vault& vault, std::chrono::seconds interval)
    : vault_(vault), interval_(interval), thread_([this] { run(); }) {}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Housekeeping::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      vault_.keep_house();
    } catch (const platform::Failure& failure) {
      platform::log_error("vault.housekeeping", {{"failure", failure.code()}});
    }
    lock.lock();
    wake_.wait_for(lock, interval_, [this] { return stopping_; });
  }
}

}  // namespace palmkey::vault
