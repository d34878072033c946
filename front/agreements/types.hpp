// A subscriber's acceptance of one agreement.
#pragma once

#include <cstdint>
#include <string>

namespace palmkey::front::agreements {

struct Acceptance {
  std::string agreement_id;
  std::string version;
  std::string digest;  // SM3 of the text that was shown, hexadecimal
  std::int64_t accepted_at = 0;
};

}  // namespace palmkey::front::agreements
