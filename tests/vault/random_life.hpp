// A holder with phones, keys and certificates, to whom anything may happen at any time.
#pragma once

#include <functional>
#include <set>

#include "tests/support/chance.hpp"
#include "tests/vault/life_fixture.hpp"
#include "tests/vault/life_picture.hpp"
#include "vault/cosign/key_states.hpp"

namespace palmkey::test {

inline constexpr std::uint64_t own_seed = 6;

// What somebody does, and which events it may be for keys and certificates.
struct Act {
  const char* name;
  int weight;                        // how often, among all
  std::function<std::string()> run;  // what came of it
  std::set<vault::KeyEvent> key_events;
  std::set<vault::CertificateEvent> certificate_events;
};

class RandomLife : public LifeTest {
 protected:
  RandomLife() { configuration.renewal.open_seconds = 200LL * 24 * 3600; }

  const vault::KeyCondition& condition_of(const LivingPhone& phone) const {
    return now.keys.at(core::to_hex(phone.key_id));
  }
  bool works(const LivingPhone& phone) const {
    return !phone.is_dead && condition_of(phone) == vault::KeyCondition{vault::KeyState::active};
  }
  LivingPhone& any_phone() { return phones[chance.below(phones.size())]; }
  const std::string& any_certificate() { return serials[chance.below(serials.size())]; }
  // Most of the time one that fits, if there is one: else hardly anything would go well.
  std::string certificate_that(const std::function<bool(const Picture::Certificate&)>& fits);
  std::string good_certificate() {
    return certificate_that([](const auto& one) { return one.status == vault::CertificateStatus::good; });
  }
  std::string locked_certificate() {
    return certificate_that([&](const auto& one) {
      const auto& key = now.keys.at(one.key);
      return key.state == vault::KeyState::locked && !key.held;
    });
  }
  std::string ending_certificate() {
    return certificate_that([&](const auto& one) {
      return one.revoked_at == 0 && !one.is_followed &&
             one.not_after - clock.now() < configuration.renewal.open_seconds;
    });
  }
  // Most of the time one whose key nothing stops.
  LivingPhone& working_phone();
  // A new one, unless there are enough that work.
  LivingPhone& new_phone();
  // The phone that has the certificate's key; another one if that is gone.
  LivingPhone& phone_of(const std::string& serial);

  // The refusal's code, or "ok".
  std::string try_order(const std::function<void()>& order) {
    auto code = failure_of(order);
    if (!code.empty()) return code;
    done.push_back(order);
    return "ok";
  }
  std::string issue(const LivingPhone& phone, const std::string& business, const std::string& follows = "",
                    const Fields& changed = {}) {
    const auto order = issue_order(phone, business, follows, changed);
    return try_order([this, order] { vault->issuer.issue(order); });
  }
  std::string mistype(int times) {
    std::string code;
    auto& phone = phone_of(good_certificate());
    for (int i = 0; i < times; ++i) code = phone.try_wrong_pin(statement());
    return code == "wrong_pin" || code == "key_locked" ? "ok" : code;
  }
  std::string is_copied() {
    auto& phone = phone_of(good_certificate());
    const auto fresh = phone.freshness;
    phone.freshness[0] ^= 1;
    const auto code = phone.try_sign(statement());
    phone.freshness = fresh;
    return code == "key_suspended" ? "ok" : code;
  }
  std::string hand_over();
  std::string receive();
  std::string recover();
  std::string say_again();
  std::string wait_for(std::int64_t seconds) {
    advance(seconds);
    return "ok";
  }

  std::vector<Act> acts();
  void look() { now = picture_of(*database, directory, clock.now()); }
  void judge(const Act& act, const Picture& before);
  // Some phone signs or decrypts, or is refused as the table says.
  void use();

  Chance chance{seed_or(own_seed)};
  std::deque<LivingPhone> phones;
  std::vector<std::string> serials;                         // of signing certificates
  std::vector<std::function<void()>> done;                  // orders that went well
  std::deque<std::pair<LivingPhone*, LivingPhone>> moving;  // from which phone to which
  Picture now;
};

}  // namespace palmkey::test
