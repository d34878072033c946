// A vault that answers what a test put into it, and remembers what it was asked.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/text_intent.hpp"
#include "front/vault_client.hpp"
#include "platform/failure.hpp"

namespace palmkey::test {

class FakeVault : public front::VaultClient {
 public:
  core::Bytes describe() override { return descriptor; }
  core::Bytes exchange(core::ByteView request) override {
    check_reachable();
    core::Bytes answer(request.begin(), request.end());
    answer.push_back('!');
    return answer;
  }
  front::CertificatePair issue(const std::string& order_number, core::ByteView,
                               const front::SignedIntent& acceptance,
                               const front::SignedIntent& review) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (!issue_refusal.empty()) throw platform::Failure(issue_refusal, issue_refusal_status);
    issued.push_back({order_number, acceptance, review});
    return pairs[order_number];
  }
  std::int64_t approve_unlock(const std::string& order_number, const front::SignedIntent& acceptance,
                              const front::SignedIntent& review) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (!issue_refusal.empty()) throw platform::Failure(issue_refusal, issue_refusal_status);
    unlocking.push_back({order_number, acceptance, review});
    return unlock_from;
  }
  void recover(const std::string& order_number, const std::vector<front::SignedIntent>& approvals) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (!issue_refusal.empty()) throw platform::Failure(issue_refusal, issue_refusal_status);
    recovered.push_back({order_number, approvals});
  }
  std::vector<core::Bytes> hand_over(const std::string& order_number,
                                     const std::vector<front::SignedIntent>& approvals,
                                     const core::Bytes& recipient_certificate) override {
    recover(order_number, approvals);
    return {recipient_certificate, {1, 2, 3}};
  }
  std::vector<front::RecoveryCount> count_recoveries() override {
    check_reachable();
    return recovery_counts;
  }
  std::int64_t revoke(const std::string& serial, const front::SignedIntent& acceptance,
                      const front::SignedIntent& review) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (!revoke_refusal.empty()) throw platform::Failure(revoke_refusal, 403);
    revoked[serial] = {acceptance, review};
    return 1'780'000'100;
  }
  std::int64_t revoke_own(const std::string& serial, const front::SignedIntent& intent) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (core::as_text(intent.signature_der) != "good") throw platform::Failure("bad_signature", 403);
    revoked_by_holder[serial] = intent;
    return 1'780'000'100;
  }
  std::optional<std::int64_t> hold(const std::string& serial, const front::SignedIntent& intent) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    const bool is_hold = core::TextIntent::parse(intent.intent)->type() == "hold";
    if (is_hold) held.insert(serial);
    if (!is_hold) held.erase(serial);
    return is_hold ? std::optional<std::int64_t>(1'780'000'100) : std::nullopt;
  }
  front::CertificateRecord certificate(const std::string& serial) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (const auto known = certificates.find(serial); known != certificates.end()) return known->second;
    front::CertificateRecord record;
    record.serial = serial;
    record.held = held.contains(serial);
    record.status = revoked.contains(serial) ? front::CertificateStatus::revoked
                    : record.held            ? front::CertificateStatus::on_hold
                                             : front::CertificateStatus::good;
    return record;
  }
  // The subject is the certificate's serial number behind "subject-of-", the name "name-of-".
  front::SignInToken sign_in(const front::SignedIntent& intent, const std::string& serial, const std::string&,
                             const std::string&, bool with_name) override {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (!sign_in_refusal.empty()) throw platform::Failure(sign_in_refusal, 403);
    sign_ins.push_back(intent);
    return {"token." + intent.intent.substr(0, 8) + serial, "subject-of-" + serial,
            with_name ? "name-of-" + serial : "", 0};
  }
  std::string json_web_keys() override { return R"({"keys":[]})"; }
  core::Bytes crl() override { return {'c', 'r', 'l'}; }
  core::Bytes ocsp(core::ByteView request) override { return {request.begin(), request.end()}; }
  front::Chain chain() override {
    check_reachable();
    return known_chain;
  }
  front::OperatorList operators() override {
    front::OperatorList list{{}, administrators_needed, recovery_agents_needed};
    for (const auto& [id, known] : known_operators) list.operators.push_back(known);
    return list;
  }
  std::vector<front::VaultRelyingParty> relying_parties() override {
    check_reachable();
    return sites;
  }
  // The operator named in the intent, if the test knows one of that name and the signature is the word
  // "good".
  front::Operator check_operator_intent(const front::SignedIntent& intent) override {
    check_reachable();
    const auto parsed = core::TextIntent::parse(intent.intent);
    if (!parsed || core::as_text(intent.signature_der) != "good")
      throw platform::Failure("bad_signature", 403);
    const auto found = known_operators.find(std::string(parsed->field("operator")));
    if (found == known_operators.end() || !found->second.active)
      throw platform::Failure("operator_unknown", 403);
    return found->second;
  }
  std::vector<front::VaultEvent> events(std::int64_t after, std::uint32_t) override {
    std::vector<front::VaultEvent> found;
    for (const auto& event : told_events)
      if (event.number > after) found.push_back(event);
    return found;
  }

  std::vector<front::AuditEntry> audit(std::int64_t before, std::uint32_t limit) override {
    check_reachable();
    std::vector<front::AuditEntry> found;
    for (const auto& entry : audit_log)
      if ((before == 0 || entry.number < before) && found.size() < limit) found.push_back(entry);
    return found;
  }
  front::AuditVerdict verify_audit() override {
    return {static_cast<std::int64_t>(audit_log.size()), 0, {'h'}};
  }
  front::OperatorChange change_operators(const front::SignedIntent& first,
                                         const std::optional<front::SignedIntent>& second) override {
    remember_change(first, second);
    const auto parsed = core::TextIntent::parse(first.intent);
    return {{std::string(parsed->field("operator-id")), "", front::OperatorRole::review, false}, 1};
  }
  front::VaultRelyingParty change_relying_parties(const front::SignedIntent& first,
                                                  const std::optional<front::SignedIntent>& second) override {
    remember_change(first, second);
    front::VaultRelyingParty changed;
    changed.client_id = core::TextIntent::parse(first.intent)->field("client-id");
    return changed;
  }

  struct Change {
    front::SignedIntent first;
    std::optional<front::SignedIntent> second;
  };
  struct Issued {
    std::string order_number;
    front::SignedIntent acceptance;
    front::SignedIntent review;
  };
  std::mutex mutex;
  bool reachable = true;
  std::string issue_refusal;  // of issuing and of unlocking
  int issue_refusal_status = 403;
  std::int64_t unlock_from = 0;  // from when approved unlockings count
  std::string sign_in_refusal;
  core::Bytes descriptor = {'d'};
  std::vector<front::VaultRelyingParty> sites;
  std::map<std::string, front::Operator> known_operators;
  std::map<std::string, front::CertificatePair> pairs;
  front::Chain known_chain{{'r'}, {'i'}};
  std::map<std::string, front::CertificateRecord> certificates;  // others are good, without content
  std::vector<Issued> issued;
  std::vector<Issued> unlocking;
  std::vector<front::VaultEvent> told_events;
  struct Approvals {
    front::SignedIntent acceptance, review;
  };
  std::string revoke_refusal;
  std::map<std::string, Approvals> revoked;
  std::map<std::string, front::SignedIntent> revoked_by_holder;
  std::set<std::string> held;
  std::uint32_t administrators_needed = 2;
  std::uint32_t recovery_agents_needed = 2;
  std::vector<std::pair<std::string, std::vector<front::SignedIntent>>> recovered;
  std::vector<front::RecoveryCount> recovery_counts;
  std::vector<front::AuditEntry> audit_log;  // newest first
  std::string change_refusal;
  std::vector<Change> changes;
  std::vector<front::SignedIntent> sign_ins;

 private:
  void remember_change(const front::SignedIntent& first, const std::optional<front::SignedIntent>& second) {
    const std::lock_guard lock(mutex);
    check_reachable();
    if (!change_refusal.empty()) throw platform::Failure(change_refusal, 403);
    changes.push_back({first, second});
  }
  void check_reachable() const {
    if (!reachable) throw platform::Failure("vault_unreachable", 503);
  }
};

}  // namespace palmkey::test
