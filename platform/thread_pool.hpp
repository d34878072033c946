// A fixed number of threads that run what is handed in, in order, with a bounded queue.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace palmkey::platform {

class ThreadPool {
 public:
  ThreadPool(std::size_t threads, std::size_t max_waiting);
  ~ThreadPool();  // stops
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // False if the queue is full or the pool was stopped; `work` must not throw. Thread-safe.
  bool submit(std::function<void()> work);
  // Finishes what was handed in and joins the threads. Not from one of them.
  void stop();

 private:
  void run();

  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace palmkey::platform
