// The front as one object: tables, jobs and routes of all businesses, wired once.
#pragma once

#include <memory>

#include "core/random.hpp"
#include "front/configuration.hpp"
#include "front/context.hpp"
#include "front/vault_client.hpp"
#include "platform/clock.hpp"
#include "platform/router.hpp"

namespace palmkey::front {

class Front {
 public:
  // Opens the database, brings its tables up to date, loads the catalogue, makes the attachments folder if it
  // is not there. The references must outlive the front. Throws ConfigError or Failure if something is not
  // usable.
  Front(Configuration configuration, VaultClient& vault, const platform::Clock& clock, core::Random& random);
  ~Front();
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  const Context& context() const;
  // All routes, for an HttpServer that lives no longer than the front.
  platform::Router router();
  // Runs jobs on threads of its own until the front ends. Tests call jobs().run_due_once() instead.
  void start_jobs(std::size_t threads);
  // Has requests answered that wait for something to happen, now and from now on: before the HttpServer
  // stops.
  void end_waiting();
  platform::JobRunner& jobs();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::front
