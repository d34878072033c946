// core/pdf: opening, verifying, and adding a signature, after which the file opens with one field more.
#include "core/pdf/document.hpp"
#include "core/pdf/form.hpp"
#include "core/pdf/signer.hpp"
#include "core/pdf/verifier.hpp"
#include "fuzz/target.hpp"
#include "platform/flate.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;

// Unpacks less than the host may, so that an input takes a moment only.
pdf::Flate small_flate() {
  pdf::Flate flate = platform::zlib_flate();
  const auto unpack = flate.unpack;
  flate.unpack = [unpack](ByteView packed, std::size_t limit) -> Result<Bytes> {
    return unpack(packed, std::min<std::size_t>(limit, 100'000));
  };
  return flate;
}

void sign(const pdf::Document& document, const pdf::Flate& flate) {
  const auto fields = pdf::signature_fields(document);
  pdf::SignatureRequest request;
  request.name = "fuzz";
  request.time = 1'790'000'000;
  request.room = 100;
  auto prepared = pdf::prepare_signature(document, request, flate);
  if (!prepared) return;
  require(prepared->file.size() > document.file().size());
  require(equal(ByteView(prepared->file).first(document.file().size()), document.file()));
  const auto file = pdf::finish_signature(*std::move(prepared), Bytes(100, 0x30));
  require(file.has_value());
  const auto again = pdf::Document::open(*file, flate);
  require(again.has_value());
  const auto more = pdf::signature_fields(*again);
  require(more.has_value());
  if (fields) require(more->size() == fields->size() + 1);
}

}  // namespace

void run(core::ByteView input) {
  static const pdf::Flate flate = small_flate();
  const pdf::Trust trust{.roots = {Digest{1}}, .certificates = {}, .crls = {}, .now = 1'790'000'000};
  if (const auto reports = pdf::verify_signatures(input, flate, trust)) {
    for (const pdf::SignatureReport& report : *reports) require(!report.is_good());  // no root is trusted
  }
  const auto document = pdf::Document::open(input, flate);
  if (!document) return;
  (void)document->pages();
  sign(*document, flate);
}

}  // namespace palmkey::fuzz
