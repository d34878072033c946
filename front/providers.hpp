// The outside world as front.toml names it: text messages, mail and invoices, and the jobs that need them.
#pragma once

#include <memory>

#include "front/context.hpp"

namespace palmkey::front {

class Providers {
 public:
  // Reads the tables [sms], [mail] and [invoice] and takes over their jobs; before the jobs are started. What
  // has no table is not done and said in the log: its jobs wait. `context` outlives the object, and the
  // object outlives the job runner's work. platform::ConfigError says what is wrong.
  explicit Providers(const Context& context);
  ~Providers();
  Providers(const Providers&) = delete;
  Providers& operator=(const Providers&) = delete;

  // Begins to ask the vault for its events; until the object ends.
  void start();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::front
