#include "front/services/updates.hpp"

#include <chrono>
#include <set>

#include "front/services/content.hpp"
#include "front/services/store.hpp"
#include "platform/failure.hpp"
#include "platform/log.hpp"

namespace palmkey::front::services {

using nlohmann::json;
using platform::Transaction;

namespace {

constexpr std::chrono::seconds interval{1};

bool is_kept(const catalogue::Catalogue& catalogue, const PublishedVersion& version) {
  try {
    catalogue.version(version.service_id, version.version);
    return true;
  } catch (const platform::Failure&) {
    return false;
  }
}

}  // namespace

Updates::~Updates() {
  stop();
}

void Updates::refresh() {
  const auto versions =
      database_.read([](Transaction& transaction) { return store::versions(transaction, ""); });
  std::set<std::string> settled;  // services whose present version has been found
  for (const auto& version : versions) {
    if (!is_kept(catalogue_, version)) {
      const auto content = database_.read([&](Transaction& transaction) {
        return store::content(transaction, version.service_id, version.version);
      });
      auto checked = check_content(json::parse(content));
      if (!checked.service) {
        platform::log_error("services.version_unreadable",
                            {{"service", version.service_id}, {"version", version.version}});
        continue;
      }
      checked.service->version = version.version;
      catalogue_.keep(*std::move(checked.service));
    }
    if (version.effective_at > clock_.now() || !settled.insert(version.service_id).second) continue;
    const auto* present = catalogue_.find(version.service_id);
    if (!present || present->version != version.version)
      catalogue_.make_current(version.service_id, version.version);
  }
}

void Updates::start() {
  thread_ = std::thread([this] { run(); });
}

void Updates::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Updates::run() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, interval, [this] { return stopping_; })) {
    lock.unlock();
    try {
      refresh();
    } catch (const std::exception&) {
      platform::log_warning("services.refresh_failed", {});  // the next round tries again
    }
    lock.lock();
  }
}

}  // namespace palmkey::front::services
