// What sends a text message; one implementation a provider.
#pragma once

#include <map>
#include <string>

namespace palmkey::front::notices {

class SmsSender {
 public:
  virtual ~SmsSender() = default;
  // Hands the message to the provider; it may come twice if an answer is lost. Failure("sms_unreachable",
  // 502) if it is worth trying again, platform::JobRefused if it never will be. Thread-safe.
  virtual void send(const std::string& template_name, const std::string& phone,
                    const std::map<std::string, std::string>& parameters) = 0;
};

}  // namespace palmkey::front::notices
