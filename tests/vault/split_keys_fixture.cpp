#include <algorithm>
#include <stdexcept>

#include "core/pkcs10.hpp"
#include "tests/vault/split_keys.hpp"
#include "vault/cosign/key_states.hpp"

namespace palmkey::test {

core::Bytes SplitKeys::create(bool is_operators) {
  const std::lock_guard lock(mutex_);
  core::Bytes id(16);
  if (!random_.fill(id)) throw std::runtime_error("no randomness");
  auto key = core::sm2::PrivateKey::generate(random_);
  keys_[std::string(core::as_text(id))] = {std::make_shared<const core::sm2::PrivateKey>(*std::move(key)),
                                           {vault::KeyState::active},
                                           is_operators};
  return id;
}

core::Bytes SplitKeys::public_key(const core::Bytes& id) const {
  const std::lock_guard lock(mutex_);
  const auto encoded = held(id).key->public_key().encode();
  return {encoded.begin(), encoded.end()};
}

void SplitKeys::set_state(const core::Bytes& id, vault::KeyState state) {
  const std::lock_guard lock(mutex_);
  keys_.at(std::string(core::as_text(id))).condition.state = state;
}

void SplitKeys::set_frozen(const core::Bytes& id, std::optional<std::int64_t> at) {
  const std::lock_guard lock(mutex_);
  auto& key = keys_.at(std::string(core::as_text(id)));
  key.condition.frozen = at.has_value();
  key.stopped_at = at;
}

vault::SignedIntent SplitKeys::sign_outside(const core::Bytes& id, const std::string& text) const {
  const std::lock_guard lock(mutex_);
  const auto signature = held(id).key->sign(core::as_bytes(text), random_);
  return {text, core::sm2::encode_der(*signature)};
}

vault::SignedIntent SplitKeys::sign(const core::Bytes& id, const std::string& text) {
  const std::lock_guard lock(mutex_);
  auto made = sign_outside(id, text);
  log_.push_back({id, text, core::sm2::decode_der(made.signature)->r, clock_.now()});
  return made;
}

core::Bytes SplitKeys::request(const core::Bytes& id) const {
  const std::lock_guard lock(mutex_);
  const auto& key = *held(id).key;
  const auto name = core::Name::of({{core::attribute_type::common_name, "pending"}});
  const auto info = core::encode_request_info(*name, key.public_key());
  return core::encode_request(info, *key.sign(info, random_));
}

const SplitKeys::Held& SplitKeys::held(core::ByteView id) const {
  return keys_.at(std::string(core::as_text(id)));
}

vault::SplitKey SplitKeys::seen(core::ByteView id) const {
  const core::Bytes copy(id.begin(), id.end());
  return {copy, public_key(copy), held(id).condition, held(id).is_operators, held(id).stopped_at};
}

std::optional<vault::SplitKey> SplitKeys::find(platform::Transaction&, core::ByteView key_id) const {
  const std::lock_guard lock(mutex_);
  if (!keys_.contains(std::string(core::as_text(key_id)))) return std::nullopt;
  return seen(key_id);
}

std::optional<vault::SplitKey> SplitKeys::find_by_public_key(platform::Transaction&,
                                                             core::ByteView public_key65) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, key] : keys_) {
    if (std::ranges::equal(key.key->public_key().encode(), public_key65)) return seen(core::as_bytes(id));
  }
  return std::nullopt;
}

std::vector<vault::SplitKey> SplitKeys::list_stopped(platform::Transaction&) const {
  const std::lock_guard lock(mutex_);
  std::vector<vault::SplitKey> stopped;
  for (const auto& [id, key] : keys_) {
    if (key.stopped_at) stopped.push_back(seen(core::as_bytes(id)));
  }
  return stopped;
}

bool SplitKeys::apply(platform::Transaction&, core::ByteView key_id, vault::KeyEvent event,
                      std::int64_t at) const {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(std::string(core::as_text(key_id)));
  if (found == keys_.end()) return false;
  auto& key = found->second;
  const auto next = vault::after(key.condition, event);
  if (!next) return false;
  key.condition = *next;
  if (!next->frozen && !next->held) key.stopped_at.reset();
  if ((next->frozen || next->held) && !key.stopped_at) key.stopped_at = at;
  return true;
}

std::optional<std::int64_t> SplitKeys::cosigned_at(platform::Transaction&, core::ByteView key_id,
                                                   core::ByteView intent,
                                                   const core::ByteArray<32>& r) const {
  const std::lock_guard lock(mutex_);
  for (const auto& entry : log_) {
    if (std::ranges::equal(entry.key_id, key_id) && entry.r == r && core::as_text(intent) == entry.text) {
      return entry.at;
    }
  }
  return std::nullopt;
}

bool SplitKeys::has_signed_since(platform::Transaction&, core::ByteView key_id, std::int64_t at) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(
      log_, [&](const Entry& entry) { return std::ranges::equal(entry.key_id, key_id) && entry.at >= at; });
}

std::int64_t SplitKeys::count(platform::Transaction&, core::ByteView key_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = encryption_keys.find(std::string(core::as_text(key_id)));
  return found == encryption_keys.end() ? 0 : found->second;
}

void SplitKeys::move(platform::Transaction&, core::ByteView from, core::ByteView to) {
  const std::lock_guard lock(mutex_);
  auto& moved = encryption_keys[std::string(core::as_text(from))];
  encryption_keys[std::string(core::as_text(to))] += std::exchange(moved, 0);
}

std::vector<core::Bytes> SplitKeys::enveloped(platform::Transaction& t, core::ByteView key_id,
                                              const core::sm2::Point& recipient) const {
  const std::lock_guard lock(mutex_);
  const auto point = recipient.encode();
  return std::vector<core::Bytes>(static_cast<std::size_t>(count(t, key_id)),
                                  core::Bytes(point.begin(), point.end()));
}

core::sm2::Point SplitKeys::create_encryption_key(platform::Transaction&, core::ByteView key_id) {
  const std::lock_guard lock(mutex_);
  if (fail_encryption_keys) throw std::runtime_error("stopped here");
  ++encryption_keys_made;
  ++encryption_keys[std::string(core::as_text(key_id))];
  return core::sm2::PrivateKey::generate(random_)->public_key();
}

}  // namespace palmkey::test
