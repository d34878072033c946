#include "front/captcha/captcha.hpp"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "documents/captcha.hpp"
#include "front/captcha/store.hpp"
#include "front/tokens.hpp"

namespace palmkey::front::captcha {

namespace {

constexpr std::array<std::string_view, 10> chinese_digits{"零", "一", "二", "三", "四",
                                                          "五", "六", "七", "八", "九"};
constexpr std::array<std::string_view, 10> english_digits{"zero", "one", "two",   "three", "four",
                                                          "five", "six", "seven", "eight", "nine"};

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

// Makes the answer expected and returns the captcha's identifier.
std::string remember(const Context& context, const std::string& answer) {
  std::string id = random_identifier(context.random);
  context.database.transaction([&](platform::Transaction& transaction) {
    store::add(transaction, id, lookup(context, id, answer), context.clock.now());
  });
  tell_demonstration(context, id, answer);
  return id;
}

}  // namespace

Picture create_picture(const Context& context) {
  core::ByteArray<4> letters{};
  core::ByteArray<64> shapes{};
  platform::value_or_throw(context.random.fill(letters));
  platform::value_or_throw(context.random.fill(shapes));
  const std::string text = documents::captcha_text(letters);
  return {remember(context, text), platform::value_or_throw(documents::captcha_png(text, shapes))};
}

Question create_question(const Context& context, platform::Language language) {
  const std::string digits = random_digits(context.random, 2);
  const auto a = static_cast<std::size_t>(digits[0] - '0');
  const auto b = static_cast<std::size_t>(digits[1] - '0');
  const std::string text =
      language == platform::Language::chinese
          ? "请计算:" + std::string(chinese_digits[a]) + "加" + std::string(chinese_digits[b]) + "等于多少?"
          : "How much is " + std::string(english_digits[a]) + " plus " + std::string(english_digits[b]) + "?";
  return {remember(context, std::to_string(a + b)), text};
}

bool use(platform::Transaction& transaction, const Context& context, const std::string& id,
         std::string_view answer) {
  const auto expected = store::take(transaction, id, context.clock.now());
  const std::string given = lookup(context, id, answer);
  return expected && core::equal_constant_time(core::as_bytes(*expected), core::as_bytes(given));
}

}  // namespace palmkey::front::captcha
