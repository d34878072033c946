#include "platform/masked.hpp"

namespace palmkey::platform {
namespace {

// The first and last characters with stars between; stars only if less than two would be hidden.
std::string keep_ends(std::string_view text, std::size_t first, std::size_t last) {
  if (text.size() < first + last + 2) return std::string(text.size(), '*');
  std::string result(text);
  result.replace(first, text.size() - first - last, text.size() - first - last, '*');
  return result;
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::size_t first_character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && continues_character(text[size])) ++size;
  return size;
}

}  // namespace

std::string masked_phone(std::string_view phone) {
  return keep_ends(phone, 3, 4);
}

std::string masked_identity_number(std::string_view number) {
  return keep_ends(number, 3, 4);
}

std::string masked_mail(std::string_view address) {
  const auto at = address.rfind('@');
  if (at == std::string_view::npos || at == 0) return "***";
  return std::string(address.substr(0, first_character(address))).append("***").append(address.substr(at));
}

std::string masked_name(std::string_view name) {
  if (name.empty()) return {};
  const std::size_t first = first_character(name);
  std::string result(name.substr(0, first));
  std::size_t hidden = 0;
  for (const char c : name.substr(first)) hidden += continues_character(c) ? 0 : 1;
  return result.append(hidden == 0 ? 1 : hidden, '*');
}

}  // namespace palmkey::platform
