// What every business of the front works with. Made once by front/server.cpp; all of it is thread-safe.
#pragma once

#include "core/random.hpp"
#include "front/catalogue/catalogue.hpp"
#include "front/configuration.hpp"
#include "front/limits.hpp"
#include "front/personal_data.hpp"
#include "front/vault_client.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"
#include "platform/jobs.hpp"

namespace palmkey::front {

struct Context {
  const Configuration& configuration;
  const catalogue::Catalogue& catalogue;
  platform::Database& database;
  const platform::Clock& clock;
  core::Random& random;
  const PersonalData& personal;
  VaultClient& vault;
  platform::JobRunner& jobs;  // wake() after a commit that left a job
  RateLimits& limits;
};

}  // namespace palmkey::front
