#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "front/payment/wechat_client.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/http_client.hpp"
#include "platform/random.hpp"
#include "tests/support/child_process.hpp"

namespace palmkey::front::payment {
namespace {

using nlohmann::json;
using platform::Failure;

template <class Work>
std::string code_of(Work&& work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "none";
}

core::Secret text_secret(std::string_view text) {
  return core::Secret::copy_of(core::as_bytes(text));
}

// A resource as WeChat Pay seals it, made by an independent implementation.
constexpr const char* kSealed =
    "Eu6k3KOMCfFZPsMoOqloD2wBiy6brE06bs5X+PBm7J0U+JDMHmTCk3pKoJA+"
    "o7ftr3eQltQrAqSqjS4pyfLmKu7Jq4KotCMfNWkzWQtExkmI"
    "lIUHyfxTYL4/L7tFnUAXhb3DismYej6Q/"
    "1ivSoBQnzuKzG4bYkFKzxSnYppgb36jeVJoVosXxKtAvSiwRIyhwrEF0Oi0L3egkoei3oZuH9rF"
    "H9VT/K6SuRg3bFbX+1rMLGUmqOX33FOX0L/JbZaj32YZDeB1M9khicydHBHHmLxAS6iCu/wGG6gji5SEs3H3dgwbcC9ANQKvPQfmq/"
    "nXZhVR"
    "OLbBEYC/WO1TFgtKsVMWHIaYS2ryOQ==";

TEST(WechatResource, IsDeciphered) {
  const json content = json::parse(
      open_resource(text_secret("0123456789abcdef0123456789abcdef"), "abcdefghijkl", "transaction", kSealed));
  EXPECT_EQ(content.at("out_trade_no"), "ORDER0001");
  EXPECT_EQ(content.at("amount").at("total"), 1);
}

TEST(WechatResource, IsRefusedIfAnythingDiffers) {
  const auto open = [](std::string_view key, std::string_view nonce, std::string_view associated,
                       std::string text) {
    return code_of([&] { open_resource(text_secret(key), nonce, associated, text); });
  };
  const std::string key = "0123456789abcdef0123456789abcdef";
  std::string changed = kSealed;
  changed[10] = changed[10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(open(key, "abcdefghijkl", "transaction", changed), "callback_undecipherable");
  EXPECT_EQ(open(key, "abcdefghijkl", "certificate", kSealed), "callback_undecipherable");
  EXPECT_EQ(open(key, "abcdefghijkm", "transaction", kSealed), "callback_undecipherable");
  EXPECT_EQ(open(key, "abc", "transaction", kSealed), "callback_undecipherable");
  EXPECT_EQ(open("1123456789abcdef0123456789abcdef", "abcdefghijkl", "transaction", kSealed),
            "callback_undecipherable");
  EXPECT_EQ(open(key, "abcdefghijkl", "transaction", "AAAA"), "callback_undecipherable");
}

// The client against the simulator, which is another program in another language.
class WechatClientTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = new platform::TemporaryFolder();
    const std::string path = folder->path().string();
    test::ChildProcess init({"node", "web/simulators/dist/main.js", "--init", path});
    ASSERT_EQ(init.wait(), 0) << "build the web programs first: scripts/build";
    simulator = new test::ChildProcess(
        {"node", "web/simulators/dist/main.js", "--config", path + "/simulators.json"});
    port = std::to_string(json::parse(simulator->read_line()).at("wechat").get<int>());
  }
  static void TearDownTestSuite() {
    delete simulator;
    delete folder;
  }

  WechatSettings settings() {
    const auto file = platform::read_file(folder->path() / "front.toml", 65536);
    std::string toml(core::as_text(file));
    toml.insert(toml.find("[payment.wechat]\n") + 17, "base_url = \"http://127.0.0.1:" + port + "\"\n");
    return load_wechat_settings(platform::Config::parse(toml, "front.toml").table("payment.wechat"));
  }
  PaymentOrder order(const std::string& number) {
    return {number, "证书服务费用", 5000, clock.now() + 7200, "https://localhost:1/callback"};
  }
  static void tell_simulator(const std::string& path, const json& body) {
    platform::HttpClientRequest request;
    request.method = "POST";
    request.url = "http://127.0.0.1:" + port + path;
    const std::string text = body.dump();
    request.body.assign(text.begin(), text.end());
    request.headers.set("Content-Type", "application/json");
    EXPECT_LT(platform::http_request(request).status, 300);
  }

  static inline platform::TemporaryFolder* folder = nullptr;
  static inline test::ChildProcess* simulator = nullptr;
  static inline std::string port;
  platform::SystemClock clock;
  platform::SystemRandom random;
};

TEST_F(WechatClientTest, OrdersQueriesAndIsPaid) {
  WechatClient client(settings(), clock, random);
  EXPECT_EQ(client.query("ORDER-A").has_value(), false);
  EXPECT_EQ(client.create_native(order("ORDER-A")).rfind("weixin://wxpay/bizpayurl", 0), 0U);
  EXPECT_EQ(client.query("ORDER-A")->state, TradeState::not_paid);
  tell_simulator("/simulator/pay", {{"out_trade_no", "ORDER-A"}});
  const auto paid = client.query("ORDER-A");
  ASSERT_TRUE(paid);
  EXPECT_EQ(paid->state, TradeState::success);
  EXPECT_EQ(paid->total_fen, 5000);
  EXPECT_EQ(paid->merchant_id, client.settings().merchant_id);
  EXPECT_EQ(paid->currency, "CNY");
}

TEST_F(WechatClientTest, OrdersForAPhonesBrowser) {
  WechatClient client(settings(), clock, random);
  EXPECT_EQ(client.create_h5(order("ORDER-B"), "203.0.113.7").rfind("http", 0), 0U);
}

TEST_F(WechatClientTest, ClosesAnOrderThatThenCannotBePaid) {
  WechatClient client(settings(), clock, random);
  client.create_native(order("ORDER-C"));
  client.close("ORDER-C");
  EXPECT_EQ(client.query("ORDER-C")->state, TradeState::closed);
}

TEST_F(WechatClientTest, RefundsOnceHoweverOftenAsked) {
  WechatClient client(settings(), clock, random);
  client.create_native(order("ORDER-D"));
  tell_simulator("/simulator/pay", {{"out_trade_no", "ORDER-D"}});
  EXPECT_FALSE(client.query_refund("REFUND-D"));
  client.refund("ORDER-D", "REFUND-D", 5000, 5000, "业务取消");
  client.refund("ORDER-D", "REFUND-D", 5000, 5000, "业务取消");
  EXPECT_TRUE(client.query_refund("REFUND-D"));
  EXPECT_EQ(code_of([&] { client.refund("ORDER-D", "REFUND-D2", 1, 5000, "再退"); }), "wechat_refused");
}

TEST_F(WechatClientTest, RefusesAnswersOfAKeyThatItDoesNotKnow) {
  WechatSettings other = settings();
  std::map<std::string, RsaKey> renamed;
  for (const auto& [serial, key] : other.platform_keys) renamed.emplace(serial + "0", key);
  other.platform_keys = std::move(renamed);
  WechatClient client(std::move(other), clock, random);
  EXPECT_EQ(code_of([&] { client.query("ORDER-A"); }), "wechat_signature_invalid");
}

TEST_F(WechatClientTest, IsRefusedWithAnotherMerchantsSerial) {
  WechatSettings other = settings();
  other.merchant_serial[0] = other.merchant_serial[0] == '0' ? '1' : '0';
  WechatClient client(std::move(other), clock, random);
  EXPECT_EQ(code_of([&] { client.create_native(order("ORDER-E")); }), "wechat_refused");
}

TEST_F(WechatClientTest, SaysThatTheOutcomeIsUnknownWhenTheAnswerIsLost) {
  WechatClient client(settings(), clock, random);
  tell_simulator("/simulator/faults", {{"dropAnswers", 1}});
  EXPECT_EQ(code_of([&] { client.create_native(order("ORDER-F")); }), "wechat_unreachable");
  EXPECT_EQ(client.create_native(order("ORDER-F")).rfind("weixin://", 0), 0U);
}

}  // namespace
}  // namespace palmkey::front::payment
