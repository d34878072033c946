// A headless phone while one command runs: its home, the front it is configured for, its session.
#pragma once

#include <string>

#include "apps/palmkey/api_client.hpp"
#include "apps/palmkey/device/home.hpp"
#include "apps/palmkey/output.hpp"
#include "core/link.hpp"

namespace palmkey::cli {

// Serial number of the key's signing certificate; empty if it has none.
std::string serial_of(const core::device::Key& key);
// The key. Failure("no_certificate", 404) before its certificates are installed.
const core::device::Key& certified(const core::device::Key& key);

class Phone {
 public:
  Phone(const Output& output, const std::string& home, std::string ca_file);

  const Output& output() const { return output_; }
  Home& home() { return home_; }
  core::device::Device& device() { return home_.device(); }

  // Pins the platform that the link leads to by the digest of its descriptor. Repeating it changes nothing;
  // another descriptor must be signed by a root that is pinned. Failure("link_malformed", 400).
  void configure(const core::Link& link);
  // What the phone is configured for. Failure("not_configured", 409).
  core::Descriptor descriptor();
  // The front of that platform. The link's origin must be the platform's, if a link led here.
  ApiClient front();
  void require_own_platform(const std::string& origin);

  // The front, in the session that `name`.json keeps: {"token", ...}. Failure("no_session", 401).
  ApiClient front_in_session(const std::string& name = "session");

  // The newest key with this label; with an empty one the newest key that has a certificate, else the newest
  // of all. Failure("no_key", 404).
  const core::device::Key& key(const std::string& label);
  // The key that an order is about: the one made for it, the one whose public key it names, or, before it has
  // one, that of the certificate that it renews or changes. Null if it is not on this phone.
  const core::device::Key* key_of_order(const json& order);
  // The same for an operation with a PIN: says so if an operation that was cut off will be settled before it.
  core::device::Identifier key_to_use(const std::string& label);
  core::device::Identifier to_use(const core::device::Key& key);

 private:
  void connect(const std::string& base_url);

  const Output& output_;
  std::string ca_file_;
  Home home_;
};

}  // namespace palmkey::cli
