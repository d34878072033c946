#include "front/payment/payments.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "front/orders/moves.hpp"
#include "front/orders/store.hpp"
#include "front/payment/routes.hpp"
#include "front/payment/store.hpp"
#include "front/subscribers/store.hpp"
#include "platform/http_client.hpp"
#include "platform/http_server.hpp"
#include "platform/random.hpp"
#include "tests/front/fake_vault.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/database.hpp"

namespace palmkey::front::payment {
namespace {

using nlohmann::json;
using platform::Failure;

// The real time, moved on by what a test adds.
class MovedClock : public platform::Clock {
 public:
  std::int64_t now_ms() const override { return system.now_ms() + moved_ms; }
  std::atomic<std::int64_t> moved_ms = 0;
  platform::SystemClock system;
};

// Payments, their callbacks over real HTTP, and the simulator of WeChat Pay.
class PaymentsTest : public test::OnBothDatabases {
 protected:
  void SetUp() override {
    const std::string path = folder.path().string();
    test::ChildProcess init({"node", "web/simulators/dist/main.js", "--init", path + "/simulators"});
    ASSERT_EQ(init.wait(), 0);
    simulator.emplace(std::vector<std::string>{"node", "web/simulators/dist/main.js", "--config",
                                               path + "/simulators/simulators.json"});
    port = std::to_string(json::parse(simulator->read_line()).at("wechat").get<int>());
    const auto file = platform::read_file(folder.path() / "simulators/front.toml", 65536);
    std::string toml(core::as_text(file));
    toml.insert(toml.find("[payment.wechat]\n") + 17, "base_url = \"http://127.0.0.1:" + port + "\"\n");
    wechat.emplace(load_wechat_settings(platform::Config::parse(toml, "front.toml").table("payment.wechat")),
                   clock.system, random);

    platform::KeyWrap::create_key_file(folder.path() / "key", random);
    personal.emplace(folder.path() / "key", random);
    platform::migrate_jobs(*database);
    platform::migrate(*database, "subscribers", subscribers::store::migrations());
    platform::migrate(*database, "orders", orders::store::migrations());
    platform::migrate(*database, "payment", store::migrations());
    jobs.emplace(*database, clock, random);
    context.emplace(
        Context{configuration, catalogue, *database, clock, random, *personal, vault, *jobs, limits});
    payments.emplace(*context, &*wechat);
    payments->add_job_handlers(*jobs);

    platform::Router router;
    add_routes(router, *context, *payments);
    server.emplace(platform::HttpServerConfig{.threads = 4}, std::move(router));
    server->start();
    configuration.base_url = "http://127.0.0.1:" + std::to_string(server->port());
    subscriber = add_subscriber("13800000001");
    add_order();
  }

  subscribers::Subscriber add_subscriber(const std::string& phone) {
    const std::string id = database->transaction([&](platform::Transaction& t) {
      return subscribers::store::subscriber_of_phone(t, "lookup" + phone, "id" + phone, "sealed",
                                                     clock.now());
    });
    return {id, phone};
  }
  void add_order() {
    orders::Order order;
    order.number = number;
    order.subscriber_id = subscriber.id;
    order.service_id = "any";
    order.state = orders::State::awaiting_payment;
    order.fee = 5000;
    order.application.months = 12;
    order.application.applicant.phone = subscriber.phone;
    database->transaction([&](platform::Transaction& t) {
      orders::store::insert(t, *personal, order, {"key-00000001", "lookup"});
    });
  }
  orders::Order order() {
    return database->transaction(
        [&](platform::Transaction& t) { return orders::locked_order(t, *context, number); });
  }
  std::vector<Payment> tries() {
    return database->transaction([&](platform::Transaction& t) { return store::of_order(t, number); });
  }
  Payment begin(Method method = Method::native) {
    return payments->begin(subscriber, number, method, "203.0.113.7");
  }
  json tell(const std::string& path, const json& body, const std::string& verb = "POST") {
    platform::HttpClientRequest request;
    request.method = verb;
    request.url = "http://127.0.0.1:" + port + path;
    if (verb == "POST") {
      const std::string text = body.dump();
      request.body.assign(text.begin(), text.end());
      request.headers.set("Content-Type", "application/json");
    }
    const auto response = platform::http_request(request);
    EXPECT_LT(response.status, 300) << core::as_text(response.body);
    return json::parse(core::as_text(response.body), nullptr, false);
  }
  void pay(const Payment& payment) { tell("/simulator/pay", {{"out_trade_no", payment.out_trade_no}}); }
  // Waits for what another process does.
  static bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 200; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    return false;
  }
  template <class Work>
  static std::string code_of(Work&& work) {
    try {
      work();
    } catch (const Failure& failure) {
      return failure.code();
    }
    return "none";
  }

  const std::string number = "00202603010000042";
  platform::TemporaryFolder folder;
  MovedClock clock;
  platform::SystemRandom random;
  test::FakeVault vault;
  RateLimits limits{clock};
  Configuration configuration{{}, {}, {}, {}, {}, {},
                              {}, {}, {}, {}, {}, platform::Config::parse("", "front.toml")};
  catalogue::Catalogue catalogue = catalogue::Catalogue::load("demo/catalogue");
  std::optional<test::ChildProcess> simulator;
  std::string port;
  std::optional<WechatClient> wechat;
  std::optional<PersonalData> personal;
  std::optional<platform::JobRunner> jobs;
  std::optional<Context> context;
  std::optional<Payments> payments;
  std::optional<platform::HttpServer> server;
  subscribers::Subscriber subscriber;
};

TEST_P(PaymentsTest, TakesAnOrderOnWhenTheCallbackComes) {
  const Payment payment = begin();
  EXPECT_EQ(payment.amount_fen, 5000);
  EXPECT_EQ(payment.url.rfind("weixin://", 0), 0U);
  pay(payment);
  ASSERT_TRUE(soon([&] { return order().paid; }));
  EXPECT_EQ(order().state, orders::State::awaiting_acceptance);
  EXPECT_EQ(tries().at(0).state, PaymentState::paid);
  EXPECT_FALSE(tries().at(0).transaction_id.empty());
}

TEST_P(PaymentsTest, AnswersARepeatedBeginningWithTheSameCode) {
  const Payment first = begin();
  EXPECT_EQ(begin().url, first.url);
  EXPECT_EQ(tries().size(), 1U);
  pay(first);
  ASSERT_TRUE(soon([&] { return order().paid; }));
  EXPECT_EQ(begin().state, PaymentState::paid);
}

TEST_P(PaymentsTest, GivesTheSameCodeAfterALostAnswer) {
  tell("/simulator/faults", {{"dropAnswers", 1}});
  EXPECT_EQ(code_of([&] { begin(); }), "wechat_unreachable");
  EXPECT_EQ(begin().url.rfind("weixin://", 0), 0U);
  EXPECT_EQ(tries().size(), 1U);
}

TEST_P(PaymentsTest, CountsARepeatedCallbackOnce) {
  tell("/simulator/faults", {{"callbackTwice", true}});
  const Payment payment = begin();
  pay(payment);
  ASSERT_TRUE(soon([&] { return order().paid; }));
  tell("/simulator/callback", {{"out_trade_no", payment.out_trade_no}});
  EXPECT_EQ(order().state, orders::State::awaiting_acceptance);
  const auto timeline = database->transaction(
      [&](platform::Transaction& t) { return orders::store::timeline(t, *personal, number); });
  EXPECT_EQ(
      std::count_if(timeline.begin(), timeline.end(), [](const auto& entry) { return entry.event == "pay"; }),
      1);
}

TEST_P(PaymentsTest, RefusesACallbackWithAWrongSignature) {
  tell("/simulator/faults", {{"callbackWrongSignature", true}});
  pay(begin());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_FALSE(order().paid);
  EXPECT_EQ(tries().at(0).state, PaymentState::waiting);
}

TEST_P(PaymentsTest, RefusesACallbackWithAnotherAmount) {
  tell("/simulator/faults", {{"callbackTotal", 1}});
  pay(begin());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_FALSE(order().paid);
}

TEST_P(PaymentsTest, AsksWhenNoCallbackComes) {
  tell("/simulator/faults", {{"callbackNever", true}});
  pay(begin());
  clock.moved_ms = 25 * 1000;
  while (jobs->run_due_once()) {
  }
  EXPECT_TRUE(order().paid);
}

TEST_P(PaymentsTest, ClosesWhatNobodyPaidInTime) {
  const Payment first = begin();
  clock.moved_ms = (native_lifetime + 60) * 1000;
  while (jobs->run_due_once()) {
  }
  EXPECT_EQ(tries().at(0).state, PaymentState::closed);
  EXPECT_EQ(wechat->query(first.out_trade_no)->state, TradeState::closed);
  EXPECT_FALSE(order().paid);
  EXPECT_EQ(begin().out_trade_no, number + "-02");
}

TEST_P(PaymentsTest, PaysBackWhatWasPaidTwice) {
  const Payment native = begin(Method::native);
  const Payment h5 = begin(Method::h5);
  EXPECT_NE(native.out_trade_no, h5.out_trade_no);
  pay(native);
  ASSERT_TRUE(soon([&] { return order().paid; }));
  pay(h5);
  ASSERT_TRUE(soon([&] {
    while (jobs->run_due_once()) {
    }
    return tries().at(1).state == PaymentState::refunded;
  }));
  EXPECT_EQ(tries().at(0).state, PaymentState::paid);
  EXPECT_EQ(order().state, orders::State::awaiting_acceptance);
}

TEST_P(PaymentsTest, IsForTheOrdersSubscriberAndItsStateOnly) {
  const auto stranger = add_subscriber("13800000002");
  EXPECT_EQ(code_of([&] { payments->begin(stranger, number, Method::native, "203.0.113.7"); }),
            "order_unknown");
  database->transaction([&](platform::Transaction& t) {
    auto cancelled = orders::locked_order(t, *context, number);
    orders::move(t, *context, cancelled, orders::Event::cancel, orders::State::cancelled,
                 orders::by_subscriber);
  });
  EXPECT_EQ(code_of([&] { begin(); }), "wrong_state");
}

TEST_P(PaymentsTest, GivesMoneyBackOnAnAdministratorsWord) {
  const std::string paid = begin().out_trade_no;
  EXPECT_EQ(code_of([&] { payments->refund(paid, "申请人放弃", "manager"); }), "payment_not_paid");
  EXPECT_EQ(code_of([&] { payments->refund("none", "申请人放弃", "manager"); }), "payment_unknown");
  pay(tries().at(0));
  ASSERT_TRUE(soon([&] { return order().paid; }));
  std::string too_long;
  for (int i = 0; i < 81; ++i) too_long += "长";
  for (const auto& reason : {std::string(), too_long, std::string("\xFF")})
    EXPECT_EQ(code_of([&] { payments->refund(paid, reason, "manager"); }), "refund_reason_invalid");
  EXPECT_EQ(payments->refund(paid, "申请人放弃", "manager").state, PaymentState::refunding);
  EXPECT_EQ(order().state, orders::State::cancelled);
  EXPECT_FALSE(order().paid);
  while (jobs->run_due_once()) {
  }
  EXPECT_EQ(tries().at(0).state, PaymentState::refunded);
  EXPECT_EQ(tries().at(0).refund_reason, "申请人放弃");
  EXPECT_EQ(tries().at(0).refunded_by, "manager");
  // Again: nothing happens, also with another reason.
  EXPECT_EQ(payments->refund(paid, "另一原因", "second").refund_reason, "申请人放弃");
  tell("/simulator/callback", {{"out_trade_no", paid}});
  EXPECT_EQ(order().state, orders::State::cancelled);
}

TEST_P(PaymentsTest, KeepsTheMoneyOfGoodCertificates) {
  const std::string paid = begin().out_trade_no;
  pay(tries().at(0));
  ASSERT_TRUE(soon([&] { return order().paid; }));
  const auto set_state = [&](const char* state) {
    database->transaction([&](platform::Transaction& t) { t.execute("UPDATE orders SET state = ?", state); });
  };
  set_state("issuing");
  EXPECT_EQ(code_of([&] { payments->refund(paid, "放弃", "manager"); }), "wrong_state");
  database->transaction([&](platform::Transaction& t) {
    orders::store::add_certificate(t, number, {"signing", "0a", {1}}, clock.now());
  });
  set_state("installed");
  EXPECT_EQ(code_of([&] { payments->refund(paid, "放弃", "manager"); }), "refund_needs_revocation");
  vault.reachable = false;
  EXPECT_EQ(code_of([&] { payments->refund(paid, "放弃", "manager"); }), "vault_unreachable");
  vault.reachable = true;
  EXPECT_EQ(tries().at(0).state, PaymentState::paid);
  vault.revoked["0a"] = {};
  EXPECT_EQ(payments->refund(paid, "放弃", "manager").state, PaymentState::refunding);
  EXPECT_EQ(order().state, orders::State::installed);
}

PALMKEY_ON_BOTH_DATABASES(PaymentsTest);

}  // namespace
}  // namespace palmkey::front::payment
