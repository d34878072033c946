#include "pki/crl.hpp"

#include <algorithm>

#include "core/der.hpp"
#include "core/signed_der.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using core::der::Reader;
using core::der::Writer;
namespace der = core::der;
namespace extension_id = core::extension_id;

bool may_sign_crls(const core::Certificate& issuer) {
  return issuer.is_authority && (issuer.key_usage & core::key_usage::crl_sign) != 0;
}

void write_entry(Writer& writer, const RevokedCertificate& entry) {
  writer.sequence([&](Writer& w) {
    w.unsigned_integer(entry.serial);
    w.time(entry.revoked_at);
    // RFC 5280, 5.3.1: "unspecified" is left out.
    if (entry.reason == RevocationReason::unspecified) return;
    Writer reason;
    write_reason(reason, entry.reason);
    core::write_extensions(w, {{std::string(extension_id::crl_reason), false, reason.take()}});
  });
}

std::vector<core::Extension> extensions_of(const CrlContents& contents, const core::Certificate& issuer) {
  Writer identifier;
  identifier.sequence([&](Writer& w) { w.element(der::context(0), issuer.subject_key_identifier); });
  Writer number;
  number.small_integer(contents.number);
  return {{std::string(extension_id::authority_key_identifier), false, identifier.take()},
          {std::string(extension_id::crl_number), false, number.take()}};
}

core::Bytes build_tbs(const CrlContents& contents, const core::Certificate& issuer) {
  Writer writer;
  writer.sequence([&](Writer& w) {
    w.small_integer(1);
    core::write_sm2_with_sm3(w);
    w.raw(issuer.subject.encode());
    w.time(contents.this_update).time(contents.next_update);
    if (!contents.revoked.empty()) {
      w.sequence([&](Writer& list) {
        for (const RevokedCertificate& entry : contents.revoked) write_entry(list, entry);
      });
    }
    w.constructed(der::context_constructed(0),
                  [&](Writer& tagged) { core::write_extensions(tagged, extensions_of(contents, issuer)); });
  });
  return writer.take();
}

core::Result<RevokedCertificate> read_entry(Reader& list) {
  PALMKEY_TRY(reader, list.sequence());
  RevokedCertificate entry;
  PALMKEY_TRY(serial, core::read_serial(reader));
  entry.serial = std::move(serial);
  PALMKEY_TRY(revoked_at, reader.x509_time());
  entry.revoked_at = revoked_at;
  if (reader.at_end()) return entry;
  PALMKEY_TRY(extensions, core::read_extensions(reader));
  PALMKEY_CHECK(reader.expect_end());
  for (const core::Extension& extension : extensions) {
    if (extension.oid == extension_id::crl_reason) {
      Reader value(extension.value);
      PALMKEY_TRY(reason, read_reason(value));
      PALMKEY_CHECK(value.expect_end());
      entry.reason = reason;
    } else if (extension.critical) {
      return Error::unsupported;
    }
  }
  return entry;
}

core::Result<void> read_extensions_into(Crl& crl, const std::vector<core::Extension>& extensions) {
  bool has_number = false;
  for (const core::Extension& extension : extensions) {
    Reader value(extension.value);
    if (extension.oid == extension_id::crl_number) {
      PALMKEY_TRY(number, value.small_integer());
      PALMKEY_CHECK(value.expect_end());
      crl.number = number;
      has_number = true;
    } else if (extension.oid == extension_id::authority_key_identifier) {
      PALMKEY_TRY(identifier, core::read_authority_key_identifier(extension.value));
      crl.authority_key_identifier = std::move(identifier);
    } else if (extension.critical) {
      return Error::unsupported;
    }
  }
  if (!has_number) return Error::malformed;
  return {};
}

}  // namespace

const RevokedCertificate* Crl::find(core::ByteView serial) const {
  const auto found = std::find_if(revoked.begin(), revoked.end(), [&](const RevokedCertificate& entry) {
    return std::equal(entry.serial.begin(), entry.serial.end(), serial.begin(), serial.end());
  });
  return found == revoked.end() ? nullptr : &*found;
}

core::Result<core::Bytes> sign_crl(const CrlContents& contents, const core::Certificate& issuer,
                                   const Signer& signer) {
  if (!may_sign_crls(issuer)) return Error::wrong_key_usage;
  if (contents.next_update <= contents.this_update) return Error::out_of_range;
  for (const RevokedCertificate& entry : contents.revoked) {
    if (entry.serial.empty()) return Error::out_of_range;
  }
  const core::Bytes tbs = build_tbs(contents, issuer);
  PALMKEY_TRY(signature, sign_and_verify(signer, issuer.public_key, tbs));
  return core::assemble_signed(tbs, signature);
}

core::Result<Crl> decode_crl(core::ByteView der) {
  PALMKEY_TRY(parts, core::read_signed(der));
  Reader whole(parts.tbs);
  PALMKEY_TRY(reader, whole.sequence());
  // Version 1 has no version field.
  if (reader.peek() != der::integer) return Error::unsupported;
  PALMKEY_TRY(version, reader.small_integer());
  if (version != 1) return Error::unsupported;
  PALMKEY_CHECK(core::expect_sm2_with_sm3(reader));
  Crl crl;
  PALMKEY_TRY(issuer_element, reader.expect(der::sequence));
  PALMKEY_TRY(issuer, core::Name::decode(issuer_element.whole));
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
  PALMKEY_TRY(extensions, core::read_extensions(tagged));
  PALMKEY_CHECK(tagged.expect_end());
  PALMKEY_CHECK(read_extensions_into(crl, extensions));
  return crl;
}

core::Result<void> verify_crl(const Crl& crl, const core::Certificate& issuer, std::int64_t at_time) {
  if (crl.issuer != issuer.subject || crl.authority_key_identifier != issuer.subject_key_identifier) {
    return Error::wrong_issuer;
  }
  if (!may_sign_crls(issuer)) return Error::wrong_key_usage;
  PALMKEY_CHECK(core::sm2::verify(issuer.public_key, crl.tbs, crl.signature));
  if (at_time < crl.this_update || at_time > crl.next_update) return Error::stale;
  return {};
}

}  // namespace palmkey::pki
