#include "vault/relying_parties/relying_party_changes.hpp"

#include <algorithm>
#include <charconv>

#include "platform/failure.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::uint32_t number(std::string_view text, const char* field) {
  std::uint32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  // One number has one form.
  if (read.ec != std::errc() || std::to_string(value) != text)
    throw Failure("relying_party_invalid", 422, field);
  return value;
}

RelyingParty party_of(const core::TextIntent& intent) {
  RelyingParty party;
  party.client_id = intent.field("client-id");
  party.name = intent.field("name");
  party.origin = intent.field("origin");
  party.redirect_uris = split(intent.field("redirect-uris"));
  party.secret_digest = intent.field("secret");
  party.certificates_per_account =
      number(intent.field("certificates-per-account"), "certificates_per_account");
  party.token_algorithm = intent.field("id-token-algorithm");
  return party;
}

}  // namespace

RelyingParty RelyingPartyChanges::change(const SignedChange& change) const {
  return parts_.resources.database.transaction([&](platform::Transaction& t) {
    const auto checked = parts_.operator_intents.check_change(t, change, {"register-site", "remove-site"},
                                                              parts_.resources.clock.now(),
                                                              administration_of(parts_.configuration));
    const auto by = checked.by();
    if (checked.intent.type() == "register-site") {
      auto party = party_of(checked.intent);
      parts_.relying_parties.enter(t, party, by);
      return party;
    }
    RelyingParty removed;
    removed.client_id = checked.intent.field("client-id");
    parts_.relying_parties.strike(t, removed.client_id, by);
    return removed;
  });
}

}  // namespace palmkey::vault
