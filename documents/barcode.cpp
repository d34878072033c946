#include "documents/barcode.hpp"

#include <zint.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace palmkey::documents {

core::Result<std::vector<bool>> code128_modules(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (text.empty() || !printable) return core::Error::malformed;
  if (text.size() > kLongest) return core::Error::out_of_range;
  std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)> symbol(ZBarcode_Create(), ZBarcode_Delete);
  if (!symbol) throw std::bad_alloc();
  symbol->symbology = BARCODE_CODE128;
  int status = ZBarcode_Encode(symbol.get(), reinterpret_cast<const unsigned char*>(text.data()),
                               static_cast<int>(text.size()));
  if (status >= ZINT_ERROR) return core::Error::malformed;
  std::vector<bool> modules;
  modules.reserve(static_cast<std::size_t>(symbol->width));
  for (int i = 0; i < symbol->width; ++i)
    modules.push_back((symbol->encoded_data[0][i / 8] >> (i % 8) & 1) != 0);
  return modules;
}

}  // namespace palmkey::documents
