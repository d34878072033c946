// What all businesses of the vault share. Made once by whoever runs the vault, and handed around.
#pragma once

#include "core/random.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"
#include "platform/key_wrap.hpp"

namespace palmkey::vault {

// References only: all of it must outlive every object that was handed this. Thread-safe as its parts are.
struct Resources {
  platform::Database& database;
  const platform::Clock& clock;
  core::Random& random;
  const platform::KeyWrap& key_wrap;  // under which every secret in the database is wrapped
};

}  // namespace palmkey::vault
