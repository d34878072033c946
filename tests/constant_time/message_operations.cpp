// What is sealed between device and vault. Its structure and its lengths are no secret, and neither is what a
// request says once the vault has opened it; the shares in it are.
#include "core/channel.hpp"
#include "core/splitkey/messages.hpp"
#include "tests/constant_time/marks.hpp"
#include "tests/constant_time/operations.hpp"

namespace palmkey::constant_time {
namespace {

using namespace core;
using namespace core::splitkey;

const DeviceKey device_key{4, 1, 2, 3};
const DeviceSignature signature{9, 8, 7};

sm2::PrivateKey vault_key() {
  ByteArray<32> d{};
  d.fill(0x41);
  sm2::PrivateKey key = value_of(sm2::PrivateKey::decode(d));
  secret(key);
  take_result(key.public_key());
  return key;
}

struct Conversation {
  sm2::PrivateKey vault = vault_key();
  DeviceChannel device;
  SealedRequest received;
};

Conversation converse() {
  MarkedRandom random;
  sm2::PrivateKey vault = vault_key();
  const Secret request(300);
  DeviceChannel device =
      value_of(DeviceChannel::seal(vault.public_key(), device_key, secret(request).view(), random));
  Bytes sent = device.finish(signature);
  take_result(sent.data(), sent.size());
  SealedRequest received = value_of(SealedRequest::parse(sent));
  return {std::move(vault), std::move(device), std::move(received)};
}

void request_sealing() {
  converse();
}

void request_opening() {
  const Conversation both = converse();
  take_result(value_of(both.received.open(both.vault)).request());
}

void answer_sealing_and_opening() {
  MarkedRandom random;
  const Conversation both = converse();
  const OpenedRequest opened = value_of(both.received.open(both.vault));
  const Secret answer(200);
  const Bytes sealed = value_of(opened.seal_response(secret(answer).view(), random));
  take_result(sealed.data(), sealed.size());
  take_result(value_of(both.device.open_response(sealed)));
}

sm2::Scalar scalar() {
  MarkedRandom random;
  sm2::Scalar drawn = value_of(sm2::Scalar::random(random));
  secret(drawn);
  return drawn;
}

Secret unlock_secret() {
  Secret bytes(unlock_secret_size);
  secret(bytes);
  return bytes;
}

// A message that holds secrets, written and read: the secret bytes stand in fields of fixed lengths.
void messages() {
  ChangePinResult result;
  result.t = scalar();
  result.deltas.push_back({Identifier{1}, scalar()});
  result.unlock = unlock_secret();
  const Secret body = encode_message(result);
  const ChangePinResult read = value_of(decode_message<ChangePinResult>(body.view()));
  take_result(read.t);
  take_result(read.deltas[0].delta);
  take_result(read.unlock);
}

void responses() {
  Response response;
  response.code = "ok";
  response.body = unlock_secret();
  const Secret written = encode_response(response);
  take_result(value_of(decode_response(written.view())).body);
}

}  // namespace

std::vector<Operation> message_operations() {
  return {{"channel, sealing a request", request_sealing},
          {"channel, opening a request", request_opening},
          {"channel, sealing and opening an answer", answer_sealing_and_opening},
          {"messages, secrets in DER both ways", messages},
          {"messages, a response both ways", responses}};
}

}  // namespace palmkey::constant_time
