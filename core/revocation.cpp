#include "core/revocation.hpp"

namespace palmkey::core {

void write_reason(der::Writer& writer, RevocationReason reason) {
  writer.element(der::enumerated, ByteArray<1>{static_cast<std::uint8_t>(reason)});
}

Result<RevocationReason> read_reason(der::Reader& reader) {
  PALMKEY_TRY(element, reader.expect(der::enumerated));
  if (element.content.size() != 1) return Error::malformed;
  const std::uint8_t number = element.content[0];
  if (number == 7 || number > 10) return Error::malformed;
  return static_cast<RevocationReason>(number);
}

}  // namespace palmkey::core
