// core/channel.hpp: requests as the vault gets them, answers as a device gets them.
#include "core/channel.hpp"

#include "core/splitkey/messages.hpp"
#include "fuzz/keys.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;

void receive_request(ByteView input) {
  static const sm2::PrivateKey key = private_key();
  const auto sealed = SealedRequest::parse(input);
  if (!sealed) return;
  require(sealed->signed_bytes().size() > 18);
  const auto opened = sealed->open(key);
  if (!opened) return;
  testing::TestRandom random(3);
  require(opened->seal_response(as_bytes("answer"), random).has_value());
  (void)splitkey::read_request(opened->request().view());
}

void receive_answer(ByteView input) {
  static const DeviceChannel channel = device_channel();
  if (const auto answer = channel.open_response(input)) (void)splitkey::decode_response(answer->view());
}

}  // namespace

void run(core::ByteView input) {
  if (choose(input, 2) == 0) {
    receive_request(input);
  } else {
    receive_answer(input);
  }
}

}  // namespace palmkey::fuzz
