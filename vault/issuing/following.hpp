// What an order that follows a certificate may do: renew, change or replace it.
#pragma once

#include <optional>

#include "vault/configuration.hpp"
#include "vault/issuing/approved_application.hpp"
#include "vault/issuing/certificate_record.hpp"
#include "vault/key_directory.hpp"

namespace palmkey::vault {

// The term of the new pair, and the certificate that it follows, its row locked; nothing for a new one.
struct Following {
  Term term;
  std::optional<CertificateRecord> certificate;
};

// When an order to renew the pair of this certificate is taken, Unix seconds, both included.
struct RenewalWindow {
  std::int64_t from = 0, until = 0;
};
RenewalWindow renewal_window(const CertificateRecord& record, const RenewalConfiguration& rules);

// `key` is the one that the new pair is for. Failure as Issuer::issue says.
Following check_following(platform::Transaction& t, const ApprovedApplication& application,
                          const SplitKey& key, const core::Digest& holder, const RenewalConfiguration& rules,
                          std::int64_t now);

}  // namespace palmkey::vault
