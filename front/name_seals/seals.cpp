#include "front/name_seals/seals.hpp"

#include <array>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "documents/name_seal.hpp"

namespace palmkey::front::name_seals {

namespace {

constexpr std::array list{platform::Migration{"0001_name_seals", R"(
CREATE TABLE name_seals (
  order_number TEXT PRIMARY KEY REFERENCES orders (number),
  digest TEXT NOT NULL,
  picture TEXT NOT NULL
);
)"}};

std::string seal_context(const std::string& order_number) {
  return "name_seal/" + order_number;
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

void keep(platform::Transaction& transaction, const Context& context, const std::string& order_number,
          const std::string& name) {
  const auto picture = platform::value_or_throw(documents::name_seal_png(name));
  forget(transaction, order_number);
  transaction.execute("INSERT INTO name_seals (order_number, digest, picture) VALUES (?, ?, ?)", order_number,
                      core::to_hex(core::sm3(picture)),
                      context.personal.seal(picture, seal_context(order_number)));
}

void forget(platform::Transaction& transaction, const std::string& order_number) {
  transaction.execute("DELETE FROM name_seals WHERE order_number = ?", order_number);
}

std::string digest_of(platform::Transaction& transaction, const std::string& order_number) {
  const auto row =
      transaction.query_one("SELECT digest FROM name_seals WHERE order_number = ?", order_number);
  return row ? row->text(0) : std::string();
}

core::Bytes read(const Context& context, const std::string& order_number) {
  const auto row = context.database.read([&](platform::Transaction& transaction) {
    return transaction.query_one("SELECT picture FROM name_seals WHERE order_number = ?", order_number);
  });
  if (!row) throw platform::Failure("seal_unknown", 404);
  return context.personal.open_bytes(row->text(0), seal_context(order_number));
}

}  // namespace palmkey::front::name_seals
