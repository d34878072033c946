// How a relying party learns whether a person can still open what is encrypted for them: this front encrypts
// a random content to each of the person's encryption certificates, the first phone that scans has ten
// minutes to answer with the contents' digests or to say no, the relying party fetches the result. Only who
// opens a message knows its digest; a phone answers for nothing but a drill (core/drill.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "front/context.hpp"
#include "front/drills/types.hpp"
#include "front/offer.hpp"
#include "front/sign_in/types.hpp"

namespace palmkey::front::drills {

struct Request {
  std::string account, subject;
};

// For the person whose certificate is bound to the account. The link is "https://host/drill#i=ID&t=TOKEN".
// Failures: "field_required" (422), "account_not_bound" (404), "certificate_not_found" (404): the bound
// certificate was not issued here.
Offer offer(const Context& context, const sign_in::RelyingParty& relying_party, const Request& request);

// Of the relying party's own; others are unknown: Failure("drill_unknown", 404).
Drill find(const Context& context, const std::string& client_id, const std::string& id);
// "waiting", "claimed", "passed", "failed", "rejected" or "expired".
std::string_view state_code(const Drill& drill, std::int64_t now);

// The drill behind a scanned link, claimed by nobody yet; failures of claim.
Drill offered(const Context& context, const std::string& id, const std::string& link_token);

struct Claim {
  Drill drill;
  std::string token;
};
// The first phone that scans has the drill. Failures: "drill_unknown" (404, also for a wrong token),
// "drill_expired" (410), "already_scanned" (409), "drill_ended" (409).
Claim claim(const Context& context, const std::string& id, const std::string& link_token);

// Ends the drill: passed if every digest is right, failed otherwise. The same answers again change nothing
// and are told the same. Failures: "drill_unknown" for any phone but the one that has claimed it,
// "drill_answers_differ" (422) unless there is one answer for each message, "drill_expired", "drill_ended".
Drill answer(const Context& context, const std::string& id, const std::string& claim_token,
             const std::vector<Answer>& answers);

// The person says no. Repeating it changes nothing.
void reject(const Context& context, const std::string& id, const std::string& claim_token);

// A job of this kind, {"drill": ID}, removes what is not kept any longer.
inline constexpr std::string_view tidy_job = "drill.tidy";
void tidy(const Context& context, const platform::Job& job);

}  // namespace palmkey::front::drills
