// Where requests wait for a sign-in session to go on. Each holds a thread of the server meanwhile, so there
// are only so many places.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace palmkey::front::sign_in {

// Thread-safe. Knows of this process's changes only; another front's are seen by looking.
class WaitingRoom {
 public:
  explicit WaitingRoom(std::size_t places) : places_(places) {}
  WaitingRoom(const WaitingRoom&) = delete;
  WaitingRoom& operator=(const WaitingRoom&) = delete;

  // Nothing is missed between entering and waiting. Left when it is destroyed.
  class Place {
   public:
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    // True if the session has changed since it was entered or since the last call; false after `limit`, and
    // at once when the room is closed.
    bool wait(std::chrono::milliseconds limit);

   private:
    friend class WaitingRoom;
    Place(WaitingRoom& room, std::string_view session_id);
    struct Entry {
      std::string session_id;
      bool changed = false;
    };
    WaitingRoom& room_;
    std::list<Entry>::iterator entry_;
  };

  // Null if all places are taken or the room is closed.
  std::unique_ptr<Place> enter(std::string_view session_id);
  void changed(std::string_view session_id);
  // Sends everybody away and lets nobody in any more.
  void close();
  bool is_closed() const;

 private:
  const std::size_t places_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Place::Entry> waiting_;
  bool closed_ = false;
};

}  // namespace palmkey::front::sign_in
