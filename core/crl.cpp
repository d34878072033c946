#include "core/crl.hpp"

#include <algorithm>

#include "core/der.hpp"
#include "core/signed_der.hpp"

namespace palmkey::core {
namespace {

Result<RevokedCertificate> read_entry(der::Reader& list) {
  PALMKEY_TRY(reader, list.sequence());
  RevokedCertificate entry;
  PALMKEY_TRY(serial, read_serial(reader));
  entry.serial = std::move(serial);
  PALMKEY_TRY(revoked_at, reader.x509_time());
  entry.revoked_at = revoked_at;
  if (reader.at_end()) return entry;
  PALMKEY_TRY(extensions, read_extensions(reader));
  PALMKEY_CHECK(reader.expect_end());
  for (const Extension& extension : extensions) {
    if (extension.oid == extension_id::crl_reason) {
      der::Reader value(extension.value);
      PALMKEY_TRY(reason, read_reason(value));
      PALMKEY_CHECK(value.expect_end());
      entry.reason = reason;
    } else if (extension.critical) {
      return Error::unsupported;
    }
  }
  return entry;
}

Result<void> read_extensions_into(Crl& crl, const std::vector<Extension>& extensions) {
  bool has_number = false;
  for (const Extension& extension : extensions) {
    der::Reader value(extension.value);
    if (extension.oid == extension_id::crl_number) {
      PALMKEY_TRY(number, value.small_integer());
      PALMKEY_CHECK(value.expect_end());
      crl.number = number;
      has_number = true;
    } else if (extension.oid == extension_id::authority_key_identifier) {
      PALMKEY_TRY(identifier, read_authority_key_identifier(extension.value));
      crl.authority_key_identifier = std::move(identifier);
    } else if (extension.critical) {
      return Error::unsupported;
    }
  }
  if (!has_number) return Error::malformed;
  return {};
}

}  // namespace

bool may_sign_crls(const Certificate& issuer) {
  return issuer.is_authority && (issuer.key_usage & key_usage::crl_sign) != 0;
}

const RevokedCertificate* Crl::find(ByteView serial) const {
  const auto found = std::find_if(revoked.begin(), revoked.end(), [&](const RevokedCertificate& entry) {
    return std::equal(entry.serial.begin(), entry.serial.end(), serial.begin(), serial.end());
  });
  return found == revoked.end() ? nullptr : &*found;
}

Result<Crl> decode_crl(ByteView der) {
  PALMKEY_TRY(parts, read_signed(der));
  der::Reader whole(parts.tbs);
  PALMKEY_TRY(reader, whole.sequence());
  // Version 1 has no version field.
  if (reader.peek() != der::integer) return Error::unsupported;
  PALMKEY_TRY(version, reader.small_integer());
  if (version != 1) return Error::unsupported;
  PALMKEY_CHECK(expect_sm2_with_sm3(reader));
  Crl crl;
  PALMKEY_TRY(issuer_element, reader.expect(der::sequence));
  PALMKEY_TRY(issuer, Name::decode(issuer_element.whole));
  PALMKEY_TRY(this_update, reader.x509_time());
  PALMKEY_TRY(next_update, reader.x509_time());
  crl.issuer = std::move(issuer);
  crl.this_update = this_update;
  crl.next_update = next_update;
  crl.signature = parts.signature;
  crl.tbs.assign(parts.tbs.begin(), parts.tbs.end());
  if (reader.peek() == der::sequence) {
    PALMKEY_TRY(list, reader.sequence());
    if (list.at_end()) return Error::malformed;
    while (!list.at_end()) {
      PALMKEY_TRY(entry, read_entry(list));
      crl.revoked.push_back(std::move(entry));
    }
  }
  PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(0)));
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_TRY(extensions, read_extensions(tagged));
  PALMKEY_CHECK(tagged.expect_end());
  PALMKEY_CHECK(read_extensions_into(crl, extensions));
  return crl;
}

Result<void> verify_crl(const Crl& crl, const Certificate& issuer, std::int64_t at_time) {
  if (crl.issuer != issuer.subject || crl.authority_key_identifier != issuer.subject_key_identifier) {
    return Error::wrong_issuer;
  }
  if (!may_sign_crls(issuer)) return Error::wrong_key_usage;
  PALMKEY_CHECK(sm2::verify(issuer.public_key, crl.tbs, crl.signature));
  if (at_time < crl.this_update || at_time > crl.next_update) return Error::stale;
  return {};
}

}  // namespace palmkey::core
