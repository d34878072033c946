// Extensions of GM/T 0015 (GB/T 20518) that carry numbers of a person or an organization. All non-critical.
#pragma once

#include <optional>
#include <string_view>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/x509_extensions.hpp"

namespace palmkey::pki {

enum class IdentityDocument : std::uint8_t { resident_card, military_officer_card, passport };

// A number written in clear is published with every signature of its owner: `hashed` is the sensible choice.
enum class IdentityForm : std::uint8_t {
  none,            // no extension
  hashed,          // "SM3:" and HMAC-SM3 in hexadecimal, under a key that the authority keeps
  clear_explicit,  // IdentifyCode of GM/T 0015-2012 with explicit tags
  clear_implicit,  // the same with implicit tags
  clear_bare,      // the bare string, as some authorities write it
};

// IdentifyCode (1.2.156.10260.4.1.1) of a document's number; nothing for IdentityForm::none. `hash_key` is
// used for `hashed` only and then has at least 16 bytes: the same document gives the same hash under the same
// key. Error::malformed for a number that is empty or does not fit its string type.
core::Result<std::optional<core::Extension>> identity_extension(IdentityForm form, IdentityDocument document,
                                                                std::string_view number,
                                                                core::ByteView hash_key);

enum class OrganizationNumber : std::uint8_t { registration, organization_code, taxation };

// ICRegistrationNumber, OrganizationCode (today the unified social credit code) or TaxationNumber
// (1.2.156.10260.4.1.3 to .5). Error::malformed if it is no PrintableString.
core::Result<core::Extension> organization_extension(OrganizationNumber kind, std::string_view number);

}  // namespace palmkey::pki
