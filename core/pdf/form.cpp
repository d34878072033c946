#include "core/pdf/form.hpp"

#include <set>

namespace palmkey::core::pdf {
namespace {

constexpr unsigned max_depth = 32;
constexpr std::size_t max_fields = 100'000;
constexpr std::int64_t signatures_exist_and_append_only = 3;

Result<Dictionary> load_dictionary(const Document& document, Reference reference) {
  PALMKEY_TRY(object, document.load(reference));
  auto* dictionary = object.as<Dictionary>();
  if (dictionary == nullptr) return Error::malformed;
  return std::move(*dictionary);
}

// The form; empty if there is none.
Result<Dictionary> form_of(const Document& document) {
  PALMKEY_TRY(catalog, load_dictionary(document, document.root()));
  PALMKEY_TRY(form, document.value(catalog, "AcroForm"));
  if (form.is_null()) return Dictionary();
  auto* dictionary = form.as<Dictionary>();
  if (dictionary == nullptr) return Error::malformed;
  return std::move(*dictionary);
}

Result<Array> fields_of(const Document& document, const Dictionary& form) {
  PALMKEY_TRY(fields, document.value(form, "Fields"));
  if (fields.is_null()) return Array();
  auto* list = fields.as<Array>();
  if (list == nullptr) return Error::malformed;
  return std::move(*list);
}

class Walk {
 public:
  explicit Walk(const Document& document) : document_(document) {}

  Result<void> field(const Object& where, bool is_signature, unsigned depth) {
    const auto* reference = where.as<Reference>();
    if (reference == nullptr || depth > max_depth || visited_.size() == max_fields ||
        !visited_.insert(*reference).second)
      return Error::malformed;
    PALMKEY_TRY(object, document_.load(*reference));
    // A reference to nothing stands for null.
    if (object.is_null()) return {};
    const auto* dictionary = object.as<Dictionary>();
    if (dictionary == nullptr) return Error::malformed;
    PALMKEY_TRY(type, document_.value(*dictionary, "FT"));
    if (!type.is_null()) is_signature = type.is_name("Sig");
    const Object* value = dictionary->find("V");
    if (is_signature && value != nullptr) {
      if (value->as<Reference>() == nullptr) return Error::malformed;
      found_.push_back({*reference, *value->as<Reference>()});
    }
    PALMKEY_TRY(kids, document_.value(*dictionary, "Kids"));
    if (const auto* list = kids.as<Array>()) {
      for (const Object& kid : *list) PALMKEY_CHECK(field(kid, is_signature, depth + 1));
    }
    return {};
  }

  std::vector<SignatureField> take() { return std::move(found_); }

 private:
  const Document& document_;
  std::set<Reference> visited_;
  std::vector<SignatureField> found_;
};

// Appends to the list that is the dictionary's entry. True if that list is an object of its own, which is
// written then, and the dictionary has not changed.
Result<bool> append_to_list(const Document& document, Update& update, Dictionary& dictionary,
                            std::string_view name, Reference item) {
  const Object* entry = dictionary.find(name);
  PALMKEY_TRY(value, document.value(dictionary, name));
  Array list;
  if (auto* old = value.as<Array>()) {
    list = std::move(*old);
  } else if (!value.is_null()) {
    return Error::malformed;
  }
  list.emplace_back(item);
  const Reference* place = entry == nullptr || value.is_null() ? nullptr : entry->as<Reference>();
  if (place != nullptr) {
    update.put(*place, list);
    return true;
  }
  dictionary.set(name, std::move(list));
  return false;
}

}  // namespace

Result<std::vector<SignatureField>> signature_fields(const Document& document) {
  PALMKEY_TRY(form, form_of(document));
  PALMKEY_TRY(fields, fields_of(document, form));
  Walk walk(document);
  for (const Object& field : fields) PALMKEY_CHECK(walk.field(field, false, 0));
  return walk.take();
}

Result<std::string> free_field_name(const Document& document) {
  PALMKEY_TRY(form, form_of(document));
  PALMKEY_TRY(fields, fields_of(document, form));
  std::set<std::string> names;
  for (const Object& reference : fields) {
    PALMKEY_TRY(field, document.resolve(reference));
    const auto* dictionary = field.as<Dictionary>();
    if (dictionary == nullptr) continue;
    PALMKEY_TRY(name, document.value(*dictionary, "T"));
    if (const auto* text = name.as<String>()) names.insert(text_of(*text));
  }
  for (std::size_t i = 1;; ++i) {
    std::string name = "Signature" + std::to_string(i);
    if (!names.contains(name)) return name;
  }
}

Result<void> add_field(const Document& document, Update& update, Reference field) {
  PALMKEY_TRY(catalog, load_dictionary(document, document.root()));
  PALMKEY_TRY(form, form_of(document));
  PALMKEY_CHECK(append_to_list(document, update, form, "Fields", field));
  form.set("SigFlags", signatures_exist_and_append_only);
  const Object* entry = catalog.find("AcroForm");
  const auto* place = entry == nullptr ? nullptr : entry->as<Reference>();
  if (place != nullptr) {
    update.put(*place, form);
    return {};
  }
  catalog.set("AcroForm", std::move(form));
  update.put(document.root(), catalog);
  return {};
}

Result<void> add_annotation(const Document& document, Update& update, Reference page, Reference annotation) {
  PALMKEY_TRY(dictionary, load_dictionary(document, page));
  PALMKEY_TRY(is_elsewhere, append_to_list(document, update, dictionary, "Annots", annotation));
  if (!is_elsewhere) update.put(page, dictionary);
  return {};
}

}  // namespace palmkey::core::pdf
