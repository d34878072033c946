// The table of a key's states, and that no sequence of what phones, holders and officers do leaves it.
#include "vault/cosign/key_states.hpp"

#include <algorithm>
#include <set>

#include "tests/core/test_random.hpp"
#include "tests/support/documented_moves.hpp"
#include "tests/vault/handover_requests.hpp"

namespace palmkey::test {
namespace {

using core::Error;
using sk::Operation;
using vault::KeyCondition;
using vault::KeyEvent;
using vault::KeyState;
using vault::refusal_in;
using enum KeyEvent;

constexpr std::array all_events{lock, suspend, freeze, unfreeze, hold, release, retire, unlock};
constexpr std::array all_states{KeyState::active, KeyState::locked, KeyState::suspended, KeyState::closed};

TEST(KeyStates, NothingLeavesTheClosedState) {
  for (const auto event : all_events) EXPECT_FALSE(after({KeyState::closed}, event));
}

TEST(KeyStates, AreDocumentedAsTheyAre) {
  std::set<DocumentedMove> here;
  for (const auto& move : vault::key_moves())
    here.insert({std::string(vault::state_name(move.from)), std::string(vault::event_name(move.event)),
                 std::string(vault::state_name(move.to))});
  EXPECT_EQ(here, documented_moves("docs/protocol.md", "States of a key"));
}

TEST(KeyStates, OnlyAnUnlockingMakesALockedKeyActiveAndNothingASuspendedOne) {
  for (const auto& move : vault::key_moves()) {
    if (move.from == KeyState::active || move.to == move.from) continue;
    EXPECT_EQ(move.from, KeyState::locked) << vault::event_name(move.event);
    EXPECT_TRUE(move.event == unlock || move.to == KeyState::suspended) << vault::event_name(move.event);
  }
}

TEST(KeyStates, EachEventTouchesOnlyItsOwnMark) {
  for (const auto state : all_states) {
    for (int marks = 0; marks < 8; ++marks) {
      const KeyCondition before{state, (marks & 1) != 0, (marks & 2) != 0, (marks & 4) != 0};
      for (const auto event : all_events) {
        const auto next = after(before, event);
        if (!next) continue;
        EXPECT_EQ(next->frozen, event == freeze || (before.frozen && event != unfreeze));
        EXPECT_EQ(next->held, event == hold || (before.held && event != release));
        EXPECT_EQ(next->retired, event == retire || before.retired);
        EXPECT_TRUE(event == lock || event == suspend || event == unlock || next->state == before.state);
        EXPECT_EQ(after(*next, event).value_or(*next), *next)
            << "twice is once: " << vault::event_name(event);
      }
    }
  }
}

TEST(KeyStates, OnlyAKeyThatNothingStopsIsUsed) {
  for (const auto state : all_states) {
    for (int marks = 0; marks < 8; ++marks) {
      const KeyCondition condition{state, (marks & 1) != 0, (marks & 2) != 0, (marks & 4) != 0};
      const bool usable = state == KeyState::active && !condition.frozen && !condition.held;
      for (const auto operation : {Operation::decrypt, Operation::change_pin, Operation::install})
        EXPECT_EQ(!refusal_in(condition, operation), usable);
      EXPECT_EQ(!refusal_in(condition, Operation::sign), usable && !condition.retired);
      EXPECT_EQ(!refusal_in(condition, Operation::unfreeze), state == KeyState::active);
      EXPECT_EQ(!refusal_in(condition, Operation::transfer), usable);
      EXPECT_EQ(!refusal_in(condition, Operation::unlock), state == KeyState::locked && !condition.held);
      EXPECT_FALSE(refusal_in(condition, Operation::status));
    }
  }
  EXPECT_EQ(refusal_in({KeyState::active, false, false, true}, Operation::sign), Error::key_retired);
  EXPECT_EQ(refusal_in({KeyState::active, false, true, true}, Operation::sign), Error::key_frozen);
  EXPECT_EQ(refusal_in({KeyState::locked, true, false, false}, Operation::sign), Error::key_locked);
}

class KeyLife : public HandoverTest {
 protected:
  KeyCondition condition_of(const RawPhone& owner) {
    return database->read(
        [&](platform::Transaction& t) { return directory.find(t, owner.key_id)->condition; });
  }
  bool apply(const RawPhone& owner, KeyEvent event) {
    return database->transaction(
        [&](platform::Transaction& t) { return directory.apply(t, owner.key_id, event, clock.now()); });
  }
  template <class Request>
  std::string ask_proved(RawPhone& owner) {
    Request request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    request.freshness = owner.freshness;
    owner.prove(request, owner.a1);
    const auto response = owner.ask(request);
    if (response.ok()) owner.accept<sk::UnfreezeResult>(response);
    return response.code;
  }
  std::string freeze_by_phone(RawPhone& owner) {
    sk::FreezeRequest request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    return owner.ask(request).code;
  }
  void unlock_by_phone(RawPhone& owner) {
    const auto response = owner.ask(unlock_request(owner));
    if (response.ok()) finish_unlock(owner, *sk::decode_message<sk::UnlockResult>(response.body.view()));
  }
  std::string state_told(RawPhone& owner) {
    const auto response = owner.ask(sk::StatusRequest{owner.key_id});
    return sk::decode_message<sk::StatusResult>(response.body.view())->state;
  }
};
PALMKEY_ON_BOTH_DATABASES(KeyLife);

// One thing that somebody does, and the events that it may let happen.
struct Act {
  const char* name;
  std::function<void()> act;
  std::vector<KeyEvent> may;
};

TEST_P(KeyLife, NoSequenceOfActsLeavesTheTable) {
  core::testing::TestRandom chance(20261127);
  std::set<std::string> seen;
  for (int life = 0; life < 8; ++life) {
    RawPhone owner = phone_with_key();
    const std::vector<Act> acts{
        {"signs", [&] { owner.try_sign(statement()); }, {}},
        {"mistypes the PIN", [&] { owner.try_wrong_pin(statement()); }, {lock}},
        {"forgets the PIN",
         [&] {
           for (int i = 0; i < 5; ++i) {
             advance(400);
             owner.try_wrong_pin(statement());
           }
         },
         {lock}},
        {"gets a new PIN by an order",
         [&] {
           unlocks.approve(owner.key_id);
           unlock_by_phone(owner);
         },
         {KeyEvent::unlock}},
        {"is copied",
         [&] {
           advance(400);
           const auto fresh = owner.freshness;
           owner.freshness[0] ^= 1;
           owner.try_sign(statement());
           owner.freshness = fresh;
         },
         {suspend}},
        {"freezes", [&] { freeze_by_phone(owner); }, {freeze}},
        {"unfreezes", [&] { ask_proved<sk::UnfreezeRequest>(owner); }, {unfreeze}},
        {"is held", [&] { apply(owner, hold); }, {hold}},
        {"is released", [&] { apply(owner, release); }, {release}},
        {"is revoked", [&] { apply(owner, retire); }, {retire}},
    };
    // What ends a life comes seldom enough for the rest to be seen in many orders.
    core::ByteArray<40> dice{};
    ASSERT_TRUE(chance.fill(dice));
    for (const auto die : dice) {
      auto index = static_cast<std::size_t>(die) % acts.size();
      if ((index == 4 && die < 100) || (index == 9 && die < 160)) index = 0;
      const auto& step = acts[index];
      const auto before = condition_of(owner);
      step.act();
      const auto now = condition_of(owner);
      seen.insert(std::string(vault::described(now)));
      if (now == before) continue;
      EXPECT_TRUE(std::ranges::any_of(step.may, [&](KeyEvent event) { return after(before, event) == now; }))
          << "someone " << step.name << ": " << vault::described(before) << " became "
          << vault::described(now);
      EXPECT_EQ(state_told(owner), vault::described(now));
    }
  }
  for (const char* state : {"active", "frozen", "held", "locked", "suspended", "retired"})
    EXPECT_TRUE(seen.contains(state)) << state << " was never reached: the test proves little";
}

TEST_P(KeyLife, AHeldKeyIsUsedAgainOnlyWhenAnOfficerHasReleasedIt) {
  RawPhone owner = phone_with_key();
  EXPECT_TRUE(apply(owner, hold));
  EXPECT_EQ(state_told(owner), "held");
  EXPECT_EQ(owner.try_sign(statement()), "key_frozen");
  EXPECT_EQ(ask_proved<sk::UnfreezeRequest>(owner), "ok");  // of the holder's own freeze
  EXPECT_EQ(owner.try_sign(statement()), "key_frozen");
  EXPECT_TRUE(apply(owner, release));
  EXPECT_EQ(owner.try_sign(statement()), "ok");
}

TEST_P(KeyLife, AKeyThatIsFrozenAndHeldNeedsBothToBeTakenBack) {
  RawPhone owner = phone_with_key();
  EXPECT_EQ(freeze_by_phone(owner), "ok");
  advance(10);
  EXPECT_TRUE(apply(owner, hold));
  const auto stopped_at =
      database->read([&](auto& t) { return directory.find(t, owner.key_id)->stopped_at; });
  EXPECT_EQ(stopped_at, clock.now() - 10);
  EXPECT_TRUE(apply(owner, release));
  EXPECT_EQ(owner.try_sign(statement()), "key_frozen");
  EXPECT_EQ(ask_proved<sk::UnfreezeRequest>(owner), "ok");
  EXPECT_EQ(owner.try_sign(statement()), "ok");
}

TEST_P(KeyLife, ARetiredKeySignsNoMoreAndCountsNoPin) {
  RawPhone owner = phone_with_key();
  EXPECT_EQ(owner.try_sign(statement()), "ok");
  EXPECT_TRUE(apply(owner, retire));
  EXPECT_EQ(state_told(owner), "retired");
  EXPECT_EQ(owner.try_sign(statement()), "key_retired");
  EXPECT_EQ(owner.try_wrong_pin(statement()), "key_retired");
  EXPECT_EQ(rows("cosignatures"), 1);
  // What was encrypted for it can still be asked for: here is none, which is another answer.
  EXPECT_EQ(ask_proved<sk::DecryptRequest>(owner), "not_found");
}

TEST_P(KeyLife, AnUnknownKeyIsNotChanged) {
  phone_with_key();
  const auto before = contents();
  database->transaction([&](platform::Transaction& t) {
    EXPECT_FALSE(directory.apply(t, sk::Identifier{}, hold, clock.now()));
    EXPECT_FALSE(directory.apply(t, core::Bytes{1}, hold, clock.now()));
  });
  EXPECT_EQ(contents(), before);
}

}  // namespace
}  // namespace palmkey::test
