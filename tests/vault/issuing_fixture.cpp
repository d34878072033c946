#include "tests/vault/issuing_fixture.hpp"

#include <algorithm>

#include "core/certificate.hpp"
#include "tests/vault/example_approval.hpp"
#include "tests/vault/quick_key_store.hpp"

namespace palmkey::test {

IssuingTest::IssuingTest() {
  vault::migrate_operators(*database);
  vault::migrate_authority(*database);
  vault::migrate_issuing(*database);
  QuickKeyStore keys(resources);
  vault::initialise_authority(resources, audit, keys, configuration);
  authority = vault::Authority::open(resources, keys);
  issuer = std::make_unique<vault::Issuer>(vault::IssuerParts{resources, audit, configuration, *authority,
                                                              operator_intents, split_keys, split_keys});
  revocation = std::make_unique<vault::Revocation>(
      vault::RevocationParts{resources, audit, configuration, *authority, operator_intents, split_keys});
  acceptance = activate("示范受理员", vault::Role::acceptance);
  review = activate("示范复核员", vault::Role::review);
  applicant = split_keys.create();
}

Officer IssuingTest::activate(const std::string& name, vault::Role role) {
  const auto activation = operators.add(name, role);
  const auto key = split_keys.create(true);
  core::Bytes device(65);
  platform::value_or_throw(random.fill(device));
  database->transaction([&](platform::Transaction& t) {
    operators.redeem(t, {activation.code, device, key, split_keys.public_key(key)});
  });
  return {activation.operator_id, key};
}

std::string IssuingTest::text_of(const std::string& type, Fields fields) const {
  return platform::value_or_throw(core::TextIntent::make(type, std::move(fields))).text();
}

std::string IssuingTest::approval(const Officer& officer, const std::string& step, const std::string& order,
                                  const Fields& changed) const {
  Fields fields = example_approval(order, split_keys.public_key(applicant));
  fields.insert(fields.end(),
                {{"operator", officer.id}, {"step", step}, {"time", core::text_intent_time(clock.now())}});
  change_fields(fields, changed);
  return text_of("approve", std::move(fields));
}

std::string IssuingTest::revocation_text(const Officer& officer, const std::string& step,
                                         const std::string& serial, const std::string& reason) const {
  return text_of("revoke", {{"operator", officer.id},
                            {"step", step},
                            {"serial", serial},
                            {"reason", reason},
                            {"time", core::text_intent_time(clock.now())}});
}

vault::IssueOrder IssuingTest::order(const std::string& number, const Fields& changed) {
  return {number, split_keys.request(applicant),
          split_keys.sign(acceptance.key, approval(acceptance, "acceptance", number, changed)),
          split_keys.sign(review.key, approval(review, "review", number, changed))};
}

vault::RevokeOrder IssuingTest::revoke_order(const std::string& serial, const std::string& reason) {
  return {serial, split_keys.sign(acceptance.key, revocation_text(acceptance, "acceptance", serial, reason)),
          split_keys.sign(review.key, revocation_text(review, "review", serial, reason))};
}

std::string IssuingTest::issue_failure(const vault::IssueOrder& wanted) {
  return failure_of([&] { issuer->issue(wanted); });
}

std::string IssuingTest::serial_of(const core::Bytes& certificate_der) const {
  return core::to_hex(platform::value_or_throw(core::decode_certificate(certificate_der)).serial);
}

std::int64_t IssuingTest::rows(const std::string& table) {
  return database->read(
      [&](platform::Transaction& t) { return t.query_one("SELECT COUNT(*) FROM " + table)->int64(0); });
}

}  // namespace palmkey::test
