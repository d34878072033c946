// What is going to be signed.
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "core/device/decision.hpp"
#include "core/encoding.hpp"
#include "core/intent.hpp"
#include "core/sm3.hpp"
#include "core/text_intent.hpp"

namespace palmkey::phone {

namespace {

Answer text_of(const core::Result<core::TextIntent>& intent) {
  if (!intent) return intent.error();
  MessageWriter out;
  out.text(intent->text());
  return out;
}

}  // namespace

// Key, "text" or "cms", intent. Yields one line, then a list of names and values; the first is the type.
PALMKEY_EXPORT(summarise) {
  const auto key_id = in.identifier();
  const std::string kind = in.text();
  const auto intent = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  const auto* key = device_state().find(key_id);
  if (key == nullptr) return core::Error::unknown_key;
  if (kind != "text" && kind != "cms") return core::Error::unsupported;
  PALMKEY_ANSWER_TRY(
      summary, core::check_intent(kind == "text" ? core::IntentKind::text : core::IntentKind::cms, intent,
                                  key->public_key));
  MessageWriter lines;
  for (const auto& [name, value] : summary.lines) lines.text(name).text(value);
  MessageWriter out;
  out.text(summary.one_line).list(lines);
  return out;
}

// Time now, type, names and values; the time may be left out of them. Yields the intent's text.
PALMKEY_EXPORT(make_intent) {
  const std::int64_t now = in.time();
  const std::string type = in.text();
  auto fields = in.pairs();
  PALMKEY_ANSWER_CHECK(in.finish());
  bool has_time = false;
  for (const auto& field : fields) has_time = has_time || field.first == "time";
  if (!has_time) fields.emplace_back("time", core::text_intent_time(now));
  return text_of(core::TextIntent::make(type, std::move(fields)));
}

// Bytes. Yields their SM3, hexadecimal: the digests that an application's text names are of this kind.
PALMKEY_EXPORT(digest_of) {
  const auto bytes = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  MessageWriter out;
  out.text(core::to_hex(core::sm3(bytes)));
  return out;
}

// Application text, its digest, the approval's names and values; approve?, step, operator, order, fields,
// reason, time. Yields the intent's text.
PALMKEY_EXPORT(compose_decision) {
  core::device::OrderToDecide order;
  order.application_text = in.text();
  order.application_digest = in.text();
  order.approval = in.pairs();
  core::device::Decision decision;
  decision.approve = in.flag();
  decision.step = in.text();
  decision.operator_id = in.text();
  decision.order = in.text();
  decision.fields = in.texts();
  decision.reason = in.text();
  decision.time = in.time();
  PALMKEY_ANSWER_CHECK(in.finish());
  if (!core::device::is_digest_of_text(order)) return Answer::refused("application_digest_differs");
  if (decision.approve && !core::device::approval_difference(order, decision.order).empty())
    return Answer::refused("approval_differs");
  return text_of(core::device::compose_decision(order, decision));
}

}  // namespace palmkey::phone
