// QR codes (ISO/IEC 18004) of a text: as modules to draw, as SVG, and as text for a terminal.
// Pure functions, safe to call from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace palmkey::documents {

enum class QrCorrection : std::uint8_t {
  low,     // 7 % of the symbol may be lost: for screens and terminals
  medium,  // 15 %: for print
};

// Light modules on each side, which readers need to find the symbol.
inline constexpr std::size_t kQrQuietZone = 4;

struct QrModules {
  std::size_t size = 0;    // modules a side, without the quiet zone
  std::vector<bool> dark;  // size * size, row by row from the top left

  // False outside the symbol, so that callers may draw the quiet zone in the same loop.
  bool is_dark(std::size_t x, std::size_t y) const { return x < size && y < size && dark[y * size + x]; }
};

// The smallest symbol that holds the text as bytes (UTF-8).
// Error::out_of_range if the text is empty or longer than a symbol of version 40 can hold.
core::Result<QrModules> qr_modules(std::string_view text, QrCorrection correction);

// A stand-alone SVG, one unit a module, quiet zone included, dark on white, without a size of its own:
// it fills what it is placed in. Errors as for qr_modules.
core::Result<std::string> qr_svg(std::string_view text, QrCorrection correction);

// Lines of half blocks, quiet zone included, each ended by a newline. The light modules are the ones
// printed, as terminals are dark as a rule. Errors as for qr_modules.
core::Result<std::string> qr_terminal(std::string_view text, QrCorrection correction);

}  // namespace palmkey::documents
