// What a vault keeps of certificates, split keys and encryption keys at one moment, and what must hold of it
// whatever was done, in whatever order.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "vault/issuing/certificate_status.hpp"

namespace palmkey::test {

struct Picture {
  struct Certificate {
    vault::CertificateStatus status = vault::CertificateStatus::revoked;
    bool is_signing = false;
    bool is_followed = false;
    std::string key, holder, pair_serial;
    std::string public_key;
    std::int64_t not_after = 0;
    std::int64_t revoked_at = 0;  // 0 for one that is not
    std::int64_t reason = 0;
    bool operator==(const Certificate&) const = default;
  };
  struct Order {
    std::string business, follows, key;
    bool is_complete = false;
    bool operator==(const Order&) const = default;
  };
  std::map<std::string, Certificate> certificates;     // by serial number
  std::map<std::string, Order> orders;                 // that were decided, by number
  std::map<std::string, vault::KeyCondition> keys;     // by identifier, of holders
  std::map<std::string, std::string> encryption_keys;  // by public key: the split key that it belongs to
  std::map<std::string, std::int64_t> unlocks;         // by order: how often the secret was released for it
  std::int64_t permits = 0;
  bool operator==(const Picture&) const = default;

  std::vector<std::string> signing_serials() const;
  // Of this key, neither revoked nor expired nor stopped nor blocked.
  std::size_t good_pairs(const std::string& key) const;
};

// All identifiers and keys in hexadecimal.
Picture picture_of(platform::Database& database, const vault::KeyDirectory& directory, std::int64_t now);

// Fails the test for what must never be.
void expect_sound(const Picture& picture);
// The same, and for what may not have become of what there was before.
void expect_follows(const Picture& before, const Picture& now);

}  // namespace palmkey::test
