// The relying parties that the vault's administrator registered, as the front sees them.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "front/sign_in/types.hpp"
#include "front/vault_client.hpp"
#include "platform/clock.hpp"

namespace palmkey::front::sign_in {

// Asks the vault again when its answer is older than half a minute, or when a client is not known.
// Thread-safe.
class Directory {
 public:
  Directory(VaultClient& vault, const platform::Clock& clock) : vault_(vault), clock_(clock) {}

  // Nothing if the vault knows no such client. Failure("vault_unreachable", 503) if it can't be asked.
  std::optional<RelyingParty> find(std::string_view client_id);
  // As find; Failure("unknown_client", 400) if there is none.
  RelyingParty get(std::string_view client_id);

  // The vault's sites have changed: it is asked for them before the next answer.
  void forget();

 private:
  VaultClient& vault_;
  const platform::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, RelyingParty, std::less<>> known_;
  std::int64_t asked_at_ = 0;
};

}  // namespace palmkey::front::sign_in
