#include "core/x509_extensions.hpp"

#include <algorithm>

namespace palmkey::core {

void write_extensions(der::Writer& writer, const std::vector<Extension>& extensions) {
  writer.sequence([&](der::Writer& list) {
    for (const Extension& extension : extensions) {
      list.sequence([&](der::Writer& w) {
        w.oid(extension.oid);
        if (extension.critical) w.boolean(true);
        w.octets(extension.value);
      });
    }
  });
}

Result<std::vector<Extension>> read_extensions(der::Reader& reader) {
  PALMKEY_TRY(list, reader.sequence());
  if (list.at_end()) return Error::malformed;
  std::vector<Extension> extensions;
  while (!list.at_end()) {
    PALMKEY_TRY(entry, list.sequence());
    PALMKEY_TRY(oid, entry.oid());
    bool critical = false;
    if (entry.peek() == der::boolean) {
      PALMKEY_TRY(written, entry.boolean());
      if (!written) return Error::malformed;  // X.690, 11.5: a default value is not written
      critical = true;
    }
    PALMKEY_TRY(value, entry.octets());
    PALMKEY_CHECK(entry.expect_end());
    if (find_extension(extensions, oid) != nullptr) return Error::malformed;
    extensions.push_back({oid, critical, Bytes(value.begin(), value.end())});
  }
  return extensions;
}

const Extension* find_extension(const std::vector<Extension>& extensions, std::string_view oid) {
  const auto found = std::find_if(extensions.begin(), extensions.end(),
                                  [oid](const Extension& extension) { return extension.oid == oid; });
  return found == extensions.end() ? nullptr : &*found;
}

Result<Bytes> read_authority_key_identifier(ByteView der) {
  der::Reader reader(der);
  PALMKEY_TRY(sequence, reader.sequence());
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_TRY(identifier, sequence.optional(der::context(0)));
  // The issuer's name and serial number, which some authorities add, say nothing that is used here.
  while (!sequence.at_end()) PALMKEY_CHECK(sequence.any());
  if (!identifier) return Bytes();
  return Bytes(identifier->content.begin(), identifier->content.end());
}

Bytes encode_key_usage(KeyUsage usage) {
  // The standard numbers bits from the most significant one of the first byte.
  Bytes content(usage >= (1 << 8) ? 3 : 2);
  unsigned last = 0;
  for (unsigned bit = 0; bit < 9; ++bit) {
    if ((usage >> bit & 1) == 0) continue;
    content[1 + bit / 8] |= static_cast<std::uint8_t>(0x80 >> (bit % 8));
    last = bit;
  }
  content[0] = static_cast<std::uint8_t>(7 - last % 8);
  der::Writer writer;
  writer.element(der::bit_string, content);
  return writer.take();
}

Result<KeyUsage> decode_key_usage(ByteView der) {
  der::Reader reader(der);
  PALMKEY_TRY(element, reader.expect(der::bit_string));
  PALMKEY_CHECK(reader.expect_end());
  if (element.content.size() < 2 || element.content.size() > 3) return Error::malformed;
  KeyUsage usage = 0;
  for (unsigned bit = 0; bit < 9 && 1 + bit / 8 < element.content.size(); ++bit) {
    if ((element.content[1 + bit / 8] & (0x80 >> (bit % 8))) != 0)
      usage = static_cast<KeyUsage>(usage | 1 << bit);
  }
  // Whatever is not the one DER form of a nonempty usage differs from what is written for it.
  const Bytes canonical = encode_key_usage(usage);
  if (usage == 0 || !std::equal(der.begin(), der.end(), canonical.begin(), canonical.end()))
    return Error::malformed;
  return usage;
}

}  // namespace palmkey::core
