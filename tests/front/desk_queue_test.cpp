#include <gtest/gtest.h>

#include "core/text_intent.hpp"
#include "front/desk/queue.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string first_phone = "13800000000";
const std::string second_phone = "13800000001";
constexpr std::int64_t day_ms = 24L * 3600 * 1000;

class DeskQueue : public testing::TestWithParam<test::Backend> {
 protected:
  DeskQueue() : f(GetParam()) {
    first_token = f.sign_in(first_phone);
    f.accept_agreements(first_token);
    first = f.paid_order(first_token, first_phone);
    f.clock.advance_ms(60'000);
    second_token = f.sign_in(second_phone);
    f.accept_agreements(second_token);
    f.key = test::PhoneKey();
    second = f.paid_order(second_token, second_phone);
    acceptor = f.desk("acceptor");
    reviewer = f.desk("reviewer");
  }
  json list(const std::string& query, const std::string& token) {
    const auto answer = f.call("GET", "/api/v1/desk/orders?" + query, {}, token);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json;
  }
  std::vector<std::string> numbers(const std::string& query, const std::string& token) {
    std::vector<std::string> found;
    const json answer = list(query, token);
    for (const auto& order : answer.at("orders")) found.push_back(order.at("number").get<std::string>());
    return found;
  }
  json detail(const std::string& number, const std::string& token) {
    const auto answer = f.call("GET", "/api/v1/desk/orders/" + number, {}, token);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json;
  }
  json counts(const std::string& token) { return f.call("GET", "/api/v1/desk/counts", {}, token).json; }

  FrontFixture f;
  std::string first_token, second_token, first, second, acceptor, reviewer;
};

TEST_P(DeskQueue, ListsNewestFirstOrLongestWaitingFirst) {
  EXPECT_EQ(numbers("", acceptor), (std::vector{second, first}));
  EXPECT_EQ(numbers("sort=newest", acceptor), (std::vector{second, first}));
  EXPECT_EQ(numbers("sort=waiting", acceptor), (std::vector{first, second}));
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders?sort=oldest", {}, acceptor).field(), "sort");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders?queue=other", {}, acceptor).field(), "queue");
}

TEST_P(DeskQueue, FindsNumbersByTheirBeginning) {
  ASSERT_EQ(first.substr(0, 16), second.substr(0, 16));
  for (const std::size_t length : {2u, 10u, 16u})
    EXPECT_EQ(numbers("number=" + first.substr(0, length), acceptor), (std::vector{second, first})) << length;
  EXPECT_EQ(numbers("number=" + first, acceptor), std::vector{first});
  for (const std::string& other : {first + "0", std::string("01"), std::string("0020269"), first.substr(1),
                                   std::string("x"), std::string("%25"), std::string("_")})
    EXPECT_EQ(numbers("number=" + other, acceptor), std::vector<std::string>{}) << other;
}

TEST_P(DeskQueue, GoesOnWhereAPageEnded) {
  const auto officer = desk::Officer{"acceptor", "", OperatorRole::acceptance};
  for (const bool waiting : {false, true}) {
    orders::store::Search search;
    search.limit = 1;
    search.longest_waiting = waiting;
    const auto page = desk::queue(f.front->context(), officer, search, desk::Extent::mine, "");
    ASSERT_EQ(page.orders.size(), 1u);
    EXPECT_EQ(page.orders[0].number, waiting ? first : second);
    const auto rest = desk::queue(f.front->context(), officer, search, desk::Extent::mine, page.next);
    ASSERT_EQ(rest.orders.size(), 1u);
    EXPECT_EQ(rest.orders[0].number, waiting ? second : first);
    EXPECT_EQ(rest.next, "");
  }
  EXPECT_TRUE(list("", acceptor).at("next").is_null());
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders?before=1", {}, acceptor).field(), "before");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders?sort=waiting&before=" + first, {}, acceptor).field(),
            "before");
}

TEST_P(DeskQueue, TellsWaitingTimeAgainstTwoWorkingDays) {
  const auto order = list("sort=waiting", acceptor).at("orders").at(0);
  const auto since = order.at("waiting_since").get<std::int64_t>();
  EXPECT_EQ(order.at("due"),
            calendar::due_after(
                f.front->context().catalogue.get("expert-mobile-key").acceptance_point.office_days, since));
  EXPECT_EQ(order.at("overdue"), false);
  EXPECT_EQ(order.at("submission"), 1);
  EXPECT_EQ(counts(acceptor).at("overdue"), 0);
  f.clock.advance_ms((order.at("due").get<std::int64_t>() - f.clock.now()) * 1000);
  acceptor = f.desk("acceptor");
  reviewer = f.desk("reviewer");
  EXPECT_EQ(counts(acceptor).at("overdue"), 0);
  f.clock.advance_ms(1000);
  EXPECT_EQ(list("sort=waiting", acceptor).at("orders").at(0).at("overdue"), true);
  EXPECT_EQ(counts(acceptor).at("overdue"), 2);
  EXPECT_EQ(counts(reviewer).at("overdue"), 0);
}

TEST_P(DeskQueue, HasNoTermWhileItWaitsForPaper) {
  EXPECT_EQ(f.decide(acceptor, first, f.approval(acceptor, "acceptor", "acceptance", first)).status, 200);
  const auto order = list("state=awaiting_paper", acceptor).at("orders").at(0);
  EXPECT_TRUE(order.at("due").is_null());
  EXPECT_EQ(order.at("overdue"), false);
  f.clock.advance_ms(3600 * 1000);
  EXPECT_EQ(f.call("POST", "/api/v1/desk/orders/" + first + "/receive-paper", {}, acceptor).status, 200);
  // The two days of the review begin when the paper has come.
  EXPECT_EQ(list("", reviewer).at("orders").at(0).at("waiting_since"), f.clock.now());
}

TEST_P(DeskQueue, CountsWhatWaitsAndWhatWasDecidedToday) {
  EXPECT_EQ(counts(acceptor), (json{{"awaiting_acceptance", 2},
                                    {"awaiting_paper", 0},
                                    {"awaiting_review", 0},
                                    {"overdue", 0},
                                    {"decided_today", 0}}));
  EXPECT_EQ(f.decide(acceptor, first, f.approval(acceptor, "acceptor", "acceptance", first)).status, 200);
  EXPECT_EQ(counts(acceptor).at("awaiting_paper"), 1);
  EXPECT_EQ(counts(acceptor).at("decided_today"), 1);
  EXPECT_EQ(counts(reviewer).at("decided_today"), 0);
  f.clock.advance_ms(day_ms);
  acceptor = f.desk("acceptor");
  EXPECT_EQ(counts(acceptor).at("decided_today"), 0);
}

TEST_P(DeskQueue, FindsAScannedForm) {
  EXPECT_EQ(numbers("barcode=" + first, acceptor), std::vector{first});
  EXPECT_EQ(numbers("barcode=%20" + first.substr(0, 6) + "%20" + first.substr(6) + "%0D%0A", acceptor),
            std::vector{first});
  EXPECT_EQ(numbers("barcode=00202603010000042", acceptor), std::vector<std::string>());
  for (const char* wrong : {"", "12", "0020260301000004X"})
    EXPECT_EQ(f.call("GET", std::string("/api/v1/desk/orders?barcode=") + wrong, {}, acceptor).code(),
              "barcode_unknown");
}

TEST_P(DeskQueue, ShowsAllThatWasHandedInOnlyWhereAsked) {
  EXPECT_EQ(numbers("", reviewer), std::vector<std::string>());
  EXPECT_EQ(numbers("queue=all", reviewer), (std::vector{second, first}));
  EXPECT_EQ(numbers("queue=all&state=cancelled", reviewer), std::vector<std::string>());
  const auto item = list("queue=all", reviewer).at("orders").at(0);
  EXPECT_EQ(item.at("applicant_name").get<std::string>().find("示范"), std::string::npos);
  const auto unsent = f.apply(second_token, second_phone);
  EXPECT_EQ(numbers("queue=all&number=" + unsent, reviewer), std::vector<std::string>());
}

TEST_P(DeskQueue, KnowsDuplicatesByTheDocument) {
  EXPECT_EQ(list("", acceptor).at("orders").at(0).at("duplicates"), 1);
  const auto others = detail(first, acceptor).at("duplicates");
  ASSERT_EQ(others.size(), 1u);
  EXPECT_EQ(others[0].at("number"), second);
  EXPECT_EQ(others[0].at("state"), "awaiting_acceptance");
  EXPECT_EQ(others[0].at("label"), "待受理");
  // The number itself lies nowhere in the database.
  const auto rows = f.database->read([](platform::Transaction& transaction) {
    return transaction.query("SELECT document_lookup FROM orders WHERE document_lookup LIKE ?", "%110105%");
  });
  EXPECT_TRUE(rows.empty());
}

TEST_P(DeskQueue, DoesNotTakeAnotherDocumentOrACancelledOrderForADuplicate) {
  auto other = f.application(second_phone);
  other["applicant"]["document_kind"] = "passport";
  other["applicant"]["document_number"] = "E12345678";
  other["applicant"]["sex"] = "male";
  ASSERT_EQ(
      f.call_json("POST", "/api/v1/orders", other, second_token, {{"Idempotency-Key", "another-1"}}).status,
      201);
  const auto unpaid = f.apply(second_token, second_phone);
  EXPECT_EQ(detail(first, acceptor).at("duplicates").size(), 2u);
  ASSERT_EQ(f.call("POST", "/api/v1/orders/" + unpaid + "/cancel", {}, second_token).status, 200);
  EXPECT_EQ(detail(first, acceptor).at("duplicates").size(), 1u);
  EXPECT_EQ(list("number=" + first, acceptor).at("orders").at(0).at("duplicates"), 1);
}

TEST_P(DeskQueue, ShowsWhatChangedSinceTheLastSubmission) {
  EXPECT_EQ(detail(first, acceptor).at("changes"), json::array());
  ASSERT_EQ(f.decide(acceptor, first,
                     f.rejection(acceptor, "acceptor", "acceptance", first,
                                 "handler.address,attachments.identity_front", "地址与证件不符"))
                .status,
            200);
  const std::string path = "/api/v1/orders/" + first;
  auto application = f.call("GET", path, {}, first_token).json.at("application");
  application["handler"]["address"] = "示范省示范市样例路2号";
  ASSERT_EQ(f.call_json("PUT", path + "/application", application, first_token).status, 200);
  const auto picture = FrontFixture::picture();
  ASSERT_EQ(f.call("PUT", path + "/attachments/identity_back", "", first_token).code(), "field_not_open");
  ASSERT_EQ(f.call("POST", path + "/submit", {}, first_token).status, 200);
  const auto shown = detail(first, acceptor);
  EXPECT_EQ(shown.at("submission"), 2);
  EXPECT_EQ(shown.at("changes"), json::array({{{"field", "handler.address"},
                                               {"label", "经办人地址"},
                                               {"before", "示范省示范市样例路1号"},
                                               {"after", "示范省示范市样例路2号"}}}));
  // What was handed in lies sealed.
  const auto version = f.database->read([](platform::Transaction& transaction) {
    return transaction.query("SELECT application FROM order_versions ORDER BY order_number, submission");
  });
  ASSERT_EQ(version.size(), 3u);
  EXPECT_EQ(version[0].text(0).find("示范"), std::string::npos);
}

TEST_P(DeskQueue, KeepsEveryDecisionsIntentInTheHistory) {
  const auto rejection = f.rejection(acceptor, "acceptor", "acceptance", first, "paper", "未签名");
  ASSERT_EQ(f.decide(acceptor, first, rejection).status, 200);
  ASSERT_EQ(f.call("POST", "/api/v1/orders/" + first + "/submit", {}, first_token).status, 200);
  const auto history = detail(first, acceptor).at("history");
  int decisions = 0;
  for (const auto& entry : history) {
    if (entry.at("decision").is_null()) continue;
    ++decisions;
    EXPECT_EQ(entry.at("event"), "reject");
    EXPECT_EQ(entry.at("actor"), "acceptor");
    EXPECT_EQ(entry.at("detail"), "未签名");
    EXPECT_EQ(entry.at("decision").at("intent"), rejection.at("intent"));
    EXPECT_EQ(entry.at("decision").at("signature"), rejection.at("signature"));
    EXPECT_EQ(entry.at("decision").at("submission"), 1);
  }
  EXPECT_EQ(decisions, 1);
  // The applicant is told what happened, not by whom.
  const json order = f.call("GET", "/api/v1/orders/" + first, {}, first_token).json;
  for (const auto& entry : order.at("timeline")) EXPECT_FALSE(entry.contains("actor"));
}

TEST_P(DeskQueue, IsNotForAdministrators) {
  const auto manager = f.desk("manager");
  for (const auto* path : {"/api/v1/desk/orders", "/api/v1/desk/counts"})
    EXPECT_EQ(f.call("GET", path, {}, manager).code(), "desk_role_refused");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders/" + first, {}, manager).code(), "desk_role_refused");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/orders/" + first + "/attachments/identity_front", {}, manager).code(),
            "desk_role_refused");
  EXPECT_EQ(f.call("POST", "/api/v1/desk/orders/" + first + "/receive-paper", {}, manager).code(),
            "desk_role_refused");
  EXPECT_EQ(f.call_json("POST", "/api/v1/desk/orders/" + first + "/decisions",
                        {{"intent", ""}, {"signature", ""}}, manager)
                .code(),
            "desk_role_refused");
  EXPECT_EQ(f.call("GET", "/api/v1/desk/counts").code(), "not_signed_in");
}

INSTANTIATE_TEST_SUITE_P(, DeskQueue, testing::Values(test::Backend::sqlite, test::Backend::postgresql),
                         test::backend_name);

}  // namespace
}  // namespace palmkey::front
