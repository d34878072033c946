// What officers approve of the tests' applicant.
#pragma once

#include <string>
#include <vector>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"

namespace palmkey::test {

// The fields of an `approve` intent of a new certificate for a year, but operator, step and time.
inline std::vector<core::TextIntent::Field> example_approval(const std::string& order,
                                                             core::ByteView public_key) {
  return {{"order", order},
          {"business", "new"},
          {"follows", ""},
          {"service", "示范省政府采购"},
          {"profile", "person"},
          {"subject-country", "CN"},
          {"subject-province", "示范省"},
          {"subject-locality", "示范市"},
          {"subject-organization", "示范公司"},
          {"subject-unit", ""},
          {"subject-name", "张示范"},
          {"document-type", "resident_id"},
          {"document-number", "110101199003070011"},
          {"public-key", core::to_hex(public_key)},
          {"months", "12"},
          {"application", std::string(64, 'a')}};
}

// Gives some of the fields other values.
inline void change_fields(std::vector<core::TextIntent::Field>& fields,
                          const std::vector<core::TextIntent::Field>& changed) {
  for (const auto& [name, value] : changed)
    for (auto& field : fields)
      if (field.first == name) field.second = value;
}

}  // namespace palmkey::test
