#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "tests/vault/life_picture.hpp"
#include "vault/issuing/certificate_store.hpp"

namespace palmkey::test {
namespace {

using vault::CertificateStatus;

void add_certificates(platform::Transaction& t, Picture& picture, const vault::KeyDirectory& directory,
                      std::int64_t now) {
  for (const auto& row : t.query("SELECT serial FROM certificates")) {
    const auto serial = row.text(0);
    const auto found = vault::find_certificate(t, directory, serial, now);
    const auto& record = found->record;
    const auto decoded = platform::value_or_throw(core::decode_certificate(record.der));
    picture.certificates[serial] = {found->status,
                                    record.is_signing,
                                    vault::certificate_store::is_followed(t, serial),
                                    core::to_hex(record.key_id),
                                    core::to_hex(record.holder),
                                    record.pair_serial,
                                    core::to_hex(decoded.public_key.encode()),
                                    record.not_after,
                                    record.revoked_at.value_or(0),
                                    static_cast<std::int64_t>(record.reason)};
  }
}

}  // namespace

std::vector<std::string> Picture::signing_serials() const {
  std::vector<std::string> serials;
  for (const auto& [serial, certificate] : certificates)
    if (certificate.is_signing) serials.push_back(serial);
  return serials;
}

std::size_t Picture::good_pairs(const std::string& key) const {
  return static_cast<std::size_t>(std::ranges::count_if(certificates, [&](const auto& entry) {
    const auto& certificate = entry.second;
    return certificate.is_signing && certificate.key == key && certificate.status == CertificateStatus::good;
  }));
}

Picture picture_of(platform::Database& database, const vault::KeyDirectory& directory, std::int64_t now) {
  Picture picture;
  database.read([&](platform::Transaction& t) {
    picture = {};
    add_certificates(t, picture, directory, now);
    for (const auto& row : t.query("SELECT order_number, business, follows, key_id, complete FROM issuances"))
      picture.orders[row.text(0)] = {row.text(1), row.optional_text(2).value_or(""),
                                     core::to_hex(row.bytes(3)), row.boolean(4)};
    for (const auto& row : t.query("SELECT id FROM split_keys")) {
      const auto key = directory.find(t, row.bytes(0));
      if (!key->is_operators) picture.keys[core::to_hex(key->id)] = key->condition;
    }
    for (const auto& row : t.query("SELECT public_key, key_id FROM kmc_keys"))
      picture.encryption_keys[core::to_hex(row.bytes(0))] = core::to_hex(row.bytes(1));
    for (const auto& row : t.query("SELECT details FROM audit_log WHERE kind = 'key_unlocked'"))
      ++picture.unlocks[nlohmann::json::parse(row.text(0)).at("order").get<std::string>()];
    picture.permits = t.query_one("SELECT COUNT(*) FROM unlock_permits")->int64(0);
  });
  return picture;
}

void expect_sound(const Picture& picture) {
  std::map<std::string, std::string> holders;  // of split keys
  std::map<std::string, int> present;          // certificates of a split key that are not revoked
  std::set<std::string> encryption_keys;
  for (const auto& [serial, certificate] : picture.certificates) {
    const auto pair = picture.certificates.find(certificate.pair_serial);
    ASSERT_NE(pair, picture.certificates.end()) << serial << " is alone";
    EXPECT_EQ(pair->second.status, certificate.status) << "a pair is of two opinions";
    EXPECT_EQ(holders.emplace(certificate.key, certificate.holder).first->second, certificate.holder);
    present[certificate.key] += certificate.revoked_at == 0 ? 1 : 0;
    if (!certificate.is_signing) encryption_keys.insert(certificate.public_key);
  }
  for (const auto& [key, count] : present)
    EXPECT_EQ(picture.keys.at(key).retired, count == 0)
        << "key " << key << " with " << count << " certificates that are not revoked";

  std::set<std::string> followed;
  std::map<std::string, int> first_orders;
  std::size_t complete = 0;
  for (const auto& [number, order] : picture.orders) {
    if (!order.follows.empty()) {
      EXPECT_TRUE(followed.insert(order.follows).second) << order.follows << " was followed twice";
    }
    if (order.business == "new") {
      EXPECT_EQ(++first_orders[order.key], 1) << "two new certificates for one key";
    }
    complete += order.is_complete ? 1U : 0U;
    EXPECT_TRUE(order.is_complete || picture.keys.at(order.key).retired) << number << " was left half done";
  }
  EXPECT_EQ(picture.certificates.size(), 2 * complete);

  EXPECT_EQ(picture.encryption_keys.size(), complete) << "an encryption key was lost, or made for nothing";
  for (const auto& [public_key, owner] : picture.encryption_keys)
    EXPECT_TRUE(encryption_keys.contains(public_key)) << "no certificate is for this encryption key";
  for (const auto& [serial, certificate] : picture.certificates) {
    if (certificate.is_signing) continue;
    const auto owner = picture.encryption_keys.find(certificate.public_key);
    ASSERT_NE(owner, picture.encryption_keys.end()) << "an encryption key was lost";
    if (certificate.status == CertificateStatus::good) {
      EXPECT_EQ(owner->second, certificate.key) << "taken from a certificate that is good";
    }
    EXPECT_EQ(holders.at(owner->second), certificate.holder) << "an encryption key went to somebody else";
  }
  for (const auto& [order, times] : picture.unlocks) EXPECT_EQ(times, 1) << "released twice for " << order;
}

void expect_follows(const Picture& before, const Picture& now) {
  expect_sound(now);
  for (const auto& [serial, was] : before.certificates) {
    const auto found = now.certificates.find(serial);
    ASSERT_NE(found, now.certificates.end()) << "a certificate was forgotten";
    if (was.revoked_at == 0) continue;
    EXPECT_EQ(found->second.revoked_at, was.revoked_at) << "a revocation was taken back or moved";
    EXPECT_EQ(found->second.reason, was.reason);
  }
  for (const auto& [public_key, owner] : before.encryption_keys)
    EXPECT_TRUE(now.encryption_keys.contains(public_key)) << "an encryption key was lost";
  for (const auto& [key, was] : before.keys) {
    const auto is = now.keys.at(key);
    EXPECT_TRUE(is.retired || !was.retired) << "a key came back";
  }
}

}  // namespace palmkey::test
