#include "vault/cosign/transfer_store.hpp"

#include <algorithm>

#include "platform/failure.hpp"

namespace palmkey::vault::transfer_store {
namespace {

core::sm2::Point point_of(const core::Bytes& bytes) {
  return platform::value_or_throw(core::sm2::Point::decode(bytes));
}

}  // namespace

void forget_expired(platform::Transaction& t, std::int64_t now) {
  t.execute("DELETE FROM transfer_offers WHERE expires_at < ?", now);
}

void insert(platform::Transaction& t, const TransferOffer& offer, std::int64_t expires_at) {
  t.execute(
      "INSERT INTO transfer_offers (id, device_key, a1, recipient, expires_at) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING",
      offer.transfer_id, offer.device_key, offer.a1.encode(), offer.recipient.encode(), expires_at);
}

std::optional<Stored> find_for_update(platform::Transaction& t,
                                      const core::splitkey::Identifier& transfer_id) {
  const auto row =
      t.query_one("SELECT device_key, a1, recipient, expires_at FROM transfer_offers WHERE id = ?" +
                      std::string(t.for_update()),
                  transfer_id);
  if (!row) return std::nullopt;
  Stored stored;
  stored.offer.transfer_id = transfer_id;
  const core::Bytes device_key = row->bytes(0);
  std::copy_n(device_key.begin(), std::min(device_key.size(), stored.offer.device_key.size()),
              stored.offer.device_key.begin());
  stored.offer.a1 = point_of(row->bytes(1));
  stored.offer.recipient = point_of(row->bytes(2));
  stored.expires_at = row->int64(3);
  return stored;
}

void remove(platform::Transaction& t, const core::splitkey::Identifier& transfer_id) {
  t.execute("DELETE FROM transfer_offers WHERE id = ?", transfer_id);
}

}  // namespace palmkey::vault::transfer_store
