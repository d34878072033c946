#include "vault/operators/operator_changes.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "vault/operators/operator_store.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

Appointment appointment_of(const core::TextIntent& intent) {
  Appointment appointment;
  appointment.operator_id = intent.field("operator-id");
  appointment.name = intent.field("name");
  const auto role = role_of(intent.field("role"));
  if (!role) throw Failure("operator_role_invalid", 422, "role");
  appointment.role = *role;
  const auto activation = core::from_hex(intent.field("activation"));
  // One digest has one form: lower case.
  if (!activation || activation->size() != appointment.activation.size() ||
      core::to_hex(*activation) != intent.field("activation"))
    throw Failure("activation_invalid", 422, "activation");
  std::copy(activation->begin(), activation->end(), appointment.activation.begin());
  return appointment;
}

}  // namespace

ChangedOperator OperatorChanges::change(const SignedChange& change) const {
  return parts_.resources.database.transaction([&](platform::Transaction& t) {
    // Two changes at a time could each count on an administrator whom the other one dismisses.
    operator_store::lock(t);
    const auto checked =
        parts_.operator_intents.check_change(t, change, {"appoint", "dismiss"}, parts_.resources.clock.now(),
                                             administration_of(parts_.configuration));
    const auto& intent = checked.intent;
    std::string id(intent.field("operator-id"));
    if (std::find(checked.signers.begin(), checked.signers.end(), id) != checked.signers.end())
      throw Failure("own_change", 403, "operator-id");

    if (intent.type() == "dismiss") {
      parts_.operators.dismiss(t, id, checked.by());
      return ChangedOperator{parts_.operators.find(t, id).value(), 0};
    }
    const auto appointment = appointment_of(intent);
    if (const auto done = operator_store::find_appointment(t, checked.content)) {
      id = *done;
    } else {
      if (operator_store::is_activation_used(t, appointment.activation))
        throw Failure("activation_used", 409, "activation");
      id = parts_.operators.appoint(t, appointment, checked.by());
      operator_store::insert_appointment(t, checked.content, appointment.activation, id);
    }
    return ChangedOperator{parts_.operators.find(t, id).value(),
                           operator_store::activation_expires_at(t, appointment.activation)};
  });
}

Administration administration_of(const Configuration& configuration) {
  return {configuration.administrators_needed, configuration.approval_seconds};
}

}  // namespace palmkey::vault
