// What the tests of PDF signatures share: documents drawn by Cairo, a signer with a chain, and the programs
// that judge.
#pragma once

#include <string>
#include <string_view>

#include "core/pdf/signer.hpp"
#include "core/pdf/verifier.hpp"
#include "platform/flate.hpp"
#include "tests/pki/authority_fixture.hpp"
#include "tests/pki/tools_fixture.hpp"

namespace palmkey::core::pdf::testing {

using pki::testing::Folder;

// A PDF of so many A4 pages with bars like lines of text, by Cairo; without fonts, whose library leaks.
Bytes drawn_pdf(int pages = 2);

// A PDF with a classic table around these objects, given without number, the first one being 1. `trailer`
// comes beside Size, for example "/Root 1 0 R".
Bytes handmade_pdf(const std::vector<std::string>& objects, const std::string& trailer = "/Root 1 0 R");
// Objects of a small document of one page, without a form: catalog, pages, page, content.
std::vector<std::string> small_document();

// Appends an incremental update: objects as "7 0 obj << >> endobj", with a table.
Bytes with_update(const Bytes& pdf, const std::vector<std::pair<int, std::string>>& objects, int size);

// Offset of the newest section.
std::size_t newest_section(const Bytes& pdf);

Bytes replaced(const Bytes& bytes, std::string_view from, std::string_view to);
std::size_t position(const Bytes& bytes, std::string_view part, std::size_t from = 0);
Bytes bytes_of(std::string_view text);

class Signer {
 public:
  explicit Signer(std::string_view name = "张示范");

  // A visible signature on the first page.
  SignatureRequest request() const;
  // Fails the test if it cannot be signed.
  Bytes sign(const Bytes& pdf, const SignatureRequest& request);
  Bytes sign(const Bytes& pdf) { return sign(pdf, request()); }
  // The CMS signature over this digest.
  Bytes cms(const Digest& digest);

  Trust trust() const;

  pki::testing::Authority authority;
  Certificate certificate;
  Flate flate = platform::zlib_flate();
  Bytes pixels = Bytes(std::size_t{40} * 20 * 4, 0x80);
};

// The reports; fails the test if there are none.
std::vector<SignatureReport> verify(const Bytes& pdf, const Trust& trust);

// What qpdf and pdfsig say of a file.
Folder::Outcome qpdf_check(const Bytes& pdf);
std::string pdfsig(const Bytes& pdf);
// What qpdf makes of it with these options, for example "--object-streams=generate".
Bytes through_qpdf(const Bytes& pdf, const std::string& options);

}  // namespace palmkey::core::pdf::testing
