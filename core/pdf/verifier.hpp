// What the signatures of a PDF are worth (ISO 32000-2, 12.8; ETSI EN 319 142-1): one report each. Nothing is
// reported as good that was not checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/pdf/changes.hpp"
#include "core/pdf/flate.hpp"
#include "core/result.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::pdf {

enum class Trusted : std::uint8_t {
  yes,           // the chain ends in a root that the caller trusts
  unknown_root,  // the chain ends elsewhere or is not complete
  invalid,       // the chain is broken
};

enum class Revocation : std::uint8_t { good, revoked, unknown };

// As in interfaces: "yes", "unknown_root", "signatures_only" and so on.
std::string_view name_of(Trusted trusted);
std::string_view name_of(Revocation revocation);
std::string_view name_of(Changes changes);

// Strings are UTF-8. Texts that come from the signature dictionary are claims of the signer.
struct SignatureReport {
  std::string name;
  std::string reason;
  std::string location;
  std::optional<std::int64_t> time;  // claimed, Unix seconds
  // Of the signer's certificate; empty where it cannot be read. The serial number is in hexadecimal digits.
  std::string subject;
  std::string issuer;
  std::string serial;
  Bytes certificate;  // DER

  bool intact = false;  // the signed bytes are those that were signed, and they are all of a revision
  bool signature_valid = false;  // the certificate's key signed, and it may sign
  Trusted trusted = Trusted::invalid;
  bool certificate_in_time = false;  // at the claimed time, or now if none is claimed; never for a future one
  Revocation revocation = Revocation::unknown;
  bool covers_whole_document = false;
  Changes changes_after = Changes::content;
  // Stable codes, in the order in which they were found:
  //   signature_unreadable      the signature dictionary is damaged or packed away
  //   byte_range_invalid        the signed range is not all but this signature's Contents
  //   not_in_signed_revision    the revision that it ends does not have this signature
  //   revision_unreadable       the signed part alone is no PDF
  //   format_unsupported        another SubFilter or form of signature than this program knows
  //   algorithm_unsupported     not SM2 with SM3
  //   contents_malformed        the CMS signature is damaged
  //   certificate_missing       the signer's certificate is not in it
  //   signing_certificate_missing  PAdES wants the certificate to be among the signed attributes
  //   digest_mismatch           the document was changed after it was signed
  //   signature_wrong           the signature does not verify under the certificate
  //   wrong_key_usage           the certificate's key is not for signatures
  //   chain_incomplete, chain_invalid, root_unknown
  //   time_missing, time_in_future, certificate_not_valid_then
  //   certificate_expired_since    nothing proves that it was signed before
  //   certificate_revoked, revocation_unknown
  //   changed_after             content was changed in a later revision
  std::vector<std::string> problems;

  // Whether it may be relied on: intact, valid, trusted, in time, not known to be revoked, and followed by
  // nothing but signatures. That its revocation is unknown does not keep it from being good.
  bool is_good() const {
    return intact && signature_valid && trusted == Trusted::yes && certificate_in_time &&
           revocation != Revocation::revoked && changes_after != Changes::content;
  }
};

struct Trust {
  std::vector<Digest> roots;        // SM3 of the DER of trusted root certificates
  std::vector<Bytes> certificates;  // DER, which may complete chains
  std::vector<Bytes> crls;          // DER; those that are not of a signer's issuer are passed over
  std::int64_t now = 0;             // Unix seconds
};

// A report for each signature in the form's order; none for an unsigned file. The errors of Document::open,
// and Error::malformed for a form that is damaged or has more than 200 signatures.
Result<std::vector<SignatureReport>> verify_signatures(ByteView file, const Flate& flate, const Trust& trust);

}  // namespace palmkey::core::pdf
