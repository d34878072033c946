#include "vault/authority/authority.hpp"

#include "core/encoding.hpp"
#include "pki/pem.hpp"
#include "tests/pki/tools_fixture.hpp"
#include "tests/vault/demonstration.hpp"
#include "tests/vault/vault_fixture.hpp"

namespace palmkey::vault {
namespace {

// A key store that fails when the given number of keys has been made.
class FailingKeyStore : public DatabaseKeyStore {
 public:
  FailingKeyStore(const Resources& resources, int fails_at) : DatabaseKeyStore(resources), left_(fails_at) {}

  SigningKey create_signing_key(platform::Transaction& t, std::string_view name) override {
    step();
    return DatabaseKeyStore::create_signing_key(t, name);
  }
  void create_jws_key(platform::Transaction& t, std::string_view name, pki::JwsAlgorithm algorithm) override {
    step();
    DatabaseKeyStore::create_jws_key(t, name, algorithm);
  }
  void create_secret(platform::Transaction& t, std::string_view name) override {
    step();
    DatabaseKeyStore::create_secret(t, name);
  }

 private:
  void step() {
    if (left_-- == 0) throw std::runtime_error("stopped here");
  }
  int left_;
};

class AuthorityInitialisation : public test::VaultTest {
 protected:
  AuthorityInitialisation() { migrate_authority(*database); }

  void initialise() { initialise_authority(resources, audit, keys, configuration); }
  std::int64_t rows(const std::string& table) {
    return database->read(
        [&](platform::Transaction& t) { return t.query_one("SELECT COUNT(*) FROM " + table)->int64(0); });
  }

  Configuration configuration = test::demonstration_configuration();
  DatabaseKeyStore keys{resources};
};

TEST_P(AuthorityInitialisation, MakesAChainThatOpensslAndCerttoolAccept) {
  initialise();
  const auto authority = Authority::open(resources, keys);
  const pki::testing::Folder folder;
  const auto pem = [](const core::Certificate& certificate) {
    return pki::encode_pem(pki::pem_label::certificate, certificate.der);
  };
  folder.write("root.pem", core::as_bytes(pem(authority->root())));
  folder.write("issuing.pem", core::as_bytes(pem(authority->issuing())));
  folder.write("ocsp.pem", core::as_bytes(pem(authority->ocsp_responder())));
  // The program sets the SM2 identity on the certificate that it is asked about only, so it is asked twice.
  const std::string verify =
      "openssl verify -x509_strict -partial_chain -vfyopt distid:1234567812345678 -attime 1790000000 "
      "-trusted ";
  EXPECT_EQ(folder.run(verify + "root.pem issuing.pem").exit_code, 0);
  const auto responder = folder.run(verify + "issuing.pem -purpose ocsphelper ocsp.pem");
  EXPECT_EQ(responder.exit_code, 0) << responder.output;
  for (const std::string name : {"root.pem", "issuing.pem", "ocsp.pem"}) {
    EXPECT_EQ(folder.run("certtool -i --infile " + name).exit_code, 0) << name;
  }
}

TEST_P(AuthorityInitialisation, SignsADescriptorThatAPhoneCanPin) {
  initialise();
  const auto authority = Authority::open(resources, keys);
  const auto travelled = core::decode_signed_descriptor(authority->signed_descriptor());
  ASSERT_TRUE(travelled);
  const auto pinned = core::pin_descriptor(*travelled, travelled->fingerprint());
  ASSERT_TRUE(pinned);
  EXPECT_EQ(pinned->base_url, "https://palmkey.example");
  EXPECT_EQ(pinned->roots.at(0), core::sm3(authority->root().der));
  ASSERT_EQ(authority->sealing_keys().size(), 1u);
  EXPECT_EQ(pinned->sealing_keys.at(0).key, authority->sealing_keys()[0].key.public_key());
}

TEST_P(AuthorityInitialisation, ChangesNothingWhenRepeated) {
  initialise();
  const auto before = Authority::open(resources, keys);
  advance(1000);
  initialise();
  const auto after = Authority::open(resources, keys);
  EXPECT_EQ(before->root().der, after->root().der);
  EXPECT_EQ(before->issuing().der, after->issuing().der);
  EXPECT_EQ(before->signed_descriptor(), after->signed_descriptor());
  EXPECT_EQ(before->jws_keys().at(0)->key_id(), after->jws_keys().at(0)->key_id());
  EXPECT_EQ(rows("audit_log"), 1);
}

TEST_P(AuthorityInitialisation, SignsTheDescriptorAnewWhenTheAddressChanges) {
  initialise();
  const auto first = *core::decode_signed_descriptor(Authority::open(resources, keys)->signed_descriptor());
  const auto pinned = *core::pin_descriptor(first, first.fingerprint());
  configuration.base_url = "https://moved.example";
  initialise();
  const auto second = *core::decode_signed_descriptor(Authority::open(resources, keys)->signed_descriptor());
  const auto renewed = core::renew_descriptor(second, pinned);
  ASSERT_TRUE(renewed);
  EXPECT_EQ(renewed->base_url, "https://moved.example");
  EXPECT_EQ(audited("descriptor.signed"), 1);
}

TEST_P(AuthorityInitialisation, LeavesNothingWhenItStopsHalfWay) {
  bool finished = false;
  for (int step = 0; !finished; ++step) {
    FailingKeyStore failing(resources, step);
    try {
      initialise_authority(resources, audit, failing, configuration);
      finished = true;
    } catch (const std::runtime_error&) {
      EXPECT_EQ(rows("authority_keys"), 0) << step;
      EXPECT_EQ(rows("authority_documents"), 0) << step;
      EXPECT_EQ(rows("audit_log"), 0) << step;
      EXPECT_EQ(test::failure_of([&] { Authority::open(resources, keys); }), "authority_not_initialised");
    }
  }
  EXPECT_EQ(rows("authority_keys"), 9);
  EXPECT_TRUE(Authority::open(resources, keys));
}

TEST_P(AuthorityInitialisation, KeepsItsKeysWrapped) {
  initialise();
  const auto other_folder = platform::TemporaryFolder();
  platform::KeyWrap::create_key_file(other_folder.path() / "key", random);
  const auto other_wrap = platform::KeyWrap::from_file(other_folder.path() / "key");
  const Resources other_resources{*database, clock, random, other_wrap};
  const DatabaseKeyStore other_keys(other_resources);
  EXPECT_EQ(test::failure_of([&] { Authority::open(other_resources, other_keys); }),
            "authority_key_unusable");
}

TEST_P(AuthorityInitialisation, RefusesAKeyMovedToAnotherName) {
  initialise();
  sql("UPDATE authority_keys SET wrapped = (SELECT wrapped FROM authority_keys WHERE name = 'ocsp') "
      "WHERE name = 'issuing'");
  EXPECT_EQ(test::failure_of([&] { Authority::open(resources, keys); }), "authority_key_unusable");
}

TEST_P(AuthorityInitialisation, RefusesNamesThatNoCertificateCanCarry) {
  configuration.root_name = std::string(65, 'a');
  EXPECT_EQ(test::failure_of([&] { initialise(); }), "authority_name_invalid");
  EXPECT_EQ(rows("authority_keys"), 0);
}

TEST_P(AuthorityInitialisation, ExportsTheChain) {
  EXPECT_EQ(test::failure_of([&] { export_chain(*database); }), "authority_not_initialised");
  initialise();
  const auto chain = export_chain(*database);
  const auto authority = Authority::open(resources, keys);
  EXPECT_EQ(chain.root, authority->root().der);
  EXPECT_EQ(chain.issuing, authority->issuing().der);
}

PALMKEY_ON_BOTH_DATABASES(AuthorityInitialisation);

}  // namespace
}  // namespace palmkey::vault
