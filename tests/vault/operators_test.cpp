#include "vault/operators/operators.hpp"

#include "tests/vault/vault_fixture.hpp"

namespace palmkey::vault {
namespace {

core::Bytes filled(std::size_t size, std::uint8_t value) {
  return core::Bytes(size, value);
}

class OperatorRegistry : public test::VaultTest {
 protected:
  OperatorRegistry() { migrate_operators(*database); }

  std::string redeem(const std::string& code, const core::Bytes& device, const core::Bytes& key_id) {
    return database->transaction([&](platform::Transaction& t) {
      return operators.redeem(t, {code, device, key_id, filled(65, key_id[0])});
    });
  }
  std::string redeem_failure(const std::string& code, const core::Bytes& device, const core::Bytes& key_id) {
    return test::failure_of([&] { redeem(code, device, key_id); });
  }
  void sign_with(const core::Bytes& key_id) {
    database->transaction([&](platform::Transaction& t) { operators.note_signature(t, key_id); });
  }

  Operators operators{resources, audit};
  const core::Bytes phone = filled(65, 1), other_phone = filled(65, 2);
  const core::Bytes key = filled(16, 11), second_key = filled(16, 12);
};

TEST_P(OperatorRegistry, ActivatesAnOperatorWithTheCode) {
  const auto activation = operators.add("示范受理员甲", Role::acceptance);
  EXPECT_FALSE(operators.list().at(0).active);
  EXPECT_EQ(redeem(activation.code, phone, key), activation.operator_id + " 示范受理员甲");
  const auto listed = operators.list().at(0);
  EXPECT_TRUE(listed.active);
  EXPECT_EQ(listed.role, Role::acceptance);
  EXPECT_EQ(listed.key_id, key);
  EXPECT_EQ(listed.public_key, filled(65, 11));
}

TEST_P(OperatorRegistry, GivesEachOperatorAnotherCodeAndIdentifier) {
  const auto first = operators.add("甲", Role::acceptance);
  const auto second = operators.add("甲", Role::acceptance);
  EXPECT_NE(first.operator_id, second.operator_id);
  EXPECT_NE(first.code, second.code);
  EXPECT_EQ(first.code.size(), 23u);
}

TEST_P(OperatorRegistry, KeepsNoCodeInTheClear) {
  const auto activation = operators.add("甲", Role::review);
  const auto stored = database->read([](platform::Transaction& t) {
    return t.query_one("SELECT activation_digest FROM operators")->text(0);
  });
  EXPECT_EQ(stored.find(activation.code), std::string::npos);
}

TEST_P(OperatorRegistry, RefusesAnUnknownCode) {
  operators.add("甲", Role::review);
  EXPECT_EQ(redeem_failure("22222-22222-22222-22222", phone, key), "activation_refused");
  EXPECT_EQ(redeem_failure("", phone, key), "activation_refused");
}

TEST_P(OperatorRegistry, RefusesAnExpiredCode) {
  const auto activation = operators.add("甲", Role::review);
  advance(activation.expires_at - 1 - clock.now());
  EXPECT_EQ(redeem_failure(activation.code, phone, key), "");
  advance(activation.expires_at - clock.now());
  EXPECT_EQ(redeem_failure(activation.code, phone, second_key), "activation_refused");
}

TEST_P(OperatorRegistry, BindsTheCodeToTheFirstDevice) {
  const auto activation = operators.add("甲", Role::review);
  redeem(activation.code, phone, key);
  EXPECT_EQ(redeem_failure(activation.code, other_phone, second_key), "activation_refused");
  EXPECT_EQ(operators.list().at(0).key_id, key);
}

TEST_P(OperatorRegistry, LetsTheSameDeviceRepeatUntilItsKeyHasSigned) {
  const auto activation = operators.add("甲", Role::review);
  redeem(activation.code, phone, key);
  redeem(activation.code, phone, second_key);
  EXPECT_EQ(operators.list().at(0).key_id, second_key);
  sign_with(key);  // not the operator's key any more
  EXPECT_EQ(redeem_failure(activation.code, phone, key), "");
  sign_with(key);
  EXPECT_EQ(redeem_failure(activation.code, phone, second_key), "activation_refused");
  EXPECT_EQ(operators.list().at(0).key_id, key);
}

TEST_P(OperatorRegistry, RefusesASecondOperatorOnOneDevice) {
  const auto first = operators.add("甲", Role::acceptance);
  const auto second = operators.add("乙", Role::review);
  redeem(first.code, phone, key);
  EXPECT_EQ(redeem_failure(second.code, phone, second_key), "activation_refused");
  operators.deactivate(first.operator_id);
  EXPECT_EQ(redeem_failure(second.code, phone, second_key), "");
}

TEST_P(OperatorRegistry, DeactivatesForGood) {
  const auto activation = operators.add("甲", Role::review);
  redeem(activation.code, phone, key);
  operators.deactivate(activation.operator_id);
  operators.deactivate(activation.operator_id);
  EXPECT_FALSE(operators.list().at(0).active);
  EXPECT_EQ(audited("operator.deactivated"), 1);
  EXPECT_EQ(redeem_failure(activation.code, phone, second_key), "activation_refused");
  EXPECT_EQ(test::failure_of([&] { operators.renew_activation(activation.operator_id); }),
            "operator_deactivated");
}

TEST_P(OperatorRegistry, ANewCodeEndsTheOldKey) {
  const auto activation = operators.add("甲", Role::review);
  redeem(activation.code, phone, key);
  const auto renewed = operators.renew_activation(activation.operator_id);
  EXPECT_FALSE(operators.list().at(0).active);
  EXPECT_EQ(redeem_failure(activation.code, phone, key), "activation_refused");
  redeem(renewed.code, other_phone, second_key);
  EXPECT_TRUE(operators.list().at(0).active);
}

TEST_P(OperatorRegistry, RefusesNamesThatCannotBeShown) {
  for (const std::string name : {"", "a\nb", "\xff", "\x7f"}) {
    EXPECT_EQ(test::failure_of([&] { operators.add(name, Role::review); }), "operator_name_invalid");
  }
  EXPECT_EQ(test::failure_of([&] { operators.add(std::string(101, 'a'), Role::review); }),
            "operator_name_invalid");
  EXPECT_TRUE(operators.list().empty());
}

TEST_P(OperatorRegistry, RefusesToDeactivateAnUnknownOperator) {
  EXPECT_EQ(test::failure_of([&] { operators.deactivate("op9"); }), "operator_not_found");
  EXPECT_EQ(test::failure_of([&] { operators.renew_activation("op9"); }), "operator_not_found");
}

PALMKEY_ON_BOTH_DATABASES(OperatorRegistry);

}  // namespace
}  // namespace palmkey::vault
