#include "core/device/drill.hpp"

#include "core/certificate.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::device {

Result<Drill> make_drill(const EncryptionKey& key, Random& random) {
  PALMKEY_TRY(certificate, decode_certificate(key.certificate));
  Secret content(Bytes(32));
  PALMKEY_CHECK(random.fill(content.mutable_view()));
  PALMKEY_TRY(message, sm2::encrypt(certificate.public_key, content.view(), random));
  return Drill{std::move(message), sm3(content.view())};
}

bool has_passed(const Drill& drill, ByteView opened) {
  return equal_constant_time(sm3(opened), drill.content);
}

}  // namespace palmkey::core::device
