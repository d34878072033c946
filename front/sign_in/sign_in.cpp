#include "front/sign_in/sign_in.hpp"

#include "core/encoding.hpp"
#include "front/tokens.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::sign_in {

using platform::Failure;
using platform::Transaction;

namespace {

// A confirmed session's browser may still fetch its redirect this long after the session's end.
constexpr std::int64_t kRedirectGraceMs = 60 * 1000;
constexpr std::int64_t kKeepSessionsMs = 24 * 3600 * 1000;
// How often a waiting request looks for what another front has changed.
constexpr std::chrono::milliseconds kLookAgain{100};

core::Bytes random_bytes(core::Random& random, std::size_t size) {
  core::Bytes bytes(size);
  platform::value_or_throw(random.fill(bytes));
  return bytes;
}

std::string_view word_of(Status status) {
  switch (status) {
    case Status::fresh:
      return "fresh";
    case Status::scanned:
      return "scanned";
    case Status::rejected:
      return "rejected";
    case Status::confirmed:
    case Status::redeemed:
      return "confirmed";
  }
  return "expired";
}

// As the page is told.
std::string_view word_of(const Session& session, std::int64_t now) {
  const bool is_open = session.status == Status::fresh || session.status == Status::scanned;
  return is_open && session.expired(now) ? "expired" : word_of(session.status);
}

bool same(std::string_view a, std::string_view b) {
  return core::equal_constant_time(core::as_bytes(a), core::as_bytes(b));
}

}  // namespace

SignIn::SignIn(Surroundings& surroundings, Directory& directory)
    : s_(surroundings), directory_(directory), store_(surroundings.personal_data) {}

SignIn::Begun SignIn::begin(const std::map<std::string, std::string>& parameters, const std::string& place) {
  const auto outcome = check_authorization_request(
      parameters, [&](std::string_view client_id) { return directory_.find(client_id); });
  Begun begun;
  if (!outcome.error.empty()) {
    begun.error_redirect =
        redirect_with(outcome.request.redirect_uri, {{"error", outcome.error},
                                                     {"error_description", outcome.error_description},
                                                     {"state", outcome.request.state},
                                                     {"iss", s_.base_url}});
    return begun;
  }

  Session session;
  session.id = core::to_hex(random_bytes(s_.random, 16));
  session.request = outcome.request;
  session.link_secret = random_token(s_.random);
  session.place = place;
  session.code = random_digits(s_.random, 2);
  session.created_ms = s_.clock.now_ms();
  session.expires_ms =
      session.created_ms + (session.request.action == Action::bind ? bind_lifetime_ms : login_lifetime_ms);
  begun.session_id = session.id;
  begun.browser_token = random_token(s_.random);
  begun.lifetime_seconds = (session.expires_ms + kRedirectGraceMs - session.created_ms) / 1000;
  session.browser_digest = token_digest(begun.browser_token);
  s_.database.transaction([&](Transaction& t) {
    store_.remove_old(t, session.created_ms - kKeepSessionsMs);
    store_.add_session(t, session);
  });
  return begun;
}

Session SignIn::session_of_browser(const std::string& session_id, const std::string& browser_token) {
  const auto found = s_.database.read([&](Transaction& t) { return store_.look_at(t, session_id); });
  if (!found || !same(found->browser_digest, token_digest(browser_token)))
    throw Failure("sign_in_unknown", 404);
  return *found;
}

BrowserView SignIn::view_after(const std::string& known, const std::string& session_id,
                               const std::string& browser_token) {
  const auto until = std::chrono::steady_clock::now() + longest_wait;
  const auto place = waiting_room_.enter(session_id);
  while (place && !waiting_room_.is_closed() && std::chrono::steady_clock::now() < until) {
    if (word_of(session_of_browser(session_id, browser_token), s_.clock.now_ms()) != known) break;
    place->wait(kLookAgain);
  }
  return view(session_id, browser_token);
}

BrowserView SignIn::view(const std::string& session_id, const std::string& browser_token) {
  const std::int64_t now = s_.clock.now_ms();
  std::string code;
  Session session = session_of_browser(session_id, browser_token);
  if (session.status == Status::confirmed && now < session.expires_ms + kRedirectGraceMs) {
    code = random_token(s_.random);
    session = s_.database.transaction([&](Transaction& t) {
      const auto held = store_.session(t, session_id);
      if (!held) throw Failure("sign_in_unknown", 404);
      if (held->status == Status::confirmed)  // and not redeemed meanwhile
        store_.set_authorization_code(t, session_id, token_digest(code),
                                      now + authorization_code_lifetime_ms);
      return *held;
    });
  }

  BrowserView view;
  view.status = word_of(session, now);
  view.code = session.code;
  view.action = session.request.action;
  view.account = session.request.account;
  if (const auto relying_party = directory_.find(session.request.client_id)) {
    view.relying_party = relying_party->name;
    view.origin = relying_party->origin;
  }
  const auto redirect = [&](std::map<std::string, std::string> parameters) {
    parameters["state"] = session.request.state;
    parameters["iss"] = s_.base_url;
    return redirect_with(session.request.redirect_uri, parameters);
  };
  switch (session.status) {
    case Status::fresh:
    case Status::scanned:
      if (session.expired(now)) {
        view.redirect =
            redirect({{"error", "interaction_required"}, {"error_description", "the QR code expired"}});
        break;
      }
      view.seconds_left = (session.expires_ms - now + 999) / 1000;
      if (session.status == Status::fresh)
        view.link = make_link(s_.base_url, "/s", session.link_source(), (now - session.created_ms) / 1000);
      break;
    case Status::rejected:
      view.redirect = redirect({{"error", "access_denied"}, {"error_description", "the person said no"}});
      break;
    case Status::confirmed:
      if (now < session.expires_ms + kRedirectGraceMs) {
        view.redirect = redirect({{"code", code}});
        break;
      }
      view.status = "expired";
      view.redirect =
          redirect({{"error", "interaction_required"}, {"error_description", "the sign-in expired"}});
      break;
    case Status::redeemed:
      break;
  }
  return view;
}

void SignIn::cancel(const std::string& session_id, const std::string& browser_token) {
  s_.database.transaction([&](Transaction& t) {
    const auto session = store_.session(t, session_id);
    if (!session || !same(session->browser_digest, token_digest(browser_token)))
      throw Failure("sign_in_unknown", 404);
    if (session->status == Status::fresh || session->status == Status::scanned)
      store_.set_status(t, session_id, Status::rejected);
  });
  waiting_room_.changed(session_id);
}

Claim SignIn::claim(const RotatingLink& link) {
  const std::int64_t now = s_.clock.now_ms();
  Claim claim;
  claim.session_id = link.session_id;
  claim.token = random_token(s_.random);
  // The directory may ask the vault: not within the transaction.
  const auto client_id =
      s_.database.read([&](Transaction& t) { return store_.client_of(t, link.session_id); });
  if (!client_id) throw Failure("sign_in_unknown", 404);
  const auto relying_party = directory_.get(*client_id);

  s_.database.transaction([&](Transaction& t) {
    const auto session = store_.session(t, link.session_id);
    if (!session) throw Failure("sign_in_unknown", 404);
    check_link(link, session->link_source(), now);
    if (session->status != Status::fresh) throw Failure("already_scanned", 409);
    claim.intent = make_intent(*session, relying_party, now / 1000).text();
    claim.expires_at = session->expires_ms / 1000;
    store_.set_scanned(t, session->id, token_digest(claim.token), claim.intent);
  });
  waiting_room_.changed(link.session_id);
  return claim;
}

Session SignIn::claimed_session(Transaction& t, const std::string& session_id,
                                const std::string& claim_token) {
  const auto session = store_.session(t, session_id);
  if (!session || session->claim_digest.empty() || !same(session->claim_digest, token_digest(claim_token)))
    throw Failure("sign_in_unknown", 404);
  return *session;
}

void SignIn::confirm(const std::string& session_id, const std::string& claim_token,
                     const SignedIntent& intent, const std::string& certificate_serial) {
  const auto check_open = [&](Transaction& t) {
    Session session = claimed_session(t, session_id, claim_token);
    if (session.status == Status::rejected) throw Failure("sign_in_ended", 409);
    if (intent.intent != store_.intent_of(t, session_id)) throw Failure("intent_mismatch", 409, "intent");
    if (session.status == Status::scanned && session.expired(s_.clock.now_ms()))
      throw Failure("sign_in_expired", 410);
    return session;
  };
  const Session session = s_.database.transaction(check_open);
  if (session.status != Status::scanned) return;  // a repeated confirmation

  const auto relying_party = directory_.get(session.request.client_id);
  // Certificate status, signature, age and single use are the vault's to check, at this moment.
  const SignInToken token = s_.vault.sign_in(intent, certificate_serial, s_.base_url,
                                             relying_party.id_token_algorithm, session.request.wants_name());

  s_.database.transaction([&](Transaction& t) {
    if (check_open(t).status != Status::scanned) return;
    const AuthorizationRequest& request = session.request;
    if (request.action == Action::bind) {
      store_.lock_account(t, request.client_id, request.account);
      check_may_bind(store_.bindings(t, request.client_id, request.account), token.subject, relying_party);
      store_.bind(t, request.client_id, request.account, {token.subject, certificate_serial, s_.clock.now()});
    } else if (!request.account.empty()) {
      check_may_sign_in(store_.bindings(t, request.client_id, request.account), token.subject);
    }
    store_.count(t, s_.clock.now_ms());
    store_.set_confirmed(t, {session_id, request.client_id, request.redirect_uri, request.code_challenge,
                             token.id_token, token.subject, token.name});
  });
  waiting_room_.changed(session_id);
}

void SignIn::reject(const std::string& session_id, const std::string& claim_token) {
  s_.database.transaction([&](Transaction& t) {
    if (claimed_session(t, session_id, claim_token).status == Status::scanned)
      store_.set_status(t, session_id, Status::rejected);
  });
  waiting_room_.changed(session_id);
}

}  // namespace palmkey::front::sign_in
