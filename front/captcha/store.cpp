#include "front/captcha/store.hpp"

#include <array>

#include "front/captcha/captcha.hpp"

namespace palmkey::front::captcha {

namespace {

constexpr std::array list{platform::Migration{"0001_captchas", R"(
CREATE TABLE captchas (
  id TEXT PRIMARY KEY,
  answer_lookup TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX captchas_by_expiry ON captchas (expires_at);
)"}};

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

namespace store {

void add(platform::Transaction& transaction, const std::string& id, const std::string& answer_lookup,
         std::int64_t now) {
  transaction.execute("DELETE FROM captchas WHERE expires_at < ?", now);
  transaction.execute("INSERT INTO captchas (id, answer_lookup, expires_at) VALUES (?, ?, ?)", id,
                      answer_lookup, now + lifetime);
}

std::optional<std::string> take(platform::Transaction& transaction, const std::string& id, std::int64_t now) {
  const auto row =
      transaction.query_one("DELETE FROM captchas WHERE id = ? RETURNING answer_lookup, expires_at", id);
  if (!row || row->int64(1) <= now) return std::nullopt;
  return row->text(0);
}

}  // namespace store
}  // namespace palmkey::front::captcha
