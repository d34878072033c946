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
void request(ByteView body, ByteView input) {
  if (const auto read = decode_message<Request>(body)) require(equal(encode_request(*read), input));
}

// Which one it is, a request says itself. A new operation does not compile until it stands here.
void requests(ByteView input) {
  const auto received = read_request(input);
  if (!received) return;
  const ByteView body = received->body;
  switch (received->operation) {
    case Operation::generate:
      return request<GenerateRequest>(body, input);
    case Operation::sign:
      return request<SignRequest>(body, input);
    case Operation::change_pin:
      return request<ChangePinRequest>(body, input);
    case Operation::install:
      return request<InstallRequest>(body, input);
    case Operation::decrypt:
      return request<DecryptRequest>(body, input);
    case Operation::resynchronise:
      return request<ResynchroniseRequest>(body, input);
    case Operation::fetch_change:
      return request<FetchChangeRequest>(body, input);
    case Operation::status:
      return request<StatusRequest>(body, input);
    case Operation::history:
      return request<HistoryRequest>(body, input);
    case Operation::freeze:
      return request<FreezeRequest>(body, input);
    case Operation::unfreeze:
      return request<UnfreezeRequest>(body, input);
    case Operation::unlock:
      return request<UnlockRequest>(body, input);
    case Operation::offer_transfer:
      return request<OfferTransferRequest>(body, input);
    case Operation::transfer:
      return request<TransferRequest>(body, input);
    case Operation::receive_transfer:
      return request<ReceiveTransferRequest>(body, input);
  }
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
