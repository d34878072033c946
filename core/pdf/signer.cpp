#include "core/pdf/signer.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "core/pdf/date.hpp"
#include "core/pdf/form.hpp"
#include "core/pdf/number.hpp"
#include "core/pdf/update.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::size_t largest_room = 65'536;
constexpr double tolerance = 0.5;        // points that a rectangle may stick out by rounding
constexpr std::size_t range_width = 32;  // for "a b c]" of ByteRange
constexpr std::int64_t printed_and_locked = 4 | 128;

bool is_invisible(const std::array<double, 4>& rectangle) {
  return std::all_of(rectangle.begin(), rectangle.end(), [](double side) { return side == 0; });
}

bool is_on(const Page& page, const std::array<double, 4>& r) {
  return r[0] >= -tolerance && r[1] >= -tolerance && r[0] < r[2] && r[1] < r[3] &&
         r[2] <= page.width() + tolerance && r[3] <= page.height() + tolerance;
}

// From the page as it is shown to user space.
std::array<double, 4> in_user_space(const Page& page, const std::array<double, 4>& r) {
  const auto& [left, bottom, right, top] = page.box;
  switch (page.rotation) {
    case 90:
      return {right - r[3], bottom + r[0], right - r[1], bottom + r[2]};
    case 180:
      return {right - r[2], top - r[3], right - r[0], top - r[1]};
    case 270:
      return {left + r[1], top - r[2], left + r[3], top - r[0]};
    default:
      return {left + r[0], bottom + r[1], left + r[2], bottom + r[3]};
  }
}

// The permission of the author's certification (12.8.2.2), 2 if it names none; nothing without certification.
Result<std::optional<std::int64_t>> permission(const Document& document) {
  PALMKEY_TRY(catalog, document.load(document.root()));
  PALMKEY_TRY(permissions, document.value(*catalog.as<Dictionary>(), "Perms"));
  if (permissions.as<Dictionary>() == nullptr) return std::optional<std::int64_t>();
  PALMKEY_TRY(certification, document.value(*permissions.as<Dictionary>(), "DocMDP"));
  if (certification.as<Dictionary>() == nullptr) return std::optional<std::int64_t>();
  PALMKEY_TRY(references, document.value(*certification.as<Dictionary>(), "Reference"));
  const auto* list = references.as<Array>();
  if (list == nullptr || list->empty()) return Error::malformed;
  std::int64_t strictest = 2;
  for (const Object& item : *list) {
    PALMKEY_TRY(reference, document.resolve(item));
    if (reference.as<Dictionary>() == nullptr) return Error::malformed;
    PALMKEY_TRY(parameters, document.value(*reference.as<Dictionary>(), "TransformParams"));
    if (parameters.as<Dictionary>() == nullptr) continue;
    PALMKEY_TRY(value, document.value(*parameters.as<Dictionary>(), "P"));
    if (const auto* number = value.as<std::int64_t>()) strictest = std::min(strictest, *number);
  }
  return std::optional<std::int64_t>(strictest);
}

// The signature dictionary, with blanks for its ByteRange and zeros for its Contents.
struct Encoded {
  Bytes bytes;
  std::size_t range = 0;  // where the numbers after "[0 " go
  std::size_t contents_begin = 0;
  std::size_t contents_end = 0;
};

Encoded signature_dictionary(const SignatureRequest& request) {
  Encoded out;
  const bool is_pades = request.format == SignatureFormat::pades;
  append(out.bytes, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /");
  append(out.bytes, is_pades ? "ETSI.CAdES.detached" : "adbe.pkcs7.detached");
  append(out.bytes, " /M (" + date_text(request.time) + ")");
  const auto add = [&](std::string_view name, const std::string& text) {
    if (text.empty()) return;
    append(out.bytes, name);
    write(out.bytes, text_string(text));
  };
  add(" /Name ", request.name);
  add(" /Reason ", request.reason);
  add(" /Location ", request.location);
  append(out.bytes, "\n/ByteRange [0 ");
  out.range = out.bytes.size();
  append(out.bytes, std::string(range_width, ' ') + "\n/Contents ");
  out.contents_begin = out.bytes.size();
  append(out.bytes, "<" + std::string(request.room * 2, '0') + ">");
  out.contents_end = out.bytes.size();
  append(out.bytes, " >>");
  return out;
}

Result<Dictionary> widget(const Document& document, Update& update, const SignatureRequest& request,
                          const Page& page, const Flate& flate) {
  PALMKEY_TRY(name, free_field_name(document));
  Dictionary out;
  out.set("Type", Name{"Annot"});
  out.set("Subtype", Name{"Widget"});
  out.set("FT", Name{"Sig"});
  out.set("T", String{Bytes(name.begin(), name.end())});
  out.set("F", printed_and_locked);
  out.set("P", page.reference);
  Array rectangle;
  if (is_invisible(request.rectangle)) {
    rectangle = Array(4, Object(std::int64_t{0}));
  } else {
    const auto& r = request.rectangle;
    PALMKEY_TRY(appearance, add_appearance(update, r[2] - r[0], r[3] - r[1], page.rotation, request.picture,
                                           request.lines, flate));
    Dictionary appearances;
    appearances.set("N", appearance);
    out.set("AP", std::move(appearances));
    for (const double side : in_user_space(page, r)) rectangle.emplace_back(Real{number_text(side)});
  }
  out.set("Rect", std::move(rectangle));
  return out;
}

}  // namespace

Result<void> check_signable(const Document& document) {
  PALMKEY_TRY(permitted, permission(document));
  if (permitted && *permitted < 2) return Error::pdf_signing_forbidden;
  PALMKEY_TRY(catalog, document.load(document.root()));
  PALMKEY_TRY(form, document.value(*catalog.as<Dictionary>(), "AcroForm"));
  const auto* dictionary = form.as<Dictionary>();
  if (dictionary != nullptr && dictionary->find("XFA") != nullptr) return Error::pdf_dynamic_form;
  return {};
}

Result<PreparedSignature> prepare_signature(const Document& document, const SignatureRequest& request,
                                            const Flate& flate) {
  PALMKEY_CHECK(check_signable(document));
  // A signature among fields that cannot be read could be verified by nobody.
  PALMKEY_CHECK(signature_fields(document));
  PALMKEY_TRY(pages, document.pages());
  if (request.page >= pages.size() || request.room == 0 || request.room > largest_room)
    return Error::out_of_range;
  const Page& page = pages[request.page];
  if (!is_invisible(request.rectangle) && !is_on(page, request.rectangle)) return Error::out_of_range;

  Update update(document);
  PALMKEY_TRY(field, widget(document, update, request, page, flate));
  const Encoded encoded = signature_dictionary(request);
  const Reference signature = update.reserve();
  const std::size_t at = update.put_encoded(signature, encoded.bytes);
  field.set("V", signature);
  const Reference field_reference = update.add(field);
  PALMKEY_CHECK(add_field(document, update, field_reference));
  PALMKEY_CHECK(add_annotation(document, update, page.reference, field_reference));

  PreparedSignature out;
  PALMKEY_TRY(file, update.finish());
  out.file = std::move(file);
  out.contents_begin = at + encoded.contents_begin;
  out.contents_end = at + encoded.contents_end;
  const std::string range = std::to_string(out.contents_begin) + " " + std::to_string(out.contents_end) +
                            " " + std::to_string(out.file.size() - out.contents_end) + "]";
  std::copy(range.begin(), range.end(), out.file.begin() + static_cast<std::ptrdiff_t>(at + encoded.range));
  Sm3 hash;
  hash.update(ByteView(out.file).first(out.contents_begin));
  hash.update(ByteView(out.file).subspan(out.contents_end));
  out.digest = hash.finish();
  return out;
}

Result<Bytes> finish_signature(PreparedSignature prepared, ByteView cms) {
  const std::string digits = to_hex(cms);
  const std::size_t room = prepared.contents_end - prepared.contents_begin - 2;
  if (digits.size() > room) return Error::out_of_range;
  std::copy(digits.begin(), digits.end(),
            prepared.file.begin() + static_cast<std::ptrdiff_t>(prepared.contents_begin + 1));
  return std::move(prepared.file);
}

}  // namespace palmkey::core::pdf
