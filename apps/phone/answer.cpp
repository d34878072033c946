#include "apps/phone/buffer.hpp"
#include "apps/phone/exported.hpp"

namespace palmkey::phone {

namespace {

using core::IntentKind;

std::string_view name_of(IntentKind kind) {
  switch (kind) {
    case IntentKind::csr:
      return "request";
    case IntentKind::cms:
      return "document";
    case IntentKind::seal:
      return "seal";
    case IntentKind::text:
      return "text";
  }
  return {};
}

struct WriteOutcome {
  MessageWriter& out;

  void operator()(const std::monostate&) const {}
  void operator()(const core::device::GeneratedKey& key) const { out.bytes(key.key_id).text(key.holder); }
  void operator()(const core::Bytes& bytes) const { out.bytes(bytes); }
  void operator()(const core::Secret& plaintext) const { out.bytes(plaintext.view()); }
  void operator()(const core::splitkey::StatusResult& status) const {
    out.text(status.state)
        .number(static_cast<double>(status.tries_left))
        .number(static_cast<double>(status.wait_seconds));
  }
  void operator()(const core::splitkey::HistoryResult& history) const {
    for (const auto& entry : history.entries) {
      MessageWriter fields;
      fields.number(static_cast<double>(entry.number))
          .number(static_cast<double>(entry.time.unix_seconds))
          .text(name_of(entry.kind))
          .text(entry.summary)
          .bytes(entry.r);
      out.list(fields);
    }
  }
};

}  // namespace

Answer::Answer(MessageWriter fields) {
  message_.text("done").list(fields);
}

Answer::Answer(const core::device::Failed& failure) {
  message_.text("failed")
      .text(core::code(failure.error))
      .flag(failure.tries_left.has_value())
      .number(static_cast<double>(failure.tries_left.value_or(0)))
      .number(static_cast<double>(failure.wait_seconds));
}

Answer Answer::refused(std::string_view code) {
  Answer answer;
  answer.message_.text("failed").text(code).flag(false).number(0).number(0);
  return answer;
}

Answer fields_of(core::device::Outcome& outcome) {
  MessageWriter out;
  std::visit(WriteOutcome{out}, outcome);
  return out;
}

std::uint8_t* answer_call(std::uint8_t* message, Answer (*call)(MessageReader&)) {
  const TakenBuffer taken(message);
  MessageReader in(taken.view());
  return make_buffer(call(in).message());
}

}  // namespace palmkey::phone
