#include <algorithm>
#include <set>

#include "core/pdf/document.hpp"
#include "core/pdf/number.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr unsigned max_depth = 64;
constexpr std::size_t max_pages = 100'000;
constexpr std::array<double, 4> letter{0, 0, 612, 792};

// What pages take from the nodes above them (7.7.3.4).
struct Inherited {
  std::optional<std::array<double, 4>> media_box;
  std::optional<std::array<double, 4>> crop_box;
  int rotation = 0;
};

std::array<double, 4> intersection(const std::array<double, 4>& a, const std::array<double, 4>& b) {
  const std::array<double, 4> both{std::max(a[0], b[0]), std::max(a[1], b[1]), std::min(a[2], b[2]),
                                   std::min(a[3], b[3])};
  return both[0] < both[2] && both[1] < both[3] ? both : a;
}

class Walk {
 public:
  explicit Walk(const Document& document) : document_(document) {}

  Result<void> node(const Object& where, Inherited inherited, unsigned depth) {
    const auto* reference = where.as<Reference>();
    if (reference == nullptr || depth > max_depth || !visited_.insert(*reference).second)
      return Error::malformed;
    PALMKEY_TRY(object, document_.load(*reference));
    const auto* dictionary = object.as<Dictionary>();
    if (dictionary == nullptr) return Error::malformed;
    PALMKEY_CHECK(inherit(*dictionary, inherited));
    PALMKEY_TRY(kids, document_.value(*dictionary, "Kids"));
    const auto* list = kids.as<Array>();
    if (list == nullptr) return leaf(*reference, inherited);
    for (const Object& kid : *list) PALMKEY_CHECK(node(kid, inherited, depth + 1));
    return {};
  }

  std::vector<Page> take() { return std::move(pages_); }

 private:
  Result<void> inherit(const Dictionary& node, Inherited& inherited) const {
    PALMKEY_TRY(media_box, document_.value(node, "MediaBox"));
    if (!media_box.is_null()) {
      PALMKEY_TRY(box, read_rectangle(document_, media_box));
      inherited.media_box = box;
    }
    PALMKEY_TRY(crop_box, document_.value(node, "CropBox"));
    if (!crop_box.is_null()) {
      PALMKEY_TRY(box, read_rectangle(document_, crop_box));
      inherited.crop_box = box;
    }
    PALMKEY_TRY(rotation, document_.value(node, "Rotate"));
    if (const auto* degrees = rotation.as<std::int64_t>()) {
      if (*degrees % 90 != 0) return Error::malformed;
      inherited.rotation = static_cast<int>((*degrees % 360 + 360) % 360);
    }
    return {};
  }

  Result<void> leaf(Reference reference, const Inherited& inherited) {
    if (pages_.size() == max_pages) return Error::malformed;
    const auto media_box = inherited.media_box.value_or(letter);
    pages_.push_back(
        {reference, intersection(media_box, inherited.crop_box.value_or(media_box)), inherited.rotation});
    return {};
  }

  const Document& document_;
  std::set<Reference> visited_;
  std::vector<Page> pages_;
};

}  // namespace

Result<std::vector<Page>> Document::pages() const {
  PALMKEY_TRY(catalog, load(root_));
  const Object* tree = catalog.as<Dictionary>()->find("Pages");
  if (tree == nullptr) return Error::malformed;
  Walk walk(*this);
  PALMKEY_CHECK(walk.node(*tree, {}, 0));
  return walk.take();
}

}  // namespace palmkey::core::pdf
