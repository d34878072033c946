// core/intent.hpp: what may be signed has one form, and its lines are text.
#include "core/intent.hpp"

#include "core/text_intent.hpp"
#include "core/utf8.hpp"
#include "fuzz/keys.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {

void run(core::ByteView input) {
  using namespace core;
  static const sm2::Point public_key = private_key().public_key();
  const auto kind = static_cast<IntentKind>(1 + choose(input, 4));
  if (const auto summary = check_intent(kind, input, public_key)) {
    require(!summary->lines.empty());
    require(summary->one_line.size() <= 200 && is_utf8(as_bytes(summary->one_line)));
    for (const auto& [name, value] : summary->lines) require(is_utf8(as_bytes(value)));
  }
  if (kind != IntentKind::text) return;
  const auto text = TextIntent::parse(as_text(input));
  if (!text) return;
  require(text->text() == as_text(input));
  const auto again = TextIntent::make(text->type(), text->fields());
  require(again.has_value() && again->text() == text->text());
  require(text_intent_time(text->time()) == text->field("time"));
}

}  // namespace palmkey::fuzz
