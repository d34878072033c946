#include "documents/attachment_pdf.hpp"

#ifdef __clang__
// qpdf 11.3's JSON.hh has a std::vector of a type that is not complete yet, which Clang 14 refuses in C++20.
// Nothing here needs more of it than the name. Look again with Debian 13.
#define JSON_HH
class JSON;
#endif
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "documents/attachment_image.hpp"

namespace palmkey::documents {
namespace {

// Nesting of direct objects; real files stay below ten.
constexpr int kDeepest = 60;

// Keys that only dictionaries have which run scripts, carry files, or act when a page opens (ISO 32000-1,
// 12.6, 7.11.4, 12.7.8, 13.6).
constexpr std::array<std::string_view, 8> kActiveKeys = {"/JS", "/JavaScript", "/AA",        "/EmbeddedFiles",
                                                         "/EF", "/XFA",        "/RichMedia", "/AF"};

// Kinds of action (/S) and of annotation (/Subtype) that reach outside the document or run something.
constexpr std::array<std::string_view, 15> kActiveNames = {
    "/JavaScript", "/Launch",         "/SubmitForm", "/ImportData", "/GoToR",
    "/GoToE",      "/Rendition",      "/Movie",      "/Sound",      "/Screen",
    "/RichMedia",  "/FileAttachment", "/Multimedia", "/3D",         "/EmbeddedFile"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void refuse_active(QPDFObjectHandle object, int depth) {
  if (depth > kDeepest) throw AttachmentRefused(AttachmentFault::damaged);
  if (object.isStream()) object = object.getDict();
  if (object.isDictionary()) {
    for (auto& [key, value] : object.getDictAsMap()) {
      bool names_a_kind = key == "/S" || key == "/Subtype" || key == "/Type";
      if (contains(kActiveKeys, key) && !value.isNull()) throw AttachmentRefused(AttachmentFault::active_pdf);
      if (names_a_kind && value.isName() && contains(kActiveNames, value.getName()))
        throw AttachmentRefused(AttachmentFault::active_pdf);
      if (!value.isIndirect()) refuse_active(value, depth + 1);
    }
  } else if (object.isArray()) {
    for (QPDFObjectHandle& item : object.getArrayAsVector())
      if (!item.isIndirect()) refuse_active(item, depth + 1);
  }
}

CheckedPdf check(core::ByteView file, std::size_t most_pages) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.setAttemptRecovery(false);
  pdf.processMemoryFile("attachment", reinterpret_cast<const char*>(file.data()), file.size());
  if (pdf.isEncrypted()) throw AttachmentRefused(AttachmentFault::encrypted_pdf);
  std::size_t pages = pdf.getAllPages().size();
  if (pages == 0) throw AttachmentRefused(AttachmentFault::no_pages);
  if (pages > most_pages) throw AttachmentRefused(AttachmentFault::too_many_pages);
  for (QPDFObjectHandle& object : pdf.getAllObjects()) refuse_active(object, 0);
  if (pdf.anyWarnings()) throw AttachmentRefused(AttachmentFault::damaged);

  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.setDeterministicID(true);
  writer.write();
  std::shared_ptr<Buffer> written = writer.getBufferSharedPointer();
  const unsigned char* bytes = written->getBuffer();
  return {core::Bytes(bytes, bytes + written->getSize()), pages};
}

}  // namespace

CheckedPdf accept_pdf(core::ByteView file, std::size_t most_pages) {
  try {
    return check(file, most_pages);
  } catch (const QPDFExc& error) {
    throw AttachmentRefused(error.getErrorCode() == qpdf_e_password ? AttachmentFault::encrypted_pdf
                                                                    : AttachmentFault::damaged);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    if (dynamic_cast<const AttachmentRefused*>(&error) != nullptr) throw;
    throw AttachmentRefused(AttachmentFault::damaged);  // qpdf's std::logic_error and std::runtime_error
  }
}

}  // namespace palmkey::documents
