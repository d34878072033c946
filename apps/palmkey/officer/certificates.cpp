#include "apps/palmkey/officer/certificates.hpp"

#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using Fields = std::vector<core::TextIntent::Field>;

json hand_in(Desk& desk, ApiClient& front, const core::TextIntent& intent, const WantedStop& wanted,
             const char* action) {
  desk.confirm(intent.text(), wanted.yes);
  const std::string path =
      "/api/v1/admin/certificates/" + platform::percent_encode(wanted.serial) + "/" + action;
  return front.post(path, desk.sign(intent).body());
}

}  // namespace

json find_certificates(Desk& desk, const std::string& search) {
  return desk.with_session([&](ApiClient& front) {
    return front.get("/api/v1/admin/certificates?search=" + platform::percent_encode(search));
  });
}

json hold_or_release(Desk& desk, std::string_view type, const WantedStop& wanted) {
  return desk.with_session([&](ApiClient& front) {
    const auto intent = desk.intent(type, Fields{{"serial", wanted.serial}, {"reason", wanted.reason}});
    return hand_in(desk, front, intent, wanted, "hold");
  });
}

json revoke_certificate(Desk& desk, const WantedStop& wanted) {
  return desk.with_session([&](ApiClient& front) {
    const auto intent = desk.intent(
        "revoke", Fields{{"step", desk.role()}, {"serial", wanted.serial}, {"reason", wanted.reason}});
    return hand_in(desk, front, intent, wanted, "revocation");
  });
}

}  // namespace palmkey::cli
