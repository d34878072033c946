#include "front/notices/vault_events.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "front/notices/holder_notice.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/store.hpp"
#include "platform/failure.hpp"
#include "platform/log.hpp"

namespace palmkey::front::notices {

namespace {

constexpr std::uint32_t events_at_once = 100;

constexpr std::string_view key_unlocked = "key_unlocked";

// Each is the name of a template for text messages and of one for mails.
constexpr std::array<std::string_view, 14> told_kinds{
    "key_suspended",         "key_locked",    "key_frozen",      "key_unfrozen",       "key_held",
    "key_released",          "pin_changed",   "unlock_approved", key_unlocked,         "key_transferred",
    "replacement_announced", "key_recovered", "key_handed_over", "certificate_revoked"};

std::int64_t last_told(platform::Transaction& transaction, std::string_view lock) {
  std::string sql = "SELECT number FROM vault_events_told WHERE id = 1";
  return transaction.query_one(sql.append(lock)).value().int64(0);
}

void tell(platform::Transaction& transaction, const Context& context, const VaultEvent& event) {
  const auto order = event.order_number.empty()
                         ? std::nullopt
                         : orders::store::find(transaction, context.personal, event.order_number);
  if (!order || std::ranges::find(told_kinds, event.kind) == told_kinds.end()) {
    // An officer's key, or something this front knows nothing of.
    platform::log_warning("vault.event", {{"number", event.number},
                                          {"kind", event.kind},
                                          {"order", event.order_number},
                                          {"operator", event.operator_id}});
    return;
  }
  if (event.kind == key_unlocked) orders::mark_unlocked(transaction, context, order->number);
  tell_holder(transaction, context, event.kind, order->subscriber_id, {order->application.handler.email},
              {{"order", order->number}});
}

}  // namespace

VaultEvents::VaultEvents(const Context& context, std::chrono::milliseconds interval)
    : context_(context), interval_(interval) {}

VaultEvents::~VaultEvents() {
  stop();
}

void VaultEvents::start() {
  thread_ = std::thread([this] { run(); });
}

void VaultEvents::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void VaultEvents::tell_new() {
  bool more = true;
  while (more) {
    const std::int64_t known = context_.database.read([](auto& t) { return last_told(t, ""); });
    const auto events = context_.vault.events(known, events_at_once);
    more = events.size() == events_at_once;
    if (events.empty()) return;
    context_.database.transaction([&](platform::Transaction& t) {
      const std::int64_t told = last_told(t, t.for_update());
      for (const VaultEvent& event : events)
        if (event.number > told) tell(t, context_, event);
      t.execute("UPDATE vault_events_told SET number = ? WHERE id = 1", std::max(told, events.back().number));
    });
    context_.jobs.wake();
  }
}

void VaultEvents::run() {
  bool reachable = true;  // said once when it changes
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      tell_new();
      reachable = true;
    } catch (const std::exception& error) {
      if (reachable) platform::log_warning("vault.events", {{"what", error.what()}});
      reachable = false;
    }
    lock.lock();
    changed_.wait_for(lock, interval_, [this] { return stopping_; });
  }
}

}  // namespace palmkey::front::notices
