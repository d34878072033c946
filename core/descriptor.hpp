// The platform descriptor: what a phone pins by the first QR code. docs/protocol.md, "Platform descriptor".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/signature.hpp"
#include "core/sm3.hpp"

namespace palmkey::core {

// A sealing public key C of the vault and when it may be used, Unix seconds, both inclusive.
struct SealingKey {
  sm2::Point key;
  std::int64_t not_before = 0;
  std::int64_t not_after = 0;
};

struct Descriptor {
  std::string name;
  std::string base_url;  // without a slash at its end
  std::vector<SealingKey> sealing_keys;
  std::vector<Digest> roots;  // SM3 of each root certificate's DER
};

Bytes encode_descriptor(const Descriptor& descriptor);
// Error::malformed, also if there is no sealing key or no root; Error::unsupported for another version.
Result<Descriptor> decode_descriptor(ByteView der);

// A descriptor as it travels. `fingerprint` is what the QR code carries.
struct SignedDescriptor {
  Bytes descriptor;  // DER
  Bytes root;        // certificate
  sm2::Signature signature;

  Digest fingerprint() const { return sm3(descriptor); }
};

Bytes encode_signed_descriptor(const SignedDescriptor& signed_descriptor);
Result<SignedDescriptor> decode_signed_descriptor(ByteView der);

// For a phone's first descriptor: it is the one that `fingerprint` names, it lists its root, and the root
// signed it. Error::not_pinned or Error::bad_signature; decoding errors.
Result<Descriptor> pin_descriptor(const SignedDescriptor& signed_descriptor, const Digest& fingerprint);
// For a later one: signed by a root that the pinned descriptor lists. The same errors.
Result<Descriptor> renew_descriptor(const SignedDescriptor& signed_descriptor, const Descriptor& pinned);

}  // namespace palmkey::core
