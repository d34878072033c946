#include "apps/palmkey/officer/desk.hpp"

#include "apps/palmkey/device/pin.hpp"
#include "apps/palmkey/link.hpp"
#include "apps/palmkey/terminal.hpp"
#include "core/encoding.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;

constexpr const char* kLabel = "operator";
constexpr const char* kSession = "desk";
constexpr const char* kSessionFile = "desk.json";
constexpr std::int64_t kSpareSeconds = 60;  // a session that ends sooner is not begun with

core::Bytes bytes_of(std::string_view text) {
  const auto view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

}  // namespace

json Desk::activate(const std::string& text) {
  const core::Link link = parse_link(text, core::LinkKind::officer);
  phone_.configure(link);
  phone_.require_own_platform(link.origin);
  if (phone_.home().state().find_labelled(kLabel) == nullptr) {
    const core::Secret pin = read_new_operator_pin(phone_.output(), pin_file_);
    phone_.home().finish(
        phone_.device().generate(core::as_text(pin.view()), {kLabel, link.values.at("a"), {}}));
  }
  return with_session([&](ApiClient&) {
    const json session = phone_.home().read(kSessionFile);
    return json{
        {"operatorId", session.at("operator")}, {"name", session.at("name")}, {"role", session.at("role")}};
  });
}

std::string Desk::operator_id() {
  const auto* key = phone_.home().state().find_labelled(kLabel);
  if (key == nullptr) throw Failure("not_an_operator", 409);
  return key->holder.substr(0, key->holder.find(' '));
}

core::TextIntent Desk::intent(std::string_view type, std::vector<core::TextIntent::Field> fields) {
  fields.emplace_back("operator", operator_id());
  fields.emplace_back("time", core::text_intent_time(platform::SystemClock().now()));
  return platform::value_or_throw(core::TextIntent::make(type, std::move(fields)), "intent");
}

Desk::Signed Desk::sign(const core::TextIntent& intent) {
  const core::Secret pin = read_current_pin(phone_.output(), pin_file_);
  const auto key_id = phone_.key_to_use(kLabel);
  const auto outcome = phone_.home().finish(phone_.device().sign(
      key_id, core::as_text(pin.view()), core::IntentKind::text, bytes_of(intent.text())));
  return {intent.text(), core::to_base64(std::get<core::Bytes>(outcome))};
}

void Desk::confirm(const std::string& shown, bool yes) {
  const auto& output = phone_.output();
  output.note(shown, shown);
  if (!yes && !ask_yes(output.pick("签署? [y/N] ", "Sign it? [y/N] "))) throw Failure("not_confirmed", 409);
}

json Desk::open_session() {
  ApiClient front = phone_.front();
  const json challenge = front.get("/api/v1/desk/challenge");
  if (challenge.at("origin") != phone_.descriptor().base_url)
    throw Failure("intent_of_another_session", 409, "origin");
  const auto opening = intent("desk", {{"origin", challenge.at("origin")},
                                       {"session", challenge.at("session")},
                                       {"place", ""},
                                       {"code", ""}});
  json session = front.post("/api/v1/desk/sessions", sign(opening).body());
  phone_.home().write(kSessionFile, session);
  return session;
}

json Desk::with_session(const std::function<json(ApiClient&)>& work) {
  operator_id();
  const json session = phone_.home().read(kSessionFile);
  const bool holds = session.is_object() && session.at("expires_at").get<std::int64_t>() >
                                                platform::SystemClock().now() + kSpareSeconds;
  if (!holds) open_session();
  ApiClient front = phone_.front_in_session(kSession);
  try {
    return work(front);
  } catch (const Problem& problem) {
    if (!holds || problem.code() != "not_signed_in") throw;
  }
  // The front has forgotten the session.
  open_session();
  ApiClient again = phone_.front_in_session(kSession);
  return work(again);
}

std::string Desk::role() {
  return phone_.home().read(kSessionFile).at("role");
}

}  // namespace palmkey::cli
