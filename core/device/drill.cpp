#include "core/drill.hpp"

#include "core/device/decrypt.hpp"

namespace palmkey::core::device {
namespace {

Task<Ending> run(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext message,
                 Identifier encryption_key_id) {
  if (!may_be_drill(message)) co_return Error::malformed;
  auto opened = co_await open(environment, key_id, std::move(pin), std::move(message), encryption_key_id);
  if (!opened) co_return opened.error();
  PALMKEY_CO_TRY(digest, answer_to_drill((*opened).view()));
  co_return done(Bytes(digest.begin(), digest.end()));
}

}  // namespace

Operation answer_drill(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext message,
                       Identifier encryption_key_id) {
  return make_operation(run(environment, key_id, std::move(pin), std::move(message), encryption_key_id));
}

}  // namespace palmkey::core::device
