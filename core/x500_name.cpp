#include "core/x500_name.hpp"

#include <algorithm>

#include "core/der.hpp"
#include "core/utf8.hpp"

namespace palmkey::core {
namespace {

struct TypeRule {
  std::string_view oid;
  std::string_view keyword;  // RFC 4514, 3; empty where that lists none
  std::uint8_t tag;
  std::size_t longest;  // characters (RFC 5280, appendix A)
};

constexpr TypeRule rules[] = {
    {attribute_type::common_name, "CN", der::utf8_string, 64},
    {attribute_type::serial_number, "", der::printable_string, 64},
    {attribute_type::country, "C", der::printable_string, 2},
    {attribute_type::locality, "L", der::utf8_string, 128},
    {attribute_type::state_or_province, "ST", der::utf8_string, 128},
    {attribute_type::organization, "O", der::utf8_string, 64},
    {attribute_type::organizational_unit, "OU", der::utf8_string, 64},
    {attribute_type::email_address, "", der::ia5_string, 255},
};

const TypeRule* rule_of(std::string_view oid) {
  const auto* found = std::find_if(std::begin(rules), std::end(rules),
                                   [oid](const TypeRule& rule) { return rule.oid == oid; });
  return found == std::end(rules) ? nullptr : found;
}

bool is_printable_string(std::string_view text) {
  constexpr std::string_view signs = " '()+,-./:=?";
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  });
}

bool fits_string_type(std::uint8_t tag, std::string_view text) {
  if (!is_utf8(as_bytes(text))) return false;
  // A control character in a name is never meant and can make two names look alike.
  if (std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<std::uint8_t>(c);
        return byte < 0x20 || byte == 0x7f;
      })) {
    return false;
  }
  if (tag == der::printable_string) return is_printable_string(text);
  if (tag == der::ia5_string) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (static_cast<std::uint8_t>(c) & 0x80) == 0; });
  }
  return true;
}

// RFC 4514, 2.4.
void append_escaped(std::string& out, std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool at_edge = (i == 0 && (c == ' ' || c == '#')) || (i + 1 == value.size() && c == ' ');
    if (at_edge || std::string_view(",+\"\\<>;").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

}  // namespace

Result<Name> Name::of(std::initializer_list<TypeAndValue> attributes) {
  Name name;
  for (const auto& [type, value] : attributes) PALMKEY_CHECK(name.add(type, value));
  return name;
}

Result<void> Name::add(std::string_view type, std::string_view value) {
  const TypeRule* rule = rule_of(type);
  if (rule == nullptr) return Error::unsupported;
  if (value.empty() || !fits_string_type(rule->tag, value)) return Error::malformed;
  if (count_characters(value) > rule->longest) return Error::malformed;
  if (type == attribute_type::country &&
      (value.size() != 2 ||
       !std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))) {
    return Error::malformed;
  }
  attributes_.push_back({std::string(type), rule->tag, std::string(value)});
  return {};
}

std::optional<std::string_view> Name::find(std::string_view type) const {
  const auto found = std::find_if(attributes_.rbegin(), attributes_.rend(),
                                  [type](const NameAttribute& attribute) { return attribute.type == type; });
  if (found == attributes_.rend()) return std::nullopt;
  return found->value;
}

Bytes Name::encode() const {
  der::Writer writer;
  writer.sequence([&](der::Writer& rdns) {
    for (const NameAttribute& attribute : attributes_) {
      rdns.constructed(der::set, [&](der::Writer& rdn) {
        rdn.sequence(
            [&](der::Writer& w) { w.oid(attribute.type).element(attribute.tag, as_bytes(attribute.value)); });
      });
    }
  });
  return writer.take();
}

Result<Name> Name::decode(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(rdns, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  Name name;
  while (!rdns.at_end()) {
    PALMKEY_TRY(rdn, rdns.constructed(der::set));
    PALMKEY_TRY(pair, rdn.sequence());
    if (!rdn.at_end()) return Error::unsupported;
    PALMKEY_TRY(type, pair.oid());
    PALMKEY_TRY(value, pair.any());
    PALMKEY_CHECK(pair.expect_end());
    if (value.tag != der::utf8_string && value.tag != der::printable_string && value.tag != der::ia5_string) {
      return Error::unsupported;
    }
    if (value.content.empty() || !fits_string_type(value.tag, as_text(value.content)))
      return Error::malformed;
    name.attributes_.push_back({type, value.tag, std::string(as_text(value.content))});
  }
  return name;
}

std::string Name::text() const {
  std::string out;
  for (auto attribute = attributes_.rbegin(); attribute != attributes_.rend(); ++attribute) {
    if (!out.empty()) out += ',';
    const TypeRule* rule = rule_of(attribute->type);
    const bool has_keyword = rule != nullptr && !rule->keyword.empty();
    out += has_keyword ? rule->keyword : std::string_view(attribute->type);
    out += '=';
    if (has_keyword) {
      append_escaped(out, attribute->value);
      continue;
    }
    // RFC 4514, 2.4: a type written as numbers has its value's BER in hexadecimal.
    constexpr std::string_view digits = "0123456789ABCDEF";
    der::Writer value;
    value.element(attribute->tag, as_bytes(attribute->value));
    out += '#';
    for (const std::uint8_t byte : value.bytes()) {
      out += digits[byte >> 4];
      out += digits[byte & 0x0f];
    }
  }
  return out;
}

}  // namespace palmkey::core
