// Coroutines that ask a host for effects, for the device's operations. Internal to core/device.
//
// A Task runs until it awaits an effect; Scheduler::run returns that effect and goes on with the host's
// answer. A task that awaits another is resumed by the scheduler's loop, never from within the other: no
// recursion, no tail calls, the same native and in WebAssembly.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "core/device/effect.hpp"
#include "core/result.hpp"

namespace palmkey::core::device {

class Scheduler {
 public:
  std::vector<std::coroutine_handle<>> stack;  // the innermost task last
  std::optional<Effect> asked;
  Result<Bytes> answer = Error::wrong_state;

  // Runs until an effect is asked for or the last task has ended.
  void run() {
    while (!asked && !stack.empty()) stack.back().resume();
  }
};

// co_await Ask{effect}: a Result<Bytes> from the host.
struct Ask {
  Effect effect;
  Scheduler* scheduler = nullptr;

  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> task) {
    scheduler = task.promise().scheduler;
    scheduler->asked.emplace(std::move(effect));
  }
  Result<Bytes> await_resume() { return std::exchange(scheduler->answer, Error::wrong_state); }
};

// A value, or how the whole operation fails.
template <class T>
class [[nodiscard]] Attempt {
 public:
  Attempt(T value) : value_(std::move(value)) {}
  Attempt(Failed failure) : failure_(failure) {}
  Attempt(Error error) : failure_{.error = error, .tries_left = {}, .wait_seconds = 0} {}

  explicit operator bool() const { return value_.has_value(); }
  T& operator*() { return *value_; }
  const Failed& error() const { return failure_; }

 private:
  std::optional<T> value_;
  Failed failure_;
};

// A coroutine that yields a T. Awaited once, by a task of the same scheduler.
template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type {
    Scheduler* scheduler = nullptr;
    std::optional<T> result;

    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct Leave {
        bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<promise_type> task) noexcept {
          task.promise().scheduler->stack.pop_back();
        }
        void await_resume() noexcept {}
      };
      return Leave{};
    }
    template <class Value>
    void return_value(Value&& value) {
      result.emplace(std::forward<Value>(value));
    }
    void unhandled_exception() noexcept { std::terminate(); }  // core throws nothing
  };

  Task(Task&& other) noexcept : task_(std::exchange(other.task_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(task_, other.task_);
    return *this;
  }
  ~Task() {
    if (task_) task_.destroy();
  }

  void start(Scheduler& scheduler) {
    task_.promise().scheduler = &scheduler;
    scheduler.stack.push_back(task_);
  }
  bool ended() const { return task_.done(); }
  T& result() { return *task_.promise().result; }

  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> outer) {
    start(*outer.promise().scheduler);
  }
  T await_resume() { return std::move(result()); }

 private:
  explicit Task(std::coroutine_handle<promise_type> task) : task_(task) {}
  std::coroutine_handle<promise_type> task_;
};

}  // namespace palmkey::core::device

// PALMKEY_TRY and PALMKEY_CHECK for coroutines that yield a Result or an Attempt.
#define PALMKEY_CO_TRY(name, ...)                      \
  auto name##_result = __VA_ARGS__;                    \
  if (!name##_result) co_return name##_result.error(); \
  auto& name = *name##_result

#define PALMKEY_CO_CHECK(...)                                                           \
  do {                                                                                  \
    if (auto check_result = __VA_ARGS__; !check_result) co_return check_result.error(); \
  } while (false)
