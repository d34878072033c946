// A thread that does now and then what has to be done whatever is asked of the vault.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "vault/vault.hpp"

namespace palmkey::vault {

class Housekeeping {
 public:
  // Begins at once, and again after each interval. What fails is logged and tried again. `vault` must outlive
  // this.
  explicit Housekeeping(const Vault& vault, std::chrono::seconds interval = std::chrono::seconds(60));
  ~Housekeeping();  // stops
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

 private:
  void run();

  const Vault& vault_;
  const std::chrono::seconds interval_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace palmkey::vault
