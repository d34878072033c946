// How recovery agents hand escrowed keys over to a third party. All functions are for agents alone.
#pragma once

#include <string>
#include <vector>

#include "front/context.hpp"
#include "front/desk/types.hpp"
#include "front/handovers/store.hpp"

namespace palmkey::front::handovers {

struct HandoverInput {
  std::string serial;
  std::string reference;
  core::Bytes recipient;  // certificate, DER or PEM
  core::Bytes document;   // scan of the legal document: PDF, JPEG, PNG or HEIC
};

// InvalidInput for what cannot be taken; nothing is signed by it.
Handover begin(const Context& context, const desk::Officer& agent, const HandoverInput& input);

// Takes an agent's `recover` intent; the one that completes what the vault asks for has the vault envelope
// the keys. Repeating it changes nothing, or tries that again. Failure("handover_unknown", 404),
// "intent_refused" (422), "desk_role_refused" (403), "stale" (409), "wrong_state" (409), and what the vault
// refuses; what was signed then stays, and may be signed anew.
Handover approve(const Context& context, const desk::Officer& agent, const std::string& number,
                 const SignedIntent& signed_intent);

// Gives it up, while it waits. Failure("handover_unknown", 404), "wrong_state" (409).
Handover withdraw(const Context& context, const desk::Officer& agent, const std::string& number);

struct HandoverShown {
  Handover handover;
  std::vector<Approval> approvals;
};
HandoverShown show(const Context& context, const std::string& number);
std::vector<Handover> list(const Context& context, const store::Search& search);
core::Bytes document(const Context& context, const std::string& number);

}  // namespace palmkey::front::handovers
