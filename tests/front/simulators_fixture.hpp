// The simulators' process (web/simulators) as a test's counterpart: SMS, mail and invoices.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "platform/config.hpp"
#include "platform/files.hpp"
#include "tests/support/child_process.hpp"

namespace palmkey::test {

class Simulators {
 public:
  // Makes keys and secrets in a fresh folder and starts the simulators on free ports. std::runtime_error if
  // the web programs are not built.
  Simulators();

  // The front's configuration of them: tables sms.aliyun, mail and invoice, as front.toml has them.
  platform::Config configuration() const;
  // The same with another secret for SMS and invoices.
  platform::Config configuration_with_wrong_secrets() const;

  // What was delivered to the number or address, newest first.
  nlohmann::json sms(const std::string& phone) const;
  nlohmann::json mails(const std::string& address) const;
  // The numbers given out so far.
  std::size_t invoices() const;
  // An attachment of a mail in mails().
  core::Bytes attachment(const std::string& mail_id, std::size_t index) const;

 private:
  platform::Config configured(const std::string& sms_secret, const std::string& invoice_secret) const;
  core::Bytes get(const std::string& path) const;

  platform::TemporaryFolder folder_;
  std::unique_ptr<ChildProcess> process_;
  nlohmann::json ports_;
};

}  // namespace palmkey::test
