// core/splitkey/messages.hpp and the device's stored state: what is read is written again as it was, a state
// of an earlier version as the present one has it.
#include "core/splitkey/messages.hpp"

#include "core/device/state.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;
using namespace core::splitkey;

template <class Message>
void message(ByteView input) {
  if (const auto read = decode_message<Message>(input)) require(equal(encode_message(*read).view(), input));
}

template <class Request>
void request(ByteView input) {
  const auto received = read_request(input);
  if (!received || received->operation != Request::operation) return;
  if (const auto read = decode_message<Request>(received->body)) require(equal(encode_request(*read), input));
}

void response(ByteView input) {
  if (const auto read = decode_response(input)) require(equal(encode_response(*read).view(), input));
}

void state(ByteView input) {
  const auto read = device::State::decode(input);
  if (!read) return;
  const Bytes written = read->encode();
  const auto again = device::State::decode(written);
  require(again.has_value() && equal(again->encode(), written));
}

constexpr void (*readers[])(ByteView) = {
    response,
    state,
    message<GenerateResult>,
    message<SignResult>,
    message<ChangePinResult>,
    message<InstallResult>,
    message<DecryptResult>,
    message<ResynchroniseResult>,
    message<StatusResult>,
    message<HistoryResult>,
    message<UnfreezeResult>,
};

}  // namespace

void run(core::ByteView input) {
  // One more than there are results: the requests, which say which one they are.
  const std::size_t choice = choose(input, std::size(readers) + 1);
  if (choice < std::size(readers)) return readers[choice](input);
  request<GenerateRequest>(input);
  request<SignRequest>(input);
  request<ChangePinRequest>(input);
  request<InstallRequest>(input);
  request<DecryptRequest>(input);
  request<ResynchroniseRequest>(input);
  request<FetchChangeRequest>(input);
  request<StatusRequest>(input);
  request<HistoryRequest>(input);
  request<FreezeRequest>(input);
  request<UnfreezeRequest>(input);
}

}  // namespace palmkey::fuzz
