// Signing a PDF (ISO 32000-2, 12.8; PAdES level B-B, ETSI EN 319 142-1) in two steps, so that whoever has the
// key need not be here:
//
//   prepare_signature(document, request)          -> the file, with room for the signature, and its digest
//   encode_signed_attributes({digest, certificate digest})  -> what is signed: the `cms` intent
//   finish_signature(prepared, assemble_signed_data(...))   -> the signed file
//
// The document's bytes stay as they are and so do signatures that are in it; the signature is a new field
// with a widget on one page, in an incremental update.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/pdf/appearance.hpp"
#include "core/pdf/document.hpp"
#include "core/result.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::pdf {

enum class SignatureFormat : std::uint8_t {
  pades,  // SubFilter ETSI.CAdES.detached
  pkcs7,  // SubFilter adbe.pkcs7.detached, which older Chinese readers look for
};

struct SignatureRequest {
  std::size_t page = 0;  // the first one is 0
  // Left, bottom, right, top in points on the page as it is shown, cropped and turned, origin bottom left.
  // All zero: an invisible signature.
  std::array<double, 4> rectangle{};
  std::optional<Picture> picture;
  std::vector<std::string> lines;  // shown where there is no picture; ASCII
  std::string name;                // UTF-8, as the three below; left out if empty
  std::string reason;
  std::string location;
  std::int64_t time = 0;  // claimed, Unix seconds
  SignatureFormat format = SignatureFormat::pades;
  std::size_t room = 8'192;  // for the CMS signature, bytes; up to 65,536
};

struct PreparedSignature {
  Bytes file;                      // whole but for the signature, which is zeros
  std::size_t contents_begin = 0;  // of '<'
  std::size_t contents_end = 0;    // after '>'
  Digest digest{};                 // SM3 of all but that
};

// Whether a signature may be added. Error::pdf_signing_forbidden if the author's certification allows no
// change (DocMDP 1), Error::pdf_dynamic_form; Error::malformed for damage.
Result<void> check_signable(const Document& document);

// Error::out_of_range for a page that is not there, a rectangle that is not on it, a picture or room of a
// size that is not allowed; what check_signable says.
Result<PreparedSignature> prepare_signature(const Document& document, const SignatureRequest& request,
                                            const Flate& flate);

// Puts the CMS signature into its place. Error::out_of_range if there is no room for it.
Result<Bytes> finish_signature(PreparedSignature prepared, ByteView cms);

}  // namespace palmkey::core::pdf
