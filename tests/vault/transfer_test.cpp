// A key moves to another phone at the co-signer: the old share is dead, nobody else can take it.
#include "tests/support/openssl_sm2.hpp"
#include "tests/vault/handover_requests.hpp"

namespace palmkey::test {
namespace {

class Transfer : public HandoverTest {
 protected:
  // An owner's phone, a new one, and its offer.
  struct Phones {
    RawPhone old_phone, new_phone;
    sk::OfferTransferRequest offer;
  };
  Phones phones() {
    Phones all{phone_with_key(), phone(), {}};
    all.offer = offer_request(all.new_phone);
    EXPECT_EQ(all.new_phone.ask(all.offer).code, "ok");
    return all;
  }
  std::string transfer(Phones& all) {
    return all.old_phone.ask(transfer_request(all.old_phone, all.offer, all.new_phone)).code;
  }
  sk::ReceiveTransferResult receive(Phones& all) {
    const auto response = all.new_phone.ask(receive_request(all.new_phone, all.offer.operation_id, new_a1));
    EXPECT_EQ(response.code, "ok");
    auto result = *sk::decode_message<sk::ReceiveTransferResult>(response.body.view());
    finish_transfer(all.new_phone, all.old_phone, result);
    return result;
  }
};
PALMKEY_ON_BOTH_DATABASES(Transfer);

TEST_P(Transfer, TheNewPhoneSignsAndTheOldOneIsDead) {
  auto all = phones();
  const auto text = statement();
  EXPECT_EQ(all.old_phone.try_sign(statement("之前")), "ok");
  EXPECT_EQ(transfer(all), "ok");
  const auto result = receive(all);
  EXPECT_EQ(result.package, (core::Bytes{1, 2, 3}));
  EXPECT_TRUE(openssl_accepts(all.old_phone.public_key, text, all.new_phone.sign(text)));
  EXPECT_EQ(all.old_phone.try_sign(text), "unknown_key");
  EXPECT_EQ(all.old_phone.ask(sk::StatusRequest{all.old_phone.key_id}).code, "unknown_key");
  EXPECT_EQ(audited("key_transferred"), 1);
}

TEST_P(Transfer, TheOldShareIsWorthlessInAnybodysHands) {
  auto all = phones();
  const auto old_d1 = all.old_phone.d1.clone();
  EXPECT_EQ(transfer(all), "ok");
  receive(all);
  const auto text = statement();
  const auto half = all.new_phone.accept<sk::SignResult>(all.new_phone.ask(all.new_phone.sign_request(text)));
  EXPECT_FALSE(sk::finish_signature(std::move(*all.new_phone.commitment), old_d1, half.r, half.s1,
                                    all.new_phone.public_key,
                                    core::sm2::message_digest(all.new_phone.public_key, text)));
}

TEST_P(Transfer, GivesEncryptionHistoryNewSharesToo) {
  auto all = phones();
  const auto encryption_key =
      database->transaction([&](auto& t) { return kmc.create_encryption_key(t, all.old_phone.key_id); });
  const auto id = database->read([&](auto& t) { return kmc.list(t, all.old_phone.key_id).front().id; });
  const auto u1 = database->transaction([&](auto& t) { return kmc.split(t, all.old_phone.key_id, id); });
  const auto ciphertext = *core::sm2::encrypt(encryption_key, core::as_bytes("标书"), random);
  EXPECT_EQ(transfer(all), "ok");
  const auto result = receive(all);
  ASSERT_EQ(result.deltas.size(), 1U);
  const auto partly = *database->read(
      [&](auto& t) { return kmc.decrypt_partly(t, all.old_phone.key_id, id, ciphertext.c1); });
  EXPECT_FALSE(core::splitkey::finish_decryption(u1, partly, ciphertext)) << "the old share";
  const auto plain = core::splitkey::finish_decryption(u1 + result.deltas[0].delta, partly, ciphertext);
  ASSERT_TRUE(plain);
  EXPECT_EQ(core::as_text(plain->view()), "标书");
}

TEST_P(Transfer, NeedsTheOldPhonesPin) {
  auto all = phones();
  auto request = transfer_request(all.old_phone, all.offer, all.new_phone);
  all.old_phone.prove(request, all.old_phone.a1 + core::sm2::Scalar::one());
  const auto response = all.old_phone.ask(request);
  EXPECT_EQ(response.code, "wrong_pin");
  EXPECT_EQ(response.tries_left, 4U);
  EXPECT_EQ(all.new_phone.ask(receive_request(all.new_phone, all.offer.operation_id, new_a1)).code,
            "not_found");
  EXPECT_EQ(transfer(all), "ok");
}

TEST_P(Transfer, NeedsTheNewPhonesPinToBeFetched) {
  auto all = phones();
  EXPECT_EQ(transfer(all), "ok");
  const auto wrong = new_a1 + core::sm2::Scalar::one();
  const auto response = all.new_phone.ask(receive_request(all.new_phone, all.offer.operation_id, wrong));
  EXPECT_EQ(response.code, "wrong_pin");
  EXPECT_EQ(response.tries_left, 4U);
  receive(all);
}

TEST_P(Transfer, IsFetchedByTheNewPhoneOnlyAndAsOftenAsItLikes) {
  auto all = phones();
  EXPECT_EQ(transfer(all), "ok");
  RawPhone stranger = phone();
  EXPECT_EQ(stranger.ask(receive_request(stranger, all.offer.operation_id, new_a1)).code, "unknown_key");
  EXPECT_EQ(all.old_phone.ask(receive_request(all.old_phone, all.offer.operation_id, new_a1)).code,
            "unknown_key");
  receive(all);
  const auto again = all.new_phone.ask(receive_request(all.new_phone, all.offer.operation_id, new_a1));
  ASSERT_EQ(again.code, "ok");
  EXPECT_EQ(all.new_phone.try_sign(statement()), "ok");
  // It has shown that it has the key: the old phone's package is kept no longer.
  EXPECT_EQ(all.new_phone.ask(receive_request(all.new_phone, all.offer.operation_id, new_a1)).code,
            "unknown_key");
}

TEST_P(Transfer, ANewPhoneThatWasSwappedForAnotherIsRefused) {
  auto all = phones();
  RawPhone attacker = phone();
  auto request = transfer_request(all.old_phone, all.offer, attacker);  // what the old phone was shown
  EXPECT_EQ(all.old_phone.ask(request).code, "refused");
  request = transfer_request(all.old_phone, all.offer, all.new_phone);
  request.offer[0] ^= 1;
  all.old_phone.prove(request, all.old_phone.a1);
  request.operation_id = all.old_phone.new_id();
  all.old_phone.prove(request, all.old_phone.a1);
  EXPECT_EQ(all.old_phone.ask(request).code, "refused");
  EXPECT_EQ(transfer(all), "ok");
}

TEST_P(Transfer, AnOfferCountsOnceAndForAWhile) {
  auto all = phones();
  advance(handover.offer_seconds + 1);
  EXPECT_EQ(transfer(all), "not_found");
  all.offer = offer_request(all.new_phone);
  EXPECT_EQ(all.new_phone.ask(all.offer).code, "ok");
  EXPECT_EQ(transfer(all), "ok");
  RawPhone other = phone_with_key();
  EXPECT_EQ(other.ask(transfer_request(other, all.offer, all.new_phone)).code, "not_found");
}

TEST_P(Transfer, AnOfferIsBoundToItsPinKeyAndCannotBeReplaced) {
  auto all = phones();
  auto forged = offer_request(all.new_phone);
  forged.a1 = core::sm2::Point::base();
  EXPECT_EQ(all.new_phone.ask(forged).code, "bad_proof");
  RawPhone attacker = phone();
  auto same_name = offer_request(attacker);
  same_name.operation_id = all.offer.operation_id;
  EXPECT_EQ(attacker.ask(same_name).code, "bad_proof");  // the proof names the transfer
  EXPECT_EQ(attacker.ask(offer_request(attacker, all.offer.operation_id)).code, "stale");
  EXPECT_EQ(transfer(all), "ok");
}

TEST_P(Transfer, ToTheSamePhoneIsRefused) {
  auto all = phones();
  all.offer = offer_request(all.old_phone);
  EXPECT_EQ(all.old_phone.ask(all.offer).code, "ok");
  EXPECT_EQ(all.old_phone.ask(transfer_request(all.old_phone, all.offer, all.old_phone)).code, "refused");
  EXPECT_EQ(all.old_phone.try_sign(statement()), "ok");
}

TEST_P(Transfer, AnOperatorsKeyStaysWhereItIs) {
  Phones all{phone(), phone(), {}};
  const auto activation = operators.add("示范受理员", vault::Role::acceptance);
  ASSERT_EQ(all.old_phone.generate(activation.code), "ok");
  all.offer = offer_request(all.new_phone);
  EXPECT_EQ(all.new_phone.ask(all.offer).code, "ok");
  EXPECT_EQ(transfer(all), "refused");
}

TEST_P(Transfer, TheKeyRestsForTheCoolingTime) {
  handover.cooling_seconds = 600;
  auto all = phones();
  EXPECT_EQ(transfer(all), "ok");
  receive(all);
  advance(100);
  const auto response = all.new_phone.ask(all.new_phone.sign_request(statement()));
  EXPECT_EQ(response.code, "key_cooling");
  EXPECT_EQ(response.wait_seconds, 500U);
  advance(500);
  EXPECT_EQ(all.new_phone.try_sign(statement()), "ok");
}

TEST_P(Transfer, AStoppedKeyDoesNotMove) {
  auto all = phones();
  database->transaction(
      [&](auto& t) { directory.apply(t, all.old_phone.key_id, vault::KeyEvent::hold, clock.now()); });
  EXPECT_EQ(transfer(all), "key_frozen");
  EXPECT_EQ(all.new_phone.ask(receive_request(all.new_phone, all.offer.operation_id, new_a1)).code,
            "not_found");
}

TEST_P(Transfer, AStaleTokenGivesACopyAway) {
  auto all = phones();
  all.old_phone.freshness[0] ^= 1;
  EXPECT_EQ(transfer(all), "key_suspended");
  EXPECT_EQ(all.new_phone.ask(receive_request(all.new_phone, all.offer.operation_id, new_a1)).code,
            "not_found");
}

TEST_P(Transfer, AnOversizedPackageIsRefused) {
  auto all = phones();
  auto request = transfer_request(all.old_phone, all.offer, all.new_phone);
  request.package.assign(sk::longest_transfer_package + 1, 7);
  all.old_phone.prove(request, all.old_phone.a1);
  EXPECT_EQ(all.old_phone.ask(request).code, "malformed");
  EXPECT_EQ(transfer(all), "ok");
}

}  // namespace
}  // namespace palmkey::test
