#include "front/administration/rules.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "core/text_intent.hpp"
#include "front/administration/store.hpp"
#include "front/desk/sessions.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::administration {

namespace {

using platform::Failure;
using platform::Transaction;

core::TextIntent parsed(const std::string& intent) {
  auto result = core::TextIntent::parse(intent);
  if (!result) throw Failure("intent_refused", 422, "intent");
  return *std::move(result);
}

bool is_own(std::string_view field) {
  return field == "operator" || field == "time";
}

// Of all but operator and time.
std::string identifier_of(const core::TextIntent& intent) {
  std::string text = intent.type() + "\n";
  for (const auto& [name, value] : intent.fields())
    if (!is_own(name)) text.append(name).append(": ").append(value).append("\n");
  return core::to_hex(core::sm3(core::as_bytes(text)));
}

// Does it in the vault; the change as it is then.
Change made(const Context& context, Change change, const std::optional<SignedIntent>& second) {
  if (change.subject == Subject::operators)
    change.activation_expires_at = context.vault.change_operators(change.first, second).activation_expires_at;
  else
    context.vault.change_relying_parties(change.first, second);
  change.state = ChangeState::done;
  if (second) change.second_intent = second->intent;
  return change;
}

}  // namespace

std::string Change::type() const {
  return parsed(first.intent).type();
}

std::vector<std::pair<std::string, std::string>> Change::fields() const {
  auto fields = parsed(first.intent).fields();
  std::erase_if(fields, [](const auto& field) { return is_own(field.first); });
  return fields;
}

Change request_change(const Context& context, const desk::Officer& administrator, Subject subject,
                      const SignedIntent& signed_intent) {
  const auto intent = parsed(signed_intent.intent);
  const auto& types = subject == Subject::operators ? operator_intents : relying_party_intents;
  if (std::ranges::find(types, intent.type()) == types.end()) throw Failure("intent_refused", 422, "intent");
  if (intent.field("operator") != administrator.id) throw Failure("desk_role_refused", 403, "intent");
  desk::require_fresh(context, intent.time());
  const Operator known = context.vault.check_operator_intent(signed_intent);
  if (!known.active || known.operator_id != administrator.id || known.role != OperatorRole::administrator)
    throw Failure("desk_role_refused", 403);

  Change fresh;
  fresh.id = identifier_of(intent);
  fresh.subject = subject;
  fresh.begun_by = administrator.id;
  fresh.begun_at = context.clock.now();
  fresh.first = signed_intent;
  const bool alone = context.vault.operators().administrators_needed < 2;
  Change change = context.database.transaction([&](Transaction& transaction) {
    const auto before = store::lock(transaction, context.personal, fresh.id);
    if (before && before->state == ChangeState::done &&
        (before->first.intent == signed_intent.intent || before->second_intent == signed_intent.intent))
      return *before;
    const bool waits = before && before->state == ChangeState::waiting &&
                       fresh.begun_at - before->begun_at <= change_lifetime;
    if (waits) return *before;
    store::put(transaction, context.personal, fresh);
    return fresh;
  });
  if (change.state == ChangeState::done || (!alone && change.begun_by == administrator.id)) return change;
  // Outside any transaction. If this process dies before the vault's answer is written, the change goes on
  // waiting, and signing it once more gets the same answer.
  const bool second = change.begun_by != administrator.id;
  Change done = made(context, change, second ? std::optional(signed_intent) : std::nullopt);
  context.database.transaction(
      [&](Transaction& transaction) { store::put(transaction, context.personal, done); });
  return done;
}

std::vector<Change> waiting(const Context& context, Subject subject) {
  return context.database.read([&](Transaction& transaction) {
    return store::waiting(transaction, context.personal, subject, context.clock.now() - change_lifetime);
  });
}

}  // namespace palmkey::front::administration
