// The program palmkey-vault as a process, with phones that speak the real protocol to it.
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "api/vault.grpc.pb.h"
#include "core/certificate.hpp"
#include "core/device/driver.hpp"
#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "pki/p256.hpp"
#include "platform/files.hpp"
#include "platform/rpc.hpp"
#include "tests/core/device/memory_host.hpp"
#include "tests/support/child_process.hpp"
#include "tests/vault/example_approval.hpp"
#include "tests/vault/vault_fixture.hpp"
#include "vault/authority/authority.hpp"
#include "vault/open_vault.hpp"

namespace palmkey::vault {
namespace {

namespace device = core::device;

constexpr std::string_view pin = "927451";

std::string program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "palmkey-vault";
}
std::string string_of(core::ByteView bytes) {
  return std::string(core::as_text(bytes));
}
core::Bytes bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}
core::Secret no_passphrase() {
  throw std::logic_error("nobody should ask");
}

class DeviceKey final : public device::DeviceKeyHolder {
 public:
  core::splitkey::DeviceKey public_key() const override { return key_.public_key(); }
  core::Result<core::DeviceSignature> sign(core::ByteView data) override { return key_.sign(data); }

 private:
  pki::P256Key key_ = *pki::P256Key::generate();
};

class RealTime final : public device::DeviceClock {
 public:
  std::int64_t now() const override { return clock_.now(); }

 private:
  platform::SystemClock clock_;
};

// A phone that reaches the vault as the front would let it.
class Phone {
 public:
  explicit Phone(api::Vault::Stub& stub) {
    transport_.handler = [&stub](core::ByteView sealed) -> core::Result<core::Bytes> {
      api::ExchangeRequest request;
      request.set_sealed_request_der(string_of(sealed));
      try {
        return bytes_of(platform::rpc_call(&api::Vault::Stub::Exchange, stub, request).sealed_response_der());
      } catch (const platform::Failure& failure) {
        return core::Error::transport_failed;
      }
    };
    const auto described = platform::rpc_call(&api::Vault::Stub::Describe, stub, api::DescribeRequest());
    const auto signed_descriptor = bytes_of(described.signed_descriptor_der());
    const auto fingerprint = core::decode_signed_descriptor(signed_descriptor)->fingerprint();
    done(device_.configure(signed_descriptor, fingerprint));
  }

  // Makes a key; with an operator's code, for that operator.
  void generate(const std::string& activation = "") {
    const auto made = done(device_.generate(pin, {.label = "test", .activation = activation, .dates = {}}));
    key_ = std::get<device::GeneratedKey>(made).key_id;
  }
  api::SignedIntent sign(const std::string& text) {
    api::SignedIntent out;
    out.set_intent(text);
    out.set_signature_der(string_of(
        std::get<core::Bytes>(done(device_.sign(key_, pin, core::IntentKind::text, bytes_of(text))))));
    return out;
  }
  std::string request() {
    const auto subject = core::Name::of({{core::attribute_type::common_name, "pending"}});
    return string_of(std::get<core::Bytes>(done(device_.request_certificate(key_, pin, *subject))));
  }
  void install() { done(device_.install(key_, pin)); }
  const device::Key& key() const {
    for (const auto& key : device_.state().keys) {
      if (key.id == key_) return key;
    }
    throw std::logic_error("no key");
  }

 private:
  static device::Outcome done(device::Finished finished) {
    if (const auto* failed = std::get_if<device::Failed>(&finished)) throw platform::Failure(failed->error);
    return std::get<device::Outcome>(std::move(finished));
  }

  core::testing::MemoryStorage storage_;
  core::testing::FunctionTransport transport_;
  DeviceKey device_key_;
  core::testing::HmacSecret secret_;
  RealTime clock_;
  platform::SystemRandom random_;
  device::Device device_ =
      *device::Device::open({storage_, transport_, device_key_, secret_, clock_, random_});
  core::splitkey::Identifier key_{};
};

class PalmkeyVault : public testing::Test {
 protected:
  PalmkeyVault() {
    write_configuration("unix:vault.sock");
    configuration = load_configuration(folder.path() / "vault.toml");
  }
  void write_configuration(const std::string& address) {
    const std::string toml = R"(
[database]
connection = "sqlite:vault.db"
[key_encryption]
file = "vault.key"
[listen]
address = ")" + address + R"("
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
    platform::write_file(folder.path() / "vault.toml", core::as_bytes(toml));
  }
  std::unique_ptr<test::ChildProcess> start() {
    auto process = std::make_unique<test::ChildProcess>(
        std::vector<std::string>{program(), "--config", folder.path() / "vault.toml"});
    EXPECT_EQ(process->read_line(), "ready " + configuration.listen);
    // The channel finds the next process by itself; phones hold on to it.
    if (!channel) {
      channel = platform::rpc_channel({.address = configuration.listen});
      stub = api::Vault::NewStub(channel);
    }
    const auto answers = [&] {
      return test::failure_of(
                 [&] { platform::rpc_call(&api::Vault::Stub::GetChain, *stub, api::GetChainRequest()); })
          .empty();
    };
    for (int tries = 0; tries < 300 && !answers(); ++tries) {
      channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
    }
    return process;
  }
  std::string now() const { return core::text_intent_time(platform::SystemClock().now()); }
  std::string approval(const std::string& operator_id, const std::string& step,
                       const core::sm2::Point& key) const {
    auto fields = test::example_approval("1", key.encode());
    fields.insert(fields.end(), {{"operator", operator_id}, {"step", step}, {"time", now()}});
    return platform::value_or_throw(core::TextIntent::make("approve", std::move(fields))).text();
  }

  platform::TemporaryFolder folder;
  Configuration configuration;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<api::Vault::Stub> stub;
};

TEST_F(PalmkeyVault, IssuesToAPhoneAndSignsItIn) {
  initialise(configuration, no_passphrase);
  Activation acceptance_code, review_code;
  {
    OpenVault vault(configuration, no_passphrase);
    acceptance_code = vault.operators().add("示范受理员", Role::acceptance);
    review_code = vault.operators().add("示范复核员", Role::review);
    RelyingParty party;
    party.client_id = "portal";
    party.name = "示范省政府采购";
    party.origin = "https://portal.example";
    party.redirect_uris = {"https://portal.example/callback"};
    vault.relying_parties().add(party, "secret");
  }
  auto process = start();
  Phone acceptance(*stub), review(*stub), applicant(*stub);
  acceptance.generate(acceptance_code.code);
  review.generate(review_code.code);
  EXPECT_EQ(acceptance.key().holder, acceptance_code.operator_id + " 示范受理员");
  applicant.generate();

  api::IssueRequest issue;
  issue.set_order_number("1");
  issue.set_request_der(applicant.request());
  const auto& key = applicant.key().public_key;
  *issue.mutable_acceptance() = acceptance.sign(approval(acceptance_code.operator_id, "acceptance", key));
  *issue.mutable_review() = review.sign(approval(review_code.operator_id, "review", key));
  const auto pair = platform::rpc_call(&api::Vault::Stub::Issue, *stub, issue);

  // Killed, started again, asked again: the same certificates.
  process->kill();
  process = start();
  const auto again = platform::rpc_call(&api::Vault::Stub::Issue, *stub, issue);
  EXPECT_EQ(again.signing_certificate_der(), pair.signing_certificate_der());
  EXPECT_EQ(again.encryption_certificate_der(), pair.encryption_certificate_der());

  applicant.install();
  EXPECT_EQ(string_of(applicant.key().signing_certificate), pair.signing_certificate_der());
  ASSERT_EQ(applicant.key().encryption_keys.size(), 1u);
  EXPECT_EQ(string_of(applicant.key().encryption_keys[0].certificate), pair.encryption_certificate_der());

  api::SignInRequest sign_in;
  *sign_in.mutable_intent() = applicant.sign(
      platform::value_or_throw(core::TextIntent::make("login", {{"relying-party", "portal"},
                                                                {"name", "示范省政府采购"},
                                                                {"origin", "https://portal.example"},
                                                                {"session", "s"},
                                                                {"nonce", "n"},
                                                                {"place", "示范市"},
                                                                {"code", "42"},
                                                                {"time", now()}}))
          .text());
  const auto serial = core::decode_certificate(applicant.key().signing_certificate)->serial;
  sign_in.set_certificate_serial(core::to_hex(serial));
  sign_in.set_issuer("https://palmkey.example");
  sign_in.set_algorithm("ES256");
  EXPECT_FALSE(platform::rpc_call(&api::Vault::Stub::SignIn, *stub, sign_in).id_token().empty());

  // One operator's phone cannot be taken over by redeeming the code again: its key has signed.
  Phone thief(*stub);
  EXPECT_EQ(test::failure_of([&] { thief.generate(review_code.code); }), "activation_refused");

  OpenVault vault(configuration, no_passphrase);
  EXPECT_FALSE(verify_audit(vault.database()).first_bad);
  EXPECT_GT(verify_audit(vault.database()).count, 5);
}

TEST_F(PalmkeyVault, EndsOnSigtermAndRemovesItsSocket) {
  initialise(configuration, no_passphrase);
  auto process = start();
  struct stat status {};
  ASSERT_EQ(::stat((folder.path() / "vault.sock").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  process.reset();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "vault.sock"));
}

TEST_F(PalmkeyVault, DoesNotStartWithoutAnAuthorityOrAKey) {
  test::ChildProcess without_key({program(), "--config", folder.path() / "vault.toml"});
  EXPECT_EQ(without_key.wait(), 1);
  platform::SystemRandom random;
  platform::KeyWrap::create_key_file(configuration.key_file, random);
  test::ChildProcess without_authority({program(), "--config", folder.path() / "vault.toml"});
  EXPECT_EQ(without_authority.wait(), 1);
}

TEST_F(PalmkeyVault, RefusesOtherAddresses) {
  initialise(configuration, no_passphrase);
  for (const std::string address : {"0.0.0.0:9000", "dns:localhost:9000", "tls:localhost:9000"}) {
    write_configuration(address);
    test::ChildProcess process({program(), "--config", folder.path() / "vault.toml"});
    EXPECT_EQ(process.wait(), 1) << address;
  }
}

TEST_F(PalmkeyVault, ExplainsItself) {
  test::ChildProcess help({program(), "--help"});
  EXPECT_FALSE(help.read_line().empty());
  EXPECT_EQ(help.wait(), 0);
  test::ChildProcess nothing({program()});
  EXPECT_NE(nothing.wait(), 0);
}

}  // namespace
}  // namespace palmkey::vault
