#include "tests/vault/cosign_fixture.hpp"

#include "core/encoding.hpp"

namespace palmkey::test {

CoSignTest::CoSignTest() {
  vault::migrate_operators(*database);
  vault::migrate_kmc(*database);
  vault::migrate_cosigner(*database);
  auto key = platform::value_or_throw(core::sm2::PrivateKey::generate(random));
  const core::SealingKey published{key.public_key(), clock.now() - 1000, clock.now() + 1'000'000};
  sealing_keys.push_back({published, std::move(key)});
}

core::Bytes CoSignTest::statement(std::string_view text) const {
  const auto intent = platform::value_or_throw(
      core::TextIntent::make("statement", {{"origin", "https://palmkey.example"},
                                           {"text", std::string(text)},
                                           {"time", core::text_intent_time(clock.now())}}));
  const auto bytes = core::as_bytes(intent.text());
  return {bytes.begin(), bytes.end()};
}

RawPhone CoSignTest::phone_with_key() {
  RawPhone made = phone();
  EXPECT_EQ(made.generate(), "ok");
  return made;
}

std::int64_t CoSignTest::rows(const std::string& table) {
  return database->read(
      [&](platform::Transaction& t) { return t.query_one("SELECT COUNT(*) FROM " + table)->int64(0); });
}

std::string CoSignTest::contents() {
  return database->read([&](platform::Transaction& t) {
    std::string all;
    for (const char* statement :
         {"SELECT id, a1, d2, unlock_secret, state, freshness, last_id, last_answer, CAST(wrong_pins AS "
          "TEXT), "
          "CAST(wait_until AS TEXT), CAST(uses AS TEXT), "
          "COALESCE(CAST(frozen_at AS TEXT), ''), COALESCE(CAST(held_at AS TEXT), ''), "
          "COALESCE(CAST(retired_at AS TEXT), '') FROM split_keys ORDER BY id",
          "SELECT key_id, operation_id FROM split_key_operations ORDER BY key_id, operation_id",
          "SELECT key_id, intent_digest, r FROM cosignatures ORDER BY key_id, number",
          "SELECT id, escrow, COALESCE(share, '') FROM kmc_keys ORDER BY id"}) {
      for (const auto& row : t.query(statement)) {
        for (std::size_t i = 0; i < row.size(); ++i) all += row.text(i) + "|";
        all += "\n";
      }
    }
    return all;
  });
}

vault::KeyState CoSignTest::state_of(const RawPhone& phone) {
  return database->read(
      [&](platform::Transaction& t) { return directory.find(t, phone.key_id).value().condition.state; });
}

}  // namespace palmkey::test
