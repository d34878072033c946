// What administrators look after: lists, notices, invoices, figures, and changes in the vault.
#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string phone = "13800000000";

class Administration : public testing::TestWithParam<test::Backend> {
 protected:
  Administration() : f(GetParam()) { manager = f.desk("manager"); }
  test::Answer get(const std::string& path) { return f.call("GET", "/api/v1/admin/" + path, {}, manager); }
  test::Answer post(const std::string& path, const std::string& body = {}) {
    return f.call("POST", "/api/v1/admin/" + path, body, manager);
  }
  std::string installed_order() {
    const auto token = f.sign_in(phone);
    f.accept_agreements(token);
    const auto number = f.paid_order(token, phone);
    const auto acceptor = f.desk("acceptor"), reviewer = f.desk("reviewer");
    EXPECT_EQ(f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, acceptor).status, 200);
    EXPECT_EQ(f.decide(acceptor, number, f.approval(acceptor, "acceptor", "acceptance", number)).status, 200);
    EXPECT_EQ(f.decide(reviewer, number, f.approval(reviewer, "reviewer", "review", number)).status, 200);
    f.issue_certificates_for(number);
    f.run_jobs();
    EXPECT_EQ(f.call("POST", "/api/v1/orders/" + number + "/installed", {}, token).status, 200);
    return number;
  }

  FrontFixture f;
  std::string manager;
};

const std::string list = "preregistration/expert-mobile-key";

TEST_P(Administration, ImportsAListAndTellsWrongRows) {
  const std::string csv =
      "phone,name,document_number\n13800000000,张示范,11010519491231002X\n138,李示范,\n13800000002,1,\n"
      "13800000000,张示范,\nx\n";
  const json errors = json::array({{{"row", 3}, {"field", "phone"}, {"code", "phone_invalid"}},
                                   {{"row", 4}, {"field", "name"}, {"code", "name_invalid"}},
                                   {{"row", 5}, {"field", "phone"}, {"code", "row_repeated"}},
                                   {{"row", 6}, {"field", ""}, {"code", "row_malformed"}}});
  for (const bool dry : {true, false}) {
    auto report = post(list + (dry ? "?dry_run=true" : ""), csv).json;
    EXPECT_EQ(report.at("rows"), 5);
    EXPECT_EQ(report.at("added"), 1);
    EXPECT_EQ(report.at("replaced"), 0);
    EXPECT_EQ(report.at("dry_run"), dry);
    for (auto& error : report.at("errors")) {
      EXPECT_NE(error.at("detail"), "");
      error.erase("detail");
    }
    EXPECT_EQ(report.at("errors"), errors);
    EXPECT_EQ(get(list).json.at("items").size(), dry ? 0u : 1u);
  }
  EXPECT_EQ(post(list, csv).json.at("replaced"), 1);
  EXPECT_EQ(post(list, "name\n").json.at("errors").at(0).at("code"), "header_malformed");
  EXPECT_EQ(post("preregistration/none", csv).code(), "service_unknown");
}

TEST_P(Administration, ShowsTheListMaskedAndTakesPeopleOffIt) {
  post(list, "phone,name\n13800000000,张示范\n13800000001,李示范\n");
  const auto entries = get(list).json.at("items");
  ASSERT_EQ(entries.size(), 2u);
  for (const auto& entry : entries) EXPECT_EQ(entry.at("phone").get<std::string>().substr(3, 4), "****");
  const auto found = get(list + "?search=13800000001").json.at("items");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at("name").get<std::string>().substr(0, 3), "李");
  EXPECT_EQ(get(list + "?search=%E5%BC%A0%E7%A4%BA%E8%8C%83").json.at("items").size(), 1u);
  EXPECT_EQ(get(list + "?search=1380000").json.at("items").size(), 0u);
  const std::string path = "/api/v1/admin/" + list + "/" + found[0].at("id").get<std::string>();
  EXPECT_EQ(f.call("DELETE", path, {}, manager).status, 204);
  EXPECT_EQ(f.call("DELETE", path, {}, manager).code(), "preregistration_unknown");
  EXPECT_EQ(get(list).json.at("items").size(), 1u);
  EXPECT_EQ(get(list + "?before=x").code(), "malformed");
}

TEST_P(Administration, GoesThroughALongList) {
  std::string csv = "phone,name\n";
  for (int i = 0; i < 70; ++i) csv += "138000001" + std::to_string(10 + i) + ",张示范\n";
  EXPECT_EQ(post(list, csv).json.at("added"), 70);
  const auto page = get(list).json;
  EXPECT_EQ(page.at("items").size(), 50u);
  const auto rest = get(list + "?before=" + page.at("next").get<std::string>()).json;
  EXPECT_EQ(rest.at("items").size(), 20u);
  EXPECT_TRUE(rest.at("next").is_null());
}

TEST_P(Administration, ShowsNoticesWithoutWhatTheySay) {
  f.sign_in(phone);
  const auto notices = get("notices").json;
  ASSERT_EQ(notices.at("items").size(), 1u);
  const auto& notice = notices.at("items")[0];
  EXPECT_EQ(notice.at("channel"), "sms");
  EXPECT_EQ(notice.at("template"), "phone_code");
  EXPECT_EQ(notice.at("to"), "138****0000");
  EXPECT_EQ(notice.at("state"), "waiting");
  EXPECT_FALSE(notice.contains("parameters"));
  EXPECT_EQ(get("notices?state=dead").json.at("items").size(), 0u);
  EXPECT_EQ(get("notices?state=lost").code(), "state_unknown");
  EXPECT_EQ(get("notices?before=-1").code(), "malformed");
}

TEST_P(Administration, TriesDeadLettersAgain) {
  f.database->transaction([&](platform::Transaction& transaction) {
    platform::enqueue(transaction, "notice.sms", "{}", f.clock.now_ms());
    transaction.execute("UPDATE jobs SET state = 'dead', last_error = 'sms_refused', attempts = 12");
  });
  const auto dead = get("dead-letters").json.at("items");
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].at("error").at("code"), "sms_refused");
  EXPECT_EQ(dead[0].at("attempts"), 12);
  EXPECT_EQ(get("notices").json.at("items").at(0).at("to"), "");
  const std::string path = "dead-letters/" + std::to_string(dead[0].at("id").get<int>()) + "/retry";
  EXPECT_EQ(post(path).status, 204);
  EXPECT_EQ(post(path).code(), "dead_letter_unknown");
  EXPECT_EQ(post("dead-letters/x/retry").code(), "malformed");
  EXPECT_EQ(get("dead-letters").json.at("items").size(), 0u);
}

TEST_P(Administration, CountsWhatHappenedOnADay) {
  installed_order();
  const auto today = get("figures").json;
  EXPECT_EQ(today.at("total"), (json{{"applications", 1},
                                     {"issued", 1},
                                     {"rejected", 0},
                                     {"installed", 1},
                                     {"sign_ins", 0},
                                     {"revenue", 5000},
                                     {"refunds", 0}}));
  EXPECT_EQ(today.at("hours").size(), 24u);
  std::int64_t applications = 0;
  for (const auto& hour : today.at("hours")) applications += hour.at("applications").get<std::int64_t>();
  EXPECT_EQ(applications, 1);
  EXPECT_EQ(today.at("days").size(), 30u);
  EXPECT_EQ(today.at("days").back().at("day"), today.at("day"));
  EXPECT_EQ(today.at("days").back().at("revenue"), 5000);
  for (const auto& state : today.at("orders_by_state"))
    EXPECT_EQ(state.at("count"), state.at("state") == "installed" ? 1 : 0);

  f.clock.advance_ms(24LL * 3600 * 1000);
  manager = f.desk("manager");
  const auto tomorrow = get("figures").json;
  EXPECT_EQ(tomorrow.at("total").at("applications"), 0);
  EXPECT_EQ(tomorrow.at("days").at(28).at("applications"), 1);
  EXPECT_EQ(get("figures?day=" + today.at("day").get<std::string>()).json.at("total"), today.at("total"));
  EXPECT_EQ(get("figures?day=2026-02-30").code(), "malformed");
}

TEST_P(Administration, ShowsTheAuditLogPageByPage) {
  for (int i = 60; i > 0; --i)
    f.vault.audit_log.push_back({i, 1'780'000'000 + i, "certificate.issued", R"({"order":"1"})"});
  const auto page = get("audit").json;
  EXPECT_EQ(page.at("items").size(), 50u);
  EXPECT_EQ(page.at("items")[0].at("number"), 60);
  EXPECT_EQ(page.at("items")[0].at("details").at("order"), "1");
  const auto rest = get("audit?before=" + page.at("next").get<std::string>()).json;
  EXPECT_EQ(rest.at("items").size(), 10u);
  EXPECT_TRUE(rest.at("next").is_null());
  EXPECT_EQ(get("audit?before=last").code(), "malformed");
  EXPECT_EQ(post("audit/verify").json,
            (json{{"count", 60}, {"good", true}, {"first_bad", nullptr}, {"head", "68"}}));
  f.vault.reachable = false;
  EXPECT_EQ(get("audit").code(), "vault_unreachable");
}

INSTANTIATE_TEST_SUITE_P(, Administration, testing::Values(test::Backend::sqlite, test::Backend::postgresql),
                         test::backend_name);

}  // namespace
}  // namespace palmkey::front
