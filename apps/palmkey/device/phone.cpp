#include "apps/palmkey/device/phone.hpp"

#include "core/sm3.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

using platform::Failure;

Phone::Phone(const Output& output, const std::string& home, std::string ca_file)
    : output_(output), ca_file_(std::move(ca_file)), home_(home) {
  if (home_.state().descriptor) connect(descriptor().base_url);
}

void Phone::connect(const std::string& base_url) {
  home_.exchange_through(
      [base_url, ca_file = ca_file_, language = output_.language()](core::ByteView sealed) {
        return ApiClient(base_url, ca_file, language).post_bytes("/api/v1/vault/exchange", sealed);
      });
}

void Phone::configure(const core::Link& link) {
  const auto digest = link.fingerprint();
  if (!digest) throw Failure("link_malformed", 400, "link");
  const auto& pinned = home_.state().descriptor;
  if (pinned && core::sm3(*pinned) == *digest) return;

  ApiClient front(link.origin, ca_file_, output_.language());
  auto signed_descriptor = front.download("/.well-known/palmkey-descriptor");
  const auto first = pinned ? std::nullopt : std::optional(*digest);
  home_.finish(device().configure(std::move(signed_descriptor), first));
  require_own_platform(link.origin);
  connect(link.origin);
}

core::Descriptor Phone::descriptor() {
  if (!home_.state().descriptor) throw Failure("not_configured", 409);
  return platform::value_or_throw(home_.state().pinned());
}

ApiClient Phone::front() {
  return {descriptor().base_url, ca_file_, output_.language()};
}

void Phone::require_own_platform(const std::string& origin) {
  if (origin != descriptor().base_url) throw Failure("link_of_another_platform", 409, "link");
}

ApiClient Phone::front_in_session(const std::string& name) {
  ApiClient client = front();
  const json session = home_.read(name + ".json");
  if (!session.is_object()) throw Failure("no_session", 401);
  client.use_token(session.at("token"));
  return client;
}

const core::device::Key& Phone::key(const std::string& label) {
  const auto& keys = home_.state().keys;
  const core::device::Key* found = nullptr;
  if (!label.empty()) {
    found = home_.state().find_labelled(label);
  } else {
    for (const auto& candidate : keys)
      if (found == nullptr || !candidate.signing_certificate.empty() || found->signing_certificate.empty())
        found = &candidate;
  }
  if (found == nullptr) throw Failure("no_key", 404);
  return *found;
}

core::device::Identifier Phone::key_to_use(const std::string& label) {
  const auto& found = key(label);
  if (found.pending)
    output_.note("上一次操作未完成，先与平台重新同步…",
                 "an earlier operation was cut off: settling it with the platform first ...");
  return found.id;
}

}  // namespace palmkey::cli
