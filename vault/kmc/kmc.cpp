#include "vault/kmc/kmc.hpp"

#include "core/encoding.hpp"
#include "core/enveloped_key.hpp"
#include "core/splitkey/encryption_share.hpp"
#include "core/splitkey/refresh.hpp"
#include "platform/failure.hpp"
#include "vault/kmc/kmc_store.hpp"

namespace palmkey::vault {
namespace {

using core::sm2::Scalar;
using core::splitkey::Identifier;
using platform::value_or_throw;

// What a wrapped secret belongs to.
std::string context(std::string_view column, const Identifier& id) {
  return "kmc_keys/" + std::string(column) + "/" + core::to_hex(id);
}

Scalar unwrap(const platform::KeyWrap& wrap, std::string_view wrapped, std::string_view column,
              const Identifier& id) {
  const core::Secret secret = value_or_throw(wrap.unwrap(wrapped, context(column, id)));
  return value_or_throw(Scalar::decode_nonzero(secret.view()));
}

}  // namespace

core::sm2::Point Kmc::create_encryption_key(platform::Transaction& t, core::ByteView key_id) {
  const auto key = value_or_throw(core::sm2::PrivateKey::generate(resources_.random));
  kmc_store::Row row;
  value_or_throw(resources_.random.fill(row.id));
  const auto encoded = key.public_key().encode();
  row.public_key.assign(encoded.begin(), encoded.end());
  row.escrow = escrow_.wrap(key.encode().view(), context("escrow", row.id), resources_.random);
  kmc_store::insert(t, key_id, row, resources_.clock.now());
  audit_.append(t, "kmc.key_created",
                {{"key", core::to_hex(key_id)}, {"encryption_key", core::to_hex(row.id)}});
  return key.public_key();
}

std::int64_t Kmc::count(platform::Transaction& t, core::ByteView key_id) const {
  return kmc_store::count(t, key_id);
}

void Kmc::move(platform::Transaction& t, core::ByteView from, core::ByteView to) {
  for (const auto& row : kmc_store::list(t, from)) {
    kmc_store::move(t, row.id, from, to);
    audit_.append(
        t, "kmc.key_moved",
        {{"key", core::to_hex(to)}, {"from", core::to_hex(from)}, {"encryption_key", core::to_hex(row.id)}});
  }
}

std::vector<core::Bytes> Kmc::enveloped(platform::Transaction& t, core::ByteView key_id,
                                        const core::sm2::Point& recipient) const {
  std::vector<core::Bytes> envelopes;
  for (const auto& row : kmc_store::list(t, key_id)) {
    const Scalar whole = unwrap(escrow_, row.escrow, "escrow", row.id);
    const auto key = value_or_throw(core::sm2::PrivateKey::decode(whole.encode().view()));
    envelopes.push_back(value_or_throw(core::envelop_key(key, recipient, resources_.random)));
  }
  return envelopes;
}

std::vector<EncryptionKey> Kmc::list(platform::Transaction& t, core::ByteView key_id) const {
  std::vector<EncryptionKey> keys;
  for (const auto& row : kmc_store::list(t, key_id)) {
    keys.push_back({row.id, value_or_throw(core::sm2::Point::decode(row.public_key)), row.made_for});
  }
  return keys;
}

std::vector<Identifier> Kmc::installed(platform::Transaction& t, core::ByteView key_id) const {
  std::vector<Identifier> ids;
  for (const auto& row : kmc_store::list(t, key_id)) {
    if (row.share) ids.push_back(row.id);
  }
  return ids;
}

Scalar Kmc::split(platform::Transaction& t, core::ByteView key_id, const Identifier& id) {
  const auto row = kmc_store::find(t, key_id, id);
  if (!row) throw platform::Failure(core::Error::not_found);
  const Scalar whole = unwrap(escrow_, row->escrow, "escrow", id);
  auto shares = value_or_throw(core::splitkey::split_encryption_key(whole, resources_.random));
  kmc_store::set_share(
      t, id, resources_.key_wrap.wrap(shares.u2.encode().view(), context("share", id), resources_.random));
  return std::move(shares.u1);
}

std::optional<core::sm2::Point> Kmc::decrypt_partly(platform::Transaction& t, core::ByteView key_id,
                                                    const Identifier& id, const core::sm2::Point& c1) const {
  const auto row = kmc_store::find(t, key_id, id);
  if (!row || !row->share) return std::nullopt;
  const Scalar share = unwrap(resources_.key_wrap, *row->share, "share", id);
  return value_or_throw(core::splitkey::partial_decryption(share, c1));
}

std::vector<core::splitkey::ShareDelta> Kmc::refresh(platform::Transaction& t, core::ByteView key_id) {
  std::vector<core::splitkey::ShareDelta> deltas;
  for (const auto& row : kmc_store::list(t, key_id)) {
    if (!row.share) continue;
    const Scalar share = unwrap(resources_.key_wrap, *row.share, "share", row.id);
    auto refreshed = value_or_throw(core::splitkey::refresh_encryption_share(share, resources_.random));
    kmc_store::set_share(
        t, row.id,
        resources_.key_wrap.wrap(refreshed.u2.encode().view(), context("share", row.id), resources_.random));
    deltas.push_back({row.id, std::move(refreshed.delta)});
  }
  return deltas;
}

}  // namespace palmkey::vault
