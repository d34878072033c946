// pki/ocsp_request.hpp and pki/ocsp_response.hpp.
#include "fuzz/target.hpp"
#include "pki/ocsp_response.hpp"

namespace palmkey::fuzz {

void run(core::ByteView input) {
  if (const auto request = pki::decode_ocsp_request(input)) {
    require(!request->certificates.empty() && request->certificates.size() <= pki::most_ocsp_certificates);
    const auto again = pki::decode_ocsp_request(pki::encode_ocsp_request(*request));
    require(again.has_value() && again->certificates == request->certificates &&
            again->nonce == request->nonce);
  }
  if (const auto response = pki::decode_ocsp_response(input)) {
    // Not appointed by itself.
    (void)pki::verify_ocsp_response(*response, response->responder, response->nonce, response->produced_at);
  }
}

}  // namespace palmkey::fuzz
