#include "core/descriptor.hpp"

#include <algorithm>

#include "core/certificate.hpp"
#include "core/der.hpp"

namespace palmkey::core {
namespace {

constexpr std::uint64_t version = 1;

Digest digest_of(ByteView bytes32) {
  Digest digest{};
  std::copy(bytes32.begin(), bytes32.end(), digest.begin());
  return digest;
}

Result<SealingKey> read_sealing_key(der::Reader& list) {
  PALMKEY_TRY(fields, list.sequence());
  PALMKEY_TRY(encoded, fields.octets(65));
  PALMKEY_TRY(key, sm2::Point::decode(encoded));
  PALMKEY_TRY(not_before, fields.time());
  PALMKEY_TRY(not_after, fields.time());
  PALMKEY_CHECK(fields.expect_end());
  return SealingKey{key, not_before, not_after};
}

bool lists(const std::vector<Digest>& roots, const Bytes& root) {
  return std::find(roots.begin(), roots.end(), sm3(root)) != roots.end();
}

Result<void> verify_signature(const SignedDescriptor& signed_descriptor) {
  PALMKEY_TRY(root, decode_certificate(signed_descriptor.root));
  return sm2::verify(root.public_key, signed_descriptor.descriptor, signed_descriptor.signature);
}

}  // namespace

Bytes encode_descriptor(const Descriptor& descriptor) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.small_integer(version).utf8(descriptor.name).utf8(descriptor.base_url);
    w.sequence([&](der::Writer& keys) {
      for (const SealingKey& key : descriptor.sealing_keys) {
        keys.sequence([&](der::Writer& fields) {
          fields.octets(key.key.encode()).generalized_time(key.not_before).generalized_time(key.not_after);
        });
      }
    });
    w.sequence([&](der::Writer& roots) {
      for (const Digest& root : descriptor.roots) roots.octets(root);
    });
  });
  return writer.take();
}

Result<Descriptor> decode_descriptor(ByteView der) {
  der::Reader outer(der);
  PALMKEY_TRY(fields, outer.sequence());
  PALMKEY_CHECK(outer.expect_end());
  Descriptor descriptor;
  PALMKEY_TRY(number, fields.small_integer());
  if (number != version) return Error::unsupported;
  PALMKEY_TRY(name, fields.utf8());
  descriptor.name = name;
  PALMKEY_TRY(base_url, fields.utf8());
  descriptor.base_url = base_url;
  PALMKEY_TRY(keys, fields.sequence());
  while (!keys.at_end()) {
    PALMKEY_TRY(key, read_sealing_key(keys));
    descriptor.sealing_keys.push_back(key);
  }
  PALMKEY_TRY(roots, fields.sequence());
  while (!roots.at_end()) {
    PALMKEY_TRY(root, roots.octets(32));
    descriptor.roots.push_back(digest_of(root));
  }
  PALMKEY_CHECK(fields.expect_end());
  if (descriptor.sealing_keys.empty() || descriptor.roots.empty()) return Error::malformed;
  // One meaning, one form: times, for example, can be written in two ways.
  if (encode_descriptor(descriptor) != Bytes(der.begin(), der.end())) return Error::malformed;
  return descriptor;
}

Bytes encode_signed_descriptor(const SignedDescriptor& signed_descriptor) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.octets(signed_descriptor.descriptor).octets(signed_descriptor.root);
    w.octets(sm2::encode_der(signed_descriptor.signature));
  });
  return writer.take();
}

Result<SignedDescriptor> decode_signed_descriptor(ByteView der) {
  der::Reader outer(der);
  PALMKEY_TRY(fields, outer.sequence());
  PALMKEY_CHECK(outer.expect_end());
  PALMKEY_TRY(descriptor, fields.octets());
  PALMKEY_TRY(root, fields.octets());
  PALMKEY_TRY(encoded_signature, fields.octets());
  PALMKEY_CHECK(fields.expect_end());
  PALMKEY_TRY(signature, sm2::decode_der(encoded_signature));
  return SignedDescriptor{Bytes(descriptor.begin(), descriptor.end()), Bytes(root.begin(), root.end()),
                          signature};
}

Result<Descriptor> pin_descriptor(const SignedDescriptor& signed_descriptor, const Digest& fingerprint) {
  if (signed_descriptor.fingerprint() != fingerprint) return Error::not_pinned;
  PALMKEY_TRY(descriptor, decode_descriptor(signed_descriptor.descriptor));
  if (!lists(descriptor.roots, signed_descriptor.root)) return Error::not_pinned;
  PALMKEY_CHECK(verify_signature(signed_descriptor));
  return descriptor;
}

Result<Descriptor> renew_descriptor(const SignedDescriptor& signed_descriptor, const Descriptor& pinned) {
  if (!lists(pinned.roots, signed_descriptor.root)) return Error::not_pinned;
  PALMKEY_CHECK(verify_signature(signed_descriptor));
  return decode_descriptor(signed_descriptor.descriptor);
}

}  // namespace palmkey::core
