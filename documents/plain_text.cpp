#include "documents/plain_text.hpp"

#include <glib.h>

namespace palmkey::documents {
namespace {

bool is_refused(gunichar character) {
  // Rare ideographs, which names have: newer ones are assigned than this GLib knows of.
  bool ideographic_plane = character >= 0x20000 && character <= 0x3FFFF && (character & 0xFFFE) != 0xFFFE;
  if (ideographic_plane) return false;
  switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
      return true;
    default:
      return false;
  }
}

}  // namespace

core::Result<void> check_plain_text(std::string_view text, std::size_t most_characters) {
  if (text.empty()) return {};
  // Four bytes a character at most; checked first so that huge texts are not walked through.
  if (text.size() / 4 > most_characters) return core::Error::out_of_range;
  if (g_utf8_validate_len(text.data(), text.size(), nullptr) == FALSE) return core::Error::malformed;
  const char* end = text.data() + text.size();
  std::size_t characters = 0;
  for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
    if (is_refused(g_utf8_get_char(at))) return core::Error::malformed;
    if (++characters > most_characters) return core::Error::out_of_range;
  }
  return {};
}

}  // namespace palmkey::documents
