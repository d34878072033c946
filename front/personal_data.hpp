// Personal data at rest: encrypted under the front's data key, found again by a keyed digest.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/secret.hpp"
#include "platform/key_wrap.hpp"

namespace palmkey::front {

// Thread-safe once made.
class PersonalData {
 public:
  // `key_file` as platform::KeyWrap::from_file wants it, and its failures. `random` outlives the object.
  PersonalData(const std::filesystem::path& key_file, core::Random& random);

  // `context` names the place the text belongs to ("orders/phone"); opening needs the same.
  std::string seal(std::string_view text, std::string_view context) const;
  // The same for bytes of any kind, attachments among them.
  std::string seal(core::ByteView bytes, std::string_view context) const;
  // Failure("decryption_failed", 500) if it was changed or belongs elsewhere.
  std::string open(std::string_view sealed, std::string_view context) const;
  core::Bytes open_bytes(std::string_view sealed, std::string_view context) const;

  // The same text in the same context always gives the same digest (HMAC-SM3, hexadecimal), which says
  // nothing to whoever lacks the key. For columns that are searched.
  std::string lookup(std::string_view text, std::string_view context) const;

 private:
  platform::KeyWrap key_wrap_;
  core::Secret lookup_key_;
  core::Random& random_;
};

}  // namespace palmkey::front
