#include <algorithm>

#include "core/signed_der.hpp"
#include "pki/certificate_profile.hpp"
#include "pki/digest.hpp"
#include "pki/ocsp_response.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using core::der::Writer;
namespace der = core::der;

void write_status(Writer& writer, const OcspAnswer& answer) {
  switch (answer.status) {
    case OcspStatus::good:
      writer.element(der::context(0), {});
      return;
    case OcspStatus::revoked:
      writer.constructed(der::context_constructed(1), [&](Writer& w) {
        w.generalized_time(answer.revoked_at);
        if (!answer.reason) return;
        w.constructed(der::context_constructed(0),
                      [&](Writer& tagged) { write_reason(tagged, *answer.reason); });
      });
      return;
    case OcspStatus::unknown:
      writer.element(der::context(2), {});
      return;
  }
}

void write_answer(Writer& list, const OcspAnswer& answer) {
  list.sequence([&](Writer& w) {
    w.raw(answer.id.der);
    write_status(w, answer);
    w.generalized_time(answer.this_update);
    if (!answer.next_update) return;
    w.constructed(der::context_constructed(0),
                  [&](Writer& tagged) { tagged.generalized_time(*answer.next_update); });
  });
}

core::Bytes build_response_data(const OcspResponseContents& contents, const core::Certificate& responder) {
  Writer writer;
  writer.sequence([&](Writer& w) {
    w.constructed(der::context_constructed(2),
                  [&](Writer& by_key) { by_key.octets(sha1(responder.public_key.encode())); });
    w.generalized_time(contents.produced_at);
    w.sequence([&](Writer& list) {
      for (const OcspAnswer& answer : contents.answers) write_answer(list, answer);
    });
    if (!contents.nonce) return;
    w.constructed(der::context_constructed(1), [&](Writer& tagged) {
      core::write_extensions(tagged, {{std::string(core::extension_id::ocsp_nonce), false,
                                       Writer().octets(*contents.nonce).take()}});
    });
  });
  return writer.take();
}

}  // namespace

core::Bytes encode_ocsp_failure(OcspFailure failure) {
  Writer writer;
  writer.sequence(
      [&](Writer& w) { w.element(der::enumerated, core::ByteArray<1>{static_cast<std::uint8_t>(failure)}); });
  return writer.take();
}

core::Result<core::Bytes> sign_ocsp_response(const OcspResponseContents& contents,
                                             const core::Certificate& responder, const Signer& signer) {
  const auto& purposes = responder.extended_key_usage;
  if (std::find(purposes.begin(), purposes.end(), ocsp_signing_purpose) == purposes.end()) {
    return Error::wrong_key_usage;
  }
  const core::Bytes tbs = build_response_data(contents, responder);
  PALMKEY_TRY(signature, sign_and_verify(signer, responder.public_key, tbs));
  Writer basic;
  basic.sequence([&](Writer& w) {
    w.raw(tbs);
    core::write_sm2_with_sm3(w);
    core::write_signature(w, signature);
    w.constructed(der::context_constructed(0), [&](Writer& tagged) {
      tagged.sequence([&](Writer& certificates) { certificates.raw(responder.der); });
    });
  });
  Writer writer;
  writer.sequence([&](Writer& w) {
    w.element(der::enumerated, core::ByteArray<1>{0});
    w.constructed(der::context_constructed(0), [&](Writer& tagged) {
      tagged.sequence([&](Writer& bytes) { bytes.oid(basic_ocsp_response).octets(basic.bytes()); });
    });
  });
  return writer.take();
}

}  // namespace palmkey::pki
