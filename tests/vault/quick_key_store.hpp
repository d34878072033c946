// An authority's keys, quickly made.
#pragma once

#include "vault/authority/key_store.hpp"

namespace palmkey::test {

// Makes each kind of JWS key once for all tests: an RSA key takes longer than everything else together.
class QuickKeyStore : public vault::DatabaseKeyStore {
 public:
  using DatabaseKeyStore::DatabaseKeyStore;
  void create_jws_key(platform::Transaction& t, std::string_view name, pki::JwsAlgorithm algorithm) override {
    static const auto es256 = pki::JwsKey::generate(pki::JwsAlgorithm::es256);
    static const auto rs256 = pki::JwsKey::generate(pki::JwsAlgorithm::rs256);
    store_jws_key(t, name, algorithm == pki::JwsAlgorithm::es256 ? *es256 : *rs256);
  }
};

}  // namespace palmkey::test
