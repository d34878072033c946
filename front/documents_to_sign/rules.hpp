// How a relying party has a PDF signed on a phone: it hands the file over and shows a QR code, the first
// phone that scans has ten minutes to read it and to send it back signed or to say no, the relying party
// fetches the result. Content lies sealed in the attachments folder and is deleted by a job.
#pragma once

#include <string>
#include <string_view>

#include "front/context.hpp"
#include "front/documents_to_sign/types.hpp"
#include "front/offer.hpp"
#include "front/sign_in/types.hpp"

namespace palmkey::front::documents_to_sign {

struct Request {
  std::string file_name, account, subject;
  core::ByteView pdf;
};

// The link is "https://host/d#i=ID&t=TOKEN". Failures: "field_required", "file_name_invalid",
// "account_invalid", "signer_invalid" (422), and those of require_signable.
Offer offer(const Context& context, const sign_in::RelyingParty& relying_party, const Request& request);

// Of the relying party's own; others are unknown: Failure("document_unknown", 404).
Document find(const Context& context, const std::string& client_id, const std::string& id);
// "waiting", "claimed", "signed", "rejected" or "expired".
std::string_view state_code(const Document& document, std::int64_t now);
// Failure("document_not_signed", 409).
core::Bytes signed_content(const Context& context, const Document& document);

// The document behind a scanned link, claimed by nobody yet; failures of claim.
Document offered(const Context& context, const std::string& id, const std::string& link_token);

struct Claim {
  Document document;
  std::string token;
};
// The first phone that scans has the document. Failures: "document_unknown" (404, also for a wrong token),
// "document_expired" (410), "already_scanned" (409), "document_ended" (409).
Claim claim(const Context& context, const std::string& id, const std::string& link_token);

// Of the phone that has claimed it; "document_unknown" for any other. "document_expired", "document_ended".
core::Bytes content(const Context& context, const std::string& id, const std::string& claim_token);

// Takes the signed file: the bytes that were handed over with a good signature appended; failures of
// verify_signed. Where the relying party said who has to sign: "signed_by_another" (403) if that person's
// binding has another certificate. The same file again changes nothing.
void accept_signed(const Context& context, const std::string& id, const std::string& claim_token,
                   core::ByteView signed_pdf);

// The person says no. Repeating it changes nothing.
void reject(const Context& context, const std::string& id, const std::string& claim_token);

// A job of this kind, {"document": ID}, drops the content of what was not signed in time, and at last the
// document itself; one of the other, {"file": ID}, a file that no document has.
inline constexpr std::string_view tidy_job = "document_to_sign.tidy";
inline constexpr std::string_view collect_job = "document_to_sign.collect";
void tidy(const Context& context, const platform::Job& job);
void collect(const Context& context, const platform::Job& job);

}  // namespace palmkey::front::documents_to_sign
