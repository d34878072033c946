#include "front/certificates/rules.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/certificate.hpp"
#include "core/text_intent.hpp"
#include "front/certificates/store.hpp"
#include "front/desk/sessions.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/store.hpp"
#include "platform/log.hpp"

namespace palmkey::front::certificates {

namespace {

using platform::Failure;
using platform::Transaction;

constexpr std::size_t pairs_on_a_page = 20;
constexpr std::int64_t shown_after_its_end = 24L * 3600;
// As the vault knows them (RFC 5280, 5.3.1).
constexpr std::array<std::string_view, 6> reasons{
    "unspecified", "key_compromise",         "affiliation_changed",
    "superseded",  "cessation_of_operation", "privilege_withdrawn"};

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

store::Search search_for(const std::string& text) {
  store::Search search;
  if (orders::is_order_number(text))
    search.order_number = text;
  else if (text.size() == 4 && consists_of(text, "0123456789"))
    search.phone_tail = text;
  else if (text.size() >= 8 && consists_of(text, "0123456789abcdef"))
    search.serial = text;
  else
    search.name = text;
  return search;
}

void ask_the_vault(const Context& context, Found& found) {
  try {
    const auto record = context.vault.certificate(found.pair.serial);
    found.status = record.status;
    found.held = record.held;
  } catch (const Failure&) {
    found.status = CertificateStatus::unknown;
  }
}

bool is_reason(std::string_view name) {
  return std::ranges::find(reasons, name) != reasons.end();
}

// An intent about this certificate, of one of these types.
core::TextIntent parsed(const std::string& serial, const SignedIntent& signed_intent,
                        std::initializer_list<std::string_view> types) {
  auto intent = core::TextIntent::parse(signed_intent.intent);
  if (!intent || std::ranges::find(types, intent->type()) == types.end() || intent->field("serial") != serial)
    throw Failure("intent_refused", 422, "intent");
  return *std::move(intent);
}

void require_known(const Context& context, const std::string& serial) {
  const bool known = context.database.read(
      [&](Transaction& transaction) { return store::find(transaction, serial).has_value(); });
  if (!known) throw Failure("certificate_not_found", 404, "serial");
}

// The intent as the officer may have signed it.
core::TextIntent checked(const desk::Officer& officer, const std::string& serial,
                         const SignedIntent& signed_intent) {
  auto intent = parsed(serial, signed_intent, {"revoke"});
  const auto step = officer.role == OperatorRole::review ? orders::Step::review : orders::Step::acceptance;
  if (intent.field("operator") != officer.id || intent.field("step") != orders::step_code(step))
    throw Failure("desk_role_refused", 403, "intent");
  if (!is_reason(intent.field("reason"))) throw Failure("revocation_reason_unknown", 422, "reason");
  return intent;
}

bool is_over(const Revocation& revocation, std::int64_t now) {
  return revocation.state == RevocationState::refused ||
         (revocation.state == RevocationState::waiting && now - revocation.begun_at > revocation_lifetime);
}

// With this officer's signature added; false if it was there already.
bool add(Revocation& revocation, const desk::Officer& officer, const core::TextIntent& intent,
         const SignedIntent& signed_intent) {
  const bool reviews = officer.role == OperatorRole::review;
  auto& own = reviews ? revocation.review_operator : revocation.acceptance_operator;
  const auto& other = reviews ? revocation.acceptance_operator : revocation.review_operator;
  if (own == officer.id) return false;
  if (revocation.state == RevocationState::revoked) throw Failure("already_revoked", 409);
  if (!own.empty()) throw Failure("revocation_waiting", 409);
  if (other == officer.id) throw Failure("same_officer", 409);
  if (revocation.reason != intent.field("reason"))
    throw Failure("revocation_reason_differs", 409, "reason", {{"reason", revocation.reason}});
  own = officer.id;
  (reviews ? revocation.review : revocation.acceptance) = signed_intent;
  if (!other.empty()) revocation.state = RevocationState::revoking;
  return true;
}

std::string job_payload(const std::string& serial) {
  return nlohmann::json{{"serial", serial}}.dump();
}

void end(const Context& context, const std::string& serial, RevocationState state, std::int64_t when,
         const std::string& refusal) {
  context.database.transaction([&](Transaction& transaction) {
    auto revocation = store::lock_revocation(transaction, context.personal, serial);
    if (!revocation || revocation->state != RevocationState::revoking) return;
    revocation->state = state;
    revocation->ended_at = when;
    revocation->refusal = refusal;
    store::put(transaction, context.personal, *revocation);
  });
}

// Has the vault revoke what both have signed; what may pass is thrown, to be tried again.
void carry_out(const Context& context, const std::string& serial) {
  const auto revocation = context.database.read(
      [&](Transaction& transaction) { return store::revocation(transaction, context.personal, serial); });
  if (!revocation || revocation->state != RevocationState::revoking) return;
  try {
    const auto when =
        context.vault.revoke(serial, revocation->acceptance.value(), revocation->review.value());
    end(context, serial, RevocationState::revoked, when, "");
  } catch (const Failure& failure) {
    if (failure.http_status() >= 500 || failure.http_status() == 429) throw;
    platform::log_error("certificate.revocation_refused", {{"serial", serial}, {"code", failure.code()}});
    end(context, serial, RevocationState::refused, context.clock.now(), failure.code());
  }
}

}  // namespace

Page list(const Context& context, const std::string& text, const std::string& before) {
  auto search = search_for(text);
  search.before = place_of(before);
  search.limit = pairs_on_a_page + 1;
  Page page;
  context.database.read([&](Transaction& transaction) {
    page = {};
    auto pairs = store::list(transaction, context.personal, search);
    if (pairs.size() > pairs_on_a_page) {
      pairs.pop_back();
      page.next = cursor_of({pairs.back().issued_at, pairs.back().serial});
    }
    for (auto& pair : pairs) {
      Found found;
      const auto order = orders::store::find(transaction, context.personal, pair.order_number);
      if (order) found.holder = order->application.applicant.name;
      found.pair = std::move(pair);
      page.certificates.push_back(std::move(found));
    }
  });
  for (auto& found : page.certificates) {
    const auto certificate = platform::value_or_throw(core::decode_certificate(found.pair.signing_der));
    found.not_before = certificate.not_before;
    found.not_after = certificate.not_after;
    ask_the_vault(context, found);
  }
  return page;
}

std::vector<Revocation> revocations(const Context& context) {
  return context.database.read([&](Transaction& transaction) {
    return store::revocations(transaction, context.personal, context.clock.now() - shown_after_its_end);
  });
}

Revocation request_revocation(const Context& context, const desk::Officer& officer, const std::string& serial,
                              const SignedIntent& signed_intent) {
  const auto intent = checked(officer, serial, signed_intent);
  desk::require_fresh(context, intent.time());
  const Operator known = context.vault.check_operator_intent(signed_intent);
  if (!known.active || known.operator_id != officer.id || known.role != officer.role)
    throw Failure("desk_role_refused", 403);
  auto written = context.database.transaction([&](Transaction& transaction) {
    const auto pair = store::find(transaction, serial);
    if (!pair) throw Failure("certificate_not_found", 404, "serial");
    const std::int64_t now = context.clock.now();
    auto revocation = store::lock_revocation(transaction, context.personal, serial);
    if (!revocation || is_over(*revocation, now)) {
      revocation = Revocation();
      revocation->serial = serial;
      revocation->order_number = pair->order_number;
      revocation->reason = intent.field("reason");
      revocation->begun_at = now;
    }
    if (!add(*revocation, officer, intent, signed_intent)) return *revocation;
    store::put(transaction, context.personal, *revocation);
    if (revocation->state == RevocationState::revoking)
      platform::enqueue(transaction, revoke_job, job_payload(serial), context.clock.now_ms(),
                        serial + "/" + std::to_string(revocation->begun_at));
    return *revocation;
  });
  if (written.state != RevocationState::revoking) return written;
  try {
    carry_out(context, serial);
  } catch (const Failure&) {
    context.jobs.wake();  // the job goes on trying
  }
  return context.database
      .read(
          [&](Transaction& transaction) { return store::revocation(transaction, context.personal, serial); })
      .value();
}

std::int64_t revoke_own(const Context& context, const std::string& serial,
                        const SignedIntent& signed_intent) {
  const auto intent = parsed(serial, signed_intent, {"revoke-own"});
  if (!is_reason(intent.field("reason"))) throw Failure("revocation_reason_unknown", 422, "reason");
  require_known(context, serial);
  return context.vault.revoke_own(serial, signed_intent);
}

std::optional<std::int64_t> hold(const Context& context, const desk::Officer& officer,
                                 const std::string& serial, const SignedIntent& signed_intent) {
  const auto intent = parsed(serial, signed_intent, {"hold", "release"});
  if (intent.field("operator") != officer.id) throw Failure("desk_role_refused", 403, "intent");
  desk::require_fresh(context, intent.time());
  require_known(context, serial);
  return context.vault.hold(serial, signed_intent);
}

void revoke(const Context& context, const platform::Job& job) {
  carry_out(context, nlohmann::json::parse(job.payload).at("serial").get<std::string>());
}

}  // namespace palmkey::front::certificates
