#include "pki/crl.hpp"

#include "core/der.hpp"
#include "core/signed_der.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using core::der::Writer;
namespace der = core::der;
namespace extension_id = core::extension_id;

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

}  // namespace

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

}  // namespace palmkey::pki
