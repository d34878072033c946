#include "platform/key_wrap.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/random.hpp"

namespace palmkey::platform {
namespace {

class KeyWrapFile : public testing::Test {
 protected:
  void SetUp() override { KeyWrap::create_key_file(path, random); }
  std::string code_of_opening() {
    try {
      KeyWrap::from_file(path);
      return "opened";
    } catch (const Failure& failure) {
      return failure.code();
    }
  }
  SystemRandom random;
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "kek";
};

TEST_F(KeyWrapFile, UnwrapsWhatItWrapped) {
  const KeyWrap wrap = KeyWrap::from_file(path);
  const std::string wrapped = wrap.wrap(core::as_bytes("secret"), "kmc/1", random);
  EXPECT_EQ(wrapped.find("secret"), std::string::npos);
  const auto secret = KeyWrap::from_file(path).unwrap(wrapped, "kmc/1");
  ASSERT_TRUE(secret);
  EXPECT_EQ(core::as_text(secret->view()), "secret");
}

TEST_F(KeyWrapFile, WrapsTheSameSecretDifferentlyEachTime) {
  const KeyWrap wrap = KeyWrap::from_file(path);
  EXPECT_NE(wrap.wrap(core::as_bytes("x"), "a", random), wrap.wrap(core::as_bytes("x"), "a", random));
}

TEST_F(KeyWrapFile, RefusesAnotherContext) {
  const KeyWrap wrap = KeyWrap::from_file(path);
  const std::string wrapped = wrap.wrap(core::as_bytes("secret"), "kmc/1", random);
  const auto opened = wrap.unwrap(wrapped, "kmc/2");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), core::Error::decryption_failed);
}

TEST_F(KeyWrapFile, RefusesAChangeOfAnyByte) {
  const KeyWrap wrap = KeyWrap::from_file(path);
  const std::string wrapped = wrap.wrap(core::as_bytes("secret"), "kmc/1", random);
  const core::Bytes bytes = *core::from_base64url(wrapped);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    core::Bytes changed = bytes;
    changed[i] ^= 1;
    EXPECT_FALSE(wrap.unwrap(core::to_base64url(changed), "kmc/1")) << i;
  }
  EXPECT_FALSE(wrap.unwrap("", "kmc/1"));
  EXPECT_FALSE(wrap.unwrap(wrapped.substr(0, wrapped.size() - 4), "kmc/1"));
}

TEST_F(KeyWrapFile, RefusesAnotherKey) {
  const std::string wrapped = KeyWrap::from_file(path).wrap(core::as_bytes("secret"), "kmc/1", random);
  const auto other = folder.path() / "other";
  KeyWrap::create_key_file(other, random);
  EXPECT_FALSE(KeyWrap::from_file(other).unwrap(wrapped, "kmc/1"));
}

TEST_F(KeyWrapFile, IsNotOpenedIfOthersMayReadOrWriteIt) {
  using std::filesystem::perms;
  EXPECT_EQ(code_of_opening(), "opened");
  for (const perms open : {perms::group_read, perms::others_read, perms::group_write, perms::others_write}) {
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write | open);
    EXPECT_EQ(code_of_opening(), "key_file_too_open");
  }
}

TEST_F(KeyWrapFile, IsNotOpenedThroughALinkOrWithAnotherSize) {
  const auto target = folder.path() / "target";
  std::filesystem::rename(path, target);
  std::filesystem::create_symlink(target, path);
  EXPECT_EQ(code_of_opening(), "key_file_unusable");
  std::filesystem::remove(path);
  EXPECT_EQ(code_of_opening(), "key_file_unusable");
  write_file(path, core::Bytes(31));
  EXPECT_EQ(code_of_opening(), "key_file_unusable");
  write_file(path, core::Bytes(33));
  EXPECT_EQ(code_of_opening(), "key_file_unusable");
}

TEST_F(KeyWrapFile, IsNeverReplaced) {
  const core::Bytes before = read_file(path, 100);
  EXPECT_THROW(KeyWrap::create_key_file(path, random), std::system_error);
  EXPECT_EQ(read_file(path, 100), before);
}

TEST(KeyWrapPassphrase, OpensWithTheSamePassphraseAndSaltOnly) {
  SystemRandom random;
  const core::Bytes salt(16, 1);
  const core::Bytes other_salt(16, 2);
  const auto wrap = [&](std::string_view passphrase, const core::Bytes& used_salt) {
    return KeyWrap::from_passphrase(core::as_bytes(passphrase), used_salt, 100000);
  };
  const std::string wrapped = wrap("correct", salt).wrap(core::as_bytes("secret"), "a", random);
  EXPECT_TRUE(wrap("correct", salt).unwrap(wrapped, "a"));
  EXPECT_FALSE(wrap("wrong", salt).unwrap(wrapped, "a"));
  EXPECT_FALSE(wrap("correct", other_salt).unwrap(wrapped, "a"));
  EXPECT_THROW(KeyWrap::from_passphrase(core::as_bytes("p"), core::Bytes(15)), std::invalid_argument);
  EXPECT_THROW(KeyWrap::from_passphrase(core::as_bytes("p"), salt, 99999), std::invalid_argument);
  EXPECT_THROW(KeyWrap::from_passphrase({}, salt), std::invalid_argument);
}

}  // namespace
}  // namespace palmkey::platform
