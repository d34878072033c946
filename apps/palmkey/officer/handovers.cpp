#include "apps/palmkey/officer/handovers.hpp"

#include <filesystem>

#include "apps/palmkey/officer/decisions.hpp"
#include "core/device/decision.hpp"
#include "core/encoding.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;

constexpr std::size_t kLargestFile = std::size_t{16} << 20;
constexpr const char* kHandovers = "/api/v1/desk/handovers";

std::string path_of(const std::string& number) {
  return std::string(kHandovers) + "/" + platform::percent_encode(number);
}

std::string base64_of(const std::string& file) {
  return core::to_base64(platform::read_file(file, kLargestFile));
}

}  // namespace

json begin_handover(Desk& desk, const HandoverFiles& files) {
  const json body{{"serial", files.serial},
                  {"reference", files.reference},
                  {"recipient", base64_of(files.recipient)},
                  {"document", base64_of(files.document)}};
  return desk.with_session([&](ApiClient& front) { return front.post(kHandovers, body); });
}

json agree_to_handover(Desk& desk, const std::string& number, bool yes) {
  return desk.with_session([&](ApiClient& front) -> json {
    const auto shown = to_decide(front.get(path_of(number)));
    const auto differing = core::device::approval_difference(shown, number);
    if (!differing.empty()) throw Failure("approval_differs", 409, std::string(differing));
    const auto intent = platform::value_or_throw(
        core::device::compose_decision(shown, {.approve = true,
                                               .step = "recovery",
                                               .operator_id = desk.operator_id(),
                                               .order = number,
                                               .fields = {},
                                               .reason = {},
                                               .time = platform::SystemClock().now()}),
        "intent");
    desk.confirm(shown.application_text + "\n" + intent.text(), yes);
    return front.post(path_of(number) + "/approvals", desk.sign(intent).body());
  });
}

json withdraw_handover(Desk& desk, const std::string& number) {
  return desk.with_session([&](ApiClient& front) { return front.post(path_of(number) + "/withdrawal"); });
}

json fetch_handover(Desk& desk, const std::string& number, const std::string& folder) {
  return desk.with_session([&](ApiClient& front) -> json {
    json handover = front.get(path_of(number));
    if (folder.empty()) return handover;
    const std::filesystem::path into = folder;
    std::filesystem::create_directories(into);
    platform::write_file(into / "document", front.download(path_of(number) + "/document"));
    handover["files"] = json::array();
    const json keys = front.get(path_of(number) + "/keys");
    for (const auto& key : keys.at("items")) {
      const auto path = into / ("key-" + std::to_string(handover["files"].size() + 1) + ".der");
      platform::write_file(
          path, platform::value_or_throw(core::from_base64(key.at("enveloped_key").get<std::string>())));
      handover["files"].push_back(path.string());
    }
    return handover;
  });
}

}  // namespace palmkey::cli
