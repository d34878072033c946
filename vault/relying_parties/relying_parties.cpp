#include "vault/relying_parties/relying_parties.hpp"

#include <algorithm>
#include <regex>

#include "core/encoding.hpp"
#include "core/utf8.hpp"
#include "pki/digest.hpp"
#include "platform/failure.hpp"
#include "vault/relying_parties/relying_party_store.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

// Who changes the registry at the vault's own host, for the audit log.
constexpr std::string_view host = "vault";

bool is_printable_line(std::string_view text) {
  return core::is_utf8(core::as_bytes(text)) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

void check(const RelyingParty& party) {
  static const std::regex client_id("[a-z0-9-]{1,64}");
  static const std::regex origin(
      "https://[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?|http://(localhost|127\\.0\\.0\\.1)(:[1-9][0-9]{0,4})?");
  static const std::regex digest("[0-9a-f]{64}");
  static const std::regex uri_path("/[!-~]{0,1000}");
  const auto invalid = [](std::string field) {
    return Failure("relying_party_invalid", 422, std::move(field));
  };

  if (!std::regex_match(party.client_id, client_id)) throw invalid("client_id");
  if (party.name.empty() || party.name.size() > 100 || !is_printable_line(party.name)) throw invalid("name");
  if (!std::regex_match(party.origin, origin)) throw invalid("origin");
  if (party.redirect_uris.empty() || party.redirect_uris.size() > 20) throw invalid("redirect_uris");
  for (const auto& uri : party.redirect_uris) {
    const bool below = uri.starts_with(party.origin) &&
                       std::regex_match(uri.substr(party.origin.size()), uri_path) &&
                       uri.find('#') == std::string::npos;
    if (!below) throw invalid("redirect_uris");
  }
  if (party.certificates_per_account < 1 || party.certificates_per_account > 100) {
    throw invalid("certificates_per_account");
  }
  if (party.token_algorithm != "ES256" && party.token_algorithm != "RS256") throw invalid("token_algorithm");
  if (!party.secret_digest.empty() && !std::regex_match(party.secret_digest, digest)) throw invalid("secret");
}

Failure taken() {
  return Failure("relying_party_exists", 409, "client_id");
}

}  // namespace

void RelyingParties::add(RelyingParty party, std::string_view secret) {
  party.secret_digest = secret.empty() ? std::string() : core::to_hex(pki::sha256(core::as_bytes(secret)));
  resources_.database.transaction([&](platform::Transaction& t) {
    if (find(t, party.client_id)) throw taken();
    enter(t, party, host);
  });
}

void RelyingParties::remove(std::string_view client_id) {
  resources_.database.transaction([&](platform::Transaction& t) {
    if (!find(t, client_id)) throw Failure("relying_party_not_found", 404);
    strike(t, client_id, host);
  });
}

void RelyingParties::enter(platform::Transaction& t, const RelyingParty& party, std::string_view by) const {
  check(party);
  if (find(t, party.client_id) == party) return;
  if (!relying_party_store::insert(t, party, resources_.clock.now())) throw taken();
  audit_.append(t, "relying_party.added",
                {{"client", party.client_id}, {"origin", party.origin}, {"by", std::string(by)}});
}

void RelyingParties::strike(platform::Transaction& t, std::string_view client_id, std::string_view by) const {
  if (relying_party_store::remove(t, client_id, resources_.clock.now())) {
    audit_.append(t, "relying_party.removed", {{"client", std::string(client_id)}, {"by", std::string(by)}});
  } else if (!relying_party_store::was_removed(t, client_id)) {
    throw Failure("relying_party_not_found", 404);
  }
}

std::vector<RelyingParty> RelyingParties::list() const {
  return resources_.database.read([](platform::Transaction& t) { return relying_party_store::list(t); });
}

std::optional<RelyingParty> RelyingParties::find(platform::Transaction& t, std::string_view client_id) const {
  return relying_party_store::find(t, client_id);
}

}  // namespace palmkey::vault
