#include "core/splitkey/messages.hpp"

#include <utility>

#include "core/der.hpp"

namespace palmkey::core::splitkey {
namespace {

class Encoder {
 public:
  explicit Encoder(der::Writer& writer) : writer_(writer) {}

  template <class... Fields>
  Result<void> operator()(const Fields&... fields) {
    (write(fields), ...);
    return {};
  }

 private:
  template <std::size_t N>
  void write(const ByteArray<N>& field) {
    writer_.octets(field);
  }
  void write(const Bytes& field) { writer_.octets(field); }
  void write(const Secret& field) { writer_.octets(field.view()); }
  void write(const sm2::Point& field) { writer_.octets(field.encode()); }
  void write(const sm2::Scalar& field) { writer_.octets(field.encode().view()); }
  void write(const std::string& field) { writer_.utf8(field); }
  void write(std::uint64_t field) { writer_.small_integer(field); }
  void write(bool field) { writer_.boolean(field); }
  void write(const Time& field) { writer_.generalized_time(field.unix_seconds); }
  void write(IntentKind field) { writer_.small_integer(static_cast<std::uint64_t>(field)); }
  void write(Operation field) { writer_.small_integer(static_cast<std::uint64_t>(field)); }
  template <class Item>
  void write(const std::vector<Item>& items) {
    writer_.sequence([&](der::Writer& inner) {
      Encoder encoder(inner);
      for (const Item& item : items) encoder.write(item);
    });
  }
  template <class Message>
  requires requires(const Message& m, Encoder& e) { Message::fields(m, e); }
  void write(const Message& message) {
    writer_.sequence([&](der::Writer& inner) {
      Encoder encoder(inner);
      (void)Message::fields(message, encoder);  // an encoder never fails
    });
  }

  der::Writer& writer_;
};

class Decoder {
 public:
  explicit Decoder(der::Reader& reader) : reader_(reader) {}

  template <class... Fields>
  Result<void> operator()(Fields&... fields) {
    Result<void> result;
    // Stops at the first field that fails.
    ((result = read(fields), result.has_value()) && ...);
    return result;
  }

 private:
  template <std::size_t N>
  Result<void> read(ByteArray<N>& field) {
    PALMKEY_TRY(content, reader_.octets(N));
    std::copy(content.begin(), content.end(), field.begin());
    return {};
  }
  Result<void> read(Bytes& field) {
    PALMKEY_TRY(content, reader_.octets());
    field.assign(content.begin(), content.end());
    return {};
  }
  Result<void> read(Secret& field) {
    PALMKEY_TRY(content, reader_.octets(unlock_secret_size));
    field = Secret::copy_of(content);
    return {};
  }
  Result<void> read(sm2::Point& field) {
    PALMKEY_TRY(content, reader_.octets(65));
    PALMKEY_TRY(point, sm2::Point::decode(content));
    field = point;
    return {};
  }
  Result<void> read(sm2::Scalar& field) {
    PALMKEY_TRY(content, reader_.octets(32));
    PALMKEY_TRY(scalar, sm2::Scalar::decode_nonzero(content));
    field = std::move(scalar);
    return {};
  }
  Result<void> read(std::string& field) {
    PALMKEY_TRY(content, reader_.utf8());
    field = content;
    return {};
  }
  Result<void> read(std::uint64_t& field) {
    PALMKEY_TRY(value, reader_.small_integer());
    field = value;
    return {};
  }
  Result<void> read(bool& field) {
    PALMKEY_TRY(value, reader_.boolean());
    field = value;
    return {};
  }
  Result<void> read(Time& field) {
    if (reader_.peek() != der::generalized_time) return Error::malformed;
    PALMKEY_TRY(value, reader_.time());
    field.unix_seconds = value;
    return {};
  }
  Result<void> read(IntentKind& field) {
    PALMKEY_TRY(value, reader_.small_integer());
    if (value < 1 || value > 4) return Error::unsupported;
    field = static_cast<IntentKind>(value);
    return {};
  }
  Result<void> read(Operation& field) {
    PALMKEY_TRY(value, reader_.small_integer());
    if (value < 1 || value > 9) return Error::unsupported;
    field = static_cast<Operation>(value);
    return {};
  }
  template <class Item>
  Result<void> read(std::vector<Item>& items) {
    PALMKEY_TRY(inner, reader_.sequence());
    Decoder decoder(inner);
    while (!inner.at_end()) {
      Item item;
      PALMKEY_CHECK(decoder.read(item));
      items.push_back(std::move(item));
    }
    return {};
  }
  template <class Message>
  requires requires(Message& m, Decoder& d) { Message::fields(m, d); }
  Result<void> read(Message& message) {
    PALMKEY_TRY(inner, reader_.sequence());
    Decoder decoder(inner);
    PALMKEY_CHECK(Message::fields(message, decoder));
    return inner.expect_end();
  }

  template <class Message>
  friend Result<Message> splitkey::decode_message(ByteView der);

  der::Reader& reader_;
};

}  // namespace

template <class Request>
Bytes encode_request(const Request& request) {
  der::Writer writer;
  writer.sequence([&](der::Writer& outer) {
    outer.small_integer(static_cast<std::uint64_t>(Request::operation));
    Encoder encoder(outer);
    (void)encoder(request);  // an encoder never fails
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
  if (operation < 1 || operation > 9) return Error::unsupported;
  return ReceivedRequest{static_cast<Operation>(operation), body.whole};
}

template <class Message>
Result<Message> decode_message(ByteView der) {
  der::Reader reader(der);
  Decoder decoder(reader);
  Message message;
  PALMKEY_CHECK(decoder.read(message));
  PALMKEY_CHECK(reader.expect_end());
  return message;
}

template <class Message>
Secret encode_message(const Message& message) {
  der::Writer writer;
  Encoder encoder(writer);
  (void)encoder(message);  // an encoder never fails
  return Secret(writer.take());
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
PALMKEY_RESULT(GenerateResult);
PALMKEY_RESULT(SignResult);
PALMKEY_RESULT(ChangePinResult);
PALMKEY_RESULT(InstallResult);
PALMKEY_RESULT(DecryptResult);
PALMKEY_RESULT(ResynchroniseResult);
PALMKEY_RESULT(StatusResult);
PALMKEY_RESULT(HistoryResult);

}  // namespace palmkey::core::splitkey
