#include "vault/sign_in/sign_in.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/der.hpp"
#include "tests/vault/issuing_fixture.hpp"
#include "vault/sign_in/sign_in_store.hpp"

namespace palmkey::vault {
namespace {

using nlohmann::json;

// What OpenSSL, as a relying party would use it, says of a token: the claims, or nothing if the signature
// does not hold under the key of the set that the header names.
class TokenReader {
 public:
  explicit TokenReader(const std::string& key_set) : keys_(json::parse(key_set).at("keys")) {}

  std::optional<json> claims(const std::string& token) const {
    const auto first = token.find('.'), second = token.rfind('.');
    const auto header = json::parse(text(token.substr(0, first)));
    for (const auto& key : keys_) {
      if (key.at("kid") != header.at("kid") || key.at("alg") != header.at("alg")) continue;
      if (!verifies(key, token.substr(0, second), bytes(token.substr(second + 1)))) return std::nullopt;
      return json::parse(text(token.substr(first + 1, second - first - 1)));
    }
    return std::nullopt;
  }

 private:
  static core::Bytes bytes(const std::string& base64url) { return *core::from_base64url(base64url); }
  static std::string text(const std::string& base64url) {
    return std::string(core::as_text(bytes(base64url)));
  }

  static bool verifies(const json& jwk, const std::string& input, core::Bytes signature) {
    const bool elliptic = jwk.at("kty") == "EC";
    OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
    core::Bytes point{4};
    BIGNUM *modulus = nullptr, *exponent = nullptr;
    if (elliptic) {
      for (const auto* name : {"x", "y"}) {
        const auto coordinate = bytes(jwk.at(name).get<std::string>());
        point.insert(point.end(), coordinate.begin(), coordinate.end());
      }
      OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
      OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
      signature = ecdsa_der(signature);
    } else {
      const auto n = bytes(jwk.at("n").get<std::string>()), e = bytes(jwk.at("e").get<std::string>());
      modulus = BN_bin2bn(n.data(), static_cast<int>(n.size()), nullptr);
      exponent = BN_bin2bn(e.data(), static_cast<int>(e.size()), nullptr);
      OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus);
      OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent);
    }
    OSSL_PARAM* parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX* making = EVP_PKEY_CTX_new_from_name(nullptr, elliptic ? "EC" : "RSA", nullptr);
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(making);
    EVP_PKEY_fromdata(making, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_MD_CTX* verifying = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(verifying, nullptr, EVP_sha256(), nullptr, key);
    const bool holds =
        EVP_DigestVerify(verifying, signature.data(), signature.size(),
                         reinterpret_cast<const unsigned char*>(input.data()), input.size()) == 1;
    EVP_MD_CTX_free(verifying);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(making);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(modulus);
    BN_free(exponent);
    return holds;
  }

  static core::Bytes ecdsa_der(core::ByteView raw) {
    core::der::Writer writer;
    writer.sequence([&](core::der::Writer& w) {
      w.unsigned_integer(raw.subspan(0, 32)).unsigned_integer(raw.subspan(32));
    });
    return writer.take();
  }

  json keys_;
};

class SigningIn : public test::IssuingTest {
 protected:
  SigningIn() {
    migrate_relying_parties(*database);
    migrate_sign_in(*database);
    RelyingParty party;
    party.client_id = "portal";
    party.name = "示范省政府采购";
    party.origin = "https://portal.example";
    party.redirect_uris = {"https://portal.example/callback"};
    parties.add(party, "secret");
    party.client_id = "other";
    party.name = "示范大学";
    party.origin = "https://other.example";
    party.redirect_uris = {"https://other.example/callback"};
    party.token_algorithm = "RS256";
    parties.add(party, "secret");
    pair = issuer->issue(order());
  }

  std::string login(const test::Fields& changed = {}, const std::string& type = "login") {
    test::Fields fields{{"relying-party", "portal"},
                        {"name", "示范省政府采购"},
                        {"origin", "https://portal.example"},
                        {"session", "session-1"},
                        {"nonce", "nonce-1"},
                        {"place", "示范市"},
                        {"code", "42"},
                        {"time", core::text_intent_time(clock.now())}};
    if (type == "bind") fields.emplace_back("account", "expert-7");
    for (const auto& [name, value] : changed) {
      std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == name; })->second =
          value;
    }
    return text_of(type, fields);
  }
  SignInOrder ordered(const std::string& text) {
    return {split_keys.sign(applicant, text), serial_of(pair.signing), "https://palmkey.example", "ES256",
            false};
  }
  std::string sign_in_failure(const SignInOrder& wanted) {
    return test::failure_of([&] { sign_in.sign_in(wanted); });
  }
  // No token was made by anything before.
  void expect_refused(const SignInOrder& wanted, const std::string& code) {
    EXPECT_EQ(sign_in_failure(wanted), code);
    EXPECT_EQ(rows("sign_ins"), 0);
    EXPECT_EQ(audited("token.signed"), 0);
  }

  RelyingParties parties{resources, audit};
  TokenSigner tokens{authority->jws_keys()};
  SignIn sign_in{{resources, audit, configuration, *authority, parties, split_keys, tokens}};
  CertificatePair pair;
};

TEST_P(SigningIn, MakesATokenThatARelyingPartyCanCheck) {
  auto wanted = ordered(login());
  wanted.with_name = true;
  advance(20);
  const auto answer = sign_in.sign_in(wanted);
  const auto claims = TokenReader(tokens.key_set()).claims(answer.id_token);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->at("iss"), "https://palmkey.example");
  EXPECT_EQ(claims->at("aud"), "portal");
  EXPECT_EQ(claims->at("sub"), answer.subject);
  EXPECT_EQ(claims->at("nonce"), "nonce-1");
  EXPECT_EQ(claims->at("sid"), "session-1");
  EXPECT_EQ(claims->at("iat"), clock.now());
  EXPECT_EQ(claims->at("exp"), clock.now() + 300);
  EXPECT_EQ(claims->at("auth_time"), clock.now() - 20);
  EXPECT_EQ(claims->at("amr"), json::parse(R"(["pin","mfa","swk","user"])"));
  EXPECT_EQ(claims->at("palmkey_certificate"), serial_of(pair.signing));
  EXPECT_EQ(claims->at("name"), "张示范");
  EXPECT_FALSE(claims->contains("palmkey_binding"));
  EXPECT_EQ(answer.expires_at, clock.now() + 300);
  EXPECT_EQ(answer.subject.size(), 43u);
}

TEST_P(SigningIn, SignsWithRsaWhereTheRelyingPartyWantsIt) {
  auto wanted =
      ordered(login({{"relying-party", "other"}, {"name", "示范大学"}, {"origin", "https://other.example"}}));
  wanted.algorithm = "RS256";
  const auto claims = TokenReader(tokens.key_set()).claims(sign_in.sign_in(wanted).id_token);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->at("aud"), "other");
  EXPECT_FALSE(claims->contains("name"));
}

TEST_P(SigningIn, ATokenThatWasChangedDoesNotVerify) {
  auto token = sign_in.sign_in(ordered(login())).id_token;
  const auto at = token.find('.') + 10;
  token[at] = token[at] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(TokenReader(tokens.key_set()).claims(token));
}

TEST_P(SigningIn, PublishesKeysWithTheirThumbprints) {
  const auto keys = json::parse(tokens.key_set()).at("keys");
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].at("alg"), "ES256");
  EXPECT_EQ(keys[1].at("alg"), "RS256");
  for (const auto& key : keys) {
    EXPECT_EQ(key.at("kid").get<std::string>().size(), 43u);
    for (const auto* secret : {"d", "p", "q", "dp", "dq", "qi"}) EXPECT_FALSE(key.contains(secret));
  }
}

TEST_P(SigningIn, GivesOnePersonAnotherSubjectAtEachRelyingParty) {
  const auto here = sign_in.sign_in(ordered(login())).subject;
  auto wanted = ordered(login({{"relying-party", "other"},
                               {"name", "示范大学"},
                               {"origin", "https://other.example"},
                               {"session", "session-2"}}));
  wanted.algorithm = "RS256";
  EXPECT_NE(sign_in.sign_in(wanted).subject, here);
  // A renewed certificate is the same person.
  applicant = split_keys.create();
  pair = issuer->issue(order("2"));
  EXPECT_EQ(sign_in.sign_in(ordered(login({{"session", "session-3"}}))).subject, here);
}

TEST_P(SigningIn, SaysWhichAccountIsBound) {
  const auto answer = sign_in.sign_in(ordered(login({}, "bind")));
  const auto claims = TokenReader(tokens.key_set()).claims(answer.id_token);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->at("palmkey_binding"), json::parse(R"({"action":"bind","account":"expert-7"})"));
}

TEST_P(SigningIn, GivesTheSameRequestTheSameToken) {
  const auto wanted = ordered(login());
  const auto first = sign_in.sign_in(wanted);
  advance(120);
  EXPECT_EQ(sign_in.sign_in(wanted).id_token, first.id_token);
  EXPECT_EQ(audited("token.signed"), 1);
}

TEST_P(SigningIn, RefusesASessionThatWasUsed) {
  const auto wanted = ordered(login());
  sign_in.sign_in(wanted);
  EXPECT_EQ(sign_in_failure(ordered(login({{"nonce", "nonce-2"}}))), "session_used");
  EXPECT_EQ(sign_in_failure(ordered(login())), "session_used");  // another signature over the same
  auto with_name = wanted;
  with_name.with_name = true;
  EXPECT_EQ(sign_in_failure(with_name), "session_used");
  EXPECT_EQ(audited("token.signed"), 1);
}

TEST_P(SigningIn, RefusesAnotherRelyingPartysNameOrOrigin) {
  expect_refused(ordered(login({{"relying-party", "unknown"}})), "relying_party_unknown");
  expect_refused(ordered(login({{"name", "示范大学"}})), "relying_party_differs");
  expect_refused(ordered(login({{"origin", "https://portal.example.evil.example"}})),
                 "relying_party_differs");
  expect_refused(ordered(login({{"relying-party", "other"}})), "relying_party_differs");
  const auto wanted = ordered(login());
  parties.remove("portal");
  expect_refused(wanted, "relying_party_unknown");
}

TEST_P(SigningIn, RefusesMissingSessionNonceOrAccount) {
  expect_refused(ordered(login({{"nonce", ""}})), "nonce_missing");
  expect_refused(ordered(login({{"session", ""}})), "session_missing");
  expect_refused(ordered(login({{"account", ""}}, "bind")), "account_missing");
}

TEST_P(SigningIn, RefusesOtherIntents) {
  expect_refused(ordered(approval(acceptance, "acceptance", "1")), "intent_refused");
  expect_refused(ordered("login"), "intent_refused");
  expect_refused(ordered(login() + "more: 1\n"), "intent_refused");
}

TEST_P(SigningIn, RefusesAnotherIssuerOrAlgorithm) {
  auto wanted = ordered(login());
  wanted.issuer = "https://evil.example";
  expect_refused(wanted, "issuer_differs");
  wanted = ordered(login());
  wanted.algorithm = "RS256";
  expect_refused(wanted, "algorithm_differs");
  wanted.algorithm = "none";
  expect_refused(wanted, "algorithm_differs");
}

TEST_P(SigningIn, RefusesAnOldIntent) {
  const auto wanted = ordered(login());
  advance(301);
  expect_refused(wanted, "intent_stale");
}

TEST_P(SigningIn, AcceptsAnIntentUpToFiveMinutesOld) {
  const auto wanted = ordered(login());
  advance(300);
  EXPECT_EQ(sign_in_failure(wanted), "");
}

TEST_P(SigningIn, RefusesASignatureThatTheVaultHadNoPartIn) {
  auto wanted = ordered(login());
  wanted.intent = split_keys.sign_outside(applicant, wanted.intent.text);
  expect_refused(wanted, "not_cosigned");
}

TEST_P(SigningIn, RefusesASignatureOfAnotherKeyOrText) {
  auto wanted = ordered(login());
  wanted.intent = split_keys.sign(split_keys.create(), wanted.intent.text);
  expect_refused(wanted, "bad_signature");
  wanted = ordered(login());
  wanted.intent.text = login({{"session", "session-9"}});
  expect_refused(wanted, "bad_signature");
}

TEST_P(SigningIn, RefusesARevokedCertificate) {
  const auto wanted = ordered(login());
  revocation->revoke(revoke_order(serial_of(pair.signing)));
  expect_refused(wanted, "certificate_not_good");
}

TEST_P(SigningIn, RefusesALockedKey) {
  const auto wanted = ordered(login());
  for (const auto state : {KeyState::locked, KeyState::suspended, KeyState::closed}) {
    split_keys.set_state(applicant, state);
    expect_refused(wanted, "certificate_not_good");
  }
}

TEST_P(SigningIn, RefusesAFrozenKeyWhateverItSignedBefore) {
  const auto wanted = ordered(login());
  split_keys.set_frozen(applicant, clock.now());
  expect_refused(wanted, "certificate_not_good");
}

TEST_P(SigningIn, RefusesAnUnknownOrEncryptionCertificate) {
  auto wanted = ordered(login());
  wanted.certificate_serial = "00";
  expect_refused(wanted, "certificate_not_found");
  wanted.certificate_serial = serial_of(pair.encryption);
  expect_refused(wanted, "certificate_not_found");
}

TEST_P(SigningIn, RefusesAnExpiredCertificate) {
  advance(365LL * 86400);
  expect_refused(ordered(login()), "certificate_not_good");
}

TEST_P(SigningIn, ForgetsSessionsOnlyWhenTheirIntentsAreTooOld) {
  const auto wanted = ordered(login());
  sign_in.sign_in(wanted);
  advance(3600);
  sign_in.forget_expired();
  EXPECT_EQ(rows("sign_ins"), 1);
  advance(600);
  sign_in.forget_expired();
  EXPECT_EQ(rows("sign_ins"), 0);
  EXPECT_EQ(sign_in_failure(wanted), "intent_stale");
}

PALMKEY_ON_BOTH_DATABASES(SigningIn);

}  // namespace
}  // namespace palmkey::vault
