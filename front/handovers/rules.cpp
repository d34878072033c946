#include "front/handovers/rules.hpp"

#include <algorithm>

#include "core/certificate.hpp"
#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "core/utf8.hpp"
#include "documents/attachment_image.hpp"
#include "front/certificates/store.hpp"
#include "front/desk/sessions.hpp"
#include "front/field_error.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/store.hpp"
#include "pki/pem.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::handovers {

namespace {

using platform::Failure;
using platform::Transaction;

std::optional<core::Bytes> certificate_of(const core::Bytes& given) {
  if (given.size() > largest_certificate) return std::nullopt;
  const auto from_pem = pki::decode_pem(pki::pem_label::certificate, core::as_text(given));
  const core::Bytes& der = from_pem ? *from_pem : given;
  if (!core::decode_certificate(der)) return std::nullopt;
  return der;
}

std::optional<documents::Attachment> accepted(const core::Bytes& document, std::vector<FieldError>& errors) {
  try {
    documents::AttachmentLimits limits;
    limits.bytes = largest_document;
    return documents::accept_attachment(document, limits);
  } catch (const documents::AttachmentRefused& refused) {
    errors.push_back({"document", std::string(refused.code())});
    return std::nullopt;
  }
}

Handover locked(Transaction& transaction, const Context& context, const std::string& number) {
  auto handover = store::lock(transaction, context.personal, number);
  if (!handover) throw Failure("handover_unknown", 404, "number");
  return *std::move(handover);
}

void require_waiting(const Handover& handover) {
  if (handover.state != HandoverState::waiting)
    throw Failure("wrong_state", 409, {}, {{"state", std::string(state_code(handover.state))}});
}

// The intent, if it is this agent's and says what the handover says.
core::TextIntent checked(const desk::Officer& agent, const Handover& handover,
                         const SignedIntent& signed_intent) {
  auto intent = core::TextIntent::parse(signed_intent.intent);
  if (!intent || intent->type() != "recover" || intent->field("step") != "recovery")
    throw Failure("intent_refused", 422, "intent");
  for (const auto& [name, value] : approval_fields(handover))
    if (intent->field(name) != value) throw Failure("intent_refused", 422, name);
  if (intent->field("operator") != agent.id) throw Failure("desk_role_refused", 403, "intent");
  return *std::move(intent);
}

// Writes the approval down. Those that there are then; none if nothing is left to do.
std::vector<Approval> add(const Context& context, const desk::Officer& agent, const std::string& number,
                          const SignedIntent& signed_intent) {
  return context.database.transaction([&](Transaction& transaction) -> std::vector<Approval> {
    const auto handover = locked(transaction, context, number);
    auto before = store::approvals(transaction, context.personal, number);
    const bool is_repeated = std::ranges::any_of(before, [&](const Approval& approval) {
      return approval.signed_intent.intent == signed_intent.intent;
    });
    if (handover.state == HandoverState::done && is_repeated) return {};
    require_waiting(handover);
    if (is_repeated) return before;
    store::put_approval(transaction, context.personal, number,
                        {agent.id, signed_intent, context.clock.now()});
    return store::approvals(transaction, context.personal, number);
  });
}

// Outside any transaction. If this process dies before the vault's answer is written, it goes on waiting, and
// any agent's signature gets the same answer.
void hand_over(const Context& context, const desk::Officer& agent, const Handover& handover,
               const std::vector<Approval>& approvals) {
  std::vector<SignedIntent> intents;
  intents.reserve(approvals.size());
  for (const auto& approval : approvals) intents.push_back(approval.signed_intent);
  auto keys = context.vault.hand_over(handover.number, intents, handover.recipient);
  context.database.transaction([&](Transaction& transaction) {
    auto written = locked(transaction, context, handover.number);
    if (written.state == HandoverState::done) return;
    // Also where it was withdrawn while the vault worked: the keys are out, and everybody must see that.
    written.state = HandoverState::done;
    written.ended_by = agent.id;
    written.ended_at = context.clock.now();
    written.keys = std::move(keys);
    store::update(transaction, written);
  });
}

}  // namespace

Handover begin(const Context& context, const desk::Officer& agent, const HandoverInput& input) {
  std::vector<FieldError> errors;
  Handover handover;
  handover.serial = input.serial;
  handover.reference = input.reference;
  const bool known = context.database.read([&](Transaction& transaction) {
    return certificates::store::find(transaction, input.serial).has_value();
  });
  if (input.serial.empty()) errors.push_back({"serial", "field_required"});
  if (!input.serial.empty() && !known) errors.push_back({"serial", "certificate_not_found"});
  if (input.reference.empty()) errors.push_back({"reference", "field_required"});
  if (!core::is_intent_value(input.reference) || core::count_characters(input.reference) > longest_reference)
    errors.push_back({"reference", "reference_invalid"});
  if (const auto certificate = certificate_of(input.recipient)) {
    handover.recipient = *certificate;
    handover.recipient_subject = core::decode_certificate(*certificate)->subject.text();
  } else {
    errors.push_back({"recipient", input.recipient.empty() ? "field_required" : "recipient_invalid"});
  }
  std::optional<documents::Attachment> document;
  if (input.document.empty()) errors.push_back({"document", "field_required"});
  if (!input.document.empty()) document = accepted(input.document, errors);
  if (!errors.empty()) throw InvalidInput(std::move(errors));

  handover.document_digest = core::to_hex(document->digest);
  handover.begun_by = agent.id;
  handover.begun_at = context.clock.now();
  context.database.transaction([&](Transaction& transaction) {
    const std::string day = orders::china_day(handover.begun_at);
    const auto number = orders::order_number(day, orders::store::next_serial(transaction, day));
    if (!number) throw Failure("order_numbers_exhausted", 503);
    handover.number = *number;
    store::insert(transaction, context.personal, handover, document->bytes);
  });
  return handover;
}

Handover approve(const Context& context, const desk::Officer& agent, const std::string& number,
                 const SignedIntent& signed_intent) {
  const auto handover = show(context, number).handover;
  const auto intent = checked(agent, handover, signed_intent);
  if (handover.state == HandoverState::waiting) {
    desk::require_fresh(context, intent.time());
    const Operator known = context.vault.check_operator_intent(signed_intent);
    if (!known.active || known.operator_id != agent.id || known.role != OperatorRole::recovery)
      throw Failure("desk_role_refused", 403);
  }
  const auto approvals = add(context, agent, number, signed_intent);
  if (!approvals.empty() && approvals.size() >= context.vault.operators().recovery_agents_needed)
    hand_over(context, agent, handover, approvals);
  return show(context, number).handover;
}

Handover withdraw(const Context& context, const desk::Officer& agent, const std::string& number) {
  return context.database.transaction([&](Transaction& transaction) {
    auto handover = locked(transaction, context, number);
    if (handover.state == HandoverState::withdrawn) return handover;
    require_waiting(handover);
    handover.state = HandoverState::withdrawn;
    handover.ended_by = agent.id;
    handover.ended_at = context.clock.now();
    store::update(transaction, handover);
    return handover;
  });
}

HandoverShown show(const Context& context, const std::string& number) {
  return context.database.read([&](Transaction& transaction) {
    auto handover = store::find(transaction, context.personal, number);
    if (!handover) throw Failure("handover_unknown", 404, "number");
    return HandoverShown{*std::move(handover), store::approvals(transaction, context.personal, number)};
  });
}

std::vector<Handover> list(const Context& context, const store::Search& search) {
  return context.database.read(
      [&](Transaction& transaction) { return store::list(transaction, context.personal, search); });
}

core::Bytes document(const Context& context, const std::string& number) {
  return context.database.read(
      [&](Transaction& transaction) { return store::document(transaction, context.personal, number); });
}

}  // namespace palmkey::front::handovers
