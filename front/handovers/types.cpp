#include "front/handovers/types.hpp"

#include "core/encoding.hpp"
#include "core/sm3.hpp"

namespace palmkey::front::handovers {

std::string_view state_code(HandoverState state) {
  switch (state) {
    case HandoverState::waiting:
      return "waiting";
    case HandoverState::done:
      return "done";
    case HandoverState::withdrawn:
      return "withdrawn";
  }
  return {};
}

desk::ApplicationText text_of(const Handover& handover) {
  std::string text = "PalmKey handover 1\n";
  const auto line = [&](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\n");
  };
  line("order", handover.number);
  line("business", "key_handover");
  line("follows", handover.serial);
  line("recipient", core::to_hex(core::sm3(handover.recipient)));
  line("recipient.subject", handover.recipient_subject);
  line("reference", handover.reference);
  line("document", handover.document_digest);
  auto digest = core::to_hex(core::sm3(core::as_bytes(text)));
  return {std::move(text), std::move(digest)};
}

std::vector<std::pair<std::string, std::string>> approval_fields(const Handover& handover) {
  return {{"order", handover.number},
          {"kind", "judicial"},
          {"serial", handover.serial},
          {"recipient", core::to_hex(core::sm3(handover.recipient))},
          {"application", text_of(handover).digest}};
}

}  // namespace palmkey::front::handovers
