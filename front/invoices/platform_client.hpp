// Asks an invoice platform over HTTP: POST /invoices with a JSON body, signed with HMAC-SHA256 over method,
// path, timestamp and the body's digest.
#pragma once

#include <string>

#include "core/secret.hpp"
#include "front/invoices/provider.hpp"
#include "platform/clock.hpp"
#include "platform/config.hpp"

namespace palmkey::front::invoices {

struct PlatformSettings {
  std::string base_url;  // without a slash at the end
  std::string key_id;
  core::Secret secret;
  std::string ca_file;  // PEM; empty: the system's authorities
};
// Table [invoice.platform] of front.toml: base_url, key_id, secret_file, certificate_authority_file.
// platform::ConfigError says what is wrong.
PlatformSettings load_platform_settings(const platform::Config& table);

class PlatformClient final : public InvoiceProvider {
 public:
  // `clock` outlives the client.
  PlatformClient(PlatformSettings settings, const platform::Clock& clock)
      : settings_(std::move(settings)), clock_(clock) {}
  Issued issue(const IssueRequest& request) override;

 private:
  PlatformSettings settings_;
  const platform::Clock& clock_;
};

}  // namespace palmkey::front::invoices
