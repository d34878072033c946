#include "front/personal_data.hpp"

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::front {

namespace {

core::Secret lookup_key_of(const std::filesystem::path& key_file) {
  const core::Secret file(platform::read_file(key_file, 4096));
  return core::hkdf_sm3({}, file.view(), core::as_bytes("palmkey front lookup 1"), 32);
}

core::Secret unwrapped(const platform::KeyWrap& key_wrap, std::string_view sealed, std::string_view context) {
  auto plain = key_wrap.unwrap(sealed, context);
  if (!plain) throw platform::Failure("decryption_failed", 500);
  return *std::move(plain);
}

}  // namespace

PersonalData::PersonalData(const std::filesystem::path& key_file, core::Random& random)
    : key_wrap_(platform::KeyWrap::from_file(key_file)),
      lookup_key_(lookup_key_of(key_file)),
      random_(random) {}

std::string PersonalData::seal(std::string_view text, std::string_view context) const {
  return seal(core::as_bytes(text), context);
}

std::string PersonalData::seal(core::ByteView bytes, std::string_view context) const {
  return key_wrap_.wrap(bytes, context, random_);
}

std::string PersonalData::open(std::string_view sealed, std::string_view context) const {
  const core::Secret plain = unwrapped(key_wrap_, sealed, context);
  return std::string(core::as_text(plain.view()));
}

core::Bytes PersonalData::open_bytes(std::string_view sealed, std::string_view context) const {
  const core::Secret plain = unwrapped(key_wrap_, sealed, context);
  return {plain.view().begin(), plain.view().end()};
}

std::string PersonalData::lookup(std::string_view text, std::string_view context) const {
  core::HmacSm3 mac(lookup_key_.view());
  mac.update(core::as_bytes(context));
  // A separator that no context has, so that context and text can't run into each other.
  mac.update(core::as_bytes(std::string_view("\0", 1)));
  mac.update(core::as_bytes(text));
  return core::to_hex(mac.finish());
}

}  // namespace palmkey::front
