#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "front/invoices/face.hpp"
#include "front/invoices/platform_client.hpp"
#include "front/invoices/routes.hpp"
#include "front/invoices/rules.hpp"
#include "front/invoices/settings.hpp"
#include "front/invoices/store.hpp"
#include "front/notices/aliyun_sms.hpp"
#include "front/notices/delivery.hpp"
#include "front/orders/rules.hpp"
#include "front/subscribers/store.hpp"
#include "front/tokens.hpp"
#include "platform/problem.hpp"
#include "platform/router.hpp"
#include "tests/documents/tools_fixture.hpp"
#include "tests/front/notices_fixture.hpp"
#include "tests/front/simulators_fixture.hpp"

namespace palmkey::front::invoices {
namespace {

using platform::HttpResponse;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* order_number = "00202601010000001";
constexpr const char* seller =
    "seller_name = \"示范认证中心\"\nseller_tax_number = \"91110000100000008J\"\ndrawer = \"李示范\"\n"
    "tax_rate = 600\n";

Settings settings_from(const std::string& toml) {
  return load_settings(platform::Config::parse(toml, "front.toml"));
}

class Invoices : public test::NoticesFixture {
 protected:
  Invoices() {
    register_messages();
    handle_jobs(invoicing);
    notices::deliver_sms(*context, sms);
    add_routes(router, *context);
  }
  // What mark_installed leaves.
  void complete(const std::string& number = order_number) {
    database->transaction([&](platform::Transaction& t) {
      platform::enqueue(t, orders::completed_job, nlohmann::json{{"order", number}}.dump(), clock.now_ms(),
                        number);
    });
  }
  std::optional<Invoice> stored(const std::string& number = order_number) {
    return database->read([&](platform::Transaction& t) { return store::find(t, *personal, number); });
  }
  // A token of the subscriber, or of a new one.
  std::string token_of(const std::string& subscriber) {
    const std::string token = random_token(random);
    database->transaction([&](platform::Transaction& t) {
      subscribers::store::add_session(t, token_digest(token), {token, clock.now() + 60, subscriber},
                                      clock.now());
    });
    return token;
  }
  HttpResponse get(const std::string& path, const std::string& token) {
    platform::HttpRequest request;
    request.method = "GET";
    request.path = path;
    if (!token.empty()) request.headers.set("Authorization", "Bearer " + token);
    const auto match = router.match(request.method, request.path);
    if (match.route == nullptr) throw std::logic_error("no such route: " + path);
    request.path_parameters = match.path_parameters;
    try {
      return match.route->handler(request);
    } catch (...) {
      return platform::problem_response(std::current_exception(), platform::Language::english);
    }
  }
  static std::string code_of(const HttpResponse& response) {
    return nlohmann::json::parse(response.body).at("code").get<std::string>();
  }

  Invoicing invoicing{*context, settings_from(seller), provider, mail};
  platform::Router router;
};

TEST_P(Invoices, OfACompletedOrderReachTheHandlerByMailAndTextMessage) {
  add_order(order_number);
  complete();
  run_all();
  EXPECT_THAT(dead_codes(), IsEmpty());
  ASSERT_EQ(provider.requests.size(), 1U);
  EXPECT_EQ(provider.requests[0].buyer_name, "李示范");
  EXPECT_EQ(provider.requests[0].total_fen, 5000);
  EXPECT_EQ(provider.requests[0].idempotency_key, order_number);
  ASSERT_EQ(mail.sent.size(), 1U);
  EXPECT_EQ(mail.sent[0].address, handler_address);
  EXPECT_THAT(mail.sent[0].text, HasSubstr("价税合计：50.00元"));
  ASSERT_EQ(mail.sent[0].attachments.size(), 2U);
  ASSERT_EQ(sms.sent.size(), 1U);
  EXPECT_EQ(sms.sent[0].template_name, "completed");
  EXPECT_EQ(sms.sent[0].phone, handler_phone);
  const auto invoice = stored();
  ASSERT_TRUE(invoice);
  EXPECT_EQ(invoice->number, provider.issued.begin()->second.number);
  EXPECT_EQ(invoice->net_fen, 4717);
  EXPECT_EQ(invoice->tax_fen, 283);
}

TEST_P(Invoices, AreMadeOfWhatIsStoredAndAlwaysTheSameBytes) {
  add_order(order_number);
  complete();
  run_all();
  const auto invoice = stored();
  ASSERT_TRUE(invoice);
  EXPECT_EQ(pdf_of(*invoice), pdf_of(*stored()));
  EXPECT_EQ(mail.sent.at(0).attachments.at(0).content, pdf_of(*invoice));
  const std::string xml = xml_of(*invoice);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_buffer(xml.data(), xml.size()));
  EXPECT_EQ(document.select_node("//EIid").node().text().get(), *invoice->number);
  EXPECT_STREQ(document.select_node("//BuyerName").node().text().get(), "李示范");
  EXPECT_STREQ(document.select_node("//ItemName").node().text().get(), "*信息技术服务*数字证书服务");
  EXPECT_STREQ(document.select_node("//TotalTax-includedAmount").node().text().get(), "50.00");
}

TEST_P(Invoices, AreIssuedOnceHoweverOftenTheOrderCompletes) {
  add_order(order_number);
  complete();
  issue(invoicing, order_number);
  issue(invoicing, order_number);
  run_all();
  issue(invoicing, order_number);
  run_all();
  EXPECT_EQ(provider.issued.size(), 1U);
  EXPECT_EQ(mail.sent.size(), 1U);
  EXPECT_EQ(sms.sent.size(), 1U);
}

TEST_P(Invoices, KeepTheirNumberWhenTheProvidersAnswerIsLost) {
  add_order(order_number);
  complete();
  provider.loses_answers = true;
  run_one();
  EXPECT_FALSE(stored()->number);
  provider.loses_answers = false;
  // Even if the configuration changed in between, the provider is asked for the same invoice.
  invoicing.settings = settings_from(std::string(seller) + "item_name = \"*信息技术服务*其他\"\n");
  run_to_the_end();
  ASSERT_EQ(provider.requests.size(), 2U);
  EXPECT_EQ(provider.requests[0].item_name, provider.requests[1].item_name);
  EXPECT_EQ(provider.issued.size(), 1U);
  EXPECT_EQ(stored()->number, provider.issued.begin()->second.number);
  EXPECT_EQ(mail.sent.size(), 1U);
}

TEST_P(Invoices, AreSentAgainUnderTheSameIdentifierWhenTheMailServersAnswerIsLost) {
  add_order(order_number);
  complete();
  mail.loses_answers = true;
  run_all();
  mail.loses_answers = false;
  run_to_the_end();
  ASSERT_EQ(mail.sent.size(), 2U);
  EXPECT_EQ(mail.sent[0].identifier, mail.sent[1].identifier);
  EXPECT_EQ(mail.sent[0].attachments[0].content, mail.sent[1].attachments[0].content);
  EXPECT_EQ(provider.issued.size(), 1U);
}

TEST_P(Invoices, AreNotIssuedWithoutPaymentFeeOrCompletion) {
  add_order(order_number, false);
  add_order("00202601010000002", true, 0);
  add_order("00202601010000003", true, 5000, orders::State::awaiting_installation);
  complete();
  complete("00202601010000002");
  complete("00202601010000003");
  complete("00202601010000004");
  run_all();
  EXPECT_THAT(provider.requests, IsEmpty());
  EXPECT_THAT(mail.sent, IsEmpty());
  EXPECT_THAT(dead_codes(), testing::UnorderedElementsAre("wrong_state", "order_unknown"));
}

TEST_P(Invoices, RefuseANumberThatAnotherInvoiceHas) {
  add_order(order_number);
  add_order("00202601010000002");
  provider.same_number = "26001000000000000001";
  complete();
  run_all();
  complete("00202601010000002");
  run_all();
  EXPECT_THAT(dead_codes(), ElementsAre("invoice_number_reused"));
  EXPECT_FALSE(stored("00202601010000002")->number);
  EXPECT_EQ(mail.sent.size(), 1U);
}

TEST_P(Invoices, KeepTheBuyerOutOfTheDatabase) {
  add_order(order_number);
  complete();
  run_one();
  const std::string all = all_stored();
  EXPECT_THAT(all, HasSubstr("示范认证中心"));
  EXPECT_THAT(all, HasSubstr("completed/"));
  for (const char* personal_text : {"李示范\",\"phone", handler_phone, handler_address})
    EXPECT_THAT(all, Not(HasSubstr(personal_text)));
}

TEST_P(Invoices, AreForTheOrdersSubscriberOnly) {
  add_order(order_number);
  const std::string path = std::string("/api/v1/orders/") + order_number + "/invoice";
  const std::string token = token_of(subscriber_id);
  EXPECT_EQ(get(path + ".pdf", token).status, 404);
  EXPECT_EQ(code_of(get(path + ".xml", token)), "invoice_not_issued");
  complete();
  run_all();
  const auto pdf = get(path + ".pdf", token);
  EXPECT_EQ(pdf.status, 200);
  EXPECT_EQ(pdf.headers.get("Content-Type"), "application/pdf");
  EXPECT_THAT(pdf.headers.get("Content-Disposition").value(), HasSubstr(*stored()->number + ".pdf"));
  EXPECT_EQ(pdf.body, pdf_of(*stored()));
  EXPECT_EQ(core::as_text(get(path + ".xml", token).body), xml_of(*stored()));

  EXPECT_EQ(code_of(get(path + ".pdf", "")), "not_signed_in");
  const std::string other = database->transaction([&](platform::Transaction& t) {
    return subscribers::store::subscriber_of_phone(
        t, "another", "subscriber-2", personal->seal("13900000003", "subscriber/phone"), clock.now());
  });
  EXPECT_EQ(code_of(get(path + ".pdf", token_of(other))), "order_unknown");
  EXPECT_EQ(code_of(get(path + ".xml", token_of(other))), "order_unknown");
}

// The whole way with the simulators' processes instead of the fakes.
TEST_P(Invoices, ArriveThroughTheRealProviders) {
  const test::Simulators simulators;
  const platform::SystemClock system_clock;
  const auto configuration_of_providers = simulators.configuration();
  PlatformClient real_provider(load_platform_settings(configuration_of_providers.table("invoice.platform")),
                               system_clock);
  notices::SmtpMailSender real_mail(notices::load_mail_settings(configuration_of_providers.table("mail")),
                                    system_clock, random);
  notices::AliyunSmsSender real_sms(
      notices::load_aliyun_settings(configuration_of_providers.table("sms.aliyun")), system_clock, random);
  platform::JobRunner jobs(*database, clock, random);
  const Context real_context{configuration, catalogue, *database, clock, random,
                             *personal,     vault,     jobs,      limits};
  const Invoicing real{real_context, load_settings(configuration_of_providers.table("invoice")),
                       real_provider, real_mail};
  handle_jobs(real);
  notices::deliver_sms(real_context, real_sms);
  add_order(order_number);
  complete();
  while (jobs.run_due_once()) {
  }
  issue(real, order_number);

  EXPECT_THAT(dead_codes(), IsEmpty());
  EXPECT_EQ(simulators.invoices(), 1U);
  EXPECT_EQ(simulators.sms(handler_phone).at(0).at("text"),
            "您的业务00202601010000001已办结，电子发票已发送至您的邮箱，也可在APP中下载。");
  const auto mails = simulators.mails(handler_address);
  ASSERT_EQ(mails.size(), 1U);
  const std::string number = *stored()->number;
  EXPECT_EQ(mails[0].at("attachments").at(0).at("name"), "电子发票_" + number + ".pdf");
  const documents::test::Folder files;
  const auto file = files.write("invoice.pdf", simulators.attachment(mails[0].at("id"), 0));
  const auto read = documents::test::run({"pdftotext", "-layout", file, "-"});
  EXPECT_EQ(read.exit_code, 0);
  EXPECT_THAT(read.output, testing::AllOf(HasSubstr(number), HasSubstr("50.00"), HasSubstr("李示范")));
  const auto xml = simulators.attachment(mails[0].at("id"), 1);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_buffer(xml.data(), xml.size()));
  EXPECT_EQ(document.select_node("//EIid").node().text().get(), number);
}

PALMKEY_ON_BOTH_DATABASES(Invoices);

TEST(InvoiceSettings, AreRefusedIfNoInvoiceCouldBeMadeOfThem) {
  const auto error = [](std::string toml, const std::string& from, const std::string& to) -> std::string {
    const auto at = toml.find(from);
    try {
      settings_from(toml.replace(at, from.size(), to));
    } catch (const platform::ConfigError& e) {
      return e.what();
    }
    return "none";
  };
  EXPECT_EQ(error(seller, "600", "300"), "none");
  EXPECT_THAT(error(seller, "600", "10001"), HasSubstr("tax_rate"));
  EXPECT_THAT(error(seller, "91110000100000008J", ""), HasSubstr("seller_name"));
  EXPECT_THAT(error(seller, "drawer", "drawr"), HasSubstr("drawr"));
}

}  // namespace
}  // namespace palmkey::front::invoices
