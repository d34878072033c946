// The contract with the front (api/vault.proto), served.
#pragma once

#include <memory>

#include "vault/vault.hpp"

namespace grpc {
class Service;
}

namespace palmkey::vault {

// The gRPC service. `vault` must outlive it. Whoever adds a method to the contract adds it here and to the
// list in tests/vault/taken_over_front_test.cpp, with the reason why a front that was taken over gains
// nothing by it.
std::unique_ptr<grpc::Service> make_service(const Vault& vault);

// Serves the vault at the configured endpoint until it is destroyed. std::runtime_error if it cannot listen
// there.
class VaultServer {
 public:
  explicit VaultServer(const Vault& vault);
  ~VaultServer();
  VaultServer(const VaultServer&) = delete;
  VaultServer& operator=(const VaultServer&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::vault
