// 司法恢复 on a recovery agent's device: escrowed keys for an authorised third party.
#pragma once

#include <string>

#include "apps/palmkey/officer/desk.hpp"

namespace palmkey::cli {

struct HandoverFiles {
  std::string serial, reference;
  std::string recipient;  // certificate, PEM or DER
  std::string document;   // scan of the legal document
};

// Each returns the handover as the front shows it then.
json begin_handover(Desk& desk, const HandoverFiles& files);
// Checks that the intent says what the handover says, shows both, asks, signs and hands in.
json agree_to_handover(Desk& desk, const std::string& number, bool yes);
json withdraw_handover(Desk& desk, const std::string& number);
// Writes the legal document and the enveloped keys that there are into the folder.
json fetch_handover(Desk& desk, const std::string& number, const std::string& folder);

}  // namespace palmkey::cli
