#include "documents/qr_code.hpp"

#include <qrencode.h>

#include <limits>
#include <memory>

namespace palmkey::documents {

core::Result<QrModules> qr_modules(std::string_view text, QrCorrection correction) {
  if (text.empty() || text.size() > std::numeric_limits<int>::max()) return core::Error::out_of_range;
  constexpr int kSmallestVersion = 0;
  QRecLevel level = correction == QrCorrection::low ? QR_ECLEVEL_L : QR_ECLEVEL_M;
  std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()),
                        kSmallestVersion, level),
      QRcode_free);
  if (!code) return core::Error::out_of_range;
  QrModules modules;
  modules.size = static_cast<std::size_t>(code->width);
  modules.dark.reserve(modules.size * modules.size);
  for (std::size_t i = 0; i < modules.size * modules.size; ++i)
    modules.dark.push_back((code->data[i] & 1) != 0);
  return modules;
}

core::Result<std::string> qr_svg(std::string_view text, QrCorrection correction) {
  PALMKEY_TRY(modules, qr_modules(text, correction));
  std::string side = std::to_string(modules.size + 2 * kQrQuietZone);
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
                    "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side +
                    "\" fill=\"#fff\"/><path fill=\"#000\" d=\"";
  for (std::size_t y = 0; y < modules.size; ++y) {
    for (std::size_t x = 0; x < modules.size; ++x) {
      std::size_t run = 0;
      while (modules.is_dark(x + run, y)) ++run;
      if (run == 0) continue;
      std::string length = std::to_string(run);
      out.append("M").append(std::to_string(x + kQrQuietZone)).append(" ");
      out.append(std::to_string(y + kQrQuietZone)).append("h").append(length).append("v1h-").append(length);
      out.append("z");
      x += run;
    }
  }
  return out + "\"/></svg>\n";
}

core::Result<std::string> qr_terminal(std::string_view text, QrCorrection correction) {
  PALMKEY_TRY(modules, qr_modules(text, correction));
  std::size_t side = modules.size + 2 * kQrQuietZone;
  // Unsigned wrap-around takes the quiet zone at the left and top out of the symbol's range.
  auto light = [&](std::size_t x, std::size_t y) {
    return y < side && !modules.is_dark(x - kQrQuietZone, y - kQrQuietZone);
  };
  std::string out;
  for (std::size_t y = 0; y < side; y += 2) {
    for (std::size_t x = 0; x < side; ++x) {
      bool upper = light(x, y);
      bool lower = light(x, y + 1);
      out += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
    }
    out += "\n";
  }
  return out;
}

}  // namespace palmkey::documents
