#include "vault/unlocking/unlocking.hpp"

#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/issuing/certificate_store.hpp"
#include "vault/issuing/own_order.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

}  // namespace

std::vector<CheckedIntent> Unlocking::check(platform::Transaction& t, const UnlockOrder& order,
                                            std::int64_t now) const {
  const auto max_age = parts_.configuration.approval_seconds;
  std::vector<CheckedIntent> approvals;
  if (!order.review.text.empty()) {
    auto pair = parts_.operator_intents.check_pair(t, order.acceptance, order.review, "unlock", now, max_age);
    approvals.push_back(std::move(pair.acceptance));
    approvals.push_back(std::move(pair.review));
    return approvals;
  }
  if (parts_.configuration.handover.unlock_officers > 1)
    throw Failure("second_officer_needed", 403, "review");
  auto only = parts_.operator_intents.check(t, order.acceptance, {"unlock"}, "acceptance");
  if (only.intent.field("step") != "acceptance") throw Failure("approval_step_wrong", 403, "acceptance");
  if (now - only.signed_at > max_age) throw Failure("approval_stale", 403, "acceptance");
  approvals.push_back(std::move(only));
  return approvals;
}

UnlockPermit Unlocking::approve(const UnlockOrder& order) const {
  return parts_.resources.database.transaction([&](platform::Transaction& t) {
    const auto now = parts_.resources.clock.now();
    const auto approvals = check(t, order, now);
    const auto& intent = approvals.front().intent;
    if (intent.field("order") != order.order_number)
      throw Failure("order_number_differs", 403, "order_number");
    const auto content = core::sm3(core::as_bytes(agreed_content(intent)));
    const auto record = find_with_key_for_update(t, parts_.keys, intent.field("serial"));
    if (auto present = permits_.find(t, order.order_number)) {
      if (present->content != content) throw Failure("order_conflict", 409, "order_number");
      return *std::move(present);
    }
    if (!record) throw Failure("certificate_not_found", 404, "serial");
    const auto subject = subject_of(*record);
    for (const auto& approval : approvals) refuse_own_order(approval, subject);
    const auto key = parts_.keys.find(t, record->key_id);
    if (!key || key->condition.state != KeyState::locked) throw Failure("key_not_locked", 409, "serial");

    const auto& rules = parts_.configuration.handover;
    UnlockPermit permit;
    permit.order_number = order.order_number;
    permit.key_id = record->key_id;
    permit.content = content;
    permit.not_before = approvals.size() > 1 ? now : now + rules.unlock_wait_seconds;
    permit.expires_at = permit.not_before + rules.unlock_permit_seconds;
    permits_.insert(t, permit);
    parts_.audit.append(t, owner_event::unlock_approved,
                        {{"key", core::to_hex(permit.key_id)},
                         {"order", permit.order_number},
                         {"serial", record->serial},
                         {"acceptance", approvals.front().signer.id},
                         {"review", approvals.size() > 1 ? approvals[1].signer.id : ""}});
    return permit;
  });
}

}  // namespace palmkey::vault
