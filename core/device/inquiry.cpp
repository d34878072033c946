// Operations that change nothing at the vault: configuration, status, history.
#include "core/device/exchange.hpp"

namespace palmkey::core::device {
namespace {

Result<Descriptor> accept(const Environment& environment, const SignedDescriptor& offered,
                          const std::optional<Digest>& fingerprint) {
  if (environment.state.descriptor) {
    PALMKEY_TRY(present, environment.state.pinned());
    return renew_descriptor(offered, present);
  }
  if (!fingerprint) return Error::not_pinned;
  return pin_descriptor(offered, *fingerprint);
}

Task<Ending> run_configure(Environment environment, Bytes signed_descriptor,
                           std::optional<Digest> fingerprint) {
  PALMKEY_CO_TRY(offered, decode_signed_descriptor(signed_descriptor));
  PALMKEY_CO_CHECK(accept(environment, offered, fingerprint));
  State next = environment.state;
  next.descriptor = offered.descriptor;
  PALMKEY_CO_CHECK(co_await store(environment, std::move(next)));
  co_return done();
}

template <class Answer, class Request>
Task<Ending> run_inquiry(Environment environment, Request request) {
  if (environment.state.find(request.key_id) == nullptr) co_return Error::unknown_key;
  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  if (!response.ok()) co_return refusal(response);
  PALMKEY_CO_TRY(answer, splitkey::decode_message<Answer>(response.body.view()));
  co_return done(std::move(answer));
}

}  // namespace

Operation configure(Environment environment, Bytes signed_descriptor, std::optional<Digest> fingerprint) {
  return make_operation(run_configure(environment, std::move(signed_descriptor), fingerprint));
}

Operation status(Environment environment, Identifier key_id) {
  return make_operation(
      run_inquiry<splitkey::StatusResult>(environment, splitkey::StatusRequest{.key_id = key_id}));
}

Operation history(Environment environment, Identifier key_id, std::uint64_t before, std::uint64_t limit) {
  const splitkey::HistoryRequest request{.key_id = key_id, .before = before, .limit = limit};
  return make_operation(run_inquiry<splitkey::HistoryResult>(environment, request));
}

}  // namespace palmkey::core::device
