// Captchas (图形验证码): made for anybody, good for one try within five minutes. Who cannot read the picture
// is asked a small sum in words instead, which a screen reader speaks. That stops fewer programs than the
// picture does; what both guard also needs a proven mobile number.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "front/context.hpp"
#include "platform/messages.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::captcha {

inline constexpr std::int64_t lifetime = 300;  // seconds

std::span<const platform::Migration> migrations();

struct Picture {
  std::string id;
  core::Bytes png;
};
Picture create_picture(const Context& context);

struct Question {
  std::string id;
  std::string text;  // answered with a number in digits
};
Question create_question(const Context& context, platform::Language language);

// Uses the captcha up and tells whether the answer was right; letters' case does not matter. In the
// transaction of what it guards: where that is rolled back, the captcha can be used again, so a wrong answer
// must be committed.
bool use(platform::Transaction& transaction, const Context& context, const std::string& id,
         std::string_view answer);

}  // namespace palmkey::front::captcha
