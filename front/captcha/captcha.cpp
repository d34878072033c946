#include "front/captcha/captcha.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "documents/captcha.hpp"
#include "front/captcha/store.hpp"
#include "front/tokens.hpp"

namespace palmkey::front::captcha {

namespace {

std::string lookup(const Context& context, const std::string& id, std::string_view answer) {
  std::string letters;
  for (char c : answer)
    if (c != ' ') letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return context.personal.lookup(letters, "captcha/" + id);
}

void tell_demonstration(const Context& context, const std::string& id, const std::string& text) {
  if (context.configuration.captcha_answers_file.empty()) return;
  std::ofstream file(context.configuration.captcha_answers_file, std::ios::app);
  file << nlohmann::json{{"id", id}, {"text", text}}.dump() + "\n" << std::flush;
}

}  // namespace

Captcha create(const Context& context) {
  core::ByteArray<4> letters{};
  core::ByteArray<64> shapes{};
  platform::value_or_throw(context.random.fill(letters));
  platform::value_or_throw(context.random.fill(shapes));
  const std::string text = documents::captcha_text(letters);
  Captcha captcha{random_identifier(context.random),
                  platform::value_or_throw(documents::captcha_png(text, shapes))};
  context.database.transaction([&](platform::Transaction& transaction) {
    store::add(transaction, captcha.id, lookup(context, captcha.id, text), context.clock.now());
  });
  tell_demonstration(context, captcha.id, text);
  return captcha;
}

bool use(platform::Transaction& transaction, const Context& context, const std::string& id,
         std::string_view answer) {
  const auto expected = store::take(transaction, id, context.clock.now());
  const std::string given = lookup(context, id, answer);
  return expected && core::equal_constant_time(core::as_bytes(*expected), core::as_bytes(given));
}

}  // namespace palmkey::front::captcha
