// A vault that serves on a socket, and a client of it with the front's credentials. Only .cpp files of tests
// that speak gRPC include this.
#pragma once

#include "api/vault.grpc.pb.h"
#include "platform/rpc.hpp"
#include "tests/vault/issuing_fixture.hpp"
#include "vault/service.hpp"
#include "vault/sign_in/sign_in_store.hpp"

namespace palmkey::test {

class ServiceTest : public IssuingTest {
 protected:
  ServiceTest() {
    vault::migrate_relying_parties(*database);
    vault::migrate_sign_in(*database);
    vault::RelyingParty party;
    party.client_id = "portal";
    party.name = "示范省政府采购";
    party.origin = "https://portal.example";
    party.redirect_uris = {"https://portal.example/callback"};
    vault::RelyingParties(resources, audit).add(party, "secret");
    configuration.listen = "unix:" + (folder.path() / "vault.sock").string();
    running = std::make_unique<vault::Vault>(
        resources, configuration, *authority,
        vault::DeviceLink{split_keys, split_keys, [](core::ByteView sealed) -> core::Bytes {
                            return {sealed.begin(), sealed.end()};
                          }});
    server = std::make_unique<vault::VaultServer>(*running);
    stub = api::Vault::NewStub(platform::rpc_channel({.address = configuration.listen}));
  }

  // The code of the failure that a call ends in, "" for none.
  template <class Method, class Request>
  std::string code_of(Method method, const Request& request) {
    return failure_of([&] { platform::rpc_call(method, *stub, request); });
  }
  static void fill(api::SignedIntent& out, const vault::SignedIntent& in) {
    out.set_intent(in.text);
    out.set_signature_der(std::string(core::as_text(in.signature)));
  }
  static api::IssueRequest issue_request(const vault::IssueOrder& order) {
    api::IssueRequest request;
    request.set_order_number(order.order_number);
    request.set_request_der(std::string(core::as_text(order.request)));
    fill(*request.mutable_acceptance(), order.acceptance);
    fill(*request.mutable_review(), order.review);
    return request;
  }
  static api::RevokeRequest revoke_request(const vault::RevokeOrder& order) {
    api::RevokeRequest request;
    request.set_serial(order.serial);
    fill(*request.mutable_acceptance(), order.acceptance);
    fill(*request.mutable_review(), order.review);
    return request;
  }

  platform::TemporaryFolder folder;
  std::unique_ptr<vault::Vault> running;
  std::unique_ptr<vault::VaultServer> server;
  std::unique_ptr<api::Vault::Stub> stub;
};

}  // namespace palmkey::test
