#include "front/sign_in/directory.hpp"

#include "platform/failure.hpp"

namespace palmkey::front::sign_in {

namespace {
constexpr std::int64_t kKeepSeconds = 30;
// An unknown client must not let anybody make the front ask the vault without end.
constexpr std::int64_t kAskAgainSeconds = 2;
}  // namespace

std::optional<RelyingParty> Directory::find(std::string_view client_id) {
  const std::lock_guard lock(mutex_);
  const std::int64_t age = clock_.now() - asked_at_;
  const auto found = known_.find(client_id);
  if (found != known_.end() && age < kKeepSeconds) return found->second;
  if (found == known_.end() && age < kAskAgainSeconds) return std::nullopt;

  std::map<std::string, RelyingParty, std::less<>> fresh;
  for (const auto& item : vault_.relying_parties())
    fresh[item.client_id] = {item.client_id,         item.name,          item.origin,
                             item.redirect_uris,     item.secret_digest, item.certificates_per_account,
                             item.id_token_algorithm};
  known_ = std::move(fresh);
  asked_at_ = clock_.now();
  const auto now_found = known_.find(client_id);
  if (now_found == known_.end()) return std::nullopt;
  return now_found->second;
}

RelyingParty Directory::get(std::string_view client_id) {
  auto found = find(client_id);
  if (!found) throw platform::Failure("unknown_client", 400);
  return *std::move(found);
}

void Directory::forget() {
  const std::lock_guard lock(mutex_);
  known_.clear();
  asked_at_ = 0;
}

}  // namespace palmkey::front::sign_in
