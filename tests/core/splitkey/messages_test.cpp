// The messages between device and vault: what is written is read, and nothing else is.
#include "core/splitkey/messages.hpp"

#include <gtest/gtest.h>

#include "core/der.hpp"
#include "core/splitkey/handover_messages.hpp"
#include "tests/core/mutations.hpp"

namespace palmkey::core::splitkey {
namespace {

using testing::mutate;
using testing::TestRandom;

template <std::size_t N>
ByteArray<N> filled(std::uint8_t byte) {
  ByteArray<N> out;
  out.fill(byte);
  return out;
}

sm2::Point some_point(TestRandom& random) {
  return *sm2::multiply_base(*sm2::Scalar::random(random));
}

struct Samples {
  TestRandom random{1};

  GenerateRequest generate() {
    return {filled<16>(1), some_point(random), filled<64>(2), some_point(random), filled<64>(3), "CODE"};
  }
  SignRequest sign() {
    return {filled<16>(1),  filled<16>(2),      filled<32>(3), IntentKind::text,
            Bytes{1, 2, 3}, some_point(random), filled<64>(4)};
  }
  ChangePinRequest change_pin() {
    return {filled<16>(1), filled<16>(2), filled<32>(3), some_point(random), filled<64>(4), filled<64>(5)};
  }
  InstallRequest install() { return {filled<16>(1), filled<16>(2), filled<32>(3), filled<64>(4)}; }
  DecryptRequest decrypt() {
    return {filled<16>(1), filled<16>(2), filled<32>(3), filled<16>(4), some_point(random), filled<64>(5)};
  }
  FetchChangeRequest fetch() { return {filled<16>(1), filled<16>(2), filled<16>(3), filled<64>(4)}; }
  GenerateResult generated() {
    GenerateResult result;
    result.public_key = some_point(random);
    result.unlock = Secret(Bytes(32, 7));
    result.holder = "op1 张示范";
    return result;
  }
  ChangePinResult changed() {
    ChangePinResult result;
    result.t = *sm2::Scalar::random(random);
    result.deltas.push_back({filled<16>(1), *sm2::Scalar::random(random)});
    result.deltas.push_back({filled<16>(2), *sm2::Scalar::random(random)});
    result.unlock = Secret(Bytes(32, 7));
    result.p2 = some_point(random);
    return result;
  }
  InstallResult installed() {
    InstallResult result;
    result.keys.push_back({filled<16>(1), some_point(random), *sm2::Scalar::random(random), Bytes(40, 1)});
    result.signing_certificate = Bytes(50, 2);
    result.chain = {Bytes(60, 3), Bytes(70, 4)};
    return result;
  }
  HistoryResult history() {
    HistoryResult result;
    result.entries.push_back({2, {1'780'000'000}, IntentKind::csr, "csr", filled<32>(9)});
    result.entries.push_back({1, {1'770'000'000}, IntentKind::text, "login 示范", filled<32>(8)});
    return result;
  }
  UnlockRequest unlock() {
    return {filled<16>(1), filled<16>(2), filled<32>(3), some_point(random), filled<64>(4)};
  }
  UnlockResult unlocked() {
    UnlockResult result;
    result.released = Secret(Bytes(32, 7));
    result.t = *sm2::Scalar::random(random);
    result.unlock = Secret(Bytes(32, 8));
    result.p2 = some_point(random);
    result.shares.push_back({filled<16>(1), *sm2::Scalar::random(random)});
    return result;
  }
  OfferTransferRequest offer() {
    return {filled<16>(1), some_point(random), filled<64>(2), some_point(random)};
  }
  TransferRequest transfer() {
    return {filled<16>(1), filled<16>(2), filled<32>(3), filled<16>(4),
            filled<32>(5), Bytes(90, 6),  filled<64>(7)};
  }
  TransferPackage package() {
    TransferPackage result;
    result.label = "手机证书";
    result.d1 = *sm2::Scalar::random(random);
    result.shares.push_back({filled<16>(1), some_point(random), *sm2::Scalar::random(random), Bytes(40, 1)});
    result.signing_certificate = Bytes(50, 2);
    result.chain = {Bytes(60, 3)};
    return result;
  }
  ReceiveTransferResult received() {
    ReceiveTransferResult result;
    result.public_key = some_point(random);
    result.package = Bytes(90, 6);
    result.t = *sm2::Scalar::random(random);
    result.deltas.push_back({filled<16>(1), *sm2::Scalar::random(random)});
    result.unlock = Secret(Bytes(32, 7));
    result.p2 = some_point(random);
    return result;
  }
  SignResult signed_half() {
    SignResult result;
    result.r = *sm2::Scalar::random(random);
    result.s1 = *sm2::Scalar::random(random);
    return result;
  }
};

template <class Request>
void expect_request_round_trip(const Request& request) {
  const Bytes der = encode_request(request);
  const auto received = read_request(der);
  ASSERT_TRUE(received);
  EXPECT_EQ(received->operation, Request::operation);
  const auto read = decode_message<Request>(received->body);
  ASSERT_TRUE(read);
  EXPECT_EQ(encode_request(*read), der);
}

template <class Message>
void expect_round_trip(const Message& message) {
  const Secret der = encode_message(message);
  const auto read = decode_message<Message>(der.view());
  ASSERT_TRUE(read);
  EXPECT_TRUE(equal_constant_time(encode_message(*read).view(), der.view()));
}

// Every change is refused, or is another valid message and is written back as it came.
template <class Message>
void expect_mutations_refused_or_round_trip(const Message& message, std::uint64_t seed) {
  const Secret der = encode_message(message);
  const Bytes valid(der.view().begin(), der.view().end());
  TestRandom random(seed);
  int refused = 0;
  for (int i = 0; i < 600; ++i) {
    const Bytes changed = mutate(valid, random);
    const auto read = decode_message<Message>(changed);
    if (!read) {
      ++refused;
      continue;
    }
    EXPECT_TRUE(equal_constant_time(encode_message(*read).view(), changed)) << to_hex(changed);
  }
  EXPECT_GT(refused, 100);
}

TEST(SplitKeyMessages, RequestsAreReadAsWritten) {
  Samples samples;
  expect_request_round_trip(samples.generate());
  expect_request_round_trip(samples.sign());
  expect_request_round_trip(samples.change_pin());
  expect_request_round_trip(samples.install());
  expect_request_round_trip(samples.decrypt());
  expect_request_round_trip(ResynchroniseRequest{filled<16>(1), filled<16>(2)});
  expect_request_round_trip(samples.fetch());
  expect_request_round_trip(StatusRequest{filled<16>(1)});
  expect_request_round_trip(HistoryRequest{filled<16>(1), 20, 10});
  expect_request_round_trip(FreezeRequest{filled<16>(1), filled<16>(2)});
  expect_request_round_trip(UnfreezeRequest{filled<16>(1), filled<16>(2), filled<32>(3), filled<64>(4)});
  expect_request_round_trip(samples.unlock());
  expect_request_round_trip(samples.offer());
  expect_request_round_trip(samples.transfer());
  expect_request_round_trip(ReceiveTransferRequest{filled<16>(1), filled<16>(2), filled<64>(3)});
}

TEST(SplitKeyMessages, ResultsAreReadAsWritten) {
  Samples samples;
  expect_round_trip(samples.generated());
  expect_round_trip(samples.signed_half());
  expect_round_trip(samples.changed());
  expect_round_trip(samples.installed());
  expect_round_trip(DecryptResult{some_point(samples.random), filled<32>(1)});
  expect_round_trip(ResynchroniseResult{filled<32>(1), Operation::change_pin, true});
  expect_round_trip(StatusResult{"active", 5, 0, 12});
  expect_round_trip(samples.history());
  expect_round_trip(HistoryResult{});
  expect_round_trip(UnfreezeResult{filled<32>(1)});
  expect_round_trip(samples.unlocked());
  expect_round_trip(OfferTransferResult{{1'780'000'000}});
  expect_round_trip(TransferTicket{filled<16>(1), some_point(samples.random), filled<32>(2)});
  expect_round_trip(samples.package());
  expect_round_trip(TransferResult{86'400});
  expect_round_trip(samples.received());
}

TEST(SplitKeyMessages, ChangedBytesAreRefusedOrMeanAnotherMessage) {
  Samples samples;
  expect_mutations_refused_or_round_trip(samples.generate(), 1);
  expect_mutations_refused_or_round_trip(samples.sign(), 2);
  expect_mutations_refused_or_round_trip(samples.change_pin(), 3);
  expect_mutations_refused_or_round_trip(samples.install(), 4);
  expect_mutations_refused_or_round_trip(samples.decrypt(), 5);
  expect_mutations_refused_or_round_trip(samples.fetch(), 6);
  expect_mutations_refused_or_round_trip(samples.generated(), 7);
  expect_mutations_refused_or_round_trip(samples.changed(), 8);
  expect_mutations_refused_or_round_trip(samples.installed(), 9);
  expect_mutations_refused_or_round_trip(samples.history(), 10);
  expect_mutations_refused_or_round_trip(samples.signed_half(), 11);
  expect_mutations_refused_or_round_trip(StatusResult{"locked", 0, 300, 7}, 12);
  expect_mutations_refused_or_round_trip(samples.unlock(), 13);
  expect_mutations_refused_or_round_trip(samples.unlocked(), 14);
  expect_mutations_refused_or_round_trip(samples.offer(), 15);
  expect_mutations_refused_or_round_trip(samples.transfer(), 16);
  expect_mutations_refused_or_round_trip(samples.package(), 17);
  expect_mutations_refused_or_round_trip(samples.received(), 18);
}

TEST(SplitKeyMessages, UnknownOperationsAreRefused) {
  const auto last = static_cast<std::uint64_t>(largest_value(Operation::generate));
  for (const std::uint64_t number : {std::uint64_t{0}, last + 1, std::uint64_t{255}}) {
    der::Writer writer;
    writer.sequence([&](der::Writer& w) { w.small_integer(number).sequence([](der::Writer&) {}); });
    EXPECT_EQ(read_request(writer.bytes()).error(), Error::unsupported) << number;
  }
}

TEST(SplitKeyMessages, FieldsTooManyOrTooFewAreRefused) {
  Samples samples;
  const SignRequest request = samples.sign();
  const Secret whole = encode_message(request);
  der::Reader reader(whole.view());
  const auto content = *reader.sequence();
  der::Writer longer;
  longer.sequence([&](der::Writer& w) { w.raw(content.rest()).null(); });
  EXPECT_EQ(decode_message<SignRequest>(longer.bytes()).error(), Error::malformed);
  der::Writer shorter;
  shorter.sequence([&](der::Writer& w) { w.raw(content.rest().first(content.rest().size() - 66)); });
  EXPECT_EQ(decode_message<SignRequest>(shorter.bytes()).error(), Error::malformed);
}

// A SignResult with any bytes in place of r.
Result<SignResult> with_r(ByteView r) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) { w.octets(r).octets(filled<32>(1)).octets(filled<32>(2)); });
  return decode_message<SignResult>(writer.bytes());
}

TEST(SplitKeyMessages, ScalarsZeroAndOrderAreRefused) {
  const Bytes n = testing::bytes("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
  Bytes below = n;
  --below.back();
  EXPECT_TRUE(with_r(below));
  EXPECT_EQ(with_r(n).error(), Error::out_of_range);
  EXPECT_EQ(with_r(Bytes(32, 0xff)).error(), Error::out_of_range);
  EXPECT_EQ(with_r(Bytes(32, 0)).error(), Error::out_of_range);
  EXPECT_EQ(with_r(Bytes(31, 1)).error(), Error::malformed);
  EXPECT_EQ(with_r(Bytes(33, 1)).error(), Error::malformed);
}

// A DecryptResult with any bytes in place of T.
Result<DecryptResult> with_t(ByteView t) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) { w.octets(t).octets(filled<32>(2)); });
  return decode_message<DecryptResult>(writer.bytes());
}

TEST(SplitKeyMessages, PointsOffTheCurveAndInfinityAreRefused) {
  const auto base = sm2::Point::base().encode();
  EXPECT_TRUE(with_t(base));
  auto off = base;
  off[64] ^= 1;
  EXPECT_EQ(with_t(off).error(), Error::not_on_curve);
  EXPECT_EQ(with_t(Bytes{0}).error(), Error::malformed);  // SEC 1's infinity
  Bytes zero(65, 0);
  zero[0] = 4;
  EXPECT_FALSE(with_t(zero));
  auto compressed = base;
  compressed[0] = 2;
  EXPECT_EQ(with_t(compressed).error(), Error::malformed);
}

TEST(SplitKeyMessages, PinProofCoversAllButItself) {
  Samples samples;
  SignRequest request = samples.sign();
  const Digest digest = pin_proof_digest(request);
  request.pin_proof = filled<64>(99);
  EXPECT_EQ(pin_proof_digest(request), digest);
  SignRequest other = request;
  other.intent.push_back(4);
  EXPECT_NE(pin_proof_digest(other), digest);
  other = request;
  other.freshness[0] ^= 1;
  EXPECT_NE(pin_proof_digest(other), digest);
  other = request;
  other.q1 = other.q1.negate();
  EXPECT_NE(pin_proof_digest(other), digest);
  other = request;
  other.kind = IntentKind::cms;
  EXPECT_NE(pin_proof_digest(other), digest);
}

TEST(SplitKeyResponse, IsReadAsWritten) {
  Response response;
  response.code = "ok";
  response.tries_left = 5;
  response.body = Secret(Bytes{0x30, 0});
  const auto read = decode_response(encode_response(response).view());
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->ok());
  EXPECT_EQ(read->tries_left, 5U);
  EXPECT_EQ(read->body.size(), 2U);
}

TEST(SplitKeyResponse, HasABodyIfAndOnlyIfItIsOk) {
  Response response;
  response.code = "ok";
  EXPECT_EQ(decode_response(encode_response(response).view()).error(), Error::malformed);
  response.code = "wrong_pin";
  EXPECT_TRUE(decode_response(encode_response(response).view()));
  response.body = Secret(Bytes{0x30, 0});
  EXPECT_EQ(decode_response(encode_response(response).view()).error(), Error::malformed);
  response.code = "";
  response.body.clear();
  EXPECT_EQ(decode_response(encode_response(response).view()).error(), Error::malformed);
}

}  // namespace
}  // namespace palmkey::core::splitkey
