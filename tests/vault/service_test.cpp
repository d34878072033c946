#include "vault/service.hpp"

#include "tests/vault/service_fixture.hpp"
#include "vault/cosign/key_states.hpp"

namespace palmkey::vault {
namespace {

std::string text_of_bytes(core::ByteView bytes) {
  return std::string(core::as_text(bytes));
}

class VaultService : public test::ServiceTest {};

TEST_P(VaultService, DescribesItselfAndItsKeys) {
  const auto described = platform::rpc_call(&api::Vault::Stub::Describe, *stub, api::DescribeRequest());
  EXPECT_EQ(described.signed_descriptor_der(), text_of_bytes(authority->signed_descriptor()));
  const auto chain = platform::rpc_call(&api::Vault::Stub::GetChain, *stub, api::GetChainRequest());
  EXPECT_EQ(chain.root_certificate_der(), text_of_bytes(authority->root().der));
  EXPECT_EQ(chain.issuing_certificate_der(), text_of_bytes(authority->issuing().der));
  const auto keys = platform::rpc_call(&api::Vault::Stub::JsonWebKeys, *stub, api::JsonWebKeysRequest());
  EXPECT_EQ(keys.json(), running->tokens.key_set());
}

TEST_P(VaultService, PassesSealedMessagesOn) {
  api::ExchangeRequest request;
  request.set_sealed_request_der("sealed");
  const auto reply = platform::rpc_call(&api::Vault::Stub::Exchange, *stub, request);
  EXPECT_EQ(reply.sealed_response_der(), "sealed");
}

TEST_P(VaultService, IssuesAndTellsTheState) {
  const auto issued =
      platform::rpc_call(&api::Vault::Stub::Issue, *stub, issue_request(order("0020260301000001")));
  const auto& der = issued.signing_certificate_der();
  const auto serial = serial_of({der.begin(), der.end()});
  api::GetCertificateRequest request;
  request.set_serial(serial);
  const auto get = [&] { return platform::rpc_call(&api::Vault::Stub::GetCertificate, *stub, request); };
  auto reply = get();
  EXPECT_EQ(reply.serial(), serial);
  EXPECT_EQ(reply.status(), api::CERTIFICATE_STATUS_GOOD);
  EXPECT_EQ(reply.certificate_der(), der);
  EXPECT_EQ(reply.order_number(), "0020260301000001");
  const auto& pair_der = issued.encryption_certificate_der();
  EXPECT_EQ(reply.pair_serial(), serial_of({pair_der.begin(), pair_der.end()}));
  EXPECT_EQ(reply.not_before(), clock.now());

  split_keys.set_frozen(applicant, clock.now());
  EXPECT_EQ(get().status(), api::CERTIFICATE_STATUS_ON_HOLD);
  EXPECT_FALSE(get().held());
  split_keys.set_frozen(applicant, std::nullopt);
  database->transaction([&](auto& t) { split_keys.apply(t, applicant, KeyEvent::hold, clock.now()); });
  EXPECT_EQ(get().status(), api::CERTIFICATE_STATUS_ON_HOLD);
  EXPECT_TRUE(get().held());
  database->transaction([&](auto& t) { split_keys.apply(t, applicant, KeyEvent::release, clock.now()); });
  split_keys.set_state(applicant, KeyState::suspended);
  EXPECT_EQ(get().status(), api::CERTIFICATE_STATUS_KEY_BLOCKED);
  const auto revoked =
      platform::rpc_call(&api::Vault::Stub::Revoke, *stub, revoke_request(revoke_order(serial)));
  EXPECT_EQ(revoked.revoked_at(), clock.now());
  EXPECT_EQ(get().status(), api::CERTIFICATE_STATUS_REVOKED);
  request.set_serial("00");
  EXPECT_EQ(code_of(&api::Vault::Stub::GetCertificate, request), "certificate_not_found");
}

TEST_P(VaultService, PublishesTheCrl) {
  const auto reply = platform::rpc_call(&api::Vault::Stub::GetCrl, *stub, api::GetCrlRequest());
  EXPECT_EQ(reply.crl_der(), text_of_bytes(revocation->crl().der));
  EXPECT_EQ(reply.next_update(), clock.now() + configuration.crl_seconds);
}

TEST_P(VaultService, ListsOperatorsAndRelyingParties) {
  operators.add("示范管理员", Role::administrator);
  const auto list = platform::rpc_call(&api::Vault::Stub::ListOperators, *stub, api::ListOperatorsRequest());
  ASSERT_EQ(list.operators_size(), 3);
  EXPECT_EQ(list.operators(0).operator_id(), acceptance.id);
  EXPECT_EQ(list.operators(0).role(), api::OPERATOR_ROLE_ACCEPTANCE);
  EXPECT_TRUE(list.operators(0).active());
  EXPECT_EQ(list.operators(0).public_key(), text_of_bytes(split_keys.public_key(acceptance.key)));
  EXPECT_EQ(list.operators(2).role(), api::OPERATOR_ROLE_ADMINISTRATOR);
  EXPECT_FALSE(list.operators(2).active());

  const auto parties = platform::rpc_call(&api::Vault::Stub::ListRelyingParties, *stub, {});
  ASSERT_EQ(parties.relying_parties_size(), 1);
  EXPECT_EQ(parties.relying_parties(0).client_id(), "portal");
  EXPECT_EQ(parties.relying_parties(0).redirect_uris(0), "https://portal.example/callback");
  EXPECT_EQ(parties.relying_parties(0).secret_digest().size(), 64u);
}

TEST_P(VaultService, ChecksAnOfficersIntent) {
  advance(5);
  const auto reject =
      split_keys.sign(review.key, text_of("reject", {{"operator", review.id},
                                                     {"step", "review"},
                                                     {"order", "1"},
                                                     {"application", std::string(64, 'a')},
                                                     {"fields", "address"},
                                                     {"reason", "示范"},
                                                     {"time", core::text_intent_time(clock.now())}}));
  api::CheckOperatorIntentRequest request;
  fill(*request.mutable_intent(), reject);
  advance(10);
  const auto reply = platform::rpc_call(&api::Vault::Stub::CheckOperatorIntent, *stub, request);
  EXPECT_EQ(reply.operator_().operator_id(), review.id);
  EXPECT_EQ(reply.signed_at(), clock.now() - 10);
}

TEST_P(VaultService, TellsWhatHappenedToKeysInOrder) {
  const auto serial = serial_of(issuer->issue(order("7")).signing);
  revocation->revoke(revoke_order(serial));
  database->transaction([&](platform::Transaction& t) {
    audit.append(t, "key_locked", {{"key", core::to_hex(review.key)}});
  });
  api::ListEventsRequest request;
  request.set_limit(10);
  const auto reply = platform::rpc_call(&api::Vault::Stub::ListEvents, *stub, request);
  ASSERT_EQ(reply.events_size(), 2);
  EXPECT_EQ(reply.events(0).kind(), "certificate_revoked");
  EXPECT_EQ(reply.events(0).order_number(), "7");
  EXPECT_EQ(reply.events(0).operator_id(), "");
  EXPECT_EQ(reply.events(1).kind(), "key_locked");
  EXPECT_EQ(reply.events(1).operator_id(), review.id);
  EXPECT_GT(reply.events(1).number(), reply.events(0).number());
  request.set_after(reply.events(0).number());
  request.set_limit(1);
  const auto rest = platform::rpc_call(&api::Vault::Stub::ListEvents, *stub, request);
  ASSERT_EQ(rest.events_size(), 1);
  EXPECT_EQ(rest.events(0).number(), reply.events(1).number());
}

TEST_P(VaultService, LetsAdministratorsOpenTheDeskAndChangeOperators) {
  const auto one = activate("示范管理员甲", Role::administrator);
  const auto two = activate("示范管理员乙", Role::administrator);
  api::CheckOperatorIntentRequest desk;
  fill(*desk.mutable_intent(),
       split_keys.sign(one.key, text_of("desk", {{"operator", one.id},
                                                 {"origin", "https://console.example"},
                                                 {"session", "s"},
                                                 {"place", ""},
                                                 {"code", ""},
                                                 {"time", core::text_intent_time(clock.now())}})));
  const auto opened = platform::rpc_call(&api::Vault::Stub::CheckOperatorIntent, *stub, desk);
  EXPECT_EQ(opened.operator_().role(), api::OPERATOR_ROLE_ADMINISTRATOR);

  const auto appoint = [&](const test::Officer& by) {
    return split_keys.sign(by.key, text_of("appoint", {{"operator", by.id},
                                                       {"operator-id", ""},
                                                       {"name", "示范受理员乙"},
                                                       {"role", "acceptance"},
                                                       {"activation", std::string(64, 'a')},
                                                       {"time", core::text_intent_time(clock.now())}}));
  };
  fill(*desk.mutable_intent(), appoint(one));
  EXPECT_EQ(code_of(&api::Vault::Stub::CheckOperatorIntent, desk), "");
  api::ChangeOperatorsRequest change;
  fill(*change.mutable_first(), appoint(one));
  EXPECT_EQ(code_of(&api::Vault::Stub::ChangeOperators, change), "second_administrator_needed");
  fill(*change.mutable_second(), appoint(two));
  const auto changed = platform::rpc_call(&api::Vault::Stub::ChangeOperators, *stub, change);
  EXPECT_EQ(changed.operator_().name(), "示范受理员乙");
  EXPECT_FALSE(changed.operator_().active());
  EXPECT_GT(changed.activation_expires_at(), clock.now());
  const auto list = platform::rpc_call(&api::Vault::Stub::ListOperators, *stub, api::ListOperatorsRequest());
  EXPECT_EQ(list.administrators_needed(), 2u);
  EXPECT_EQ(list.operators(list.operators_size() - 1).operator_id(), changed.operator_().operator_id());
}

TEST_P(VaultService, LetsAdministratorsChangeSites) {
  const auto one = activate("示范管理员甲", Role::administrator);
  const auto two = activate("示范管理员乙", Role::administrator);
  const auto remove = [&](const test::Officer& by) {
    return split_keys.sign(by.key, text_of("remove-site", {{"operator", by.id},
                                                           {"client-id", "portal"},
                                                           {"time", core::text_intent_time(clock.now())}}));
  };
  api::ChangeRelyingPartiesRequest change;
  fill(*change.mutable_first(), remove(one));
  fill(*change.mutable_second(), remove(two));
  const auto changed = platform::rpc_call(&api::Vault::Stub::ChangeRelyingParties, *stub, change);
  EXPECT_EQ(changed.relying_party().client_id(), "portal");
  EXPECT_EQ(platform::rpc_call(&api::Vault::Stub::ListRelyingParties, *stub, {}).relying_parties_size(), 0);
}

TEST_P(VaultService, ShowsTheAuditLogAndProvesIt) {
  api::ListAuditRequest request;
  request.set_limit(1);
  const auto page = platform::rpc_call(&api::Vault::Stub::ListAudit, *stub, request);
  ASSERT_EQ(page.entries_size(), 1);
  const auto newest = page.entries(0).number();
  EXPECT_EQ(page.entries(0).kind(), "relying_party.added");
  EXPECT_EQ(page.entries(0).time(), clock.now());
  EXPECT_NE(page.entries(0).details().find("portal"), std::string::npos);
  request.set_before(newest);
  request.set_limit(0xffffffff);
  const auto rest = platform::rpc_call(&api::Vault::Stub::ListAudit, *stub, request);
  EXPECT_EQ(rest.entries_size(), newest - 1);
  EXPECT_EQ(rest.entries(0).number(), newest - 1);

  const auto verify = [&] {
    return platform::rpc_call(&api::Vault::Stub::VerifyAudit, *stub, api::VerifyAuditRequest());
  };
  EXPECT_EQ(verify().count(), newest);
  EXPECT_EQ(verify().first_bad(), 0);
  EXPECT_EQ(verify().head(), text_of_bytes(verify_audit(*database).head));
  sql("INSERT INTO audit_log (number, time, kind, details, digest) SELECT number + 1, time, kind, details, "
      "digest FROM audit_log WHERE number = " +
      std::to_string(newest));
  EXPECT_EQ(verify().count(), newest);
  EXPECT_EQ(verify().first_bad(), newest + 1);
}

PALMKEY_ON_BOTH_DATABASES(VaultService);

}  // namespace
}  // namespace palmkey::vault
