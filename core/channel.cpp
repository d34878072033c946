#include "core/channel.hpp"

#include <algorithm>
#include <string_view>

#include "core/der.hpp"
#include "core/sm4.hpp"

namespace palmkey::core {
namespace {

constexpr std::uint64_t channel_version = 1;
constexpr std::size_t salt_size = 16;

void append(Bytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

// S.x, taken out of the point at once.
Result<Secret> agree(const sm2::Scalar& own, const sm2::Point& peer) {
  PALMKEY_TRY(shared, sm2::multiply(own, peer));
  ByteArray<32> x = shared.x();
  Secret secret = Secret::copy_of(x);
  wipe(x.data(), x.size());
  wipe(&shared, sizeof shared);
  return secret;
}

// A key of 16 bytes and a nonce of 12 for one direction.
Secret channel_keys(const Secret& shared, const sm2::Point& ephemeral, const sm2::Point& sealing_key,
                    ByteView salt, std::string_view label) {
  Bytes info;
  append(info, ephemeral.encode());
  append(info, sealing_key.encode());
  append(info, salt);
  append(info, as_bytes(label));
  return hkdf_sm3(as_bytes("PalmKey channel 1"), shared.view(), info, sm4_key_size + gcm_nonce_size);
}

Bytes seal(const Secret& keys, ByteView associated, ByteView plaintext) {
  return sm4_gcm_seal(keys.view().first(sm4_key_size), keys.view().last(gcm_nonce_size), associated,
                      plaintext);
}

Result<Secret> open_sealed(const Secret& keys, ByteView associated, ByteView sealed) {
  return sm4_gcm_open(keys.view().first(sm4_key_size), keys.view().last(gcm_nonce_size), associated, sealed);
}

Bytes signed_part(ByteView header, ByteView ciphertext) {
  constexpr std::string_view domain = "PalmKey request 1";
  Bytes out(domain.size() + 1 + header.size() + ciphertext.size());  // the byte between stays zero
  std::copy(domain.begin(), domain.end(), out.begin());
  const auto rest = std::copy(header.begin(), header.end(), out.begin() + domain.size() + 1);
  std::copy(ciphertext.begin(), ciphertext.end(), rest);
  return out;
}

template <std::size_t N>
void copy_into(ByteArray<N>& to, ByteView from) {
  std::copy(from.begin(), from.end(), to.begin());
}

}  // namespace

SealingKeyId sealing_key_id(const sm2::Point& sealing_key) {
  const Digest digest = sm3(sealing_key.encode());
  SealingKeyId id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

Result<DeviceChannel> DeviceChannel::seal(const sm2::Point& sealing_key, const DeviceKey& device_key,
                                          ByteView request, Random& random) {
  PALMKEY_TRY(x, sm2::Scalar::random(random));
  PALMKEY_TRY(ephemeral, sm2::multiply_base(x));
  DeviceChannel channel(ephemeral, sealing_key);
  PALMKEY_TRY(shared, agree(x, sealing_key));
  channel.shared_ = std::move(shared);
  der::Writer header;
  header.sequence([&](der::Writer& w) {
    w.small_integer(channel_version);
    w.octets(core::sealing_key_id(sealing_key));
    w.octets(device_key);
    w.octets(ephemeral.encode());
  });
  channel.header_ = header.take();
  const Secret keys = channel_keys(channel.shared_, ephemeral, sealing_key, {}, "request");
  channel.ciphertext_ = core::seal(keys, channel.header_, request);
  return channel;
}

Bytes DeviceChannel::to_sign() const {
  return signed_part(header_, ciphertext_);
}

const Bytes& DeviceChannel::finish(const DeviceSignature& signature) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.octets(header_);
    w.octets(ciphertext_);
    w.octets(signature);
  });
  sealed_ = writer.take();
  return sealed_;
}

Result<Secret> DeviceChannel::open_response(ByteView sealed_response) const {
  if (sealed_response.size() > max_sealed_size) return Error::malformed;
  der::Reader whole(sealed_response);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(version, reader.small_integer());
  if (version != channel_version) return Error::unsupported;
  PALMKEY_TRY(salt, reader.octets(salt_size));
  PALMKEY_TRY(ciphertext, reader.octets());
  PALMKEY_CHECK(reader.expect_end());
  const Secret keys = channel_keys(shared_, ephemeral_, sealing_key_, salt, "response");
  return open_sealed(keys, sm3(sealed_), ciphertext);
}

Result<SealedRequest> SealedRequest::parse(ByteView der) {
  if (der.size() > max_sealed_size) return Error::malformed;
  der::Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(header, reader.octets());
  PALMKEY_TRY(ciphertext, reader.octets());
  PALMKEY_TRY(signature, reader.octets(64));
  PALMKEY_CHECK(reader.expect_end());

  der::Reader header_whole(header);
  PALMKEY_TRY(fields, header_whole.sequence());
  PALMKEY_CHECK(header_whole.expect_end());
  PALMKEY_TRY(version, fields.small_integer());
  if (version != channel_version) return Error::unsupported;
  PALMKEY_TRY(sealing_key, fields.octets(8));
  PALMKEY_TRY(device_key, fields.octets(65));
  PALMKEY_TRY(ephemeral_bytes, fields.octets(65));
  PALMKEY_CHECK(fields.expect_end());
  PALMKEY_TRY(ephemeral, sm2::Point::decode(ephemeral_bytes));

  SealedRequest request(ephemeral);
  copy_into(request.sealing_key_, sealing_key);
  copy_into(request.device_key_, device_key);
  copy_into(request.signature_, signature);
  append(request.header_, header);
  append(request.ciphertext_, ciphertext);
  request.digest_ = sm3(der);
  return request;
}

Bytes SealedRequest::signed_bytes() const {
  return signed_part(header_, ciphertext_);
}

Result<OpenedRequest> SealedRequest::open(const sm2::PrivateKey& private_key) const {
  OpenedRequest opened(ephemeral_, private_key.public_key());
  PALMKEY_TRY(shared, agree(private_key.scalar(), ephemeral_));
  opened.shared_ = std::move(shared);
  const Secret keys = channel_keys(opened.shared_, ephemeral_, opened.sealing_key_, {}, "request");
  PALMKEY_TRY(request, open_sealed(keys, header_, ciphertext_));
  opened.request_ = std::move(request);
  opened.digest_ = digest_;
  return opened;
}

Result<Bytes> OpenedRequest::seal_response(ByteView response, Random& random) const {
  ByteArray<salt_size> salt{};
  PALMKEY_CHECK(random.fill(salt));
  const Secret keys = channel_keys(shared_, ephemeral_, sealing_key_, salt, "response");
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.small_integer(channel_version);
    w.octets(salt);
    w.octets(seal(keys, digest_, response));
  });
  return writer.take();
}

}  // namespace palmkey::core
