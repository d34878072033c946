// Drafts of services, their publication, and orders that keep what they were made with.
#include <gtest/gtest.h>

#include "front/services/content.hpp"
#include "front/services/updates.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string id = "expert-mobile-key";
const std::string phone = "13800000000";

class ServiceVersions : public testing::TestWithParam<test::Backend> {
 protected:
  ServiceVersions() : f(GetParam()) { manager = f.desk("manager"); }
  test::Answer call(const std::string& method, const std::string& path, const json& body = {}) {
    return f.call(method, "/api/v1/admin/services" + path, body.is_null() ? "" : body.dump(), manager);
  }
  json content() { return call("GET", "/" + id).json.at("published"); }
  json save(const json& draft) { return call("PUT", "/" + id + "/draft", draft).json.at("problems"); }
  // Published, and its time has come.
  void publish(const json& draft) {
    EXPECT_EQ(save(draft), json::array());
    EXPECT_EQ(call("POST", "/" + id + "/publish").status, 200);
    f.clock.advance_ms(5000);
    call("GET", "");  // brings the catalogue up to date, as each process does every second
  }
  json service() { return f.call("GET", "/api/v1/services/" + id).json; }

  FrontFixture f;
  std::string manager;
};

TEST_P(ServiceVersions, ShowWhatTheFilesSay) {
  const auto listed = call("GET", "").json.at("items");
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].at("version"), 0);
  EXPECT_EQ(listed[0].at("has_draft"), false);
  const auto shown = call("GET", "/" + id).json;
  EXPECT_TRUE(shown.at("draft").is_null());
  EXPECT_EQ(shown.at("versions"), json::array());
  EXPECT_EQ(shown.at("published").at("acceptance_point").at("office_days").size(), 6u);
  EXPECT_EQ(call("GET", "/none").code(), "service_unknown");
  // What is shown can be handed in again.
  EXPECT_EQ(services::content_of(*services::check_content(content()).service), content());
}

TEST_P(ServiceVersions, ArePublishedAsVersionsAFewSecondsLater) {
  auto draft = content();
  draft["fee_per_year"] = 6000;
  EXPECT_EQ(save(draft), json::array());
  EXPECT_EQ(service().at("fee_per_year"), 5000);
  const auto preview = call("POST", "/" + id + "/preview").json;
  EXPECT_EQ(preview.at("changed"), json::array({"fee_per_year"}));
  EXPECT_EQ(preview.at("fees").at(0), (json{{"months", 12}, {"fee", 6000}}));
  EXPECT_EQ(preview.at("service").at("fee_per_year"), 6000);
  const auto published = call("POST", "/" + id + "/publish").json;
  EXPECT_EQ(published, (json{{"version", 1}, {"effective_at", f.clock.now() + 5}}));
  call("GET", "");
  EXPECT_EQ(service().at("fee_per_year"), 5000);
  f.clock.advance_ms(5000);
  EXPECT_EQ(call("GET", "").json.at("items").at(0).at("version"), 1);
  EXPECT_EQ(service().at("fee_per_year"), 6000);
  EXPECT_EQ(call("POST", "/" + id + "/publish").code(), "draft_missing");
  const auto versions = call("GET", "/" + id).json.at("versions");
  ASSERT_EQ(versions.size(), 1u);
  EXPECT_EQ(versions[0].at("published_by"), "manager");
}

TEST_P(ServiceVersions, LeaveOrdersAsTheyWereMade) {
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  const auto before = f.paid_order(token, phone);
  auto draft = content();
  draft["fee_per_year"] = 6000;
  draft["name"] = "示范新名称";
  draft["paper_required"] = false;
  publish(draft);
  const auto kept = f.call("GET", "/api/v1/orders/" + before, {}, token).json;
  EXPECT_EQ(kept.at("fee"), 5000);
  EXPECT_EQ(kept.at("paper_required"), true);
  const auto after = f.apply(token, phone);
  const auto made = f.call("GET", "/api/v1/orders/" + after, {}, token).json;
  EXPECT_EQ(made.at("fee"), 6000);
  EXPECT_EQ(made.at("paper_required"), false);
  EXPECT_EQ(made.at("service").at("name"), "示范新名称");
  const auto acceptor = f.desk("acceptor");
  EXPECT_EQ(
      f.decide(acceptor, before, f.approval(acceptor, "acceptor", "acceptance", before)).json.at("state"),
      "awaiting_paper");
}

TEST_P(ServiceVersions, AreTakenUpByAnotherProcess) {
  auto other = catalogue::Catalogue::load("demo/catalogue");
  services::Updates updates(other, *f.database, f.clock);
  const auto& held = other.get(id);
  auto draft = content();
  draft["fee_per_year"] = 7000;
  EXPECT_EQ(save(draft), json::array());
  EXPECT_EQ(call("POST", "/" + id + "/publish").status, 200);
  updates.refresh();
  EXPECT_EQ(other.version(id, 1).fee_per_year, 7000);  // known before it is used
  EXPECT_EQ(other.get(id).version, 0);
  f.clock.advance_ms(5000);
  updates.refresh();
  EXPECT_EQ(other.get(id).version, 1);
  EXPECT_EQ(held.fee_per_year, 5000);
  EXPECT_EQ(&other.version(id, 0), &held);
  EXPECT_THROW(other.version(id, 2), platform::Failure);
}

TEST_P(ServiceVersions, AreNotPublishedWithProblems) {
  EXPECT_EQ(call("POST", "/" + id + "/preview").code(), "draft_missing");
  const auto problem_of = [&](const std::string& pointer, const json& value) {
    auto draft = content();
    draft[json::json_pointer(pointer)] = value;
    const auto problems = save(draft);
    EXPECT_EQ(problems.size(), 1u) << pointer;
    EXPECT_EQ(call("POST", "/" + id + "/publish").code(), "draft_invalid") << pointer;
    EXPECT_TRUE(call("POST", "/" + id + "/preview").json.at("service").is_null()) << pointer;
    return problems.empty() ? "" : problems[0].at("field").get<std::string>();
  };
  EXPECT_EQ(problem_of("/fee_per_year", -1), "fee_per_year");
  EXPECT_EQ(problem_of("/terms", json::array({13})), "terms");
  EXPECT_EQ(problem_of("/name", ""), "name");
  EXPECT_EQ(problem_of("/acceptance_point/holidays", json::array({"2026-02-30"})),
            "acceptance_point.holidays");
  EXPECT_EQ(problem_of("/color", "red"), "color");
  EXPECT_EQ(problem_of("/agreement/0/text", "**另一文本**"), "agreement.subscriber.version");
  EXPECT_EQ(problem_of("/agreement/0", {{"id", "subscriber"}, {"file", "/etc/passwd"}}), "agreement.text");
  EXPECT_EQ(problem_of("/agreement/0/file_english", "/etc/passwd"), "agreement.text");
  EXPECT_EQ(call("GET", "").json.at("items").at(0).at("version"), 0);
}

TEST_P(ServiceVersions, TakeChangedAgreementsUnderAnotherVersion) {
  const auto token = f.sign_in(phone);
  f.accept_agreements(token);
  auto draft = content();
  draft["agreement"][0]["text"] = "**另一\"文本\"**\n第二行\\";
  draft["agreement"][0]["version"] = "1.1";
  publish(draft);
  const auto agreement = f.call("GET", "/api/v1/services/" + id + "/agreements").json.at("agreements").at(0);
  EXPECT_EQ(agreement.at("text"), "**另一\"文本\"**\n第二行\\");
  // The old acceptance does not count for the new text.
  EXPECT_EQ(
      f.call_json("POST", "/api/v1/orders", f.application(phone), token, {{"Idempotency-Key", "another-one"}})
          .json.at("errors")
          .at(0)
          .at("code"),
      "agreements_not_accepted");
}

TEST_P(ServiceVersions, CanBeNewAndDraftsDropped) {
  auto draft = content();
  draft["id"] = "second-service";
  EXPECT_EQ(call("PUT", "/" + id + "/draft", draft).field(), "id");
  EXPECT_EQ(call("PUT", "/second-service/draft", draft).json.at("problems"), json::array());
  EXPECT_EQ(call("GET", "").json.at("items").size(), 2u);
  EXPECT_EQ(call("DELETE", "/second-service/draft").status, 204);
  EXPECT_EQ(call("POST", "/second-service/publish").code(), "draft_missing");
  EXPECT_EQ(call("PUT", "/second-service/draft", draft).status, 200);
  EXPECT_EQ(call("POST", "/second-service/publish").status, 200);
  f.clock.advance_ms(5000);
  EXPECT_EQ(call("GET", "").json.at("items").size(), 2u);
  EXPECT_EQ(f.call("GET", "/api/v1/services").json.at("services").size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(, ServiceVersions, testing::Values(test::Backend::sqlite, test::Backend::postgresql),
                         test::backend_name);

}  // namespace
}  // namespace palmkey::front
