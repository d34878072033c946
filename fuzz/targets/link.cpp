// What a phone reads out of a QR code: core/link.hpp, core/descriptor.hpp, core/encoding.hpp.
#include "core/link.hpp"

#include "core/descriptor.hpp"
#include "core/encoding.hpp"
#include "core/utf8.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;

void read_link(ByteView input) {
  const auto link = parse_link(as_text(input));
  if (!link) return;
  require(as_text(input).starts_with(link->origin.substr(0, 4)));
  for (const auto& [name, value] : link->values) require(!name.empty() && is_utf8(as_bytes(value)));
  (void)link->fingerprint();
}

void read_descriptor(ByteView input) {
  if (const auto descriptor = decode_descriptor(input)) require(equal(encode_descriptor(*descriptor), input));
  if (const auto signed_descriptor = decode_signed_descriptor(input)) {
    require(equal(encode_signed_descriptor(*signed_descriptor), input));
    (void)pin_descriptor(*signed_descriptor, signed_descriptor->fingerprint());
  }
}

void read_text(ByteView input) {
  const std::string_view text = as_text(input);
  if (const auto bytes = from_base64url(text)) require(to_base64url(*bytes) == text);
  if (const auto bytes = from_base64(text)) require(to_base64(*bytes) == text);
  if (const auto bytes = from_hex(text)) require(equal(*from_hex(to_hex(*bytes)), *bytes));
}

}  // namespace

void run(core::ByteView input) {
  switch (choose(input, 3)) {
    case 0:
      return read_link(input);
    case 1:
      return read_descriptor(input);
    default:
      return read_text(input);
  }
}

}  // namespace palmkey::fuzz
