#include "apps/palmkey/officer/console.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "apps/palmkey/link.hpp"
#include "apps/palmkey/terminal.hpp"
#include "core/activation_code.hpp"
#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using core::TextIntent;
using platform::Failure;

constexpr const char* kConsole = "console";
constexpr const char* kConsoleFile = "console.json";
constexpr std::int64_t kLongestAge = std::int64_t{10} * 60;  // of an intent that is signed, seconds

std::string entrance_path(const json& claim) {
  return "/api/v1/desk/entrances/" + platform::percent_encode(claim.at("entrance").get<std::string>());
}

// What the officer has to see before agreeing, large and plain.
std::string shown(const Output& output, const TextIntent& intent) {
  const auto row = [&](std::string_view chinese, std::string_view english, std::string_view field) {
    return "    " + output.pick(chinese, english) + std::string(intent.field(field)) + "\n";
  };
  return "\n  " + output.pick("登录管理控制台", "SIGN IN THE OFFICERS' CONSOLE") + "\n\n" +
         row("网址      ", "address   ", "origin") + row("身份      ", "as        ", "operator") +
         row("地点      ", "place     ", "place") + row("核对码    ", "code      ", "code") + "\n";
}

// The intent that was asked for. The one-time code of an appointment is this device's to make: the front and
// the console never see it.
struct ToSign {
  TextIntent intent;
  std::string link;  // what the appointed officer is handed; else empty
};
ToSign to_sign(Phone& phone, const std::string& asked) {
  auto intent = platform::value_or_throw(TextIntent::parse(asked), "intent");
  if (intent.type() != "appoint" || !intent.field("activation").empty()) return {std::move(intent), {}};
  const auto code = platform::value_or_throw(core::make_activation_code(phone.home().random()));
  auto fields = intent.fields();
  for (auto& [name, value] : fields)
    if (name == "activation") value = core::to_hex(core::activation_digest(code));
  return {platform::value_or_throw(TextIntent::make("appoint", std::move(fields)), "intent"),
          core::activation_link(phone.descriptor().base_url, code,
                                core::to_base64url(core::sm3(*phone.home().state().descriptor)))};
}

void require_own(const TextIntent& intent, const std::string& operator_id) {
  static constexpr std::array<std::string_view, 11> kTypes{
      "hold",   "release", "approve", "unlock",        "recover",    "reject",
      "revoke", "appoint", "dismiss", "register-site", "remove-site"};
  const std::int64_t age = platform::SystemClock().now() - intent.time();
  if (std::ranges::find(kTypes, intent.type()) == kTypes.end() || intent.field("operator") != operator_id)
    throw Failure("wrong_intent_type", 409, "intent");
  if (std::abs(age) > kLongestAge) throw Failure("intent_of_another_session", 409, "intent");
}

json console_of(Phone& phone) {
  json console = phone.home().read(kConsoleFile);
  if (!console.is_object()) throw Failure("no_session", 401);
  return console;
}

}  // namespace

json sign_console_in(Phone& phone, Desk& desk, const std::string& text, bool yes) {
  const auto& output = phone.output();
  const core::Link link = parse_link(text, core::LinkKind::console);
  phone.require_own_platform(link.origin);
  desk.operator_id();
  ApiClient front = phone.front();
  const json claim = front.post("/api/v1/desk/entrances/claims", json(link.values));
  front.use_token(claim.at("token"));
  if (claim.at("origin") != phone.descriptor().base_url)
    throw Failure("intent_of_another_session", 409, "origin");
  const auto intent = desk.intent("desk", {{"origin", claim.at("origin")},
                                           {"session", claim.at("entrance")},
                                           {"place", claim.at("place")},
                                           {"code", claim.at("code")}});
  const std::string text_shown = shown(output, intent);
  output.note(text_shown, text_shown);
  if (!yes && !ask_yes(output.pick("确认? [y/N] ", "Go on? [y/N] "))) {
    front.remove(entrance_path(claim));
    throw Failure("not_confirmed", 409);
  }
  json opened = front.post(entrance_path(claim) + "/confirmation", desk.sign(intent).body());
  phone.home().write(kConsoleFile, {{"entrance", claim.at("entrance")}, {"token", claim.at("token")}});
  return opened;
}

json sign_what_waits(Phone& phone, Desk& desk, bool yes) {
  const auto& output = phone.output();
  const std::string path = entrance_path(console_of(phone)) + "/signature-requests";
  ApiClient front = phone.front_in_session(kConsole);
  json done{{"signed", json::array()}, {"refused", json::array()}, {"links", json::array()}};
  for (const auto& request : front.get(path).at("requests")) {
    const std::string here = path + "/" + platform::percent_encode(request.at("id").get<std::string>());
    const ToSign wanted = to_sign(phone, request.at("intent"));
    require_own(wanted.intent, desk.operator_id());
    output.note(wanted.intent.text(), wanted.intent.text());
    if (!yes && !ask_yes(output.pick("签署? [y/N] ", "Sign it? [y/N] "))) {
      front.post(here + "/refusal");
      done["refused"].push_back(wanted.intent.text());
      continue;
    }
    front.post(here + "/signature", desk.sign(wanted.intent).body());
    done["signed"].push_back(wanted.intent.text());
    if (!wanted.link.empty()) done["links"].push_back(wanted.link);
  }
  return done;
}

void leave_console(Phone& phone) {
  const std::string path = entrance_path(console_of(phone));
  ApiClient front = phone.front_in_session(kConsole);
  front.remove(path);
  phone.home().remove(kConsoleFile);
}

}  // namespace palmkey::cli
