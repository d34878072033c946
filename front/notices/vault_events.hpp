// Tells the owners of keys what the vault has seen: a key suspended or locked, a changed PIN, a revoked
// certificate. What an order waits for is written down with it: a key that was unlocked.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "front/context.hpp"

namespace palmkey::front::notices {

// Asks the vault for its events again and again, on a thread of its own. An event is told once: the notices
// are queued in the transaction that moves the number of the last one forward, also if several fronts ask.
class VaultEvents {
 public:
  // `context` outlives the object.
  explicit VaultEvents(const Context& context,
                       std::chrono::milliseconds interval = std::chrono::milliseconds(3000));
  ~VaultEvents();  // stops
  VaultEvents(const VaultEvents&) = delete;
  VaultEvents& operator=(const VaultEvents&) = delete;

  void start();
  void stop();  // waits for the thread
  // Asks once and tells all there is. Throws what the vault and the database throw; events that were told
  // before stay told.
  void tell_new();

 private:
  void run();

  const Context& context_;
  std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace palmkey::front::notices
