// That nothing of a secret is left in memory after whoever held it is gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/channel.hpp"
#include "core/der.hpp"
#include "core/processor.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm2/signature.hpp"
#include "core/sm4.hpp"
#include "core/splitkey/encryption_share.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/mask.hpp"
#include "core/splitkey/messages.hpp"
#include "core/splitkey/refresh.hpp"
#include "core/splitkey/signing.hpp"
#include "tests/core/test_random.hpp"
#include "tests/wiping/remains.hpp"

namespace palmkey::wiping {
namespace {

using namespace core;
using core::testing::TestRandom;
using sm2::PrivateKey;
using sm2::Scalar;
using ::testing::Contains;
using ::testing::IsEmpty;

// Keeps the optimiser from leaving out what nobody reads.
template <class T>
void use(const T& object) {
  asm volatile("" : : "r"(&object) : "memory");
}

Bytes random_bytes(std::uint64_t seed, std::size_t size = 32) {
  TestRandom random(seed);
  return random.bytes(size);
}

Scalar scalar(std::uint64_t seed) {
  return Scalar::reduce(random_bytes(seed));
}

Bytes bytes_of(const Scalar& scalar) {
  const ByteArray<32> bytes = scalar.encode_public();
  return {bytes.begin(), bytes.end()};
}

Secrets numbers(std::initializer_list<std::pair<std::string_view, const Scalar*>> list) {
  Secrets secrets;
  for (const auto& [name, number] : list) secrets.number(name, bytes_of(*number));
  return secrets;
}

// The type that must not exist: it keeps what it held.
struct Careless {
  explicit Careless(ByteView from) { std::copy(from.begin(), from.end(), bytes.begin()); }
  ByteArray<32> bytes{};
};

TEST(Remains, OfACarelessTypeAreFoundOnTheStack) {
  const Bytes key = random_bytes(1);
  EXPECT_THAT(remains(Secrets().bytes("key", key), [&] { use(Careless(key)); }),
              Contains("key on the stack"));
}

TEST(Remains, OfACarelessTypeAreFoundInTheHeap) {
  const Bytes key = random_bytes(1);
  EXPECT_THAT(remains(Secrets().bytes("key", key), [&] { use(*std::make_unique<Careless>(key)); }),
              Contains("key in a freed block"));
}

TEST(Remains, OfAGrowingBufferAreFound) {
  const Bytes key = random_bytes(1);
  const auto found = remains(Secrets().bytes("key", key), [&] {
    Bytes buffer(key);
    buffer.resize(1000);
    use(buffer);
    wipe(buffer.data(), buffer.size());
  });
  EXPECT_THAT(found, Contains("key in a freed block"));
}

TEST(Remains, OfANumberAreFoundInBothOrders) {
  const Scalar k = scalar(2);
  EXPECT_THAT(remains(numbers({{"k", &k}}), [&] { use(Careless(k.encode_public())); }),
              Contains("k on the stack"));
  EXPECT_THAT(remains(numbers({{"k", &k}}),
                      [&] {
                        const auto limbs = k.limbs();
                        use(limbs);
                      }),
              Contains("k on the stack"));
}

// On every path that this processor has.
class Wiping : public ::testing::TestWithParam<ProcessorFeatures> {
 protected:
  void expect_nothing_left(const Secrets& secrets, const std::function<void()>& function) {
    const ProcessorWithout without(GetParam());
    function();  // makes tables, binds functions
    EXPECT_THAT(remains(secrets, function), IsEmpty());
  }
};

INSTANTIATE_TEST_SUITE_P(Paths, Wiping, ::testing::Values(ProcessorFeatures{0}, ~ProcessorFeatures{0}),
                         [](const auto& path) { return path.param == 0 ? "Fastest" : "Portable"; });

TEST_P(Wiping, SecretBytes) {
  const Bytes key = random_bytes(1);
  expect_nothing_left(Secrets().bytes("key", key), [&] {
    Secret first = Secret::copy_of(key);
    Secret second = std::move(first);
    first = Secret::copy_of(second.view());
    second = std::move(first);
    use(second);
    Secret third = Secret::copy_of(key);
    third.clear();
    use(third);
  });
}

TEST_P(Wiping, Scalars) {
  const Scalar a = scalar(1);
  const Scalar b = scalar(2);
  const Scalar sum = a + b;
  const Scalar difference = a - b;
  const Scalar product = a * b;
  const Scalar negative = a.negate();
  const Scalar inverse = a.inverse();
  const Bytes encoded = bytes_of(a);
  expect_nothing_left(numbers({{"a", &a},
                               {"b", &b},
                               {"sum", &sum},
                               {"difference", &difference},
                               {"product", &product},
                               {"negative", &negative},
                               {"inverse", &inverse}}),
                      [&] {
                        Scalar read = *Scalar::decode_nonzero(encoded);
                        const Scalar copy = read.clone();
                        use(copy + b);
                        use(copy - b);
                        use(copy * b);
                        use(copy.negate());
                        use(copy.inverse());
                        const Scalar moved = std::move(read);
                        use(moved.encode());
                      });
}

TEST_P(Wiping, RandomScalar) {
  TestRandom outside(3);
  const Scalar drawn = *Scalar::random(outside);
  expect_nothing_left(numbers({{"drawn", &drawn}}), [] {
    TestRandom random(3);
    use(*Scalar::random(random));
  });
}

TEST_P(Wiping, PrivateKeyAndItsNonce) {
  const Scalar d = scalar(4);
  const Scalar factor = (Scalar::one() + d).inverse();
  const Bytes encoded = bytes_of(d);
  const Digest e = sm3(encoded);
  TestRandom outside(5);
  const Scalar nonce = *sm2::hedged_nonce(outside, d, e);
  expect_nothing_left(numbers({{"d", &d}, {"factor", &factor}, {"nonce", &nonce}}), [&] {
    TestRandom random(5);
    const PrivateKey key = *PrivateKey::decode(encoded);
    use(*key.sign_digest(e, random));
    use(key.encode());
  });
}

TEST_P(Wiping, SharedPointAndPlaintext) {
  const PrivateKey key = *PrivateKey::decode(random_bytes(6));
  const Bytes plaintext = random_bytes(7, 64);
  TestRandom random(8);
  const sm2::Ciphertext sent = *sm2::encrypt(key.public_key(), plaintext, random);
  const sm2::Point shared = *sm2::multiply(key.scalar(), sent.c1);
  TestRandom again(8);
  const Scalar k = *Scalar::random(again);
  Secrets secrets = numbers({{"d", &key.scalar()}, {"k", &k}});
  secrets.number("shared x", shared.x()).number("shared y", shared.y()).bytes("plaintext", plaintext);
  expect_nothing_left(secrets, [&] { use(*sm2::decrypt(key, sent)); });
  expect_nothing_left(secrets, [&] {
    TestRandom inside(8);
    use(*sm2::encrypt(key.public_key(), plaintext, inside));
  });
}

TEST_P(Wiping, HashesOfSecrets) {
  const Bytes key = random_bytes(9);
  const Bytes other = random_bytes(10);
  const Digest mac = hmac_sm3(key, other);
  const Secret derived = hkdf_sm3(other, key, {}, 64);
  const Secret stretched = pbkdf2_sm3(key, other, 3, 32);
  Secrets secrets;
  secrets.bytes("key", key).bytes("derived", derived.view()).bytes("stretched", stretched.view());
  // Its words as SM3's state has them.
  Bytes words(key);
  for (std::size_t i = 0; i + 4 <= words.size(); i += 4) std::reverse(&words[i], &words[i] + 4);
  secrets.bytes("key's words", words);
  expect_nothing_left(secrets, [&] {
    Sm3 hash;
    hash.update(key);
    use(hash.finish());
    use(hmac_sm3(key, other));
    use(hkdf_sm3(other, key, {}, 64));
    use(pbkdf2_sm3(key, other, 3, 32));
  });
  EXPECT_NE(mac, Digest{});
}

TEST_P(Wiping, CipherKeysAndText) {
  const Bytes key = random_bytes(11, 16);
  const Bytes text = random_bytes(12, 80);
  const ByteArray<gcm_nonce_size> nonce{1};
  const Bytes sealed = sm4_gcm_seal(key, nonce, {}, text);
  const Sm4 cipher(key);
  const ByteArray<16> hash_key = cipher.encrypt_block(ByteArray<16>{});
  Secrets secrets;
  secrets.bytes("key", key).bytes("text", text).bytes("hash key", hash_key);
  // All round keys, which Sm4 is made of.
  secrets.bytes("round keys", {reinterpret_cast<const std::uint8_t*>(&cipher), sizeof cipher});
  expect_nothing_left(secrets, [&] {
    use(*sm4_gcm_open(key, nonce, {}, sealed));
    use(sm4_gcm_seal(key, nonce, {}, text));
    const Sm4 inside(key);
    use(inside.decrypt_block(inside.encrypt_block(ByteArray<16>{5})));
  });
}

TEST_P(Wiping, MaskedShare) {
  const Scalar x = scalar(13);
  const Bytes key = random_bytes(14);
  const Scalar mask = splitkey::mask_of(key, splitkey::signing_share_label);
  const auto masked = splitkey::mask(x, key, splitkey::signing_share_label);
  Secrets secrets = numbers({{"share", &x}, {"mask", &mask}});
  secrets.bytes("key", key);
  expect_nothing_left(secrets, [&] {
    use(*splitkey::unmask(masked, key, splitkey::signing_share_label));
    use(splitkey::mask(x, key, splitkey::signing_share_label));
  });
}

TEST_P(Wiping, SharesOfASigningKey) {
  const Digest context = sm3(random_bytes(15));
  TestRandom outside(16);
  const auto device = *splitkey::begin_generation(context, outside);
  TestRandom vaults(17);
  const auto vault = *splitkey::answer_generation(device.p1, context, vaults);
  const Scalar d1_inverse = device.d1.inverse();
  const Scalar d2_inverse = vault.d2.inverse();
  TestRandom fresh(18);
  const Scalar t = *Scalar::random(fresh);
  const Scalar next_d2 = vault.d2 * t.inverse();
  const Scalar next_d1 = device.d1 * t;
  expect_nothing_left(numbers({{"d1", &device.d1},
                               {"1/d1", &d1_inverse},
                               {"a1", &device.a1},
                               {"d2", &vault.d2},
                               {"1/d2", &d2_inverse},
                               {"t", &t},
                               {"next d2", &next_d2},
                               {"next d1", &next_d1}}),
                      [&] {
                        TestRandom random(16);
                        const auto half = *splitkey::begin_generation(context, random);
                        TestRandom other(17);
                        const auto answer = *splitkey::answer_generation(half.p1, context, other);
                        use(*splitkey::prove_pin(half.a1, context, random));
                        if (!splitkey::check_public_key(half.d1, answer.p2, answer.public_key)) std::abort();
                        TestRandom third(18);
                        const auto refresh = *splitkey::refresh_signing_share(answer.d2, third);
                        use(splitkey::apply_signing_refresh(half.d1, refresh.t));
                      });
}

TEST_P(Wiping, SplitSignature) {
  const Digest e = sm3(random_bytes(19));
  TestRandom random(20);
  const auto device = *splitkey::begin_generation(e, random);
  const auto vault = *splitkey::answer_generation(device.p1, e, random);
  TestRandom first(21);
  const Scalar w1 = *Scalar::random(first);
  const auto commitment = *splitkey::Commitment::make(random);
  TestRandom second(22);
  const Bytes bound = concatenate({e, e});
  const Scalar w2 = *sm2::hedged_nonce(second, vault.d2, bound);
  expect_nothing_left(numbers({{"d1", &device.d1}, {"d2", &vault.d2}, {"w1", &w1}, {"w2", &w2}}), [&] {
    TestRandom one(21);
    auto made = *splitkey::Commitment::make(one);
    TestRandom two(22);
    const auto half = *splitkey::cosign(vault.d2, made.q1(), e, e, two);
    use(*splitkey::finish_signature(std::move(made), device.d1, half.r, half.s1, vault.public_key, e));
  });
}

TEST_P(Wiping, SharesOfAnEncryptionKey) {
  const Scalar d_e = scalar(23);
  TestRandom outside(24);
  const auto shares = *splitkey::split_encryption_key(d_e, outside);
  TestRandom fresh(25);
  const auto refresh = *splitkey::refresh_encryption_share(shares.u2, fresh);
  const Bytes plaintext = random_bytes(26);
  const sm2::Ciphertext sent = *sm2::encrypt(*sm2::multiply_base(d_e), plaintext, outside);
  Secrets secrets = numbers({{"d_e", &d_e},
                             {"u1", &shares.u1},
                             {"u2", &shares.u2},
                             {"delta", &refresh.delta},
                             {"next u2", &refresh.u2}});
  secrets.bytes("plaintext", plaintext);
  expect_nothing_left(secrets, [&] {
    TestRandom random(24);
    const auto split = *splitkey::split_encryption_key(d_e, random);
    TestRandom other(25);
    const auto next = *splitkey::refresh_encryption_share(split.u2, other);
    use(splitkey::apply_encryption_refresh(split.u1, next.delta));
    const auto t = *splitkey::partial_decryption(split.u2, sent.c1);
    use(*splitkey::finish_decryption(split.u1, t, sent));
  });
}

TEST_P(Wiping, Channel) {
  const PrivateKey vault = *PrivateKey::decode(random_bytes(27));
  const DeviceKey device_key{4, 1, 2, 3};
  const Bytes request = random_bytes(28, 200);
  const Bytes answer = random_bytes(29, 100);
  TestRandom outside(30);
  const Scalar ephemeral = *Scalar::random(outside);
  const sm2::Point shared = *sm2::multiply(ephemeral, vault.public_key());
  Secrets secrets = numbers({{"ephemeral", &ephemeral}, {"vault's key", &vault.scalar()}});
  secrets.number("shared x", shared.x()).bytes("request", request).bytes("answer", answer);
  expect_nothing_left(secrets, [&] {
    TestRandom random(30);
    auto channel = *DeviceChannel::seal(vault.public_key(), device_key, request, random);
    const auto received = *SealedRequest::parse(channel.finish({}));
    const auto opened = *received.open(vault);
    use(*channel.open_response(*opened.seal_response(answer, random)));
  });
}

TEST_P(Wiping, MessagesWithSecrets) {
  const Scalar t = scalar(31);
  const Scalar delta = scalar(32);
  const Bytes unlock = random_bytes(33);
  Secrets secrets = numbers({{"t", &t}, {"delta", &delta}});
  secrets.bytes("unlock", unlock);
  expect_nothing_left(secrets, [&] {
    splitkey::ChangePinResult result;
    result.t = t.clone();
    result.deltas.push_back({splitkey::Identifier{1}, delta.clone()});
    result.unlock = Secret::copy_of(unlock);
    splitkey::Response response;
    response.code = "ok";
    response.body = splitkey::encode_message(result);
    const Secret written = splitkey::encode_response(response);
    const auto read = *splitkey::decode_response(written.view());
    use(*splitkey::decode_message<splitkey::ChangePinResult>(read.body.view()));
  });
}

}  // namespace
}  // namespace palmkey::wiping
