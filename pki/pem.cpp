#include "pki/pem.hpp"

#include <algorithm>

#include "core/encoding.hpp"

namespace palmkey::pki {

std::string encode_pem(std::string_view label, core::ByteView der) {
  constexpr std::size_t line_length = 64;
  const std::string base64 = core::to_base64(der);
  std::string out = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < base64.size(); at += line_length) {
    out.append(base64, at, line_length);
    out += '\n';
  }
  return out + "-----END " + std::string(label) + "-----\n";
}

core::Result<std::vector<core::Bytes>> decode_all_pem(std::string_view label, std::string_view text) {
  const std::string begin = "-----BEGIN " + std::string(label) + "-----";
  const std::string end = "-----END " + std::string(label) + "-----";
  std::vector<core::Bytes> blocks;
  for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at)) {
    at += begin.size();
    const std::size_t stop = text.find(end, at);
    if (stop == std::string_view::npos) return core::Error::malformed;
    std::string base64(text.substr(at, stop - at));
    base64.erase(std::remove_if(base64.begin(), base64.end(),
                                [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; }),
                 base64.end());
    PALMKEY_TRY(block, core::from_base64(base64));
    blocks.push_back(std::move(block));
    at = stop + end.size();
  }
  if (blocks.empty()) return core::Error::not_found;
  return blocks;
}

core::Result<core::Bytes> decode_pem(std::string_view label, std::string_view text) {
  PALMKEY_TRY(blocks, decode_all_pem(label, text));
  return std::move(blocks.front());
}

}  // namespace palmkey::pki
