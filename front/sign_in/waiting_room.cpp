#include "front/sign_in/waiting_room.hpp"

#include <utility>

namespace palmkey::front::sign_in {

// The room's mutex is held.
WaitingRoom::Place::Place(WaitingRoom& room, std::string_view session_id)
    : room_(room), entry_(room.waiting_.insert(room.waiting_.end(), {std::string(session_id)})) {}

WaitingRoom::Place::~Place() {
  const std::lock_guard lock(room_.mutex_);
  room_.waiting_.erase(entry_);
}

bool WaitingRoom::Place::wait(std::chrono::milliseconds limit) {
  std::unique_lock lock(room_.mutex_);
  room_.wake_.wait_for(lock, limit, [this] { return entry_->changed || room_.closed_; });
  return std::exchange(entry_->changed, false);
}

std::unique_ptr<WaitingRoom::Place> WaitingRoom::enter(std::string_view session_id) {
  const std::lock_guard lock(mutex_);
  if (closed_ || waiting_.size() >= places_) return nullptr;
  return std::unique_ptr<Place>(new Place(*this, session_id));
}

void WaitingRoom::changed(std::string_view session_id) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& entry : waiting_) entry.changed = entry.changed || entry.session_id == session_id;
  }
  wake_.notify_all();
}

void WaitingRoom::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_.notify_all();
}

bool WaitingRoom::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

}  // namespace palmkey::front::sign_in
