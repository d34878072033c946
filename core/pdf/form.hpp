// The interactive form of a document as far as signatures need it (ISO 32000-2, 12.7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/pdf/document.hpp"
#include "core/pdf/object.hpp"
#include "core/pdf/update.hpp"
#include "core/result.hpp"

namespace palmkey::core::pdf {

struct SignatureField {
  Reference field;
  Reference signature;  // the dictionary that is its value
};

// All signature fields that have a value, in the form's order. Error::malformed for a field tree that runs in
// a circle, is deeper than 32, has more than 100,000 fields, or whose signatures are no objects of their own.
Result<std::vector<SignatureField>> signature_fields(const Document& document);

// A name that no field at the top has: Signature1 and so on.
Result<std::string> free_field_name(const Document& document);

// Writes the form, or the catalog with it, with one more field and the flags of a signed document.
Result<void> add_field(const Document& document, Update& update, Reference field);

// Writes the page, or its list of annotations, with one more annotation.
Result<void> add_annotation(const Document& document, Update& update, Reference page, Reference annotation);

}  // namespace palmkey::core::pdf
