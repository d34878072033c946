#include "vault/configuration.hpp"

#include <gtest/gtest.h>

namespace palmkey::vault {
namespace {

constexpr std::string_view good = R"(
[database]
connection = "sqlite:vault.db"
[key_encryption]
file = "vault.key"
[listen]
address = "unix:vault.sock"
[platform]
name = "示范认证中心"
base_url = "https://palmkey.example"
[authority]
organization = "示范认证中心"
root = "示范根"
issuing = "示范签发"
[[profile]]
name = "person"
identity = "salted-hash"
)";

Configuration read(const std::string& toml) {
  return read_configuration(platform::Config::parse(toml, "vault.toml"), "/srv/palmkey");
}
std::string with(const std::string& from, const std::string& to) {
  std::string text(good);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(VaultConfiguration, ReadsPathsFromItsOwnFolder) {
  const auto configuration = read(std::string(good));
  EXPECT_EQ(configuration.database, "sqlite:/srv/palmkey/vault.db");
  EXPECT_EQ(configuration.key_file, "/srv/palmkey/vault.key");
  EXPECT_EQ(configuration.listen, "unix:/srv/palmkey/vault.sock");
  EXPECT_EQ(configuration.pin.tries, 5);
  ASSERT_TRUE(configuration.find_profile("person"));
  EXPECT_EQ(configuration.find_profile("person")->identity, IdentityStyle::salted_hash);
  EXPECT_FALSE(configuration.find_profile("other"));
}

TEST(VaultConfiguration, LeavesOtherDatabasesAndAbsolutePathsAlone) {
  EXPECT_EQ(read(with("sqlite:vault.db", "postgresql:dbname=vault")).database, "postgresql:dbname=vault");
  EXPECT_EQ(read(with("unix:vault.sock", "unix:/run/vault.sock")).listen, "unix:/run/vault.sock");
}

TEST(VaultConfiguration, ListensOnSocketsAndMutualTlsOnly) {
  for (const std::string address : {"0.0.0.0:9000", "http://localhost", "unix:", "", "dns:vault"}) {
    EXPECT_THROW(read(with("unix:vault.sock", address)), platform::ConfigError) << address;
  }
  EXPECT_THROW(read(with("unix:vault.sock", "tls:localhost:9000")), platform::ConfigError);  // no certificate
  const auto tls =
      read(with("address = \"unix:vault.sock\"",
                "address = \"tls:localhost:9000\"\ncertificate = \"c\"\nprivate_key = \"k\"\nca = \"a\""));
  EXPECT_EQ(tls.tls_ca, "/srv/palmkey/a");
}

TEST(VaultConfiguration, RefusesWhatItDoesNotKnow) {
  EXPECT_THROW(read(with("salted-hash", "hash")), platform::ConfigError);
  EXPECT_THROW(read(with("root = ", "rooot = ")), platform::ConfigError);
  EXPECT_THROW(read(with("file = \"vault.key\"", "")), platform::ConfigError);
  EXPECT_THROW(read(with("file = \"vault.key\"", "passphrase_salt = \"00\"")), platform::ConfigError);
  EXPECT_THROW(read(with("https://palmkey.example", "https://palmkey.example/")), platform::ConfigError);
  EXPECT_THROW(read(with("https://palmkey.example", "palmkey.example")), platform::ConfigError);
  EXPECT_THROW(read(std::string(good) + "[[profile]]\nname = \"person\"\n"), platform::ConfigError);
  EXPECT_THROW(read(std::string(good) + "policy = \"1.2.x\"\n"), platform::ConfigError);
}

TEST(VaultConfiguration, CountsHoursMinutesAndDaysInSeconds) {
  const auto configuration = read(with(
      "root = ", "crl_hours = 2\nocsp_minutes = 3\napproval_days = 4\nadministrators_needed = 1\nroot = "));
  EXPECT_EQ(configuration.crl_seconds, 7200);
  EXPECT_EQ(configuration.ocsp_seconds, 180);
  EXPECT_EQ(configuration.approval_seconds, 345'600);
  EXPECT_EQ(configuration.administrators_needed, 1);
  const auto usual = read(std::string(good));
  EXPECT_EQ(usual.crl_seconds, 86'400);
  EXPECT_EQ(usual.ocsp_seconds, 3600);
  EXPECT_EQ(usual.administrators_needed, 2);
  for (const std::string wrong : {"administrators_needed = 0", "administrators_needed = 3", "crl_hours = 721",
                                  "ocsp_minutes = 1441", "approval_days = 366"}) {
    EXPECT_THROW(read(with("root = ", wrong + "\nroot = ")), platform::ConfigError) << wrong;
  }
}

TEST(VaultConfiguration, TakesAPassphraseInsteadOfAFile) {
  const auto configuration =
      read(with("file = \"vault.key\"", "passphrase_salt = \"000102030405060708090a0b0c0d0e0f\""));
  bool asked = false;
  const auto ask = [&] {
    asked = true;
    return core::Secret::copy_of(core::as_bytes("a long passphrase"));
  };
  open_key_wrap(configuration, ask);
  EXPECT_TRUE(asked);
}

}  // namespace
}  // namespace palmkey::vault
