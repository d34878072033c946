// An officer's device at the desk: activation, the desk's session, decisions.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "apps/palmkey/device/phone.hpp"
#include "core/text_intent.hpp"

namespace palmkey::cli {

class Desk {
 public:
  Desk(Phone& phone, std::string pin_file) : phone_(phone), pin_file_(std::move(pin_file)) {}

  // Pins the platform, makes the operator's split key with the one-time code, and opens the desk, which ends
  // the activation. Repeating it goes on where it stopped.
  json activate(const std::string& link);

  // Runs `work` with the front in a desk session, opened by a signed `desk` intent if there is none that
  // holds.
  json with_session(const std::function<json(ApiClient&)>& work);

  // Signs a text intent with the operator's key; DER as base64. The fields `operator` and `time` are added.
  struct Signed {
    std::string intent, signature;
    json body() const { return {{"intent", intent}, {"signature", signature}}; }
  };
  core::TextIntent intent(std::string_view type, std::vector<core::TextIntent::Field> fields);
  Signed sign(const core::TextIntent& intent);

  // Shows what is about to be signed and asks, unless `yes`; Failure("not_confirmed", 409).
  void confirm(const std::string& shown, bool yes);

  // "acceptance", "review", "recovery" or "administrator", of the session.
  std::string role();
  // Of the key on this device. Failure("not_an_operator", 409).
  std::string operator_id();

 private:
  json open_session();

  Phone& phone_;
  std::string pin_file_;
};

}  // namespace palmkey::cli
