#include "vault/relying_parties/relying_parties.hpp"

#include "tests/vault/vault_fixture.hpp"

namespace palmkey::vault {
namespace {

RelyingParty portal() {
  RelyingParty party;
  party.client_id = "portal";
  party.name = "示范省政府采购";
  party.origin = "https://portal.example:8443";
  party.redirect_uris = {"https://portal.example:8443/callback"};
  return party;
}

class RelyingPartyRegistry : public test::VaultTest {
 protected:
  RelyingPartyRegistry() { migrate_relying_parties(*database); }
  // The field that is refused; "" if none is.
  std::string refused_field(const RelyingParty& party) {
    try {
      parties.add(party, "");
    } catch (const platform::Failure& failure) {
      return failure.field();
    }
    return "";
  }
  RelyingParties parties{resources, audit};
};

TEST_P(RelyingPartyRegistry, KeepsWhatWasAddedAndOnlyTheDigestOfTheSecret) {
  parties.add(portal(), "abc");
  const auto all = parties.list();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].name, "示范省政府采购");
  EXPECT_EQ(all[0].redirect_uris, portal().redirect_uris);
  // FIPS 180-4's example: SHA-256("abc").
  EXPECT_EQ(all[0].secret_digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(audited("relying_party.added"), 1);
}

TEST_P(RelyingPartyRegistry, KeepsNoDigestForAPublicClient) {
  parties.add(portal(), "");
  EXPECT_EQ(parties.list().at(0).secret_digest, "");
}

TEST_P(RelyingPartyRegistry, NeverGivesAClientIdentifierTwice) {
  parties.add(portal(), "");
  EXPECT_EQ(test::failure_of([&] { parties.add(portal(), ""); }), "relying_party_exists");
  parties.remove("portal");
  EXPECT_TRUE(parties.list().empty());
  EXPECT_EQ(test::failure_of([&] { parties.remove("portal"); }), "relying_party_not_found");
  EXPECT_EQ(test::failure_of([&] { parties.add(portal(), ""); }), "relying_party_exists");
}

TEST_P(RelyingPartyRegistry, NamesTheFieldThatIsWrong) {
  auto party = portal();
  party.client_id = "Portal";
  EXPECT_EQ(refused_field(party), "client_id");
  party = portal();
  party.name = "a\nb";
  EXPECT_EQ(refused_field(party), "name");
  for (const std::string origin :
       {"http://portal.example", "https://portal.example/", "https://p:0", "ftp://p", ""}) {
    party = portal();
    party.origin = origin;
    EXPECT_EQ(refused_field(party), "origin") << origin;
  }
  for (const std::string uri : {"https://portal.example:8443.evil.example/cb", "https://portal.example:8443",
                                "https://portal.example:8443/cb#f", "https://other.example/cb", ""}) {
    party = portal();
    party.redirect_uris = {uri};
    EXPECT_EQ(refused_field(party), "redirect_uris") << uri;
  }
  party = portal();
  party.redirect_uris.clear();
  EXPECT_EQ(refused_field(party), "redirect_uris");
  party = portal();
  party.certificates_per_account = 0;
  EXPECT_EQ(refused_field(party), "certificates_per_account");
  party = portal();
  party.token_algorithm = "none";
  EXPECT_EQ(refused_field(party), "token_algorithm");
  EXPECT_TRUE(parties.list().empty());
}

TEST_P(RelyingPartyRegistry, AllowsHttpForLocalSitesOnly) {
  auto party = portal();
  party.origin = "http://localhost:3000";
  party.redirect_uris = {"http://localhost:3000/callback"};
  EXPECT_EQ(refused_field(party), "");
}

PALMKEY_ON_BOTH_DATABASES(RelyingPartyRegistry);

}  // namespace
}  // namespace palmkey::vault
