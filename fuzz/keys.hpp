// Keys that inputs may be made for: the same for the targets and for make_corpus.
#pragma once

#include "core/channel.hpp"
#include "core/sm2/signature.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::fuzz {

inline core::sm2::PrivateKey private_key() {
  core::testing::TestRandom random(1);
  return *core::sm2::PrivateKey::generate(random);
}

// A device's end of the channel to private_key(), with its request sent: the same at each call.
inline core::DeviceChannel device_channel() {
  core::testing::TestRandom random(2);
  auto channel = *core::DeviceChannel::seal(private_key().public_key(), core::DeviceKey{4, 1, 2, 3},
                                            core::as_bytes("request"), random);
  channel.finish(core::DeviceSignature{9, 8, 7});
  return channel;
}

}  // namespace palmkey::fuzz
