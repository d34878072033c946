#include "vault/open_vault.hpp"

#include <sys/stat.h>

#include "tests/vault/demonstration.hpp"
#include "tests/vault/vault_fixture.hpp"
#include "vault/authority/authority.hpp"

namespace palmkey::vault {
namespace {

core::Secret no_passphrase() {
  throw std::logic_error("nobody should ask");
}

class InitialisingAVault : public testing::Test {
 protected:
  InitialisingAVault() {
    configuration.database = "sqlite:" + (folder.path() / "vault.db").string();
    configuration.key_file = folder.path() / "vault.key";
  }
  platform::TemporaryFolder folder;
  Configuration configuration = test::demonstration_configuration();
};

TEST_F(InitialisingAVault, MakesKeyFileDatabaseAndAuthority) {
  initialise(configuration, no_passphrase);
  struct stat status {};
  ASSERT_EQ(::stat(configuration.key_file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  OpenVault vault(configuration, no_passphrase);
  EXPECT_TRUE(is_initialised(vault.database()));
  EXPECT_TRUE(Authority::open(vault.resources(), DatabaseKeyStore(vault.resources())));
}

TEST_F(InitialisingAVault, IsHarmlessWhenRepeated) {
  initialise(configuration, no_passphrase);
  platform::Database database(configuration.database);
  const auto before = export_chain(database);
  initialise(configuration, no_passphrase);
  EXPECT_EQ(export_chain(database).root, before.root);
  EXPECT_FALSE(verify_audit(database).first_bad);
}

TEST_F(InitialisingAVault, NeverReplacesALostKeyFile) {
  initialise(configuration, no_passphrase);
  std::filesystem::remove(configuration.key_file);
  EXPECT_EQ(test::failure_of([&] { initialise(configuration, no_passphrase); }), "key_file_missing");
  EXPECT_FALSE(std::filesystem::exists(configuration.key_file));
}

TEST_F(InitialisingAVault, RefusesAKeyFileThatOthersCanRead) {
  initialise(configuration, no_passphrase);
  ::chmod(configuration.key_file.c_str(), 0640);
  EXPECT_EQ(test::failure_of([&] { OpenVault vault(configuration, no_passphrase); }), "key_file_too_open");
}

TEST_F(InitialisingAVault, OpensWithTheSamePassphraseOnly) {
  configuration.key_file.clear();
  configuration.passphrase_salt = "000102030405060708090a0b0c0d0e0f";
  const auto saying = [](const char* text) {
    return [text] { return core::Secret::copy_of(core::as_bytes(text)); };
  };
  initialise(configuration, saying("a long passphrase"));
  initialise(configuration, saying("a long passphrase"));
  EXPECT_EQ(test::failure_of([&] { initialise(configuration, saying("another passphrase")); }),
            "authority_key_unusable");
}

}  // namespace
}  // namespace palmkey::vault
