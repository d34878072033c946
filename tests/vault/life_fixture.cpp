#include "tests/vault/life_fixture.hpp"

#include <algorithm>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "tests/vault/example_approval.hpp"
#include "tests/vault/quick_key_store.hpp"
#include "vault/open_vault.hpp"

namespace palmkey::test {

using platform::value_or_throw;

namespace {

// Wrong PINs without waits between them, and lost phones without a time in which to object.
vault::Configuration hasty_configuration() {
  auto configuration = demonstration_configuration();
  configuration.pin.wait_seconds = {0};
  configuration.handover.replacement_wait_seconds = 0;
  return configuration;
}

}  // namespace

LifeTest::LifeTest() : configuration(hasty_configuration()) {
  vault::migrate_vault(*database);
  QuickKeyStore keys(resources);
  vault::initialise_authority(resources, audit, keys, configuration);
  authority = vault::Authority::open(resources, keys);
  operators = std::make_unique<vault::Operators>(resources, audit);
  certificates = std::make_unique<vault::IssuedCertificates>(*authority, audit);
  kmc = std::make_unique<vault::Kmc>(resources, audit, key_wrap);
  cosigner = std::make_unique<vault::CoSigner>(
      vault::CoSignerParts{resources, audit, *operators, *kmc, *certificates, authority->sealing_keys(),
                           configuration.pin, permits, configuration.handover});
  vault = std::make_unique<vault::Vault>(resources, configuration, *authority,
                                         vault::DeviceLink{directory, *kmc, [this](core::ByteView sealed) {
                                                             return cosigner->exchange(sealed);
                                                           }});
  appoint("示范受理员", vault::Role::acceptance);
  appoint("示范复核员", vault::Role::review);
  appoint("示范恢复员甲", vault::Role::recovery);
  appoint("示范恢复员乙", vault::Role::recovery);
}

LivingPhone LifeTest::make_phone() {
  return {*cosigner, authority->sealing_keys()[0].published.key, random};
}

LivingPhone LifeTest::phone_with_key() {
  auto phone = make_phone();
  phone.begin();
  return phone;
}

void LifeTest::appoint(const std::string& name, vault::Role role) {
  const auto activation = operators->add(name, role);
  desks.push_back({activation.operator_id, make_phone()});
  EXPECT_EQ(desks.back().phone.generate(activation.code), "ok");
}

std::string LifeTest::next_number() {
  const auto serial = std::to_string(++orders_);
  return "0020260301" + std::string(7 - serial.size(), '0') + serial;
}

core::Bytes LifeTest::statement() const {
  const auto intent =
      value_or_throw(core::TextIntent::make("statement", {{"origin", "https://palmkey.example"},
                                                          {"text", "示范内容"},
                                                          {"time", core::text_intent_time(clock.now())}}));
  const auto bytes = core::as_bytes(intent.text());
  return {bytes.begin(), bytes.end()};
}

std::string LifeTest::serial_of(const core::Bytes& certificate) {
  return core::to_hex(value_or_throw(core::decode_certificate(certificate)).serial);
}

vault::SignedIntent LifeTest::signed_at(Desk& desk, const std::string& type, const std::string& step,
                                        Fields fields) {
  Fields all{{"operator", desk.id}};
  if (!step.empty()) all.emplace_back("step", step);
  all.insert(all.end(), fields.begin(), fields.end());
  all.emplace_back("time", core::text_intent_time(clock.now()));
  return desk.phone.sign_intent(value_or_throw(core::TextIntent::make(type, std::move(all))).text()).value();
}

vault::IssueOrder LifeTest::issue_order(const LivingPhone& of, const std::string& business,
                                        const std::string& follows, const Fields& changed) {
  const bool has_term = business == "new" || business == "renewal";
  const auto number = next_number();
  Fields fields = example_approval(number, of.public_key.encode());
  change_fields(fields, {{"business", business}, {"follows", follows}, {"months", has_term ? "12" : "0"}});
  change_fields(fields, changed);
  return {number, of.certification, signed_at(desks[0], "approve", "acceptance", fields),
          signed_at(desks[1], "approve", "review", fields)};
}

vault::RevokeOrder LifeTest::revoke_order(const std::string& serial) {
  const Fields fields{{"serial", serial}, {"reason", "key_compromise"}};
  return {serial, signed_at(desks[0], "revoke", "acceptance", fields),
          signed_at(desks[1], "revoke", "review", fields)};
}

std::optional<vault::RevokeOwnOrder> LifeTest::revoke_own_order(LivingPhone& of, const std::string& serial) {
  const auto intent =
      value_or_throw(core::TextIntent::make("revoke-own", {{"serial", serial},
                                                           {"reason", "cessation_of_operation"},
                                                           {"time", core::text_intent_time(clock.now())}}));
  auto signed_intent = of.sign_intent(intent.text());
  if (!signed_intent) return std::nullopt;
  return vault::RevokeOwnOrder{serial, *std::move(signed_intent)};
}

vault::UnlockOrder LifeTest::unlock_order(const std::string& serial) {
  const auto number = next_number();
  const Fields fields{{"order", number}, {"serial", serial}, {"application", std::string(64, 'a')}};
  return {number, signed_at(desks[0], "unlock", "acceptance", fields),
          signed_at(desks[1], "unlock", "review", fields)};
}

vault::RecoveryOrder LifeTest::recovery_order(const std::string& serial) {
  const auto number = next_number();
  const Fields fields{{"order", number},
                      {"kind", "holder"},
                      {"serial", serial},
                      {"recipient", ""},
                      {"application", std::string(64, 'a')}};
  return {number,
          {signed_at(desks[2], "recover", "recovery", fields),
           signed_at(desks[3], "recover", "recovery", fields)},
          {}};
}

vault::HoldOrder LifeTest::hold_order(const std::string& type, const std::string& serial) {
  return {serial, signed_at(desks[0], type, "", {{"serial", serial}, {"reason", "本人来电挂失"}})};
}

std::string LifeTest::first_certificate(LivingPhone& phone, const Fields& changed) {
  const auto pair = vault->issuer.issue(issue_order(phone, "new", "", changed));
  EXPECT_EQ(phone.install(), "ok");
  advance(1);  // what it has signed for that lies behind whatever comes now
  return serial_of(pair.signing);
}

}  // namespace palmkey::test
