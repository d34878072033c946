// Distinguished names, X.501, as certificates carry them (RFC 5280, 4.1.2.4): one attribute in each RDN.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core {

// Attribute types (X.520) that names here are made of.
namespace attribute_type {
inline constexpr std::string_view common_name = "2.5.4.3";
inline constexpr std::string_view serial_number = "2.5.4.5";
inline constexpr std::string_view country = "2.5.4.6";
inline constexpr std::string_view locality = "2.5.4.7";
inline constexpr std::string_view state_or_province = "2.5.4.8";
inline constexpr std::string_view organization = "2.5.4.10";
inline constexpr std::string_view organizational_unit = "2.5.4.11";
inline constexpr std::string_view email_address = "1.2.840.113549.1.9.1";
}  // namespace attribute_type

struct NameAttribute {
  std::string type;      // dotted OID
  std::uint8_t tag = 0;  // UTF8String, PrintableString or IA5String
  std::string value;
  bool operator==(const NameAttribute&) const = default;
};

class Name {
 public:
  using TypeAndValue = std::pair<std::string_view, std::string_view>;
  // The RDNs in the order of the certificate, the country first. Errors as of add().
  static Result<Name> of(std::initializer_list<TypeAndValue> attributes);

  // Appends an RDN. Error::malformed if the value is empty, longer than RFC 5280 allows (64 characters, 128
  // for ST and L), not UTF-8 or has control characters, or does not fit its type's string; a country is two
  // capital letters. Error::unsupported for a type that is not listed above.
  Result<void> add(std::string_view type, std::string_view value);

  bool empty() const { return attributes_.empty(); }
  const std::vector<NameAttribute>& attributes() const { return attributes_; }
  // The value of the last attribute of this type (the most specific one), if there is one.
  std::optional<std::string_view> find(std::string_view type) const;

  Bytes encode() const;
  // An empty name is accepted. Error::unsupported for an RDN of several attributes or another string type.
  static Result<Name> decode(ByteView der);

  // RFC 4514: the last RDN first, for example CN=…,O=…,C=CN.
  std::string text() const;

  // Equal types, string types and values in equal order, which is equality of the DER.
  bool operator==(const Name&) const = default;

 private:
  std::vector<NameAttribute> attributes_;
};

}  // namespace palmkey::core
