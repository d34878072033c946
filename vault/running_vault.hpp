// A vault from its configuration, complete with the co-signer and the key management centre: what
// palmkey-vault runs.
#pragma once

#include <memory>

#include "vault/open_vault.hpp"
#include "vault/vault.hpp"

namespace palmkey::vault {

// Failure("authority_not_initialised", 500) before initialise(); else as OpenVault.
class RunningVault {
 public:
  RunningVault(const Configuration& configuration, const AskPassphrase& ask_passphrase);
  ~RunningVault();
  RunningVault(const RunningVault&) = delete;
  RunningVault& operator=(const RunningVault&) = delete;

  const Vault& vault() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::vault
