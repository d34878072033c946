#include "vault/service.hpp"

#include <algorithm>

#include "api/vault.grpc.pb.h"
#include "platform/rpc.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/issuing/certificate_store.hpp"
#include "vault/issuing/following.hpp"

namespace palmkey::vault {
namespace {

using grpc::ServerContext;
using grpc::Status;
using platform::Failure;

constexpr std::size_t max_message = std::size_t{64} * 1024;
constexpr std::uint32_t most_entries = 1000;

core::ByteView checked(const std::string& bytes, const char* field) {
  if (bytes.size() > max_message) throw Failure("request_too_large", 413, field);
  return core::as_bytes(bytes);
}

core::Bytes bytes_of(const std::string& bytes, const char* field) {
  const auto view = checked(bytes, field);
  return {view.begin(), view.end()};
}

std::string string_of(core::ByteView bytes) {
  return std::string(core::as_text(bytes));
}

SignedIntent intent_of(const api::SignedIntent& in, const char* field) {
  checked(in.intent(), field);
  return {in.intent(), bytes_of(in.signature_der(), field)};
}

template <class Request>
SignedChange change_of(const Request& request) {
  return {intent_of(request.first(), "first"), intent_of(request.second(), "second")};
}

api::OperatorRole role_of(Role role) {
  switch (role) {
    case Role::acceptance:
      return api::OPERATOR_ROLE_ACCEPTANCE;
    case Role::review:
      return api::OPERATOR_ROLE_REVIEW;
    case Role::administrator:
      return api::OPERATOR_ROLE_ADMINISTRATOR;
    case Role::recovery:
      return api::OPERATOR_ROLE_RECOVERY;
  }
  return api::OPERATOR_ROLE_UNSPECIFIED;
}

api::CertificateStatus status_of(CertificateStatus status) {
  switch (status) {
    case CertificateStatus::good:
      return api::CERTIFICATE_STATUS_GOOD;
    case CertificateStatus::revoked:
      return api::CERTIFICATE_STATUS_REVOKED;
    case CertificateStatus::on_hold:
      return api::CERTIFICATE_STATUS_ON_HOLD;
    case CertificateStatus::expired:
      return api::CERTIFICATE_STATUS_EXPIRED;
    case CertificateStatus::key_blocked:
      return api::CERTIFICATE_STATUS_KEY_BLOCKED;
  }
  return api::CERTIFICATE_STATUS_UNSPECIFIED;
}

void fill(api::Operator& out, const Operator& in) {
  out.set_operator_id(in.id);
  out.set_name(in.name);
  out.set_role(role_of(in.role));
  out.set_active(in.active);
  out.set_public_key(string_of(in.public_key));
}

void fill(api::RelyingParty& out, const RelyingParty& in) {
  out.set_client_id(in.client_id);
  out.set_name(in.name);
  out.set_origin(in.origin);
  for (const auto& uri : in.redirect_uris) out.add_redirect_uris(uri);
  out.set_secret_digest(in.secret_digest);
  out.set_certificates_per_account(in.certificates_per_account);
  out.set_id_token_algorithm(in.token_algorithm);
}

class Service final : public api::Vault::Service {
 public:
  explicit Service(const Vault& vault) : vault_(vault) {}

  Status Describe(ServerContext* context, const api::DescribeRequest*, api::DescribeReply* reply) override {
    return edge("Describe", context,
                [&] { reply->set_signed_descriptor_der(string_of(vault_.authority.signed_descriptor())); });
  }

  Status Exchange(ServerContext* context, const api::ExchangeRequest* request,
                  api::ExchangeReply* reply) override {
    return edge("Exchange", context, [&] {
      const auto answer = vault_.link.exchange(checked(request->sealed_request_der(), "sealed_request_der"));
      reply->set_sealed_response_der(string_of(answer));
    });
  }

  Status Issue(ServerContext* context, const api::IssueRequest* request, api::IssueReply* reply) override {
    return edge("Issue", context, [&] {
      const auto pair = vault_.issuer.issue(
          {request->order_number(), bytes_of(request->request_der(), "request_der"),
           intent_of(request->acceptance(), "acceptance"), intent_of(request->review(), "review")});
      reply->set_signing_certificate_der(string_of(pair.signing));
      reply->set_encryption_certificate_der(string_of(pair.encryption));
    });
  }

  Status Revoke(ServerContext* context, const api::RevokeRequest* request, api::RevokeReply* reply) override {
    return edge("Revoke", context, [&] {
      reply->set_revoked_at(
          vault_.revocation.revoke({request->serial(), intent_of(request->acceptance(), "acceptance"),
                                    intent_of(request->review(), "review")}));
    });
  }

  Status RevokeOwn(ServerContext* context, const api::RevokeOwnRequest* request,
                   api::RevokeReply* reply) override {
    return edge("RevokeOwn", context, [&] {
      reply->set_revoked_at(
          vault_.revocation.revoke_own({request->serial(), intent_of(request->intent(), "intent")}));
    });
  }

  Status Hold(ServerContext* context, const api::HoldRequest* request, api::HoldReply* reply) override {
    return edge("Hold", context, [&] {
      const auto stopped_at = vault_.holding.act({request->serial(), intent_of(request->intent(), "intent")});
      reply->set_stopped_at(stopped_at.value_or(0));
    });
  }

  Status ApproveUnlock(ServerContext* context, const api::ApproveUnlockRequest* request,
                       api::ApproveUnlockReply* reply) override {
    return edge("ApproveUnlock", context, [&] {
      const auto permit =
          vault_.unlocking.approve({request->order_number(), intent_of(request->acceptance(), "acceptance"),
                                    intent_of(request->review(), "review")});
      reply->set_not_before(permit.not_before);
      reply->set_expires_at(permit.expires_at);
    });
  }

  Status Recover(ServerContext* context, const api::RecoverRequest* request,
                 api::RecoverReply* reply) override {
    return edge("Recover", context, [&] {
      RecoveryOrder order{request->order_number(),
                          {},
                          bytes_of(request->recipient_certificate_der(), "recipient_certificate_der")};
      for (const auto& approval : request->approvals())
        order.approvals.push_back(intent_of(approval, "approvals"));
      const auto recovered = vault_.recovery.recover(order);
      reply->set_keys(recovered.keys);
      reply->set_recovered_at(recovered.at);
      for (const auto& envelope : recovered.envelopes) reply->add_enveloped_keys_der(string_of(envelope));
    });
  }

  Status CountRecoveries(ServerContext* context, const api::CountRecoveriesRequest*,
                         api::CountRecoveriesReply* reply) override {
    return edge("CountRecoveries", context, [&] {
      for (const auto& count : vault_.recovery.counts()) {
        auto& out = *reply->add_counts();
        out.set_month(count.month);
        out.set_kind(count.kind);
        out.set_recoveries(count.recoveries);
        out.set_keys(count.keys);
      }
    });
  }

  Status GetCertificate(ServerContext* context, const api::GetCertificateRequest* request,
                        api::CertificateReply* reply) override {
    return edge("GetCertificate", context, [&] {
      std::int64_t recoverable = 0;
      const auto found = vault_.resources.database.read([&](platform::Transaction& t) {
        auto state = find_certificate(t, vault_.link.keys, request->serial(), vault_.resources.clock.now());
        if (state) recoverable = vault_.recovery.recoverable(t, state->record);
        return state;
      });
      if (!found) throw Failure("certificate_not_found", 404, "serial");
      reply->set_serial(found->record.serial);
      reply->set_status(status_of(found->status));
      reply->set_certificate_der(string_of(found->record.der));
      reply->set_order_number(found->record.order_number);
      reply->set_pair_serial(found->record.pair_serial);
      reply->set_not_before(found->record.not_before);
      reply->set_not_after(found->record.not_after);
      const auto window = renewal_window(found->record, vault_.configuration.renewal);
      reply->set_renewable_from(window.from);
      reply->set_renewable_until(window.until);
      reply->set_recoverable_keys(recoverable);
      reply->set_held(found->held);
    });
  }

  Status SignIn(ServerContext* context, const api::SignInRequest* request, api::SignInReply* reply) override {
    return edge("SignIn", context, [&] {
      const auto answer =
          vault_.sign_in.sign_in({intent_of(request->intent(), "intent"), request->certificate_serial(),
                                  request->issuer(), request->algorithm(), request->with_name()});
      reply->set_id_token(answer.id_token);
      reply->set_subject(answer.subject);
      reply->set_name(answer.name);
      reply->set_expires_at(answer.expires_at);
    });
  }

  Status JsonWebKeys(ServerContext* context, const api::JsonWebKeysRequest*,
                     api::JsonWebKeysReply* reply) override {
    return edge("JsonWebKeys", context, [&] { reply->set_json(vault_.tokens.key_set()); });
  }

  Status GetCrl(ServerContext* context, const api::GetCrlRequest*, api::GetCrlReply* reply) override {
    return edge("GetCrl", context, [&] {
      const auto crl = vault_.revocation.crl();
      reply->set_crl_der(string_of(crl.der));
      reply->set_next_update(crl.next_update);
    });
  }

  Status AnswerOcsp(ServerContext* context, const api::OcspRequest* request, api::OcspReply* reply) override {
    return edge("AnswerOcsp", context, [&] {
      const auto answer = vault_.revocation.answer_ocsp(checked(request->request_der(), "request_der"));
      reply->set_response_der(string_of(answer.der));
      reply->set_next_update(answer.next_update);
    });
  }

  Status GetChain(ServerContext* context, const api::GetChainRequest*, api::GetChainReply* reply) override {
    return edge("GetChain", context, [&] {
      reply->set_root_certificate_der(string_of(vault_.authority.root().der));
      reply->set_issuing_certificate_der(string_of(vault_.authority.issuing().der));
    });
  }

  Status ListOperators(ServerContext* context, const api::ListOperatorsRequest*,
                       api::ListOperatorsReply* reply) override {
    return edge("ListOperators", context, [&] {
      for (const auto& one : vault_.operators.list()) fill(*reply->add_operators(), one);
      reply->set_administrators_needed(
          static_cast<std::uint32_t>(vault_.configuration.administrators_needed));
      reply->set_recovery_agents_needed(static_cast<std::uint32_t>(vault_.configuration.recovery.agents));
    });
  }

  Status ListRelyingParties(ServerContext* context, const api::ListRelyingPartiesRequest*,
                            api::ListRelyingPartiesReply* reply) override {
    return edge("ListRelyingParties", context, [&] {
      for (const auto& party : vault_.relying_parties.list()) fill(*reply->add_relying_parties(), party);
    });
  }

  Status CheckOperatorIntent(ServerContext* context, const api::CheckOperatorIntentRequest* request,
                             api::CheckOperatorIntentReply* reply) override {
    return edge("CheckOperatorIntent", context, [&] {
      const auto checked_intent = vault_.resources.database.read([&](platform::Transaction& t) {
        return vault_.operator_intents.check(
            t, intent_of(request->intent(), "intent"),
            {"desk", "approve", "reject", "revoke", "unlock", "recover", "hold", "release", "appoint",
             "dismiss", "register-site", "remove-site"},
            "intent");
      });
      fill(*reply->mutable_operator_(), checked_intent.signer);
      reply->set_signed_at(checked_intent.signed_at);
    });
  }

  Status ListEvents(ServerContext* context, const api::ListEventsRequest* request,
                    api::ListEventsReply* reply) override {
    return edge("ListEvents", context, [&] {
      const auto limit = std::min(request->limit(), most_entries);
      vault_.resources.database.read([&](platform::Transaction& t) {
        reply->clear_events();
        for (const auto& event : list_owner_events(t, request->after(), limit)) {
          auto& out = *reply->add_events();
          out.set_number(event.number);
          out.set_time(event.time);
          out.set_kind(event.kind);
          out.set_order_number(certificate_store::order_of_key(t, event.key_id).value_or(""));
          out.set_operator_id(vault_.operators.find_by_key(t, event.key_id).value_or(""));
        }
      });
    });
  }

  Status ListAudit(ServerContext* context, const api::ListAuditRequest* request,
                   api::ListAuditReply* reply) override {
    return edge("ListAudit", context, [&] {
      const auto limit = std::min(request->limit(), most_entries);
      for (const auto& entry : list_audit(vault_.resources.database, request->before(), limit)) {
        auto& out = *reply->add_entries();
        out.set_number(entry.number);
        out.set_time(entry.time);
        out.set_kind(entry.kind);
        out.set_details(entry.details);
      }
    });
  }

  Status VerifyAudit(ServerContext* context, const api::VerifyAuditRequest*,
                     api::VerifyAuditReply* reply) override {
    return edge("VerifyAudit", context, [&] {
      const auto verdict = verify_audit(vault_.resources.database);
      reply->set_count(verdict.count);
      reply->set_first_bad(verdict.first_bad.value_or(0));
      reply->set_head(string_of(verdict.head));
    });
  }

  Status ChangeOperators(ServerContext* context, const api::ChangeOperatorsRequest* request,
                         api::ChangeOperatorsReply* reply) override {
    return edge("ChangeOperators", context, [&] {
      const auto changed = vault_.operator_changes.change(change_of(*request));
      fill(*reply->mutable_operator_(), changed.now);
      reply->set_activation_expires_at(changed.activation_expires_at);
    });
  }

  Status ChangeRelyingParties(ServerContext* context, const api::ChangeRelyingPartiesRequest* request,
                              api::ChangeRelyingPartiesReply* reply) override {
    return edge("ChangeRelyingParties", context, [&] {
      fill(*reply->mutable_relying_party(), vault_.relying_party_changes.change(change_of(*request)));
    });
  }

 private:
  // A caller who has given up gets nothing done any more.
  template <class Work>
  static Status edge(const char* method, const ServerContext* context, const Work& work) {
    if (context->IsCancelled()) return Status(grpc::StatusCode::CANCELLED, "");
    return platform::rpc_edge(method, work);
  }

  const Vault& vault_;
};

platform::RpcEndpoint endpoint_of(const Configuration& configuration) {
  platform::RpcEndpoint endpoint;
  endpoint.address = configuration.listen;
  endpoint.certificate_file = configuration.tls_certificate;
  endpoint.private_key_file = configuration.tls_private_key;
  endpoint.ca_file = configuration.tls_ca;
  endpoint.socket_mode = configuration.socket_mode;
  return endpoint;
}

}  // namespace

std::unique_ptr<grpc::Service> make_service(const Vault& vault) {
  return std::make_unique<Service>(vault);
}

struct VaultServer::State {
  explicit State(const Vault& vault)
      : service(make_service(vault)), server(endpoint_of(vault.configuration), {service.get()}) {}
  std::unique_ptr<grpc::Service> service;
  platform::RpcServer server;
};

VaultServer::VaultServer(const Vault& vault) : state_(std::make_unique<State>(vault)) {}
VaultServer::~VaultServer() = default;

}  // namespace palmkey::vault
