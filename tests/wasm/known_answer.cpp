// Prints what core computes from the standards' inputs, a line each, for known_answer.mjs to compare.
#include <cstdio>

#include "core/encoding.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm2/signature.hpp"
#include "core/sm3.hpp"
#include "core/sm4.hpp"

namespace {

using namespace palmkey::core;

void print(const char* name, const std::string& value) {
  std::printf("%s %s\n", name, value.c_str());
}

void print(const char* name, ByteView value) {
  print(name, to_hex(value));
}

template <class T>
void print_outcome(const char* name, const Result<T>& result) {
  print(name, result ? std::string("ok") : std::string(code(result.error())));
}

// The nonce of the examples in GB/T 32918.5.
class StandardRandom final : public Random {
 public:
  Result<void> fill(MutableByteView out) override {
    const auto nonce = from_hex("59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21");
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = (*nonce)[i];
    return {};
  }
};

void hashes() {
  print("sm3", sm3(as_bytes("abc")));
  print("hmac", hmac_sm3(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")));
  print("hkdf", hkdf_sm3(as_bytes("salt"), as_bytes("key"), as_bytes("info"), 48).view());
  print("pbkdf2", pbkdf2_sm3(as_bytes("password"), as_bytes("salt"), 1000, 40).view());
}

void cipher() {
  const auto key = from_hex("0123456789abcdeffedcba9876543210");
  const auto nonce = from_hex("00001234567800000000abcd");
  const auto associated = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const auto plaintext = from_hex(
      "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
      "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
  print("sm4", Sm4(*key).encrypt_block(*key));
  Bytes sealed = sm4_gcm_seal(*key, *nonce, *associated, *plaintext);
  print("gcm", sealed);
  print_outcome("gcm.open", sm4_gcm_open(*key, *nonce, *associated, sealed));
  sealed.back() ^= 1;
  print_outcome("gcm.tampered", sm4_gcm_open(*key, *nonce, *associated, sealed));
}

void sm2_keys() {
  StandardRandom random;
  const auto key =
      sm2::PrivateKey::decode(*from_hex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"));
  print("sm2.public_key", key->public_key().encode());
  print("sm2.digest", sm2::message_digest(key->public_key(), as_bytes("message digest")));

  const auto standard =
      sm2::decode_der(*from_hex("3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                                "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"));
  print_outcome("sm2.verify", sm2::verify(key->public_key(), as_bytes("message digest"), *standard));
  print_outcome("sm2.verify.other", sm2::verify(key->public_key(), as_bytes("another message"), *standard));
  const auto own = key->sign(as_bytes("message digest"), random);
  print_outcome("sm2.sign", sm2::verify(key->public_key(), as_bytes("message digest"), *own));

  const auto encrypted = sm2::encrypt(key->public_key(), as_bytes("encryption standard"), random);
  print("sm2.encrypt", sm2::encode_der(*encrypted));
  const auto decrypted = sm2::decrypt(*key, *encrypted);
  print("sm2.decrypt", std::string(as_text(decrypted->view())));
  const auto off_curve = sm2::Point::decode_xy(Bytes(64, 1));
  print_outcome("sm2.off_curve", off_curve);
}

}  // namespace

int main() {
  hashes();
  cipher();
  sm2_keys();
}
