// Operations between their effects.
#include <map>

#include "apps/phone/buffer.hpp"
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"

namespace palmkey::phone {

namespace {

using core::Error;
using core::device::Done;
using core::device::Effect;
using core::device::Failed;
using core::device::Operation;

// An operation, preceded by another that settles what is pending if there is such a thing.
class Running {
 public:
  Running(Plan plan, std::int64_t now) : plan_(std::move(plan)), now_(now) {}

  Effect start() {
    const auto* key = plan_.settled_key ? device_state().find(*plan_.settled_key) : nullptr;
    if (key == nullptr || !key->pending) return start_planned();
    settling_ = true;
    current_.emplace(core::device::resynchronise(environment(), key->id, std::nullopt));
    return after(current_->start());
  }

  Effect resume(core::Result<core::Bytes> answer) { return after(current_->resume(std::move(answer))); }

  Answer finish(Done& done) const { return plan_.finish(done.outcome); }

 private:
  core::device::Environment environment() const { return device_environment(now_); }

  Effect start_planned() {
    settling_ = false;
    current_.emplace(plan_.make(environment()));
    return current_->start();
  }

  Effect after(Effect effect) {
    return settling_ && std::holds_alternative<Done>(effect) ? start_planned() : std::move(effect);
  }

  Plan plan_;
  std::int64_t now_;
  bool settling_ = false;
  std::optional<Operation> current_;
};

std::map<std::uint32_t, Running>& running() {
  static std::map<std::uint32_t, Running> all;
  return all;
}

std::uint8_t* asked(const char* kind, std::uint32_t handle, core::ByteView data) {
  MessageWriter out;
  out.text(kind).number(handle).bytes(data);
  return make_buffer(out.message());
}

std::uint8_t* buffer_of(const Answer& answer) {
  return make_buffer(answer.message());
}

// What the host has to do, or how the operation has ended.
std::uint8_t* step(std::uint32_t handle, Effect effect) {
  if (auto* hmac = std::get_if<core::device::HmacWithDeviceSecret>(&effect))
    return asked("hmac", handle, hmac->data.view());
  if (auto* signing = std::get_if<core::device::SignWithDeviceKey>(&effect))
    return asked("sign", handle, signing->data);
  if (auto* storing = std::get_if<core::device::Store>(&effect))
    return asked("store", handle, storing->state);
  if (auto* sending = std::get_if<core::device::Send>(&effect))
    return asked("send", handle, sending->message);
  const auto ended = running().extract(handle);
  if (auto* failed = std::get_if<Failed>(&effect)) return buffer_of(Answer(*failed));
  return buffer_of(ended.mapped().finish(std::get<Done>(effect)));
}

}  // namespace

bool has_running_operations() {
  return !running().empty();
}

std::uint8_t* begin_operation(std::uint8_t* message, Beginning (*begin)(MessageReader&)) {
  const TakenBuffer taken(message);
  MessageReader in(taken.view());
  const std::int64_t now = in.time();
  Beginning beginning = begin(in);
  if (const auto* answer = std::get_if<Answer>(&beginning)) return buffer_of(*answer);
  // One at a time: each works on the state that the one before has left.
  if (has_running_operations()) return buffer_of(Error::wrong_state);
  static std::uint32_t last = 0;
  const std::uint32_t handle = ++last;
  Running& operation =
      running().emplace(handle, Running(std::get<Plan>(std::move(beginning)), now)).first->second;
  return step(handle, operation.start());
}

extern "C" __attribute__((export_name("resume"))) std::uint8_t* resume(std::uint8_t* message) {
  const TakenBuffer taken(message);
  MessageReader in(taken.view());
  const auto handle = static_cast<std::uint32_t>(in.count());
  const bool succeeded = in.flag();
  core::Bytes data = in.bytes();
  const auto found = running().find(handle);
  if (!in.finish() || found == running().end()) return buffer_of(Error::wrong_state);
  if (succeeded) return step(handle, found->second.resume(std::move(data)));
  return step(handle, found->second.resume(core::error_of_code(core::as_text(data))));
}

extern "C" __attribute__((export_name("drop"))) void drop(std::uint32_t handle) {
  running().erase(handle);
}

}  // namespace palmkey::phone
