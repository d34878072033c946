// core/pkcs10.hpp: a request that is read is written again as it was, and its signature holds.
#include "core/pkcs10.hpp"

#include "fuzz/target.hpp"

namespace palmkey::fuzz {

void run(core::ByteView input) {
  if (const auto info = core::decode_request_info(input))
    require(equal(core::encode_request_info(info->subject, info->public_key), input));
  if (const auto request = core::decode_request(input)) {
    require(equal(core::encode_request(request->info_der, request->signature), input));
    require(core::sm2::verify(request->info.public_key, request->info_der, request->signature).has_value());
  }
}

}  // namespace palmkey::fuzz
