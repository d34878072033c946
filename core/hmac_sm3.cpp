// HMAC (RFC 2104), HKDF (RFC 5869) and PBKDF2 (RFC 8018) over SM3.
#include <algorithm>

#include "core/constant_time.hpp"
#include "core/sm3.hpp"

namespace palmkey::core {

HmacSm3::HmacSm3(ByteView key) {
  Wiped<ByteArray<64>> pad;
  if (key.size() > pad.value.size()) {
    const Wiped<Digest> short_key(sm3(key));
    std::copy(short_key.value.begin(), short_key.value.end(), pad.value.begin());
  } else {
    std::copy(key.begin(), key.end(), pad.value.begin());
  }
  for (auto& byte : pad.value) byte ^= 0x36;
  inner_.update(pad.value);
  for (auto& byte : pad.value) byte ^= 0x36 ^ 0x5c;
  outer_.update(pad.value);
}

void HmacSm3::update(ByteView data) {
  inner_.update(data);
}

Digest HmacSm3::finish() {
  const Wiped<Digest> inner(inner_.finish());
  outer_.update(inner.value);
  return outer_.finish();
}

Digest hmac_sm3(ByteView key, ByteView data) {
  HmacSm3 mac(key);
  mac.update(data);
  return mac.finish();
}

Secret hkdf_sm3(ByteView salt, ByteView input_key, ByteView info, std::size_t size) {
  // An absent salt is 32 zero bytes, and HMAC pads a key with zeros anyway.
  const Wiped<Digest> extracted(hmac_sm3(salt, input_key));
  const HmacSm3 keyed(extracted.value);
  Secret out(size);
  Wiped<Digest> block;
  std::uint8_t counter = 0;
  for (std::size_t done = 0; done < size; done += block.value.size()) {
    HmacSm3 mac = keyed;
    if (counter > 0) mac.update(block.value);
    ++counter;
    mac.update(info);
    mac.update({&counter, 1});
    block.value = mac.finish();
    const auto rest = out.mutable_view().subspan(done);
    std::copy_n(block.value.begin(), std::min(rest.size(), block.value.size()), rest.begin());
  }
  return out;
}

Secret pbkdf2_sm3(ByteView password, ByteView salt, std::uint32_t iterations, std::size_t size) {
  const HmacSm3 keyed(password);  // hashes the two pads once for all iterations
  Secret out(size);
  Wiped<Digest> u;
  Wiped<Digest> sum;
  std::uint32_t number = 0;
  for (std::size_t done = 0; done < size; done += sum.value.size()) {
    ++number;
    const ByteArray<4> suffix = {static_cast<std::uint8_t>(number >> 24),
                                 static_cast<std::uint8_t>(number >> 16),
                                 static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
    HmacSm3 first = keyed;
    first.update(salt);
    first.update(suffix);
    u.value = first.finish();
    sum.value = u.value;
    for (std::uint32_t i = 1; i < iterations; ++i) {
      HmacSm3 mac = keyed;
      mac.update(u.value);
      u.value = mac.finish();
      for (std::size_t j = 0; j < sum.value.size(); ++j) sum.value[j] ^= u.value[j];
    }
    const auto rest = out.mutable_view().subspan(done);
    std::copy_n(sum.value.begin(), std::min(rest.size(), sum.value.size()), rest.begin());
  }
  return out;
}

}  // namespace palmkey::core
