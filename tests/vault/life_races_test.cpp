// Two of a certificate's orders at the same moment, round after round: one of the outcomes comes out that
// they would have one after the other, nobody is told anything else than why, and what must hold of a vault
// holds.
#include <algorithm>
#include <latch>
#include <set>
#include <thread>

#include "core/encoding.hpp"
#include "tests/vault/life_fixture.hpp"
#include "tests/vault/life_picture.hpp"
#include "vault/cosign/key_states.hpp"

namespace palmkey::test {
namespace {

using Answers = std::vector<std::string>;

constexpr int rounds = 8;

class LifeRaces : public LifeTest {
 protected:
  LifeRaces() { configuration.renewal.open_seconds = 400LL * 24 * 3600; }  // renewable at any time

  void each_round(const std::function<void()>& work) {
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
      SCOPED_TRACE("round " + std::to_string(round));
      const auto before = picture();
      work();
      expect_follows(before, picture());
      advance(60);
    }
  }
  // What each of them is answered: "ok", a failure's code, or the code that a phone is told.
  Answers race(const std::vector<std::function<std::string()>>& sides) {
    Answers answers(sides.size());
    std::latch start(static_cast<std::ptrdiff_t>(sides.size()));
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < sides.size(); ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        std::string answer;
        const auto failure = failure_of([&] { answer = sides[i](); });
        answers[i] = failure.empty() ? answer : failure;
      });
    }
    for (auto& thread : threads) thread.join();
    return answers;
  }
  static void expect_one_of(const Answers& answers, const std::set<Answers>& allowed) {
    EXPECT_TRUE(allowed.contains(answers)) << testing::PrintToString(answers);
  }
  Picture picture() { return picture_of(*database, directory, clock.now()); }

  std::function<std::string()> issuing(const vault::IssueOrder& order) {
    return [this, order] {
      vault->issuer.issue(order);
      return "ok";
    };
  }
  std::function<std::string()> unlocking(const vault::UnlockOrder& order) {
    return [this, order] {
      vault->unlocking.approve(order);
      return "ok";
    };
  }
  std::function<std::string()> revoking_own(LivingPhone& phone, const std::string& serial) {
    return [this, order = revoke_own_order(phone, serial).value()] {
      vault->revocation.revoke_own(order);
      return "ok";
    };
  }
  std::function<std::string()> holding(const std::string& serial) {
    return [this, order = hold_order("hold", serial)] {
      vault->holding.act(order);
      return "ok";
    };
  }
  std::function<std::string()> recovering(const vault::RecoveryOrder& order) {
    return [this, order] {
      vault->recovery.recover(order);
      return "ok";
    };
  }
  template <class Request>
  static std::function<std::string()> asking(LivingPhone& phone, const Request& request) {
    return [&phone, request] { return phone.ask(request).code; };
  }
  vault::KeyCondition condition_of(const LivingPhone& phone) {
    return database->read([&](auto& t) { return directory.find(t, phone.key_id)->condition; });
  }
  void lock(LivingPhone& phone) {
    for (int i = 0; i < configuration.pin.tries; ++i) phone.try_wrong_pin(statement());
  }
};
PALMKEY_ON_BOTH_DATABASES(LifeRaces);

TEST_P(LifeRaces, ARenewalWhileTheHolderRevokesLeavesNothingGood) {
  each_round([&] {
    auto phone = phone_with_key();
    const auto serial = first_certificate(phone);
    const auto renewal = issue_order(phone, "renewal", serial);
    const auto answers = race({issuing(renewal), revoking_own(phone, serial)});
    expect_one_of(answers, {{"ok", "ok"}, {"certificate_revoked", "ok"}, {"key_not_active", "ok"}});
    EXPECT_EQ(picture().good_pairs(core::to_hex(phone.key_id)), 0U);
    EXPECT_TRUE(condition_of(phone).retired);
  });
}

TEST_P(LifeRaces, ARenewalWhileTheAuthorityRevokesIsIssuedOrRefused) {
  each_round([&] {
    auto phone = phone_with_key();
    const auto serial = first_certificate(phone);
    const auto renewal = issue_order(phone, "renewal", serial);
    const auto revocation = revoke_order(serial);
    const auto revoking = [&] {
      vault->revocation.revoke(revocation);
      return "ok";
    };
    const auto answers = race({issuing(renewal), revoking});
    expect_one_of(answers, {{"ok", "ok"}, {"certificate_revoked", "ok"}, {"key_not_active", "ok"}});
    EXPECT_EQ(picture().good_pairs(core::to_hex(phone.key_id)), answers[0] == "ok" ? 1U : 0U);
  });
}

TEST_P(LifeRaces, TheSameOrderAtOnceIsOnePair) {
  each_round([&] {
    auto phone = phone_with_key();
    const auto serial = first_certificate(phone);
    const auto renewal = issue_order(phone, "renewal", serial);
    EXPECT_EQ(race({issuing(renewal), issuing(renewal), issuing(renewal)}), Answers(3, "ok"));
    EXPECT_EQ(picture().good_pairs(core::to_hex(phone.key_id)), 2U);
  });
}

TEST_P(LifeRaces, ACertificateIsFollowedByOneOfTheOrdersThatComeAtOnce) {
  each_round([&] {
    auto phone = phone_with_key();
    auto another = phone_with_key();
    const auto serial = first_certificate(phone);
    const auto answers =
        race({issuing(issue_order(phone, "renewal", serial)), issuing(issue_order(phone, "change", serial)),
              issuing(issue_order(another, "replacement", serial))});
    EXPECT_EQ(std::ranges::count(answers, "ok"), 1) << testing::PrintToString(answers);
    for (const auto& answer : answers)
      EXPECT_TRUE(answer == "ok" || answer == "certificate_followed" || answer == "key_not_active") << answer;
    EXPECT_EQ(condition_of(phone).retired, answers[2] == "ok");
  });
}

TEST_P(LifeRaces, AKeyGetsOneFirstCertificate) {
  each_round([&] {
    const auto phone = phone_with_key();
    const auto answers = race({issuing(issue_order(phone, "new")), issuing(issue_order(phone, "new"))});
    expect_one_of(answers, {{"ok", "key_has_certificate"}, {"key_has_certificate", "ok"}});
  });
}

TEST_P(LifeRaces, ALostPhoneThatIsUnlockedMeanwhileServesNobody) {
  each_round([&] {
    auto lost = phone_with_key();
    auto found = phone_with_key();
    const auto serial = first_certificate(lost);
    lock(lost);
    vault->unlocking.approve(unlock_order(serial));
    const auto answers =
        race({issuing(issue_order(found, "replacement", serial)), [&] { return lost.unlock(); }});
    expect_one_of(answers, {{"ok", "ok"}, {"ok", "key_frozen"}});
    EXPECT_TRUE(condition_of(lost).held && condition_of(lost).retired);
    EXPECT_NE(lost.try_sign(statement()), "ok");
    EXPECT_EQ(found.install(), "ok");
  });
}

TEST_P(LifeRaces, AnApprovalIsOnePermitAndUnlocksOnce) {
  each_round([&] {
    auto phone = phone_with_key();
    const auto serial = first_certificate(phone);
    lock(phone);
    const auto permits_before = picture().permits;
    const auto order = unlock_order(serial);
    EXPECT_EQ(race({unlocking(order), unlocking(order), unlocking(order)}), Answers(3, "ok"));
    EXPECT_EQ(picture().permits, permits_before + 1);
    const auto answers = race({asking(phone, phone.unlock_request()), asking(phone, phone.unlock_request())});
    expect_one_of(answers, {{"ok", "key_not_locked"}, {"key_not_locked", "ok"}});
  });
}

TEST_P(LifeRaces, AKeyThatMovesWhileItSignsIsOnOnePhone) {
  each_round([&] {
    auto old_phone = phone_with_key();
    auto new_phone = make_phone();
    first_certificate(old_phone);
    EXPECT_EQ(new_phone.offer(), "ok");
    const auto answers = race({asking(old_phone, old_phone.transfer_request(new_phone)),
                               asking(old_phone, old_phone.sign_request(statement()))});
    // The same freshness twice is what a copy would send: who comes second finds the key gone, or gives
    // itself away.
    expect_one_of(answers, {{"ok", "unknown_key"}, {"key_suspended", "ok"}});
    EXPECT_EQ(new_phone.receive(old_phone), answers[0] == "ok" ? "ok" : "not_found");
    if (answers[0] != "ok") return;
    EXPECT_EQ(old_phone.try_sign(statement()), "unknown_key");
    EXPECT_EQ(new_phone.try_sign(statement()), "ok");
    EXPECT_EQ(new_phone.decrypt(new_phone.shares.begin()->first), "ok");
  });
}

TEST_P(LifeRaces, AKeyMovesToOneOfTwoPhones) {
  each_round([&] {
    auto old_phone = phone_with_key();
    auto left = make_phone();
    auto right = make_phone();
    first_certificate(old_phone);
    EXPECT_EQ(left.offer(), "ok");
    EXPECT_EQ(right.offer(), "ok");
    const auto answers = race({asking(old_phone, old_phone.transfer_request(left)),
                               asking(old_phone, old_phone.transfer_request(right))});
    expect_one_of(answers, {{"ok", "unknown_key"}, {"unknown_key", "ok"}});
    EXPECT_EQ(left.receive(old_phone), answers[0] == "ok" ? "ok" : "not_found");
    EXPECT_EQ(right.receive(old_phone), answers[1] == "ok" ? "ok" : "not_found");
  });
}

TEST_P(LifeRaces, AKeyThatIsFrozenWhileItMovesEndsAsEither) {
  each_round([&] {
    auto old_phone = phone_with_key();
    auto new_phone = make_phone();
    const auto serial = first_certificate(old_phone);
    EXPECT_EQ(new_phone.offer(), "ok");
    const auto answers = race({asking(old_phone, old_phone.transfer_request(new_phone)), holding(serial)});
    expect_one_of(answers, {{"ok", "ok"}, {"key_frozen", "ok"}});
    EXPECT_TRUE(condition_of(old_phone).held);
    if (answers[0] != "ok") return;
    EXPECT_EQ(new_phone.receive(old_phone), "ok") << "what was cut off is finished";
    EXPECT_EQ(new_phone.try_sign(statement()), "key_frozen");
  });
}

TEST_P(LifeRaces, RecoveredKeysFollowAKeyThatMoves) {
  each_round([&] {
    auto lost = phone_with_key();
    auto present = phone_with_key();
    auto next = make_phone();
    // A holder of their own in each round: what others had is not theirs.
    const Fields holder{{"document-type", "passport"}, {"document-number", "E" + next_number().substr(9)}};
    const auto lost_serial = first_certificate(lost, holder);
    const auto serial = first_certificate(present, holder);
    vault->revocation.revoke(revoke_order(lost_serial));
    EXPECT_EQ(next.offer(), "ok");
    const auto order = recovery_order(serial);
    const auto answers =
        race({recovering(order), asking(present, present.transfer_request(next)), recovering(order)});
    EXPECT_EQ(answers, Answers(3, "ok"));
    EXPECT_EQ(next.receive(present), "ok");
    EXPECT_EQ(next.install(), "ok");
    EXPECT_EQ(next.shares.size(), 2U);
    for (const auto& [id, share] : next.shares) EXPECT_EQ(next.decrypt(id), "ok");
  });
}

TEST_P(LifeRaces, AKeyThatIsRenewedAtLastKeepsWhatItHasOrTheRecoveredDo) {
  each_round([&] {
    auto expired = phone_with_key();
    auto present = phone_with_key();
    const Fields holder{{"document-type", "passport"}, {"document-number", "E" + next_number().substr(9)}};
    const auto serial = first_certificate(expired, holder);
    advance(370LL * 24 * 3600);
    const auto here = first_certificate(present, holder);
    const auto answers =
        race({recovering(recovery_order(here)), issuing(issue_order(expired, "renewal", serial, holder))});
    expect_one_of(answers, {{"ok", "ok"}, {"nothing_to_recover", "ok"}});
    EXPECT_EQ(expired.install(), "ok");
    EXPECT_EQ(expired.shares.size(), answers[0] == "ok" ? 1U : 2U);
    for (const auto& [id, share] : expired.shares) EXPECT_EQ(expired.decrypt(id), "ok");
  });
}

TEST_P(LifeRaces, AHoldWhileTheHolderRevokesIsBoth) {
  each_round([&] {
    auto phone = phone_with_key();
    const auto serial = first_certificate(phone);
    const auto answers = race({holding(serial), revoking_own(phone, serial), [&] { return phone.freeze(); }});
    EXPECT_EQ(answers, Answers(3, "ok"));
    const auto condition = condition_of(phone);
    EXPECT_TRUE(condition.held && condition.frozen && condition.retired);
    EXPECT_EQ(picture().certificates.at(serial).status, vault::CertificateStatus::revoked);
  });
}

TEST_P(LifeRaces, AChangeIsInstalledOrRevoked) {
  each_round([&] {
    auto phone = phone_with_key();
    const auto serial = first_certificate(phone);
    const auto revoking = revoking_own(phone, serial);
    vault->issuer.issue(issue_order(phone, "change", serial, {{"subject-name", "张新名"}}));
    const auto answers = race({[&] { return phone.install(); }, revoking});
    EXPECT_EQ(answers, Answers(2, "ok"));
    EXPECT_EQ(phone.decrypt(phone.shares.begin()->first), "ok");
  });
}

}  // namespace
}  // namespace palmkey::test
