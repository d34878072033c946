#include "core/result.hpp"

#include <array>

namespace palmkey::core {
namespace {

struct Description {
  std::string_view code;
  std::string_view text;
};

constexpr auto descriptions = std::to_array<Description>({
#define PALMKEY_ERROR(name, code, text) {code, text},
#include "core/error_list.hpp"
#undef PALMKEY_ERROR
});

}  // namespace

std::string_view code(Error error) {
  return descriptions[static_cast<std::size_t>(error)].code;
}

std::string_view text(Error error) {
  return descriptions[static_cast<std::size_t>(error)].text;
}

Error error_of_code(std::string_view code) {
  for (std::size_t i = 0; i < descriptions.size(); ++i) {
    if (descriptions[i].code == code) return static_cast<Error>(i);
  }
  return Error::refused;
}

}  // namespace palmkey::core
