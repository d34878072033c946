#include "core/device/state.hpp"

#include "core/der.hpp"
#include "core/der_fields.hpp"

namespace palmkey::core::device {
namespace {

constexpr std::uint64_t state_version = 2;
constexpr std::uint64_t version_without_incoming = 1;

}  // namespace

const Key* State::find(const Identifier& key_id) const {
  for (const Key& key : keys) {
    if (key.id == key_id) return &key;
  }
  return nullptr;
}

Key* State::find(const Identifier& key_id) {
  return const_cast<Key*>(std::as_const(*this).find(key_id));
}

const Key* State::find_labelled(std::string_view label) const {
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    if (key->label == label) return &*key;
  }
  return nullptr;
}

Result<Descriptor> State::pinned() const {
  if (!descriptor) return Error::wrong_state;
  return decode_descriptor(*descriptor);
}

Bytes State::encode() const {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.small_integer(state_version);
    der::FieldWriter fields(w);
    fields.write(descriptor);
    fields.write(keys);
    fields.write(incoming);
  });
  return writer.take();
}

Result<State> State::decode(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(version, reader.small_integer());
  if (version != state_version && version != version_without_incoming) return Error::unsupported;
  State state;
  der::FieldReader fields(reader);
  PALMKEY_CHECK(fields.read(state.descriptor));
  PALMKEY_CHECK(fields.read(state.keys));
  if (version == state_version) PALMKEY_CHECK(fields.read(state.incoming));
  PALMKEY_CHECK(reader.expect_end());
  return state;
}

}  // namespace palmkey::core::device
