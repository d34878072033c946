// Split keys as the businesses of the vault see them: held whole here, with a log of what was co-signed. What
// the real co-signer does with two halves is tested where it lives.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/sm2/signature.hpp"
#include "platform/clock.hpp"
#include "vault/encryption_key_source.hpp"
#include "vault/key_directory.hpp"
#include "vault/signed_intent.hpp"

namespace palmkey::test {

class SplitKeys : public vault::KeyDirectory, public vault::EncryptionKeySource {
 public:
  SplitKeys(core::Random& random, const platform::Clock& clock) : random_(random), clock_(clock) {}

  // A new key; returns its id.
  core::Bytes create(bool is_operators = false);
  core::Bytes public_key(const core::Bytes& id) const;
  void set_state(const core::Bytes& id, vault::KeyState state);
  void set_frozen(const core::Bytes& id, std::optional<std::int64_t> at);

  // Signs and logs, as phone and vault do together.
  vault::SignedIntent sign(const core::Bytes& id, const std::string& text);
  // Signs without the vault: what an attacker with a whole key could do.
  vault::SignedIntent sign_outside(const core::Bytes& id, const std::string& text) const;
  // A PKCS#10 request with a signature of its own.
  core::Bytes request(const core::Bytes& id) const;

  std::optional<vault::SplitKey> find(platform::Transaction& t, core::ByteView key_id) const override;
  std::optional<vault::SplitKey> find_by_public_key(platform::Transaction& t,
                                                    core::ByteView public_key65) const override;
  std::vector<vault::SplitKey> list_stopped(platform::Transaction& t) const override;
  bool apply(platform::Transaction& t, core::ByteView key_id, vault::KeyEvent event,
             std::int64_t at) const override;
  void lock_row(platform::Transaction&, core::ByteView) const override {}
  std::optional<std::int64_t> cosigned_at(platform::Transaction& t, core::ByteView key_id,
                                          core::ByteView intent, const core::ByteArray<32>& r) const override;
  bool has_signed_since(platform::Transaction& t, core::ByteView key_id, std::int64_t at) const override;

  core::sm2::Point create_encryption_key(platform::Transaction& t, core::ByteView key_id) override;
  std::int64_t count(platform::Transaction& t, core::ByteView key_id) const override;
  void move(platform::Transaction& t, core::ByteView from, core::ByteView to) override;
  // Stands for each key: who it is for.
  std::vector<core::Bytes> enveloped(platform::Transaction& t, core::ByteView key_id,
                                     const core::sm2::Point& recipient) const override;
  int encryption_keys_made = 0;
  std::map<std::string, std::int64_t> encryption_keys;  // how many, by id of the split key
  bool fail_encryption_keys = false;                    // throws instead

 private:
  struct Held {
    std::shared_ptr<const core::sm2::PrivateKey> key;
    vault::KeyCondition condition{vault::KeyState::active};
    bool is_operators = false;
    std::optional<std::int64_t> stopped_at = {};
  };
  struct Entry {
    core::Bytes key_id;
    std::string text;
    core::ByteArray<32> r;
    std::int64_t at;
  };
  vault::SplitKey seen(core::ByteView id) const;

  // A vault's threads ask while a test changes things; functions here call each other.
  mutable std::recursive_mutex mutex_;
  core::Random& random_;
  const platform::Clock& clock_;
  const Held& held(core::ByteView id) const;
  // By id. Businesses change keys through a const interface, as they do at the co-signer.
  mutable std::map<std::string, Held> keys_;
  std::vector<Entry> log_;
};

}  // namespace palmkey::test
