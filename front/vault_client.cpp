#include "front/vault_client.hpp"

#include <string>
#include <utility>

#include "api/vault.grpc.pb.h"
#include "platform/rpc.hpp"

namespace palmkey::front {

namespace {

std::string to_string(core::ByteView bytes) {
  return std::string(core::as_text(bytes));
}
core::Bytes to_bytes(const std::string& text) {
  return {text.begin(), text.end()};
}

void fill(api::SignedIntent& out, const SignedIntent& intent) {
  out.set_intent(intent.intent);
  out.set_signature_der(to_string(intent.signature_der));
}

CertificateStatus status_of(api::CertificateStatus status) {
  switch (status) {
    case api::CERTIFICATE_STATUS_GOOD:
      return CertificateStatus::good;
    case api::CERTIFICATE_STATUS_REVOKED:
      return CertificateStatus::revoked;
    case api::CERTIFICATE_STATUS_ON_HOLD:
      return CertificateStatus::on_hold;
    case api::CERTIFICATE_STATUS_EXPIRED:
      return CertificateStatus::expired;
    case api::CERTIFICATE_STATUS_KEY_BLOCKED:
      return CertificateStatus::key_blocked;
    default:
      return CertificateStatus::unknown;
  }
}

OperatorRole role_of(api::OperatorRole role) {
  switch (role) {
    case api::OPERATOR_ROLE_ACCEPTANCE:
      return OperatorRole::acceptance;
    case api::OPERATOR_ROLE_REVIEW:
      return OperatorRole::review;
    case api::OPERATOR_ROLE_ADMINISTRATOR:
      return OperatorRole::administrator;
    case api::OPERATOR_ROLE_RECOVERY:
      return OperatorRole::recovery;
    default:
      return OperatorRole::none;
  }
}

Operator operator_of(const api::Operator& in) {
  return {in.operator_id(), in.name(), role_of(in.role()), in.active()};
}

VaultRelyingParty relying_party_of(const api::RelyingParty& in) {
  return {in.client_id(),
          in.name(),
          in.origin(),
          {in.redirect_uris().begin(), in.redirect_uris().end()},
          in.secret_digest(),
          in.certificates_per_account(),
          in.id_token_algorithm()};
}

api::RecoverRequest recover_request(const std::string& order_number,
                                    const std::vector<SignedIntent>& approvals) {
  api::RecoverRequest request;
  request.set_order_number(order_number);
  for (const auto& approval : approvals) fill(*request.add_approvals(), approval);
  return request;
}

class GrpcVaultClient final : public VaultClient {
 public:
  explicit GrpcVaultClient(const platform::RpcEndpoint& endpoint)
      : stub_(api::Vault::NewStub(platform::rpc_channel(endpoint))) {}

  core::Bytes describe() override {
    return to_bytes(call(&Stub::Describe, api::DescribeRequest()).signed_descriptor_der());
  }

  core::Bytes exchange(core::ByteView sealed_request) override {
    api::ExchangeRequest request;
    request.set_sealed_request_der(to_string(sealed_request));
    return to_bytes(call(&Stub::Exchange, request).sealed_response_der());
  }

  CertificatePair issue(const std::string& order_number, core::ByteView request_der,
                        const SignedIntent& acceptance, const SignedIntent& review) override {
    api::IssueRequest request;
    request.set_order_number(order_number);
    request.set_request_der(to_string(request_der));
    fill(*request.mutable_acceptance(), acceptance);
    fill(*request.mutable_review(), review);
    const auto reply = call(&Stub::Issue, request);
    return {to_bytes(reply.signing_certificate_der()), to_bytes(reply.encryption_certificate_der())};
  }

  std::int64_t approve_unlock(const std::string& order_number, const SignedIntent& acceptance,
                              const SignedIntent& review) override {
    api::ApproveUnlockRequest request;
    request.set_order_number(order_number);
    fill(*request.mutable_acceptance(), acceptance);
    fill(*request.mutable_review(), review);
    return call(&Stub::ApproveUnlock, request).not_before();
  }

  void recover(const std::string& order_number, const std::vector<SignedIntent>& approvals) override {
    call(&Stub::Recover, recover_request(order_number, approvals));
  }

  std::vector<core::Bytes> hand_over(const std::string& order_number,
                                     const std::vector<SignedIntent>& approvals,
                                     const core::Bytes& recipient_certificate) override {
    auto request = recover_request(order_number, approvals);
    request.set_recipient_certificate_der(to_string(recipient_certificate));
    std::vector<core::Bytes> keys;
    const auto reply = call(&Stub::Recover, request);
    for (const auto& key : reply.enveloped_keys_der()) keys.push_back(to_bytes(key));
    return keys;
  }

  std::vector<RecoveryCount> count_recoveries() override {
    std::vector<RecoveryCount> counts;
    const auto reply = call(&Stub::CountRecoveries, api::CountRecoveriesRequest());
    for (const auto& count : reply.counts())
      counts.push_back({count.month(), count.kind(), count.recoveries(), count.keys()});
    return counts;
  }

  std::int64_t revoke(const std::string& serial, const SignedIntent& acceptance,
                      const SignedIntent& review) override {
    api::RevokeRequest request;
    request.set_serial(serial);
    fill(*request.mutable_acceptance(), acceptance);
    fill(*request.mutable_review(), review);
    return call(&Stub::Revoke, request).revoked_at();
  }

  std::int64_t revoke_own(const std::string& serial, const SignedIntent& intent) override {
    api::RevokeOwnRequest request;
    request.set_serial(serial);
    fill(*request.mutable_intent(), intent);
    return call(&Stub::RevokeOwn, request).revoked_at();
  }

  std::optional<std::int64_t> hold(const std::string& serial, const SignedIntent& intent) override {
    api::HoldRequest request;
    request.set_serial(serial);
    fill(*request.mutable_intent(), intent);
    const auto stopped_at = call(&Stub::Hold, request).stopped_at();
    return stopped_at == 0 ? std::nullopt : std::optional<std::int64_t>(stopped_at);
  }

  CertificateRecord certificate(const std::string& serial) override {
    api::GetCertificateRequest request;
    request.set_serial(serial);
    const auto reply = call(&Stub::GetCertificate, request);
    return {reply.serial(),
            status_of(reply.status()),
            to_bytes(reply.certificate_der()),
            reply.order_number(),
            reply.pair_serial(),
            reply.not_before(),
            reply.not_after(),
            reply.renewable_from(),
            reply.renewable_until(),
            reply.recoverable_keys(),
            reply.held()};
  }

  SignInToken sign_in(const SignedIntent& intent, const std::string& certificate_serial,
                      const std::string& issuer, const std::string& algorithm, bool with_name) override {
    api::SignInRequest request;
    fill(*request.mutable_intent(), intent);
    request.set_certificate_serial(certificate_serial);
    request.set_issuer(issuer);
    request.set_algorithm(algorithm);
    request.set_with_name(with_name);
    const auto reply = call(&Stub::SignIn, request);
    return {reply.id_token(), reply.subject(), reply.name(), reply.expires_at()};
  }

  std::string json_web_keys() override { return call(&Stub::JsonWebKeys, api::JsonWebKeysRequest()).json(); }

  core::Bytes crl() override { return to_bytes(call(&Stub::GetCrl, api::GetCrlRequest()).crl_der()); }

  core::Bytes ocsp(core::ByteView request_der) override {
    api::OcspRequest request;
    request.set_request_der(to_string(request_der));
    return to_bytes(call(&Stub::AnswerOcsp, request).response_der());
  }

  Chain chain() override {
    const auto reply = call(&Stub::GetChain, api::GetChainRequest());
    return {to_bytes(reply.root_certificate_der()), to_bytes(reply.issuing_certificate_der())};
  }

  OperatorList operators() override {
    const auto reply = call(&Stub::ListOperators, api::ListOperatorsRequest());
    OperatorList found{{}, reply.administrators_needed(), reply.recovery_agents_needed()};
    for (const auto& item : reply.operators()) found.operators.push_back(operator_of(item));
    return found;
  }

  std::vector<VaultRelyingParty> relying_parties() override {
    std::vector<VaultRelyingParty> found;
    const auto reply = call(&Stub::ListRelyingParties, api::ListRelyingPartiesRequest());
    for (const auto& item : reply.relying_parties()) found.push_back(relying_party_of(item));
    return found;
  }

  Operator check_operator_intent(const SignedIntent& intent) override {
    api::CheckOperatorIntentRequest request;
    fill(*request.mutable_intent(), intent);
    return operator_of(call(&Stub::CheckOperatorIntent, request).operator_());
  }

  std::vector<VaultEvent> events(std::int64_t after, std::uint32_t limit) override {
    api::ListEventsRequest request;
    request.set_after(after);
    request.set_limit(limit);
    std::vector<VaultEvent> found;
    const auto reply = call(&Stub::ListEvents, request);
    for (const auto& item : reply.events())
      found.push_back({item.number(), item.time(), item.kind(), item.order_number(), item.operator_id()});
    return found;
  }

  std::vector<AuditEntry> audit(std::int64_t before, std::uint32_t limit) override {
    api::ListAuditRequest request;
    request.set_before(before);
    request.set_limit(limit);
    std::vector<AuditEntry> found;
    const auto reply = call(&Stub::ListAudit, request);
    for (const auto& item : reply.entries())
      found.push_back({item.number(), item.time(), item.kind(), item.details()});
    return found;
  }

  AuditVerdict verify_audit() override {
    const auto reply = call(&Stub::VerifyAudit, api::VerifyAuditRequest());
    return {reply.count(), reply.first_bad(), to_bytes(reply.head())};
  }

  OperatorChange change_operators(const SignedIntent& first,
                                  const std::optional<SignedIntent>& second) override {
    api::ChangeOperatorsRequest request;
    fill(*request.mutable_first(), first);
    if (second) fill(*request.mutable_second(), *second);
    const auto reply = call(&Stub::ChangeOperators, request);
    return {operator_of(reply.operator_()), reply.activation_expires_at()};
  }

  VaultRelyingParty change_relying_parties(const SignedIntent& first,
                                           const std::optional<SignedIntent>& second) override {
    api::ChangeRelyingPartiesRequest request;
    fill(*request.mutable_first(), first);
    if (second) fill(*request.mutable_second(), *second);
    return relying_party_of(call(&Stub::ChangeRelyingParties, request).relying_party());
  }

 private:
  using Stub = api::Vault::StubInterface;

  template <class Request, class Reply>
  Reply call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
             const Request& request) {
    return platform::rpc_call(method, *stub_, request);
  }

  std::unique_ptr<Stub> stub_;
};

}  // namespace

std::unique_ptr<VaultClient> connect_vault(const platform::RpcEndpoint& endpoint) {
  return std::make_unique<GrpcVaultClient>(endpoint);
}

}  // namespace palmkey::front
