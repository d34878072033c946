// core/certificate.hpp, core/crl.hpp and what they are made of: what is read is written again as it was.
#include "core/certificate.hpp"

#include "core/crl.hpp"
#include "core/signed_der.hpp"
#include "core/spki.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;

void read_certificate(ByteView input) {
  const auto certificate = decode_certificate(input);
  if (!certificate) return;
  require(equal(certificate->der, input));
  require(equal(assemble_signed(certificate->tbs, certificate->signature), input));
  require(certificate->serial.size() <= 20 && !certificate->serial.empty() && certificate->serial[0] != 0);
  require(*Name::decode(certificate->subject.encode()) == certificate->subject);
  require(*decode_spki(encode_spki(certificate->public_key)) == certificate->public_key);
  (void)certificate->issuer.text();
  // Whatever it is: not by itself below itself.
  if (verify_chain(*certificate, *certificate, *certificate, certificate->not_before).has_value())
    require(certificate->is_authority);
}

void read_crl(ByteView input) {
  const auto crl = decode_crl(input);
  if (!crl) return;
  require(equal(assemble_signed(crl->tbs, crl->signature), input));
  for (const RevokedCertificate& revoked : crl->revoked) require(crl->find(revoked.serial) != nullptr);
  require(crl->find({}) == nullptr);
}

}  // namespace

void run(core::ByteView input) {
  read_certificate(input);
  read_crl(input);
  if (const auto name = Name::decode(input)) require(equal(name->encode(), input));
  if (const auto key = decode_spki(input)) require(equal(encode_spki(*key), input));
}

}  // namespace palmkey::fuzz
