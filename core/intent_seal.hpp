// What is signed when an electronic seal is set: TBS_Sign of GB/T 38540-2020.
#pragma once

#include <cstdint>
#include <string>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core {

struct SealStatement {
  std::string seal_id;
  std::string seal_name;
  std::int64_t time = 0;        // Unix seconds
  ByteArray<32> data_digest{};  // SM3 of what is sealed
  std::string property;         // where the signature stands in the document
};

// Reads the DER of TBS_Sign, version 4, with the seal inside. Structure and types only: whether the seal is
// genuine and may be used is for those who verify seals. Error::intent_refused.
Result<SealStatement> read_seal_statement(ByteView der);

}  // namespace palmkey::core
