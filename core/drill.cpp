#include "core/drill.hpp"

#include <algorithm>
#include <string_view>

namespace palmkey::core {

namespace {

constexpr std::string_view first_line = "PalmKey drill 1\n";
static_assert(first_line.size() + 32 == drill_content_size);

}  // namespace

Result<Drill> make_drill(const sm2::Point& recipient, Random& random) {
  Secret content(drill_content_size);
  std::copy(first_line.begin(), first_line.end(), content.mutable_view().begin());
  PALMKEY_CHECK(random.fill(content.mutable_view().subspan(first_line.size())));
  PALMKEY_TRY(message, sm2::encrypt(recipient, content.view(), random));
  return Drill{std::move(message), sm3(content.view())};
}

bool may_be_drill(const sm2::Ciphertext& message) {
  return message.c2.size() == drill_content_size;
}

Result<Digest> answer_to_drill(ByteView opened) {
  if (opened.size() != drill_content_size) return Error::malformed;
  if (!equal_constant_time(opened.first(first_line.size()), as_bytes(first_line))) return Error::malformed;
  return sm3(opened);
}

}  // namespace palmkey::core
