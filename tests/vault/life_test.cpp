// Hundreds of things happen to a holder in any order. Whatever the state, each certificate and each key moves
// as the one table of each says, and no encryption key is ever lost.
#include <algorithm>

#include "core/encoding.hpp"
#include "tests/vault/random_life.hpp"

namespace palmkey::test {
namespace {

using vault::CertificateEvent;
using vault::CertificateStatus;
using vault::KeyCondition;
using vault::KeyEvent;

// Events; a life ends between the two as soon as everything has happened in it.
constexpr int shortest_life = 150;
constexpr int longest_life = 800;
constexpr std::array states{"active", "frozen",  "held",        "locked",  "suspended", "retired",
                            "good",   "on_hold", "key_blocked", "expired", "revoked"};

// Whether a key comes from one condition to the other by these events, one after the other.
bool leads(const KeyCondition& from, const KeyCondition& to, const std::set<KeyEvent>& events) {
  std::vector<KeyCondition> reached{from};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i] == to) return true;
    for (const auto event : events) {
      const auto next = vault::after(reached[i], event);
      if (next && std::ranges::find(reached, *next) == reached.end()) reached.push_back(*next);
    }
  }
  return false;
}

bool leads(CertificateStatus from, CertificateStatus to, const std::set<CertificateEvent>& events) {
  return from == to ||
         std::ranges::any_of(events, [&](CertificateEvent event) { return is_move(from, event, to); });
}

PALMKEY_ON_BOTH_DATABASES(RandomLife);

}  // namespace

void RandomLife::judge(const Act& act, const Picture& before) {
  look();
  expect_follows(before, now);
  for (const auto& [key, was] : before.keys)
    EXPECT_TRUE(leads(was, now.keys.at(key), act.key_events))
        << vault::described(was) << " became " << vault::described(now.keys.at(key));
  for (const auto& [serial, was] : before.certificates) {
    const auto is = now.certificates.at(serial).status;
    EXPECT_TRUE(leads(was.status, is, act.certificate_events))
        << vault::status_name(was.status) << " became " << vault::status_name(is);
  }
  for (const auto& serial : now.signing_serials()) {
    if (before.certificates.contains(serial)) continue;
    EXPECT_EQ(now.certificates.at(serial).status, CertificateStatus::good);
    serials.push_back(serial);
  }
}

void RandomLife::use() {
  auto& phone = any_phone();
  if (phone.is_dead) {
    EXPECT_EQ(phone.try_sign(statement()), "unknown_key") << "an old phone";
    return;
  }
  const auto& condition = condition_of(phone);
  const auto expected = [&](sk::Operation operation) {
    const auto refused = vault::refusal_in(condition, operation);
    return refused ? std::string(core::code(*refused)) : "ok";
  };
  EXPECT_EQ(phone.try_sign(statement()), expected(sk::Operation::sign));
  for (const auto& [id, share] : phone.shares) {
    const auto& owner = now.encryption_keys.at(core::to_hex(share.public_key.encode()));
    auto answer = expected(sk::Operation::decrypt);
    if (answer == "ok" && owner != core::to_hex(phone.key_id)) answer = "not_found";
    EXPECT_EQ(phone.decrypt(id), answer);
  }
}

namespace {

TEST_P(RandomLife, NothingThatHappensLeavesTheTables) {
  SCOPED_TRACE("PALMKEY_SEED=" + std::to_string(seed_or(own_seed)));
  auto stranger = phone_with_key();
  const auto strangers =
      first_certificate(stranger, {{"document-number", "11010119900307002X"}, {"subject-name", "李示范"}});
  phones.push_back(phone_with_key());
  serials.push_back(first_certificate(phones.back()));
  look();
  const auto all = acts();
  std::vector<std::size_t> urn;
  for (std::size_t i = 0; i < all.size(); ++i)
    urn.insert(urn.end(), static_cast<std::size_t>(all[i].weight), i);

  std::set<std::string> went_well, reached;
  std::string story;
  const auto has_seen_all = [&] {
    return went_well.size() == all.size() &&
           std::ranges::all_of(states, [&](const char* state) { return reached.contains(state); });
  };
  for (int event = 0; event < shortest_life || (event < longest_life && !has_seen_all()); ++event) {
    if (HasFailure()) break;
    const auto& act = all[urn[chance.below(urn.size())]];
    const auto before = now;
    const auto code = act.run();
    story += std::string(act.name) + ": " + code + "\n";
    if (code == "ok") went_well.insert(act.name);
    EXPECT_FALSE(code == "internal" || code.starts_with("database")) << "no answer that says anything";
    judge(act, before);
    use();
    for (const auto& [key, condition] : now.keys) reached.insert(std::string(vault::described(condition)));
    for (const auto& [serial, certificate] : now.certificates)
      reached.insert(std::string(vault::status_name(certificate.status)));
  }
  ASSERT_FALSE(HasFailure()) << "after this:\n" << story;
  EXPECT_EQ(now.certificates.at(strangers).revoked_at, 0) << "somebody else's";
  if (seed_or(own_seed) != own_seed) return;
  for (const auto& act : all) EXPECT_TRUE(went_well.contains(act.name)) << "never: " << act.name;
  for (const char* state : states)
    EXPECT_TRUE(reached.contains(state)) << state << " was never reached: the test proves little";
}

}  // namespace
}  // namespace palmkey::test
