#include <algorithm>

#include "core/certificate.hpp"
#include "core/device/exchange.hpp"

namespace palmkey::core::device {
namespace {

bool names_root(const Descriptor& descriptor, const Bytes& root) {
  return std::find(descriptor.roots.begin(), descriptor.roots.end(), sm3(root)) != descriptor.roots.end();
}

// The certificate is for this key and was issued below a pinned root. The time of the check lies within the
// certificate's validity: a phone's clock that is wrong must not keep it from its certificate.
Result<void> check_certificate(const Bytes& der, const sm2::Point& public_key, const Certificate& issuing,
                               const Certificate& root, std::int64_t now) {
  PALMKEY_TRY(certificate, decode_certificate(der));
  if (!(certificate.public_key == public_key)) return Error::refused;
  const std::int64_t at = std::clamp(now, certificate.not_before, certificate.not_after);
  return verify_chain(certificate, issuing, root, at);
}

Result<void> check(const splitkey::InstallResult& result, const Key& key, const Environment& environment) {
  if (result.chain.size() != 2 || result.keys.empty()) return Error::malformed;
  PALMKEY_TRY(descriptor, environment.state.pinned());
  if (!names_root(descriptor, result.chain[1])) return Error::not_pinned;
  PALMKEY_TRY(issuing, decode_certificate(result.chain[0]));
  PALMKEY_TRY(root, decode_certificate(result.chain[1]));
  PALMKEY_CHECK(
      check_certificate(result.signing_certificate, key.public_key, issuing, root, environment.now));
  // Certificates of earlier encryption keys may have come from an issuing authority that is no more.
  const splitkey::InstalledKey& newest = result.keys.back();
  return check_certificate(newest.certificate, newest.public_key, issuing, root, environment.now);
}

Task<Ending> run(Environment environment, Identifier key_id, Secret pin) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  PALMKEY_CO_TRY(k, co_await mask_key(environment, pin, key.salt));
  PALMKEY_CO_TRY(a1, splitkey::unmask(key.a1, k.view(), splitkey::pin_key_label));

  splitkey::InstallRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  request.freshness = key.freshness;
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;

  Pending pending;
  pending.operation = splitkey::Operation::install;
  pending.operation_id = request.operation_id;
  PALMKEY_CO_TRY(response, co_await perform(environment, key_id, pending, splitkey::encode_request(request)));
  PALMKEY_CO_TRY(result, splitkey::decode_message<splitkey::InstallResult>(response.body.view()));
  PALMKEY_CO_CHECK(check(result, key, environment));

  key.freshness = result.freshness;
  key.signing_certificate = result.signing_certificate;
  key.chain = result.chain;
  key.encryption_keys.clear();
  for (const splitkey::InstalledKey& installed : result.keys) {
    EncryptionKey share;
    share.id = installed.encryption_key_id;
    share.public_key = installed.public_key;
    share.certificate = installed.certificate;
    share.share = splitkey::mask(installed.u1, k.view(), encryption_share_label(share.id));
    key.encryption_keys.push_back(std::move(share));
  }
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  co_return done();
}

}  // namespace

Operation install(Environment environment, Identifier key_id, Secret pin) {
  return make_operation(run(environment, key_id, std::move(pin)));
}

}  // namespace palmkey::core::device
