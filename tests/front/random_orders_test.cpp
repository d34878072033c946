// Hundreds of things happen to a subscriber's orders in any order, some of them at the same moment. Whatever
// comes, each order goes only where the one table of states lets it, and nothing is issued without the
// officers that it needs.
#include <array>
#include <functional>
#include <set>
#include <thread>

#include "core/text_intent.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/states.hpp"
#include "tests/front/following_fixture.hpp"
#include "tests/support/chance.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using orders::Event;
using orders::State;

constexpr int shortest_life = 150;
constexpr int longest_life = 900;
constexpr std::uint64_t own_seed = 7;

// What somebody is about to do; done once or, by two hands, twice at the same moment.
using Deed = std::function<test::Answer()>;

struct Act {
  const char* name;
  int weight;  // how often, among all
  std::function<Deed()> choose;
  bool can_be_raced = true;
};

test::Answer went_well() {
  test::Answer answer;
  answer.status = 200;
  return answer;
}

class RandomOrders : public test::FollowingOrders {
 protected:
  RandomOrders() : FollowingOrders("renewal", 12) {
    numbers.push_back(issued);
    other_token = f.sign_in(other_phone);
    f.accept_agreements(other_token);
  }

  // Of whoever made the order.
  const std::string& session_of(const std::string& number) const {
    return of_other.contains(number) ? other_token : token;
  }

  // Most of the time one in this state, if there is one: else hardly anything would go well.
  std::string any_order(const std::string& state) {
    const auto rows = f.database->read([&](platform::Transaction& t) {
      return t.query("SELECT number FROM orders WHERE state = ? ORDER BY number", state);
    });
    if (rows.empty() || chance.happens_once_in(8)) return numbers[chance.below(numbers.size())];
    return rows[chance.below(rows.size())].text(0);
  }
  test::Answer apply_for(const std::string& of_business, int of_months, bool self_service, bool is_other) {
    // About the certificate that came last: one is followed once.
    serial = f.database->read([](platform::Transaction& t) {
      return t
          .query_one(
              "SELECT serial FROM order_certificates WHERE purpose = 'signing' ORDER BY issued_at DESC, "
              "serial LIMIT 1")
          ->text(0);
    });
    record().renewable_from = 1;
    record().renewable_until = f.clock.now() + 900LL * 24 * 3600;
    record().status = of_business == "unlock" ? CertificateStatus::key_blocked : CertificateStatus::good;
    business = of_business;
    months = of_months;
    json body = application(is_other ? other_phone : phone);
    body["self_service"] = self_service;
    auto answer = apply(body, is_other ? other_token : token);
    if (answer.status != 201) return answer;
    numbers.push_back(answer.json.at("number"));
    if (is_other) of_other.insert(numbers.back());
    return answer;
  }
  Deed decide(const std::string& session, const std::string& officer, const std::string& step,
              const std::string& number, bool approves) {
    const auto shown = f.call("GET", "/api/v1/desk/orders/" + number, {}, session);
    if (shown.status != 200) return [=] { return shown; };
    const json decision = approves ? f.approval(session, officer, step, number)
                                   : f.rejection(session, officer, step, number, "handler.email", "请核对");
    return [=, this] { return f.decide(session, number, decision); };
  }
  Deed request_and_upload(const std::string& number) {
    const std::string& session = session_of(number);
    const auto order = f.call("GET", path(number), {}, session).json;
    const auto subject = core::from_base64(order.at("subject").at("der").get<std::string>());
    const std::string request(core::as_text(f.key.request_for(*subject)));
    return [=, this] {
      const std::string file(core::as_text(test::FrontFixture::picture()));
      for (const char* kind : {"application_form", "identity_front"})
        f.call("PUT", path(number) + "/attachments/" + kind, file, session);
      return f.call("PUT", path(number) + "/certificate-request", request, session);
    };
  }
  Deed correct(const std::string& number) {
    const std::string& session = session_of(number);
    json form = f.call("GET", path(number), {}, session).json.at("application");
    form["handler"]["email"] = "other" + std::to_string(chance.below(100)) + "@example.com";
    return [=, this] { return f.call_json("PUT", path(number) + "/application", form, session); };
  }
  Deed pay(const std::string& number) {
    return [=, this] {
      f.database->transaction(
          [&](platform::Transaction& t) { orders::mark_paid(t, f.front->context(), number); });
      return went_well();
    };
  }
  test::Answer work() {
    for (const auto& number : numbers) f.issue_certificates_for(number);
    constexpr std::array refusals{"", "", "", "", "own_order", "overloaded"};
    f.vault.issue_refusal = refusals.at(chance.below(refusals.size()));
    f.vault.issue_refusal_status = f.vault.issue_refusal == "overloaded" ? 429 : 403;
    f.vault.unlock_from = f.clock.now() + static_cast<std::int64_t>(chance.below(2)) * 100;
    f.run_jobs();
    return went_well();
  }
  test::Answer time_goes_by() {
    f.clock.advance_ms(3LL * 3600 * 1000);
    token = f.sign_in(phone);
    other_token = f.sign_in(other_phone);
    acceptor = f.desk("acceptor");
    reviewer = f.desk("reviewer");
    return went_well();
  }
  // The account has another number, which it had not before.
  test::Answer number_changes() {
    const std::string next = std::to_string(std::stoll(phone) + 1);
    const auto sent =
        f.call_json("POST", "/api/v1/phone-codes", {{"phone", next}, {"service", "expert-mobile-key"}});
    EXPECT_EQ(sent.status, 202) << sent.body;
    auto answer =
        f.call_json("PUT", "/api/v1/account/phone",
                    {{"phone", next}, {"code", f.sms_to(next).back().parameters.at("code")}}, token);
    if (answer.status == 200) phone = next;
    return answer;
  }
  test::Answer unlocked() {
    tell("key_unlocked", issued);
    return went_well();
  }

  std::vector<Act> acts() {
    const auto officer = [this](const std::string& session, const char* name, const char* step,
                                const char* state, bool approves) {
      return
          [=, this, session = &session] { return decide(*session, name, step, any_order(state), approves); };
    };
    const auto subscriber = [this](const char* what, const char* state) {
      return [=, this] {
        return [=, this, number = any_order(state)] {
          return f.call("POST", path(number) + "/" + what, {}, session_of(number));
        };
      };
    };
    const auto alone = [this](test::Answer (RandomOrders::*deed)()) {
      return [=, this] { return [=, this] { return (this->*deed)(); }; };
    };
    const auto begin = [this](const char* of_business, int of_months, bool self_service,
                              bool is_other = false) {
      return [=, this] {
        return [=, this] { return apply_for(of_business, of_months, self_service, is_other); };
      };
    };
    return {
        {"renew", 1, begin("renewal", 12, false), false},
        {"change", 1, begin("change", 0, false), false},
        {"unlock", 1, begin("unlock", 0, false), false},
        {"unlock by oneself", 2, begin("unlock", 0, true), false},
        {"renew from another number", 1, begin("renewal", 12, false, true), false},
        {"unlock from another number", 1, begin("unlock", 0, false, true), false},
        {"unlock by oneself from another number", 1, begin("unlock", 0, true, true), false},
        {"have another number", 1, alone(&RandomOrders::number_changes), false},
        {"request and upload", 5,
         [this] {
           return request_and_upload(
               any_order(chance.happens_once_in(2) ? "awaiting_request" : "awaiting_upload"));
         }},
        {"submit", 4, subscriber("submit", "awaiting_upload")},
        {"submit again", 2, subscriber("submit", "rejected")},
        {"correct", 1, [this] { return correct(any_order("rejected")); }},
        {"pay", 3, [this] { return pay(any_order("awaiting_payment")); }},
        {"receive paper", 3,
         [this] {
           return [this, number = any_order("awaiting_paper")] {
             return f.call("POST", "/api/v1/desk/orders/" + number + "/receive-paper", {}, acceptor);
           };
         }},
        {"accept", 6, officer(acceptor, "acceptor", "acceptance", "awaiting_acceptance", true)},
        {"review", 5, officer(reviewer, "reviewer", "review", "awaiting_review", true)},
        {"send back at acceptance", 1,
         officer(acceptor, "acceptor", "acceptance", "awaiting_acceptance", false)},
        {"send back at review", 1, officer(reviewer, "reviewer", "review", "awaiting_review", false)},
        {"the vault works", 5, alone(&RandomOrders::work), false},
        {"install", 3, subscriber("installed", "awaiting_installation")},
        {"the key is unlocked", 1, alone(&RandomOrders::unlocked), false},
        {"cancel", 1, subscriber("cancel", "awaiting_payment")},
        {"time goes by", 1, alone(&RandomOrders::time_goes_by), false},
        {"accept as the reviewer", 1,
         officer(reviewer, "reviewer", "acceptance", "awaiting_acceptance", true)},
        {"review as the acceptor", 1, officer(acceptor, "acceptor", "review", "awaiting_review", true)},
    };
  }

  // The whole history of every order is a walk in the table.
  void expect_walks() {
    const auto rows = f.database->read([](platform::Transaction& t) {
      return t.query(
          "SELECT o.state, l.order_number, l.event, l.from_state, l.to_state FROM order_timeline l JOIN "
          "orders o ON o.number = l.order_number ORDER BY l.order_number, l.sequence");
    });
    std::string number, last, now;
    for (const auto& row : rows) {
      const auto event = row.text(2), from = row.text(3), to = row.text(4);
      if (row.text(1) != number) {
        EXPECT_EQ(last, now);
        EXPECT_EQ(event, "apply");
        number = row.text(1);
      } else {
        EXPECT_EQ(from, last) << number;
        EXPECT_TRUE(std::ranges::any_of(orders::moves(),
                                        [&](const orders::Move& move) {
                                          return state_code(move.from) == from &&
                                                 event_code(move.event) == event && state_code(move.to) == to;
                                        }))
            << from << " " << event << " " << to;
      }
      last = to;
      now = row.text(0);
      reached.insert(to);
    }
    EXPECT_EQ(last, now);
  }
  static std::string signer(const SignedIntent& signed_intent) {
    const auto intent = core::TextIntent::parse(signed_intent.intent);
    return intent ? std::string(intent->field("operator")) : std::string();
  }
  void expect_officers() {
    for (const auto& done : f.vault.issued) {
      EXPECT_EQ(signer(done.acceptance), "acceptor") << done.order_number;
      EXPECT_EQ(signer(done.review), "reviewer") << done.order_number;
    }
    for (const auto& done : f.vault.unlocking) {
      const auto order = f.call("GET", path(done.order_number), {}, session_of(done.order_number)).json;
      EXPECT_EQ(signer(done.acceptance), "acceptor") << done.order_number;
      const bool alone = order.at("self_service") == true;
      EXPECT_FALSE(alone && order.at("other_number") == true) << done.order_number;
      EXPECT_EQ(signer(done.review), alone ? "" : "reviewer") << done.order_number;
    }
  }
  // Of a kind one at a time, until it is through with the officers.
  void expect_one_of_a_kind() {
    const auto rows = f.database->read([](platform::Transaction& t) {
      return t.query(
          "SELECT business, COUNT(*) FROM orders WHERE follows <> '' AND state NOT IN "
          "('awaiting_installation', 'installed', 'cancelled') GROUP BY follows, business");
    });
    for (const auto& row : rows) EXPECT_EQ(row.int64(1), 1) << row.text(0);
  }

  test::Chance chance{test::seed_or(own_seed)};
  std::string phone = test::following_phone;  // that the account has now
  // The same person with a number of which the account knows nothing.
  const std::string other_phone = "13900000001";
  std::string other_token;
  std::vector<std::string> numbers;
  std::set<std::string> of_other;  // those of them that were made with it
  std::set<std::string> reached;
};
PALMKEY_ON_BOTH_DATABASES(RandomOrders);

TEST_P(RandomOrders, NothingThatHappensLeavesTheTable) {
  SCOPED_TRACE("PALMKEY_SEED=" + std::to_string(test::seed_or(own_seed)));
  const auto all = acts();
  std::vector<const Act*> urn;
  for (const auto& act : all) urn.insert(urn.end(), static_cast<std::size_t>(act.weight), &act);
  std::string story;
  const auto has_seen_all = [&] { return reached.size() == orders::states().size(); };
  for (int round = 0; round < shortest_life || (round < longest_life && !has_seen_all()); ++round) {
    if (HasFailure()) break;
    const Act& act = *urn[chance.below(urn.size())];
    const Act& other = chance.happens_once_in(2) ? act : *urn[chance.below(urn.size())];
    const Deed deed = act.choose();
    std::vector<std::pair<const char*, test::Answer>> answers;
    if (act.can_be_raced && other.can_be_raced && chance.happens_once_in(3)) {
      const Deed another = &other == &act ? deed : other.choose();
      test::Answer theirs;
      std::thread person([&] { theirs = another(); });
      answers.emplace_back(act.name, deed());
      person.join();
      answers.emplace_back(other.name, theirs);
    } else {
      answers.emplace_back(act.name, deed());
    }
    for (const auto& [name, answer] : answers) {
      story += std::string(name) + ": " + std::to_string(answer.status) + " " + answer.code() + "\n";
      EXPECT_TRUE(answer.status > 0 && answer.status < 500) << name << " " << answer.body;
    }
    expect_walks();
    expect_officers();
    expect_one_of_a_kind();
  }
  ASSERT_FALSE(HasFailure()) << "after this:\n" << story;
  if (test::seed_or(own_seed) != own_seed) return;
  for (const State state : orders::states())
    EXPECT_TRUE(reached.contains(std::string(state_code(state))))
        << state_code(state) << " was never reached: the test proves little";
  EXPECT_FALSE(of_other.empty());
  EXPECT_NE(phone, test::following_phone);
}

}  // namespace
}  // namespace palmkey::front
