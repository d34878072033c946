#include "core/splitkey/messages.hpp"

#include "core/der.hpp"
#include "core/der_fields.hpp"
#include "core/splitkey/handover_messages.hpp"

namespace palmkey::core::splitkey {

template <class Request>
Bytes encode_request(const Request& request) {
  der::Writer writer;
  writer.sequence([&](der::Writer& outer) {
    outer.small_integer(static_cast<std::uint64_t>(Request::operation));
    outer.raw(der::encode_fields(request));
  });
  return writer.take();
}

Result<ReceivedRequest> read_request(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(operation, reader.small_integer());
  PALMKEY_TRY(body, reader.expect(der::sequence));
  PALMKEY_CHECK(reader.expect_end());
  if (operation < 1 || operation > static_cast<std::uint64_t>(largest_value(Operation::generate)))
    return Error::unsupported;
  return ReceivedRequest{static_cast<Operation>(operation), body.whole};
}

template <class Message>
Result<Message> decode_message(ByteView der) {
  return der::decode_fields<Message>(der);
}

template <class Message>
Secret encode_message(const Message& message) {
  return Secret(der::encode_fields(message));
}

Digest digest_of(const TransferOffer& offer) {
  return sm3(der::encode_fields(offer));
}

Secret encode_response(const Response& response) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.utf8(response.code);
    w.small_integer(response.tries_left);
    w.small_integer(response.wait_seconds);
    w.octets(response.body.view());
  });
  return Secret(writer.take());
}

Result<Response> decode_response(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  Response response;
  PALMKEY_TRY(code, reader.utf8());
  response.code = code;
  PALMKEY_TRY(tries_left, reader.small_integer());
  response.tries_left = tries_left;
  PALMKEY_TRY(wait_seconds, reader.small_integer());
  response.wait_seconds = wait_seconds;
  PALMKEY_TRY(body, reader.octets());
  PALMKEY_CHECK(reader.expect_end());
  if (response.code.empty() || response.ok() == body.empty()) return Error::malformed;
  response.body = Secret::copy_of(body);
  return response;
}

#define PALMKEY_REQUEST(Type)                        \
  template Bytes encode_request<Type>(const Type&);  \
  template Secret encode_message<Type>(const Type&); \
  template Result<Type> decode_message<Type>(ByteView)
#define PALMKEY_RESULT(Type)                         \
  template Secret encode_message<Type>(const Type&); \
  template Result<Type> decode_message<Type>(ByteView)

PALMKEY_REQUEST(GenerateRequest);
PALMKEY_REQUEST(SignRequest);
PALMKEY_REQUEST(ChangePinRequest);
PALMKEY_REQUEST(InstallRequest);
PALMKEY_REQUEST(DecryptRequest);
PALMKEY_REQUEST(ResynchroniseRequest);
PALMKEY_REQUEST(FetchChangeRequest);
PALMKEY_REQUEST(StatusRequest);
PALMKEY_REQUEST(HistoryRequest);
PALMKEY_REQUEST(FreezeRequest);
PALMKEY_REQUEST(UnfreezeRequest);
PALMKEY_REQUEST(UnlockRequest);
PALMKEY_REQUEST(OfferTransferRequest);
PALMKEY_REQUEST(TransferRequest);
PALMKEY_REQUEST(ReceiveTransferRequest);
PALMKEY_RESULT(GenerateResult);
PALMKEY_RESULT(SignResult);
PALMKEY_RESULT(ChangePinResult);
PALMKEY_RESULT(InstallResult);
PALMKEY_RESULT(DecryptResult);
PALMKEY_RESULT(ResynchroniseResult);
PALMKEY_RESULT(StatusResult);
PALMKEY_RESULT(HistoryResult);
PALMKEY_RESULT(UnfreezeResult);
PALMKEY_RESULT(UnlockResult);
PALMKEY_RESULT(OfferTransferResult);
PALMKEY_RESULT(TransferTicket);
PALMKEY_RESULT(TransferPackage);
PALMKEY_RESULT(TransferResult);
PALMKEY_RESULT(ReceiveTransferResult);

}  // namespace palmkey::core::splitkey
