// What kinds of things a split key signs. docs/protocol.md, "Intents".
#pragma once

#include <cstdint>

namespace palmkey::core {

enum class IntentKind : std::uint8_t {
  csr = 1,   // CertificationRequestInfo, PKCS#10
  cms = 2,   // SignedAttributes of CMS
  seal = 3,  // TBS_Sign of GB/T 38540
  text = 4,  // a statement for people
};
constexpr IntentKind largest_value(IntentKind) {
  return IntentKind::text;
}

}  // namespace palmkey::core
