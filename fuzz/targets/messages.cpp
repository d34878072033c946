// core/splitkey/messages.hpp, handover_messages.hpp and the device's stored state: what is read is written
// again as it was, a state of an earlier version as the present one has it.
#include "core/splitkey/messages.hpp"

#include "core/device/state.hpp"
#include "core/splitkey/handover_messages.hpp"
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

// Which one it is, a request says itself.
void requests(ByteView input) {
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
  request<UnlockRequest>(input);
  request<OfferTransferRequest>(input);
  request<TransferRequest>(input);
  request<ReceiveTransferRequest>(input);
}

// The corpus knows them by their numbers: what is new comes last.
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
    requests,
    message<UnlockResult>,
    message<OfferTransferResult>,
    message<TransferTicket>,
    message<TransferPackage>,
    message<TransferResult>,
    message<ReceiveTransferResult>,
};

}  // namespace

void run(core::ByteView input) {
  const std::size_t choice = choose(input, std::size(readers));
  readers[choice](input);
}

}  // namespace palmkey::fuzz
