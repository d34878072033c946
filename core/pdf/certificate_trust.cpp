#include "core/pdf/certificate_trust.hpp"

#include <algorithm>

#include "core/crl.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::int64_t clock_tolerance = 300;  // seconds that the signer's clock may be ahead

struct Issuer {
  const Certificate* certificate = nullptr;
  bool is_broken = false;  // one by that name is there, but it did not issue
};

Issuer find_issuer(const Certificate& certificate, const std::vector<Certificate>& known, unsigned below) {
  Issuer out;
  for (const Certificate& candidate : known) {
    if (candidate.subject != certificate.issuer) continue;
    if (verify_issued_by(certificate, candidate, below)) return {&candidate, false};
    out.is_broken = true;
  }
  return out;
}

bool is_pinned(const Certificate& root, const Trust& trust) {
  return std::find(trust.roots.begin(), trust.roots.end(), sm3(root.der)) != trust.roots.end();
}

void judge_time(const Certificate& certificate, const Trust& trust, SignatureReport& report) {
  const auto is_valid_at = [&](std::int64_t time) {
    return time >= certificate.not_before && time <= certificate.not_after;
  };
  if (!report.time) report.problems.emplace_back("time_missing");
  if (report.time && *report.time > trust.now + clock_tolerance) {
    report.problems.emplace_back("time_in_future");
    return;
  }
  report.certificate_in_time = is_valid_at(report.time.value_or(trust.now));
  if (!report.certificate_in_time) {
    report.problems.emplace_back("certificate_not_valid_then");
  } else if (!is_valid_at(trust.now)) {
    report.problems.emplace_back("certificate_expired_since");
  }
}

void judge_revocation(const Certificate& certificate, const Certificate& issuing, const Trust& trust,
                      SignatureReport& report) {
  for (const Bytes& der : trust.crls) {
    const auto crl = decode_crl(der);
    if (!crl || !verify_crl(*crl, issuing, trust.now)) continue;
    // When it was revoked does not help: nothing proves that the signature is older.
    const bool revoked = crl->find(certificate.serial) != nullptr;
    report.revocation = revoked ? Revocation::revoked : Revocation::good;
    if (revoked) {
      report.problems.emplace_back("certificate_revoked");
      return;
    }
  }
  if (report.revocation == Revocation::unknown) report.problems.emplace_back("revocation_unknown");
}

// The chain at a time at which all its certificates are valid: the signer's time is judged apart.
Result<void> verify_at_common_time(const Certificate& leaf, const Certificate& issuing,
                                   const Certificate& root) {
  return verify_chain(leaf, issuing, root, std::max({leaf.not_before, issuing.not_before, root.not_before}));
}

}  // namespace

void judge_certificate(const SignedData& data, const Trust& trust, SignatureReport& report) {
  const Certificate& leaf = data.signer();
  judge_time(leaf, trust, report);
  std::vector<Certificate> known = data.certificates;
  for (const Bytes& der : trust.certificates) {
    if (auto certificate = decode_certificate(der)) known.push_back(*std::move(certificate));
  }
  const auto conclude = [&](Trusted trusted, const char* problem) {
    report.trusted = trusted;
    report.problems.emplace_back(problem);
  };
  const Issuer issuing = find_issuer(leaf, known, 0);
  if (issuing.certificate == nullptr) {
    report.problems.emplace_back("revocation_unknown");
    return issuing.is_broken ? conclude(Trusted::invalid, "chain_invalid")
                             : conclude(Trusted::unknown_root, "chain_incomplete");
  }
  judge_revocation(leaf, *issuing.certificate, trust, report);
  const Issuer root = find_issuer(*issuing.certificate, known, 1);
  if (root.certificate == nullptr) {
    return root.is_broken ? conclude(Trusted::invalid, "chain_invalid")
                          : conclude(Trusted::unknown_root, "chain_incomplete");
  }
  if (!verify_at_common_time(leaf, *issuing.certificate, *root.certificate))
    return conclude(Trusted::invalid, "chain_invalid");
  if (!is_pinned(*root.certificate, trust)) return conclude(Trusted::unknown_root, "root_unknown");
  report.trusted = Trusted::yes;
}

}  // namespace palmkey::core::pdf
