#include "apps/palmkey/device/phone.hpp"

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

using platform::Failure;

std::string serial_of(const core::device::Key& key) {
  if (key.signing_certificate.empty()) return {};
  return core::to_hex(platform::value_or_throw(core::decode_certificate(key.signing_certificate)).serial);
}

const core::device::Key& certified(const core::device::Key& key) {
  if (key.signing_certificate.empty() || key.encryption_keys.empty()) throw Failure("no_certificate", 404);
  return key;
}

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

const core::device::Key* Phone::key_of_order(const json& order) {
  if (const auto* own = home_.state().find_labelled(order.at("number").get<std::string>())) return own;
  const std::string public_key = order.value("public_key", std::string());
  const bool keeps_key = order.at("business") == "renewal" || order.at("business") == "change";
  const std::string follows = keeps_key ? order.at("follows").get<std::string>() : std::string();
  for (const auto& candidate : home_.state().keys) {
    const bool is_named = core::to_hex(candidate.public_key.encode()) == public_key;
    if (is_named || (public_key.empty() && !follows.empty() && serial_of(candidate) == follows))
      return &candidate;
  }
  return nullptr;
}

core::device::Identifier Phone::key_to_use(const std::string& label) {
  return to_use(key(label));
}

core::device::Identifier Phone::to_use(const core::device::Key& found) {
  if (found.pending)
    output_.note("上一次操作未完成，先与平台重新同步…",
                 "an earlier operation was cut off: settling it with the platform first ...");
  return found.id;
}

}  // namespace palmkey::cli
