#include "vault/running_vault.hpp"

#include "vault/cosign/cosigner.hpp"
#include "vault/issuing/issued_certificates.hpp"
#include "vault/kmc/kmc.hpp"
#include "vault/unlocking/unlock_permits.hpp"

namespace palmkey::vault {

struct RunningVault::State {
  State(const Configuration& configured, const AskPassphrase& ask_passphrase)
      : configuration(configured), open(configuration, ask_passphrase) {}

  const Configuration configuration;
  OpenVault open;
  const std::shared_ptr<const Authority> authority =
      Authority::open(open.resources(), DatabaseKeyStore(open.resources()));
  const platform::KeyWrap escrow = platform::KeyWrap::from_secret(authority->escrow_key().view());
  const IssuedCertificates certificates{*authority, open.audit()};
  const UnlockPermits unlock_permits;
  Kmc kmc{open.resources(), open.audit(), escrow};
  const CoSigner cosigner{{open.resources(), open.audit(), open.operators(), kmc, certificates,
                           authority->sealing_keys(), configuration.pin, unlock_permits,
                           configuration.handover}};
  const CoSignerDirectory directory;
  const Vault vault{
      open.resources(), configuration, *authority,
      DeviceLink{directory, kmc, [this](core::ByteView sealed) { return cosigner.exchange(sealed); }}};
};

RunningVault::RunningVault(const Configuration& configuration, const AskPassphrase& ask_passphrase)
    : state_(std::make_unique<State>(configuration, ask_passphrase)) {}
RunningVault::~RunningVault() = default;

const Vault& RunningVault::vault() const {
  return state_->vault;
}

}  // namespace palmkey::vault
