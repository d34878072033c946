#include "pki/revocation.hpp"

namespace palmkey::pki {

void write_reason(core::der::Writer& writer, RevocationReason reason) {
  writer.element(core::der::enumerated, core::ByteArray<1>{static_cast<std::uint8_t>(reason)});
}

core::Result<RevocationReason> read_reason(core::der::Reader& reader) {
  PALMKEY_TRY(element, reader.expect(core::der::enumerated));
  if (element.content.size() != 1) return core::Error::malformed;
  const std::uint8_t number = element.content[0];
  if (number == 7 || number > 10) return core::Error::malformed;
  return static_cast<RevocationReason>(number);
}

}  // namespace palmkey::pki
