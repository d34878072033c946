#include <algorithm>

#include "core/signed_der.hpp"
#include "pki/certificate_profile.hpp"
#include "pki/digest.hpp"
#include "pki/ocsp_response.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using core::der::Reader;
namespace der = core::der;

struct ResponseData {
  core::Bytes responder_key_hash;
  OcspResponseContents contents;
};

core::Result<void> read_status(Reader& reader, OcspAnswer& answer) {
  PALMKEY_TRY(element, reader.any());
  if (element.tag == der::context_constructed(1)) {
    answer.status = OcspStatus::revoked;
    Reader revoked(element.content);
    PALMKEY_TRY(revoked_at, revoked.generalized_time());
    answer.revoked_at = revoked_at;
    if (revoked.at_end()) return {};
    PALMKEY_TRY(tagged, revoked.constructed(der::context_constructed(0)));
    PALMKEY_TRY(reason, read_reason(tagged));
    answer.reason = reason;
    PALMKEY_CHECK(tagged.expect_end());
    return revoked.expect_end();
  }
  if (!element.content.empty()) return Error::malformed;
  if (element.tag == der::context(0)) {
    answer.status = OcspStatus::good;
  } else if (element.tag == der::context(2)) {
    answer.status = OcspStatus::unknown;
  } else {
    return Error::malformed;
  }
  return {};
}

core::Result<OcspAnswer> read_answer(Reader& list) {
  PALMKEY_TRY(reader, list.sequence());
  OcspAnswer answer;
  PALMKEY_TRY(id, read_certificate_id(reader));
  answer.id = std::move(id);
  PALMKEY_CHECK(read_status(reader, answer));
  PALMKEY_TRY(this_update, reader.generalized_time());
  answer.this_update = this_update;
  if (reader.peek() == der::context_constructed(0)) {
    PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(0)));
    PALMKEY_TRY(next_update, tagged.generalized_time());
    PALMKEY_CHECK(tagged.expect_end());
    answer.next_update = next_update;
  }
  if (!reader.at_end()) return Error::unsupported;  // extensions of single answers
  return answer;
}

core::Result<void> read_response_extensions(Reader tagged, OcspResponseContents& contents) {
  PALMKEY_TRY(extensions, core::read_extensions(tagged));
  PALMKEY_CHECK(tagged.expect_end());
  for (const core::Extension& extension : extensions) {
    if (extension.oid == core::extension_id::ocsp_nonce) {
      Reader value(extension.value);
      PALMKEY_TRY(nonce, value.octets());
      PALMKEY_CHECK(value.expect_end());
      contents.nonce = core::Bytes(nonce.begin(), nonce.end());
    } else if (extension.critical) {
      return Error::unsupported;
    }
  }
  return {};
}

core::Result<ResponseData> read_response_data(core::ByteView tbs) {
  Reader whole(tbs);
  PALMKEY_TRY(reader, whole.sequence());
  ResponseData data;
  if (reader.peek() != der::context_constructed(2)) return Error::unsupported;  // by name, or a later version
  PALMKEY_TRY(by_key, reader.constructed(der::context_constructed(2)));
  PALMKEY_TRY(key_hash, by_key.octets(20));
  PALMKEY_CHECK(by_key.expect_end());
  data.responder_key_hash.assign(key_hash.begin(), key_hash.end());
  PALMKEY_TRY(produced_at, reader.generalized_time());
  data.contents.produced_at = produced_at;
  PALMKEY_TRY(list, reader.sequence());
  while (!list.at_end()) {
    PALMKEY_TRY(answer, read_answer(list));
    data.contents.answers.push_back(std::move(answer));
  }
  if (reader.at_end()) return data;
  PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(1)));
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_CHECK(read_response_extensions(tagged, data.contents));
  return data;
}

// The content of a successful OCSPResponse: BasicOCSPResponse.
core::Result<core::ByteView> read_envelope(core::ByteView der) {
  Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(status, reader.expect(der::enumerated));
  if (status.content.size() != 1) return Error::malformed;
  if (status.content[0] != 0) return Error::refused;
  PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(0)));
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_TRY(bytes, tagged.sequence());
  PALMKEY_CHECK(tagged.expect_end());
  PALMKEY_TRY(type, bytes.oid());
  if (type != basic_ocsp_response) return Error::unsupported;
  PALMKEY_TRY(basic, bytes.octets());
  PALMKEY_CHECK(bytes.expect_end());
  return basic;
}

}  // namespace

core::Result<OcspResponse> decode_ocsp_response(core::ByteView der) {
  PALMKEY_TRY(envelope, read_envelope(der));
  Reader whole(envelope);
  PALMKEY_TRY(basic, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(tbs, basic.expect(der::sequence));
  PALMKEY_CHECK(core::expect_sm2_with_sm3(basic));
  PALMKEY_TRY(signature, core::read_signature(basic));
  if (basic.at_end()) return Error::unsupported;
  PALMKEY_TRY(tagged, basic.constructed(der::context_constructed(0)));
  PALMKEY_CHECK(basic.expect_end());
  PALMKEY_TRY(certificates, tagged.sequence());
  PALMKEY_CHECK(tagged.expect_end());
  PALMKEY_TRY(certificate_element, certificates.any());
  PALMKEY_TRY(responder, core::decode_certificate(certificate_element.whole));
  PALMKEY_TRY(data, read_response_data(tbs.whole));
  return OcspResponse{std::move(data.contents), std::move(data.responder_key_hash), std::move(responder),
                      signature, core::Bytes(tbs.whole.begin(), tbs.whole.end())};
}

core::Result<void> verify_ocsp_response(const OcspResponse& response, const core::Certificate& issuer,
                                        const std::optional<core::Bytes>& nonce, std::int64_t at_time) {
  const core::Certificate& responder = response.responder;
  PALMKEY_CHECK(core::verify_issued_by(responder, issuer));
  const auto& purposes = responder.extended_key_usage;
  if (std::find(purposes.begin(), purposes.end(), ocsp_signing_purpose) == purposes.end()) {
    return Error::wrong_key_usage;
  }
  if (at_time < responder.not_before || at_time > responder.not_after) return Error::not_valid_now;
  const auto key_hash = sha1(responder.public_key.encode());
  if (!std::equal(key_hash.begin(), key_hash.end(), response.responder_key_hash.begin(),
                  response.responder_key_hash.end())) {
    return Error::wrong_issuer;
  }
  PALMKEY_CHECK(core::sm2::verify(responder.public_key, response.tbs, response.signature));
  if (nonce && response.nonce != nonce) return Error::stale;
  for (const OcspAnswer& answer : response.answers) {
    if (!is_issued_by(answer.id, issuer)) return Error::wrong_issuer;
    // RFC 6960, 4.2.2.1: without a next update there is newer knowledge at any time.
    if (at_time < answer.this_update || at_time > answer.next_update.value_or(answer.this_update)) {
      return Error::stale;
    }
  }
  return {};
}

}  // namespace palmkey::pki
