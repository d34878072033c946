// Captchas (图形验证码): made for anybody, good for one try within five minutes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "front/context.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::captcha {

inline constexpr std::int64_t lifetime = 300;  // seconds

std::span<const platform::Migration> migrations();

struct Captcha {
  std::string id;
  core::Bytes png;
};
Captcha create(const Context& context);

// Uses the captcha up and tells whether the answer was right; letters' case does not matter. In the
// transaction of what it guards: where that is rolled back, the captcha can be used again, so a wrong answer
// must be committed.
bool use(platform::Transaction& transaction, const Context& context, const std::string& id,
         std::string_view answer);

}  // namespace palmkey::front::captcha
