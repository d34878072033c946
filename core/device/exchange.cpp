#include "core/device/exchange.hpp"

#include "core/encoding.hpp"

namespace palmkey::core::device {
namespace {

constexpr std::size_t smallest_mac = 32;

}  // namespace

struct Operation::Frame {
  explicit Frame(Task<Ending> t) : task(std::move(t)) {}

  Effect step() {
    scheduler.run();
    if (scheduler.asked) {
      Effect effect = std::move(*scheduler.asked);
      scheduler.asked.reset();
      return effect;
    }
    ended = true;
    Ending& ending = task.result();
    if (!ending) return ending.error();
    return Done{std::move(*ending)};
  }

  Scheduler scheduler;
  Task<Ending> task;
  bool started = false;
  bool ended = false;
};

Operation::Operation(std::unique_ptr<Frame> frame) : frame_(std::move(frame)) {}
Operation::Operation(Operation&&) noexcept = default;
Operation& Operation::operator=(Operation&&) noexcept = default;
Operation::~Operation() = default;

Effect Operation::start() {
  if (frame_->started) return Failed{Error::wrong_state, {}, 0};
  frame_->started = true;
  frame_->task.start(frame_->scheduler);
  return frame_->step();
}

Effect Operation::resume(Result<Bytes> answer) {
  if (!frame_->started || frame_->ended) return Failed{Error::wrong_state, {}, 0};
  frame_->scheduler.answer = std::move(answer);
  return frame_->step();
}

bool Operation::ended() const {
  return frame_->ended;
}

Operation make_operation(Task<Ending> task) {
  return Operation(std::make_unique<Operation::Frame>(std::move(task)));
}

Result<sm2::Point> sealing_key(const Environment& environment) {
  PALMKEY_TRY(descriptor, environment.state.pinned());
  const SealingKey* best = nullptr;
  for (const SealingKey& key : descriptor.sealing_keys) {
    if (environment.now < key.not_before || environment.now > key.not_after) continue;
    if (best == nullptr || key.not_after > best->not_after) best = &key;
  }
  if (best == nullptr) return Error::stale;
  return best->key;
}

Result<Key> ready_key(const Environment& environment, const Identifier& key_id) {
  const Key* key = environment.state.find(key_id);
  if (key == nullptr) return Error::unknown_key;
  if (key->pending) return Error::operation_pending;
  return *key;
}

Task<Result<Secret>> mask_key(Environment, const Secret& pin, splitkey::Salt salt) {
  HmacWithDeviceSecret hmac{splitkey::stretch_pin(pin.view(), salt)};
  Ask ask{Effect(std::move(hmac))};
  PALMKEY_CO_TRY(mac, co_await ask);
  Secret key(std::move(mac));
  if (key.size() < smallest_mac) co_return Error::malformed;
  co_return std::move(key);
}

Task<Result<void>> store(Environment environment, State next) {
  Ask ask{Effect(Store{next.encode()})};
  const Result<Bytes> stored = co_await ask;
  if (!stored) co_return Error::storage_failed;
  environment.state = std::move(next);
  co_return Result<void>();
}

Task<Result<void>> store_key(Environment environment, Key key) {
  State next = environment.state;
  Key* present = next.find(key.id);
  if (present == nullptr) {
    next.keys.push_back(std::move(key));
  } else {
    *present = std::move(key);
  }
  PALMKEY_CO_CHECK(co_await store(environment, std::move(next)));
  co_return Result<void>();
}

Task<Result<splitkey::Response>> exchange(Environment environment, Bytes request) {
  PALMKEY_CO_TRY(to, sealing_key(environment));
  PALMKEY_CO_TRY(channel, DeviceChannel::seal(to, environment.device_key, request, environment.random));
  Ask sign{Effect(SignWithDeviceKey{channel.to_sign()})};
  PALMKEY_CO_TRY(signature_bytes, co_await sign);
  DeviceSignature signature{};
  if (signature_bytes.size() != signature.size()) co_return Error::malformed;
  std::copy(signature_bytes.begin(), signature_bytes.end(), signature.begin());
  Ask send{Effect(Send{channel.finish(signature)})};
  PALMKEY_CO_TRY(sealed, co_await send);
  PALMKEY_CO_TRY(opened, channel.open_response(sealed));
  co_return splitkey::decode_response(opened.view());
}

Task<Attempt<splitkey::Response>> perform(Environment environment, Identifier key_id, Pending pending,
                                          Bytes request) {
  Key key = *environment.state.find(key_id);
  key.pending = pending;
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  PALMKEY_CO_TRY(response, co_await exchange(environment, std::move(request)));
  if (response.ok()) co_return std::move(response);
  key.pending.reset();
  PALMKEY_CO_CHECK(co_await store_key(environment, std::move(key)));
  co_return refusal(response);
}

Failed refusal(const splitkey::Response& response) {
  return {error_of_code(response.code), response.tries_left, response.wait_seconds};
}

std::string encryption_share_label(const Identifier& encryption_key_id) {
  return "u1 " + to_hex(encryption_key_id);
}

}  // namespace palmkey::core::device
