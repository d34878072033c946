// Brings published versions from the database into the catalogue, in every process that shares it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "front/catalogue/catalogue.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"

namespace palmkey::front::services {

class Updates {
 public:
  // The references outlive the object.
  Updates(catalogue::Catalogue& catalogue, platform::Database& database, const platform::Clock& clock)
      : catalogue_(catalogue), database_(database), clock_(clock) {}
  ~Updates();  // stops
  Updates(const Updates&) = delete;
  Updates& operator=(const Updates&) = delete;

  // Makes all published versions known and those current whose time has come. Thread-safe.
  void refresh();
  // Refreshes every second on a thread of its own.
  void start();
  void stop();

 private:
  void run();

  catalogue::Catalogue& catalogue_;
  platform::Database& database_;
  const platform::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace palmkey::front::services
