// core/cms: signed data and the attributes in it.
#include "core/cms/signed_attributes.hpp"
#include "core/cms/signed_data.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {

void run(core::ByteView input) {
  using namespace core;
  if (const auto attributes = read_signed_attributes(input)) {
    const auto again = read_signed_attributes(encode_signed_attributes(*attributes));
    require(again.has_value() && again->message_digest == attributes->message_digest &&
            again->certificate_digest == attributes->certificate_digest);
  }
  const auto data = read_signed_data(input);
  if (!data) return;
  require(data->signer_index < data->certificates.size());
  require(!data->signed_attributes.empty() && data->signed_attributes[0] == 0x31);
  if (verify_signed_data(*data).has_value())
    require(sm2::verify(data->signer().public_key, data->signed_attributes, data->signature).has_value());
}

}  // namespace palmkey::fuzz
