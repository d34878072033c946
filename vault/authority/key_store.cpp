#include "vault/authority/key_store.hpp"

#include "platform/failure.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

std::string context(std::string_view name, std::string_view kind) {
  return "authority/" + std::string(kind) + "/" + std::string(name);
}

// The signer owns the key: it lives as long as one copy of the function does.
SigningKey signing_with(core::sm2::PrivateKey key, core::Random& random) {
  const auto held = std::make_shared<const core::sm2::PrivateKey>(std::move(key));
  return {held->public_key(), [held, &random](core::ByteView tbs) { return held->sign(tbs, random); }};
}

}  // namespace

void DatabaseKeyStore::store(platform::Transaction& t, std::string_view name, std::string_view kind,
                             core::ByteView secret) {
  t.execute("INSERT INTO authority_keys (name, kind, wrapped, created_at) VALUES (?, ?, ?, ?)", name, kind,
            resources_.key_wrap.wrap(secret, context(name, kind), resources_.random), resources_.clock.now());
}

core::Secret DatabaseKeyStore::load(platform::Transaction& t, std::string_view name,
                                    std::string_view kind) const {
  const auto row = t.query_one("SELECT wrapped FROM authority_keys WHERE name = ? AND kind = ?", name, kind);
  if (!row) throw Failure("authority_key_missing", 500);
  auto secret = resources_.key_wrap.unwrap(row->text(0), context(name, kind));
  if (!secret) throw Failure("authority_key_unusable", 500);
  return *std::move(secret);
}

bool DatabaseKeyStore::has(platform::Transaction& t, std::string_view name) const {
  return t.query_one("SELECT COUNT(*) FROM authority_keys WHERE name = ?", name)->int64(0) > 0;
}

SigningKey DatabaseKeyStore::create_signing_key(platform::Transaction& t, std::string_view name) {
  auto key = platform::value_or_throw(core::sm2::PrivateKey::generate(resources_.random));
  store(t, name, "sm2", key.encode().view());
  return signing_with(std::move(key), resources_.random);
}

void DatabaseKeyStore::create_jws_key(platform::Transaction& t, std::string_view name,
                                      pki::JwsAlgorithm algorithm) {
  store_jws_key(t, name, platform::value_or_throw(pki::JwsKey::generate(algorithm)));
}

void DatabaseKeyStore::store_jws_key(platform::Transaction& t, std::string_view name,
                                     const pki::JwsKey& key) {
  store(t, name, "jws", platform::value_or_throw(key.encode()).view());
}

void DatabaseKeyStore::create_secret(platform::Transaction& t, std::string_view name) {
  core::Secret secret(32);
  platform::value_or_throw(resources_.random.fill(secret.mutable_view()));
  store(t, name, "secret", secret.view());
}

SigningKey DatabaseKeyStore::signing_key(platform::Transaction& t, std::string_view name) const {
  return signing_with(private_key(t, name), resources_.random);
}

std::shared_ptr<const pki::JwsKey> DatabaseKeyStore::jws_key(platform::Transaction& t,
                                                             std::string_view name) const {
  const auto secret = load(t, name, "jws");
  return std::make_shared<const pki::JwsKey>(platform::value_or_throw(pki::JwsKey::decode(secret.view())));
}

core::Secret DatabaseKeyStore::secret(platform::Transaction& t, std::string_view name) const {
  return load(t, name, "secret");
}

core::sm2::PrivateKey DatabaseKeyStore::private_key(platform::Transaction& t, std::string_view name) const {
  const auto secret = load(t, name, "sm2");
  return platform::value_or_throw(core::sm2::PrivateKey::decode(secret.view()));
}

}  // namespace palmkey::vault
