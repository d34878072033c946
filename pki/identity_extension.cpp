#include "pki/identity_extension.hpp"

#include <algorithm>
#include <string>

#include "core/der.hpp"
#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "core/utf8.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using core::der::Writer;
namespace der = core::der;

constexpr std::string_view identify_code = "1.2.156.10260.4.1.1";
constexpr std::size_t smallest_hash_key = 16;

bool is_letters_and_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

// The alternative of the CHOICE IdentifyCode.
unsigned alternative(IdentityDocument document) {
  return static_cast<unsigned>(document);
}

std::uint8_t string_type(IdentityDocument document) {
  return document == IdentityDocument::military_officer_card ? der::utf8_string : der::printable_string;
}

core::Bytes clear_code(IdentityForm form, IdentityDocument document, std::string_view number) {
  Writer writer;
  const core::ByteView content = core::as_bytes(number);
  if (form == IdentityForm::clear_bare) {
    writer.element(string_type(document), content);
  } else if (form == IdentityForm::clear_implicit) {
    writer.element(der::context(alternative(document)), content);
  } else {
    writer.constructed(der::context_constructed(alternative(document)),
                       [&](Writer& w) { w.element(string_type(document), content); });
  }
  return writer.take();
}

core::Bytes hashed_code(IdentityDocument document, std::string_view number, core::ByteView hash_key) {
  core::HmacSm3 mac(hash_key);
  mac.update(core::ByteArray<1>{static_cast<std::uint8_t>(alternative(document))});
  mac.update(core::as_bytes(number));
  return Writer().printable("SM3:" + core::to_hex(mac.finish())).take();
}

}  // namespace

core::Result<std::optional<core::Extension>> identity_extension(IdentityForm form, IdentityDocument document,
                                                                std::string_view number,
                                                                core::ByteView hash_key) {
  if (form == IdentityForm::none) return std::optional<core::Extension>();
  const bool fits = document == IdentityDocument::military_officer_card
                        ? !number.empty() && core::is_utf8(core::as_bytes(number))
                        : is_letters_and_digits(number);
  if (!fits) return Error::malformed;
  core::Extension extension{std::string(identify_code), false, {}};
  if (form == IdentityForm::hashed) {
    if (hash_key.size() < smallest_hash_key) return Error::out_of_range;
    extension.value = hashed_code(document, number, hash_key);
  } else {
    extension.value = clear_code(form, document, number);
  }
  return std::optional<core::Extension>(std::move(extension));
}

core::Result<core::Extension> organization_extension(OrganizationNumber kind, std::string_view number) {
  // A hyphen stands before the check character in organization codes.
  std::string without_hyphens(number);
  without_hyphens.erase(std::remove(without_hyphens.begin(), without_hyphens.end(), '-'),
                        without_hyphens.end());
  if (!is_letters_and_digits(without_hyphens)) return Error::malformed;
  const std::string oid = "1.2.156.10260.4.1." + std::to_string(3 + static_cast<unsigned>(kind));
  return core::Extension{oid, false, Writer().printable(number).take()};
}

}  // namespace palmkey::pki
