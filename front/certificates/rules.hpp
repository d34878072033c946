// Finding certificates, and revoking a pair on two officers' signatures: the first officer's `revoke` intent
// waits here, with the second one the vault revokes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "front/certificates/types.hpp"
#include "front/context.hpp"
#include "front/desk/types.hpp"

namespace palmkey::front::certificates {

struct Found {
  IssuedPair pair;
  std::string holder;  // the applicant's name
  std::int64_t not_before = 0, not_after = 0;
  CertificateStatus status = CertificateStatus::unknown;  // the vault's word; unknown if it is away
  bool held = false;                                      // by an officer, not only by its holder
};
struct Page {
  std::vector<Found> certificates;
  std::string next;  // empty on the last page
};
// Newest first. `search`: an order's number, a serial number, the last four digits of the applicant's number,
// or the name; empty for all.
Page list(const Context& context, const std::string& search, const std::string& before);

// Those that wait, and what ended within the last day.
std::vector<Revocation> revocations(const Context& context);

// Takes an officer's signed `revoke` for the pair with this signing certificate. Repeating it changes
// nothing. Failure: "intent_refused" (422), "desk_role_refused" (403), "stale" (409), "certificate_not_found"
// (404), "revocation_reason_unknown" (422), "already_revoked" (409), "same_officer" (409),
// "revocation_waiting" (409): another officer of the same role has signed already,
// "revocation_reason_differs" (409), and what the vault refuses of the signature.
Revocation request_revocation(const Context& context, const desk::Officer& officer, const std::string& serial,
                              const SignedIntent& intent);

// Has the vault revoke the pair, and others of its key, on the holder's own signed `revoke-own`; returns when
// that was. Repeating it changes nothing. Failure: "intent_refused" (422), "certificate_not_found" (404),
// "revocation_reason_unknown" (422), and what the vault refuses.
std::int64_t revoke_own(const Context& context, const std::string& serial, const SignedIntent& intent);

// Has the vault stop the pair's key, or let it go, on an officer's signed `hold` or `release`. Returns since
// when the key is stopped, nothing if it is not. Failure: "intent_refused" (422), "desk_role_refused" (403),
// "stale" (409), "certificate_not_found" (404), and what the vault refuses.
std::optional<std::int64_t> hold(const Context& context, const desk::Officer& officer,
                                 const std::string& serial, const SignedIntent& intent);

// Done with retries once both have signed, payload {"serial": SERIAL}.
inline constexpr std::string_view revoke_job = "certificate.revoke";
void revoke(const Context& context, const platform::Job& job);

}  // namespace palmkey::front::certificates
