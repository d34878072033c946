#include "core/pdf/changes.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace palmkey::core::pdf {
namespace {

using Keys = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view key, Keys keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// In all of this an error counts as a difference: what cannot be read may say anything.
class Comparison {
 public:
  Comparison(const Document& before, const Document& after) : before_(before), after_(after) {}

  bool run() {
    if (before_.root() != after_.root()) return false;
    seen_.insert(before_.root());
    // The form first: it tells which annotations of pages are signatures' widgets.
    if (!same_catalog()) return false;
    while (!waiting_.empty()) {
      const Reference next = waiting_.back();
      waiting_.pop_back();
      if (!same_at(next)) return false;
    }
    return true;
  }

 private:
  bool same(const Object& a, const Object& b) {
    if (a.value.index() != b.value.index()) return false;
    if (const auto* reference = a.as<Reference>()) {
      if (*reference != *b.as<Reference>()) return false;
      if (seen_.insert(*reference).second) waiting_.push_back(*reference);
      return true;
    }
    if (const auto* array = a.as<Array>()) {
      const auto& other = *b.as<Array>();
      return array->size() == other.size() && begins_with(other, *array);
    }
    if (const auto* dictionary = a.as<Dictionary>())
      return same_but(*dictionary, *b.as<Dictionary>(), {}, {});
    if (const auto* stream = a.as<Stream>()) {
      const auto& other = *b.as<Stream>();
      return same_but(stream->dictionary, other.dictionary, {}, {}) &&
             same_bytes(stream->packed, other.packed);
    }
    return a == b;
  }

  static bool same_bytes(ByteView a, ByteView b) {
    return a.size() == b.size() && (a.data() == b.data() || std::equal(a.begin(), a.end(), b.begin()));
  }

  bool begins_with(const Array& list, const Array& beginning) {
    for (std::size_t i = 0; i < beginning.size(); ++i) {
      if (i >= list.size() || !same(beginning[i], list[i])) return false;
    }
    return true;
  }

  // `free` entries may differ in every way, `addable` ones may be there only later.
  bool same_but(const Dictionary& a, const Dictionary& b, Keys free, Keys addable) {
    for (const auto& [key, value] : a.entries()) {
      if (is_one_of(key, free)) continue;
      const Object* other = b.find(key);
      if (other == nullptr || !same(value, *other)) return false;
    }
    return std::all_of(b.entries().begin(), b.entries().end(), [&](const auto& entry) {
      return a.find(entry.first) != nullptr || is_one_of(entry.first, free) ||
             is_one_of(entry.first, addable);
    });
  }

  bool same_catalog() {
    const auto a = before_.load(before_.root());
    const auto b = after_.load(after_.root());
    if (!a || !b || a->as<Dictionary>() == nullptr || b->as<Dictionary>() == nullptr) return false;
    const auto& older = *a->as<Dictionary>();
    const auto& newer = *b->as<Dictionary>();
    return same_form(older, newer) &&
           same_but(older, newer, {"AcroForm", "DSS", "Extensions", "Metadata"}, {});
  }

  bool same_form(const Dictionary& a, const Dictionary& b) {
    const auto older = before_.value(a, "AcroForm");
    const auto newer = after_.value(b, "AcroForm");
    if (!older || !newer) return false;
    if (newer->is_null()) return older->is_null();
    const auto* form = newer->as<Dictionary>();
    const auto* old_form = older->as<Dictionary>();
    const Dictionary none;
    if (old_form == nullptr && older->is_null()) old_form = &none;
    if (form == nullptr || old_form == nullptr) return false;
    return same_fields(*old_form, *form) && same_but(*old_form, *form, {"Fields", "SigFlags"}, {"DR", "DA"});
  }

  bool same_fields(const Dictionary& a, const Dictionary& b) {
    return with_additions(a, b, "Fields", [this](Reference added) {
      if (!is_new_signature(added)) return false;
      new_fields_.insert(added);
      return true;
    });
  }

  // A list under that key, which may have got more elements, each a reference that is allowed.
  template <class Allowed>
  bool with_additions(const Dictionary& a, const Dictionary& b, std::string_view key,
                      const Allowed& allowed) {
    const auto older = before_.value(a, key);
    const auto newer = after_.value(b, key);
    if (!older || !newer) return false;
    const Array none;
    const Array* old_list = older->is_null() ? &none : older->as<Array>();
    const Array* new_list = newer->is_null() ? &none : newer->as<Array>();
    if (old_list == nullptr || new_list == nullptr || !begins_with(*new_list, *old_list)) return false;
    return std::all_of(new_list->begin() + static_cast<std::ptrdiff_t>(old_list->size()), new_list->end(),
                       [&](const Object& item) {
                         const auto* reference = item.as<Reference>();
                         return reference != nullptr && allowed(*reference);
                       });
  }

  // A field that was not there, is signed, and does nothing but stand on its page.
  bool is_new_signature(Reference reference) const {
    const auto& known = before_.cross_reference().entries;
    if (const auto found = known.find(reference.number);
        found != known.end() && found->second.kind != Entry::Kind::free)
      return false;
    const auto object = after_.load(reference);
    const auto* field = object ? object->as<Dictionary>() : nullptr;
    if (field == nullptr || field->find("Kids") != nullptr || field->find("A") != nullptr ||
        field->find("AA") != nullptr)
      return false;
    const Object* type = field->find("FT");
    const Object* value = field->find("V");
    return type != nullptr && type->is_name("Sig") && value != nullptr && value->as<Reference>() != nullptr;
  }

  bool same_at(Reference reference) {
    const auto a = before_.load(reference);
    const auto b = after_.load(reference);
    if (!a || !b) return false;
    const auto* older = a->as<Dictionary>();
    const auto* newer = b->as<Dictionary>();
    if (older == nullptr || newer == nullptr) return same(*a, *b);
    const Object* type = older->find("Type");
    if (type != nullptr && type->is_name("Page")) {
      return same_but(*older, *newer, {"Annots"}, {}) &&
             with_additions(*older, *newer, "Annots",
                            [this](Reference added) { return new_fields_.contains(added); });
    }
    const Object* field_type = older->find("FT");
    const bool is_empty_signature =
        field_type != nullptr && field_type->is_name("Sig") && older->find("V") == nullptr;
    if (is_empty_signature && newer->find("V") != nullptr)
      return same_but(*older, *newer, {"AP", "F"}, {"V", "MK"});
    return same_but(*older, *newer, {}, {});
  }

  const Document& before_;
  const Document& after_;
  std::set<Reference> new_fields_;
  std::set<Reference> seen_;
  std::vector<Reference> waiting_;
};

}  // namespace

Changes changes_between(const Document& before, const Document& after) {
  return Comparison(before, after).run() ? Changes::signatures_only : Changes::content;
}

}  // namespace palmkey::core::pdf
