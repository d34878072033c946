// Operators and sites changed on administrators' signatures.
#include "core/activation_code.hpp"
#include "tests/vault/issuing_fixture.hpp"
#include "vault/operators/operator_changes.hpp"
#include "vault/relying_parties/relying_party_changes.hpp"

namespace palmkey::vault {
namespace {

using test::Fields;
using test::Officer;

class Administrators : public test::IssuingTest {
 protected:
  Administrators() {
    migrate_relying_parties(*database);
    one = activate("示范管理员甲", Role::administrator);
    two = activate("示范管理员乙", Role::administrator);
    registered = static_cast<std::int64_t>(operators.list().size());
  }

  SignedIntent sign(const Officer& by, const std::string& type, Fields fields) {
    fields.emplace_back("operator", by.id);
    fields.emplace_back("time", core::text_intent_time(clock.now()));
    return split_keys.sign(by.key, text_of(type, std::move(fields)));
  }
  SignedChange signed_by_both(const std::string& type, const Fields& fields) {
    return {sign(one, type, fields), sign(two, type, fields)};
  }
  static Fields appointment(const std::string& of_code, const std::string& id = "",
                            const std::string& role = "acceptance") {
    return {{"operator-id", id},
            {"name", "示范受理员乙"},
            {"role", role},
            {"activation", core::to_hex(core::activation_digest(of_code))}};
  }
  static Fields site(const std::string& client_id = "shop") {
    return {{"client-id", client_id},
            {"name", "示范商城"},
            {"origin", "https://shop.example"},
            {"redirect-uris", "https://shop.example/a https://shop.example/b"},
            {"certificates-per-account", "2"},
            {"id-token-algorithm", "RS256"},
            {"secret", std::string(64, 'a')}};
  }
  static Fields with(Fields fields, const std::string& name, const std::string& value) {
    for (auto& field : fields)
      if (field.first == name) field.second = value;
    return fields;
  }
  SignedChange dismissal(const std::string& id) { return signed_by_both("dismiss", {{"operator-id", id}}); }

  ChangedOperator change(const SignedChange& wanted) { return changes.change(wanted); }
  std::string failure(const SignedChange& wanted) {
    return test::failure_of([&] { changes.change(wanted); });
  }
  std::string site_failure(const SignedChange& wanted) {
    return test::failure_of([&] { sites.change(wanted); });
  }
  // With the code, on a device that nobody else uses; whether the vault takes it.
  bool redeem(const std::string& with_code, std::uint8_t device) {
    const auto key = split_keys.create(true);
    const core::Bytes device_key(65, device);
    return test::failure_of([&] {
             database->transaction([&](platform::Transaction& t) {
               operators.redeem(t, {with_code, device_key, key, split_keys.public_key(key)});
             });
           })
        .empty();
  }

  RelyingParties parties{resources, audit};
  OperatorChanges changes{{resources, configuration, operators, operator_intents}};
  RelyingPartyChanges sites{{resources, configuration, parties, operator_intents}};
  Officer one, two;
  std::int64_t registered = 0;
  const std::string code = "K7QX2-9MWTR-4HB3C-P8VNE";
};
PALMKEY_ON_BOTH_DATABASES(Administrators);

TEST_P(Administrators, AppointTogetherAnOperatorWhoActivatesWithTheCode) {
  const auto appointed = change(signed_by_both("appoint", appointment(code)));
  EXPECT_FALSE(appointed.now.active);
  EXPECT_EQ(appointed.now.name, "示范受理员乙");
  EXPECT_EQ(appointed.now.role, Role::acceptance);
  EXPECT_EQ(appointed.activation_expires_at, clock.now() + 7 * 24 * 3600);
  EXPECT_FALSE(redeem("22222-22222-22222-22222", 7));
  EXPECT_TRUE(redeem(code, 7));
  EXPECT_TRUE(operators.list().back().active);
  const auto entry = list_audit(*database, 0, 2).back();
  EXPECT_EQ(entry.kind, "operator.added");
  EXPECT_NE(entry.details.find("\"by\":\"" + one.id + " " + two.id + "\""), std::string::npos)
      << entry.details;
}

TEST_P(Administrators, AppointOnceHoweverOftenTheyAsk) {
  const auto wanted = signed_by_both("appoint", appointment(code));
  const auto first = change(wanted);
  EXPECT_EQ(change(wanted).now.id, first.now.id);
  advance(60);
  const auto again = change(signed_by_both("appoint", appointment(code)));
  EXPECT_EQ(again.now.id, first.now.id);
  EXPECT_EQ(again.activation_expires_at, first.activation_expires_at);
  EXPECT_EQ(rows("operators"), registered + 1);
  // Neither does a repetition bring back who was dismissed since.
  change(dismissal(first.now.id));
  EXPECT_FALSE(change(wanted).now.active);
  EXPECT_EQ(change(wanted).activation_expires_at, 0);
  EXPECT_FALSE(redeem(code, 7));
}

TEST_P(Administrators, GiveAnOperatorAnotherDevice) {
  const auto fields = with(appointment(code, acceptance.id), "name", "示范受理员");
  EXPECT_EQ(change(signed_by_both("appoint", fields)).now.id, acceptance.id);
  EXPECT_FALSE(operators.list().at(0).active);
  EXPECT_EQ(rows("operators"), registered);
  EXPECT_TRUE(redeem(code, 7));
  EXPECT_TRUE(operators.list().at(0).active);
  EXPECT_EQ(audited("operator.activation_renewed"), 1);
}

TEST_P(Administrators, RefuseAnAppointmentThatMakesNoSense) {
  const auto expect = [&](const Fields& fields, const std::string& code_expected) {
    EXPECT_EQ(failure(signed_by_both("appoint", fields)), code_expected);
  };
  expect(with(appointment(code), "role", "owner"), "operator_role_invalid");
  expect(with(appointment(code), "name", ""), "operator_name_invalid");
  expect(with(appointment(code), "activation", ""), "activation_invalid");
  expect(with(appointment(code), "activation", code), "activation_invalid");
  expect(with(appointment(code), "activation", std::string(64, 'A')), "activation_invalid");
  expect(appointment(code, "op99"), "operator_not_found");
  expect(appointment(code, acceptance.id), "operator_differs");  // another name
  expect(with(appointment(code, acceptance.id, "review"), "name", "示范受理员"), "operator_differs");
  change(dismissal(review.id));
  expect(with(appointment(code, review.id, "review"), "name", "示范复核员"), "operator_deactivated");
  EXPECT_EQ(rows("operators"), registered);
  change(signed_by_both("appoint", appointment(code)));
  expect(with(appointment(code), "name", "示范受理员丙"), "activation_used");
}

TEST_P(Administrators, NeedTwoDifferentSignaturesOfOneContent) {
  const auto honest = signed_by_both("appoint", appointment(code));
  EXPECT_EQ(failure({honest.first, {}}), "second_administrator_needed");
  EXPECT_EQ(failure({{}, honest.second}), "intent_refused");
  EXPECT_EQ(failure({honest.first, honest.first}), "signed_by_one_administrator");
  advance(1);
  EXPECT_EQ(failure({honest.first, sign(one, "appoint", appointment(code))}), "signed_by_one_administrator");
  EXPECT_EQ(failure({honest.first, sign(two, "appoint", with(appointment(code), "role", "review"))}),
            "changes_differ");
  EXPECT_EQ(failure({honest.first, sign(two, "dismiss", {{"operator-id", review.id}})}), "changes_differ");
  EXPECT_EQ(failure({honest.first, {honest.second.text, honest.first.signature}}), "bad_signature");
  EXPECT_EQ(failure({honest.first, split_keys.sign_outside(two.key, honest.second.text)}), "not_cosigned");
  EXPECT_EQ(rows("operators"), registered);
  EXPECT_EQ(failure(honest), "");
}

TEST_P(Administrators, AreNotOfficersNorTheOtherWayRound) {
  const auto honest = signed_by_both("appoint", appointment(code));
  EXPECT_EQ(failure({honest.first, sign(review, "appoint", appointment(code))}), "operator_not_allowed");
  EXPECT_EQ(failure({sign(acceptance, "appoint", appointment(code)), honest.second}), "operator_not_allowed");
  EXPECT_EQ(failure(signed_by_both("remove-site", {{"client-id", "shop"}})), "intent_refused");
  EXPECT_EQ(site_failure(honest), "intent_refused");
  EXPECT_EQ(rows("operators"), registered);
}

TEST_P(Administrators, CountNoMoreOnceDismissedFrozenOrTooLate) {
  const auto third = activate("示范管理员丙", Role::administrator);
  const auto by_third = sign(third, "appoint", appointment(code));
  const auto by_one = sign(one, "appoint", appointment(code));
  split_keys.set_frozen(third.key, clock.now());
  EXPECT_EQ(failure({by_one, by_third}), "key_not_active");
  split_keys.set_frozen(third.key, std::nullopt);
  change(dismissal(third.id));
  EXPECT_EQ(failure({by_one, by_third}), "operator_not_allowed");
  const auto late = signed_by_both("appoint", appointment(code));
  advance(configuration.approval_seconds + 1);
  EXPECT_EQ(failure(late), "approval_stale");
  EXPECT_EQ(failure({sign(one, "appoint", appointment(code)), late.second}), "approval_stale");
}

TEST_P(Administrators, DismissAtOnceAndForGood) {
  const auto wanted = order();  // approved by both officers, not issued yet
  const auto dismissed = change(dismissal(review.id));
  EXPECT_EQ(dismissed.now.id, review.id);
  EXPECT_FALSE(dismissed.now.active);
  EXPECT_EQ(issue_failure(wanted), "operator_not_allowed");
  EXPECT_EQ(issue_failure(order("2")), "operator_not_allowed");
  EXPECT_FALSE(change(dismissal(review.id)).now.active);
  EXPECT_EQ(audited("operator.deactivated"), 1);
  EXPECT_EQ(failure(dismissal("op99")), "operator_not_found");
}

TEST_P(Administrators, AreNeverFewerThanAreNeeded) {
  EXPECT_EQ(failure(dismissal(two.id)), "own_change");
  EXPECT_EQ(failure(dismissal(one.id)), "own_change");
  const auto renewal = with(appointment(code, two.id, "administrator"), "name", "示范管理员乙");
  EXPECT_EQ(failure(signed_by_both("appoint", renewal)), "own_change");
  const auto third = activate("示范管理员丙", Role::administrator);
  EXPECT_EQ(failure(dismissal(third.id)), "");
  EXPECT_EQ(failure(dismissal(two.id)), "own_change");
}

TEST_P(Administrators, MayBeOneAloneWhereTheVaultSaysSo) {
  configuration.administrators_needed = 1;
  EXPECT_EQ(failure({sign(one, "appoint", appointment(code)), {}}), "");
  EXPECT_EQ(failure({sign(one, "dismiss", {{"operator-id", two.id}}), {}}), "");
  EXPECT_EQ(failure({sign(one, "dismiss", {{"operator-id", one.id}}), {}}), "own_change");
  EXPECT_EQ(site_failure({sign(one, "register-site", site()), {}}), "");
  // A second signature counts if it is there.
  EXPECT_EQ(
      site_failure({sign(one, "register-site", site("other")), sign(two, "register-site", site("other"))}),
      "operator_not_allowed");
}

TEST_P(Administrators, RegisterAndRemoveASite) {
  const auto wanted = signed_by_both("register-site", site());
  EXPECT_EQ(sites.change(wanted).client_id, "shop");
  sites.change(wanted);
  ASSERT_EQ(parties.list().size(), 1u);
  const auto party = parties.list().front();
  EXPECT_EQ(party.name, "示范商城");
  EXPECT_EQ(party.redirect_uris,
            (std::vector<std::string>{"https://shop.example/a", "https://shop.example/b"}));
  EXPECT_EQ(party.certificates_per_account, 2u);
  EXPECT_EQ(party.token_algorithm, "RS256");
  EXPECT_EQ(party.secret_digest, std::string(64, 'a'));
  EXPECT_EQ(audited("relying_party.added"), 1);

  const auto removal = signed_by_both("remove-site", {{"client-id", "shop"}});
  EXPECT_EQ(sites.change(removal).client_id, "shop");
  sites.change(removal);
  EXPECT_TRUE(parties.list().empty());
  EXPECT_EQ(audited("relying_party.removed"), 1);
  EXPECT_EQ(site_failure(wanted), "relying_party_exists");  // its client id stays taken
  EXPECT_EQ(site_failure(signed_by_both("remove-site", {{"client-id", "none"}})), "relying_party_not_found");
}

TEST_P(Administrators, RegisterNoSiteThatMakesNoSense) {
  const auto expect_invalid = [&](const std::string& field, const std::string& value) {
    EXPECT_EQ(site_failure(signed_by_both("register-site", with(site(), field, value))),
              "relying_party_invalid")
        << field;
  };
  expect_invalid("client-id", "Shop");
  expect_invalid("name", "");
  expect_invalid("origin", "http://shop.example");
  expect_invalid("redirect-uris", "https://other.example/a");
  expect_invalid("redirect-uris", "");
  expect_invalid("redirect-uris", "https://shop.example/a  https://shop.example/b");
  for (const std::string count : {"", "0", "01", "101", "-1", "two", "2x"})
    expect_invalid("certificates-per-account", count);
  expect_invalid("id-token-algorithm", "none");
  expect_invalid("secret", "plain");
  EXPECT_TRUE(parties.list().empty());
  const auto honest = signed_by_both("register-site", site());
  EXPECT_EQ(site_failure({honest.first, {}}), "second_administrator_needed");
  EXPECT_EQ(site_failure({honest.first, honest.first}), "signed_by_one_administrator");
  EXPECT_EQ(site_failure({honest.first, sign(review, "register-site", site())}), "operator_not_allowed");
  EXPECT_EQ(site_failure({honest.first, sign(two, "register-site", site("other"))}), "changes_differ");
  EXPECT_EQ(site_failure(honest), "");
  EXPECT_EQ(site_failure(signed_by_both("register-site", with(site(), "name", "另一商城"))),
            "relying_party_exists");
}

}  // namespace
}  // namespace palmkey::vault
