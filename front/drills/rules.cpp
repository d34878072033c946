#include "front/drills/rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/certificate.hpp"
#include "core/drill.hpp"
#include "core/encoding.hpp"
#include "front/certificates/store.hpp"
#include "front/drills/store.hpp"
#include "front/field_error.hpp"
#include "front/sign_in/store.hpp"
#include "front/tokens.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::drills {

namespace {

using platform::Failure;
using platform::Transaction;
using platform::value_or_throw;

void check(const Request& request) {
  std::vector<FieldError> errors;
  if (request.subject.empty()) errors.push_back({"sub", "field_required"});
  if (request.account.empty()) errors.push_back({"account", "field_required"});
  if (!errors.empty()) throw InvalidInput(std::move(errors));
}

// What was issued to the person whom the relying party knows by this account and subject.
std::vector<certificates::store::IssuedEncryption> certificates_of(const Context& context,
                                                                   const std::string& client_id,
                                                                   const Request& request) {
  return context.database.read([&](Transaction& transaction) {
    const auto bindings = sign_in::Store(context.personal).bindings(transaction, client_id, request.account);
    const auto bound = std::ranges::find(bindings, request.subject, &sign_in::Binding::subject);
    if (bound == bindings.end()) throw Failure("account_not_bound", 404);
    auto issued = certificates::store::encryption_of_holder(transaction, bound->certificate_serial);
    if (issued.empty()) throw Failure("certificate_not_found", 404);
    return issued;
  });
}

Message message_to(const certificates::store::IssuedEncryption& issued, core::Random& random) {
  const auto certificate = value_or_throw(core::decode_certificate(issued.der));
  const auto drill = value_or_throw(core::make_drill(certificate.public_key, random));
  return {issued.serial, certificate.not_after, core::sm2::encode_der(drill.message),
          core::Bytes(drill.digest.begin(), drill.digest.end()), std::nullopt};
}

bool same(const std::string& a, const std::string& b) {
  return core::equal_constant_time(core::as_bytes(a), core::as_bytes(b));
}

bool is_open(const Drill& drill) {
  return drill.state == State::waiting || drill.state == State::claimed;
}

void require_open(const Drill& drill, std::int64_t now) {
  if (!is_open(drill)) throw Failure("drill_ended", 409);
  if (now >= drill.expires_at) throw Failure("drill_expired", 410);
}

// The drill, its row held, if this link leads to it and nobody has scanned it.
Drill waiting(Transaction& transaction, const Context& context, const std::string& id,
              const std::string& link_token) {
  auto drill = store::lock(transaction, context.personal, id);
  if (!drill || !same(drill->link_digest, token_digest(link_token))) throw Failure("drill_unknown", 404);
  require_open(*drill, context.clock.now());
  if (drill->state != State::waiting) throw Failure("already_scanned", 409);
  return *std::move(drill);
}

// The drill, its row held, if this token of a phone has claimed it.
Drill claimed(Transaction& transaction, const Context& context, const std::string& id,
              const std::string& claim_token) {
  auto drill = store::lock(transaction, context.personal, id);
  if (!drill || drill->claim_digest.empty() || !same(drill->claim_digest, token_digest(claim_token)))
    throw Failure("drill_unknown", 404);
  return *std::move(drill);
}

// The answers in the order of the messages, one for each.
std::vector<const Answer*> in_order(const Drill& drill, const std::vector<Answer>& answers) {
  std::vector<const Answer*> ordered;
  for (const Message& message : drill.messages) {
    const auto found = std::ranges::find(answers, message.serial, &Answer::serial);
    if (found != answers.end()) ordered.push_back(&*found);
  }
  if (ordered.size() != drill.messages.size() || answers.size() != drill.messages.size())
    throw Failure("drill_answers_differ", 422, "answers");
  return ordered;
}

// By which a repetition is known.
std::string digest_of(const std::vector<const Answer*>& answers) {
  std::string text;
  for (const Answer* each : answers)
    text += each->serial + " " + (each->digest ? core::to_hex(*each->digest) : "-") + "\n";
  return core::to_hex(core::sm3(core::as_bytes(text)));
}

}  // namespace

Offer offer(const Context& context, const sign_in::RelyingParty& relying_party, const Request& request) {
  check(request);
  const std::string token = random_token(context.random);
  Drill drill;
  drill.id = random_identifier(context.random);
  drill.client_id = relying_party.client_id;
  drill.account = request.account;
  drill.link_digest = token_digest(token);
  drill.created_at = context.clock.now();
  drill.expires_at = drill.created_at + lifetime;
  for (const auto& issued : certificates_of(context, relying_party.client_id, request))
    drill.messages.push_back(message_to(issued, context.random));
  context.database.transaction([&](Transaction& transaction) {
    store::insert(transaction, context.personal, drill);
    platform::enqueue(transaction, tidy_job, nlohmann::json{{"drill", drill.id}}.dump(),
                      context.clock.now_ms() + kept_for * 1000);
  });
  return {drill.id, context.configuration.base_url + "/drill#i=" + drill.id + "&t=" + token,
          drill.expires_at};
}

Drill find(const Context& context, const std::string& client_id, const std::string& id) {
  auto drill = context.database.transaction(
      [&](Transaction& transaction) { return store::lock(transaction, context.personal, id); });
  if (!drill || drill->client_id != client_id) throw Failure("drill_unknown", 404);
  return *std::move(drill);
}

std::string_view state_code(const Drill& drill, std::int64_t now) {
  if (drill.state == State::passed) return "passed";
  if (drill.state == State::failed) return "failed";
  if (drill.state == State::rejected) return "rejected";
  if (now >= drill.expires_at) return "expired";
  return drill.state == State::waiting ? "waiting" : "claimed";
}

Drill offered(const Context& context, const std::string& id, const std::string& link_token) {
  return context.database.transaction(
      [&](Transaction& transaction) { return waiting(transaction, context, id, link_token); });
}

Claim claim(const Context& context, const std::string& id, const std::string& link_token) {
  Claim result;
  result.token = random_token(context.random);
  result.drill = context.database.transaction([&](Transaction& transaction) {
    Drill drill = waiting(transaction, context, id, link_token);
    drill.state = State::claimed;
    drill.claim_digest = token_digest(result.token);
    store::update(transaction, drill);
    return drill;
  });
  return result;
}

Drill answer(const Context& context, const std::string& id, const std::string& claim_token,
             const std::vector<Answer>& answers) {
  return context.database.transaction([&](Transaction& transaction) {
    Drill drill = claimed(transaction, context, id, claim_token);
    const auto ordered = in_order(drill, answers);
    const std::string digest = digest_of(ordered);
    if (drill.answers_digest == digest) return drill;
    require_open(drill, context.clock.now());
    bool all = true;
    for (std::size_t i = 0; i < ordered.size(); ++i) {
      Message& message = drill.messages[i];
      const auto& told = ordered[i]->digest;
      message.opens = told && core::equal_constant_time(*told, message.digest);
      all = all && *message.opens;
    }
    drill.state = all ? State::passed : State::failed;
    drill.answers_digest = digest;
    store::update(transaction, drill);
    return drill;
  });
}

void reject(const Context& context, const std::string& id, const std::string& claim_token) {
  context.database.transaction([&](Transaction& transaction) {
    Drill drill = claimed(transaction, context, id, claim_token);
    if (drill.state == State::rejected) return;
    require_open(drill, context.clock.now());
    drill.state = State::rejected;
    store::update(transaction, drill);
  });
}

void tidy(const Context& context, const platform::Job& job) {
  const auto id = nlohmann::json::parse(job.payload).at("drill").get<std::string>();
  context.database.transaction([&](Transaction& transaction) { store::remove(transaction, id); });
}

}  // namespace palmkey::front::drills
