#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "front/orders/application.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/states.hpp"
#include "tests/support/documented_moves.hpp"

namespace palmkey::front::orders {
namespace {

constexpr Business offered[] = {Business::new_certificate};
constexpr int terms[] = {12, 24};
constexpr identity::DocumentKind kinds[] = {identity::DocumentKind::resident_id,
                                            identity::DocumentKind::passport};

ApplicationRules rules() {
  return {offered, terms, kinds, "13800000000", {2026, 3, 1}};
}

ApplicationInput valid_input() {
  return {"new",
          24,
          {"张示范", "resident_id", "11010519491231002X", "CN", "33", "330100", "13800000000", ""},
          {"李示范", "passport", "E12345678", "示范省示范市样例路1号", "13900000000", "li@example.com"}};
}

std::string errors_of(const ApplicationInput& input) {
  const auto check = check_application(input, rules());
  EXPECT_NE(check.application.has_value(), !check.errors.empty());
  std::string text;
  for (const auto& error : check.errors) text += error.field + "=" + error.code + " ";
  return text;
}

TEST(Application, AcceptsAValidOneAndFillsInWhatTheDocumentSays) {
  const auto check = check_application(valid_input(), rules());
  ASSERT_TRUE(check.application);
  EXPECT_EQ(check.application->applicant.sex, identity::Sex::female);
  EXPECT_EQ(check.application->applicant.birth, (identity::Date{1949, 12, 31}));
  EXPECT_EQ(province_shown(check.application->applicant), "浙江省");
  EXPECT_EQ(city_shown(check.application->applicant), "杭州市");
}

TEST(Application, SurvivesTheWayBackToItsInput) {
  const auto first = check_application(valid_input(), rules());
  const auto again = check_application(input_of(*first.application), rules());
  ASSERT_TRUE(again.application);
  EXPECT_EQ(again.application->handler.email, "li@example.com");
  EXPECT_EQ(again.application->applicant.document_number, "11010519491231002X");
}

TEST(Application, NamesEveryFieldThatIsMissing) {
  EXPECT_EQ(errors_of({}),
            "business=field_required months=term_not_offered applicant.name=field_required "
            "applicant.document_kind=field_required applicant.country=field_required "
            "applicant.phone=field_required "
            "handler.name=field_required handler.document_kind=field_required handler.address=field_required "
            "handler.phone=field_required handler.email=field_required ");
}

struct Refusal {
  std::string name;
  void (*change)(ApplicationInput&);
  std::string error;
};

class ApplicationRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(ApplicationRefusal, NamesFieldAndCode) {
  auto input = valid_input();
  GetParam().change(input);
  EXPECT_EQ(errors_of(input), GetParam().error + " ");
}

TEST(Application, OrdersNoYearsWhereThereIsNoTerm) {
  constexpr Business unlocking[] = {Business::unlock, Business::renewal};
  auto rules_then = rules();
  rules_then.businesses = unlocking;
  const auto refused = [&](const char* business, int months) {
    auto input = valid_input();
    input.business = business;
    input.months = months;
    return !check_application(input, rules_then).application;
  };
  EXPECT_FALSE(refused("unlock", 0));
  EXPECT_TRUE(refused("unlock", 12));
  EXPECT_FALSE(refused("renewal", 12));
  EXPECT_TRUE(refused("renewal", 0));
}

INSTANTIATE_TEST_SUITE_P(
    Fields, ApplicationRefusal,
    testing::Values(
        Refusal{"Business", [](ApplicationInput& i) { i.business = "unlock"; },
                "business=business_not_offered"},
        Refusal{"UnknownBusiness", [](ApplicationInput& i) { i.business = "x"; },
                "business=business_not_offered"},
        Refusal{"Term", [](ApplicationInput& i) { i.months = 36; }, "months=term_not_offered"},
        Refusal{"Name", [](ApplicationInput& i) { i.applicant.name = "张1"; }, "applicant.name=name_invalid"},
        Refusal{"Kind", [](ApplicationInput& i) { i.applicant.document_kind = "other"; },
                "applicant.document_kind=document_kind_not_accepted"},
        Refusal{"Check", [](ApplicationInput& i) { i.applicant.document_number = "110105194912310021"; },
                "applicant.document_number=document_number_check"},
        Refusal{"NoNumber", [](ApplicationInput& i) { i.applicant.document_number = ""; },
                "applicant.document_number=document_number_required"},
        Refusal{"Country", [](ApplicationInput& i) { i.applicant.country = "XX"; },
                "applicant.country=country_unknown"},
        Refusal{"Province", [](ApplicationInput& i) { i.applicant.province = "99"; },
                "applicant.province=province_unknown"},
        Refusal{"City", [](ApplicationInput& i) { i.applicant.city = "320100"; },
                "applicant.city=city_unknown"},
        Refusal{"NoCity", [](ApplicationInput& i) { i.applicant.city = ""; },
                "applicant.city=field_required"},
        Refusal{"Phone", [](ApplicationInput& i) { i.applicant.phone = "1380"; },
                "applicant.phone=phone_invalid"},
        Refusal{"OtherPhone", [](ApplicationInput& i) { i.applicant.phone = "13800000001"; },
                "applicant.phone=phone_not_proven"},
        Refusal{"Sex", [](ApplicationInput& i) { i.applicant.sex = "x"; }, "applicant.sex=sex_unknown"},
        Refusal{"OtherSex", [](ApplicationInput& i) { i.applicant.sex = "male"; },
                "applicant.sex=sex_mismatch"},
        Refusal{"HandlerName", [](ApplicationInput& i) { i.handler.name = "李"; },
                "handler.name=name_invalid"},
        Refusal{"HandlerNumber", [](ApplicationInput& i) { i.handler.document_number = "E1"; },
                "handler.document_number=document_number_format"},
        Refusal{"Address", [](ApplicationInput& i) { i.handler.address = "x"; },
                "handler.address=address_invalid"},
        Refusal{"HandlerPhone", [](ApplicationInput& i) { i.handler.phone = "x"; },
                "handler.phone=phone_invalid"},
        Refusal{"Email", [](ApplicationInput& i) { i.handler.email = "x"; }, "handler.email=mail_invalid"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Application, TakesPlacesAbroadAsNames) {
  auto input = valid_input();
  input.applicant.country = "SG";
  input.applicant.province = "";
  input.applicant.city = "Singapore";
  EXPECT_EQ(errors_of(input), "");
  input.applicant.city = "<script>";
  EXPECT_EQ(errors_of(input), "applicant.city=city_unknown ");
}

TEST(OrderNumber, HoldsTheDateInChina) {
  // 2026-03-01 15:59:59 UTC is the last second of that day in China.
  EXPECT_EQ(china_day(1772380799), "20260301");
  EXPECT_EQ(china_day(1772380800), "20260302");
  EXPECT_EQ(order_number("20260301", 42), "00202603010000042");
  EXPECT_EQ(order_number("20260301", last_order_serial), "00202603019999999");
  EXPECT_FALSE(order_number("20260301", 0));
  EXPECT_FALSE(order_number("20260301", last_order_serial + 1));
}

TEST(OrderNumber, IsRecognized) {
  EXPECT_TRUE(is_order_number("00202603010000042"));
  for (const char* text : {"", "0020260301000004", "10202603010000042", "00202613010000042",
                           "00202603010000000", "0020260301000004x", "002026030100000042"})
    EXPECT_FALSE(is_order_number(text)) << text;
}

TEST(States, AllowExactlyTheMovesOfTheTable) {
  std::size_t allowed = 0;
  for (const State from : states())
    for (const Event event : events())
      for (const State to : states()) allowed += is_move(from, event, to);
  EXPECT_EQ(allowed, moves().size());
}

TEST(States, AreDocumentedAsTheyAre) {
  std::set<test::DocumentedMove> here;
  for (const Move& move : moves())
    here.insert({std::string(state_code(move.from)), std::string(event_code(move.event)),
                 std::string(state_code(move.to))});
  EXPECT_EQ(here, test::documented_moves("docs/architecture.md", "States of an order"));
}

TEST(States, EndWhereAnOrderIsOver) {
  for (const Event event : events()) {
    EXPECT_FALSE(may_happen(State::installed, event));
    EXPECT_FALSE(may_happen(State::cancelled, event));
  }
}

TEST(States, IssueOnlyAfterTheOfficers) {
  for (const Move& move : moves()) {
    if (move.to == State::awaiting_installation) {
      EXPECT_EQ(move.from, State::issuing);
    }
    if (move.to == State::issuing) {
      EXPECT_TRUE(move.event == Event::review || move.event == Event::accept);
    }
    if (move.to == State::awaiting_review) {
      const bool is_further_agent = move.from == State::awaiting_review && move.event == Event::review;
      EXPECT_TRUE(move.event == Event::accept || move.from == State::awaiting_paper || is_further_agent);
    }
    if (move.to == State::awaiting_paper) {
      EXPECT_EQ(move.event, Event::accept);
    }
  }
}

TEST(States, CanAllBeReached) {
  std::set<State> reached{State::awaiting_request};
  for (std::size_t round = 0; round < states().size(); ++round)
    for (const Move& move : moves())
      if (reached.contains(move.from)) reached.insert(move.to);
  EXPECT_EQ(reached.size(), states().size());
}

constexpr auto label = state_label;

TEST(States, AreNamedByWhatTheBusinessEndsIn) {
  const auto named = [](State state) {
    return label(state, Business::unlock, false, platform::Language::chinese);
  };
  EXPECT_EQ(named(State::awaiting_installation), "可以解锁");
  EXPECT_EQ(named(State::installed), "已解锁");
  EXPECT_EQ(named(State::awaiting_review), "待复核");
  EXPECT_EQ(event_label(Event::install, Business::unlock, platform::Language::english), "Key unlocked");
  EXPECT_EQ(event_label(Event::accept, Business::unlock, platform::Language::english), "Accepted");
}

TEST(States, HaveCodesAndLabels) {
  std::set<std::string_view> labels;
  for (const State state : states()) {
    EXPECT_EQ(state_of(state_code(state)), state);
    for (const auto language : {platform::Language::chinese, platform::Language::english})
      EXPECT_TRUE(labels.insert(label(state, Business::new_certificate, false, language)).second);
  }
  const auto waits = [](Business business, platform::Language language) {
    return label(State::awaiting_installation, business, true, language);
  };
  EXPECT_EQ(waits(Business::new_certificate, platform::Language::chinese), "待安装(已支付)");
  EXPECT_EQ(waits(Business::renewal, platform::Language::english), "To be installed (paid)");
  EXPECT_FALSE(state_of("paid"));
}

}  // namespace
}  // namespace palmkey::front::orders
