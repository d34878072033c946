#include "tests/vault/random_life.hpp"

#include <algorithm>

#include "core/encoding.hpp"

namespace palmkey::test {
namespace {

using vault::CertificateEvent;
using vault::KeyEvent;

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;
constexpr std::ptrdiff_t enough_phones = 4;

}  // namespace

std::string RandomLife::certificate_that(const std::function<bool(const Picture::Certificate&)>& fits) {
  std::vector<std::string> fitting;
  for (const auto& serial : serials)
    if (fits(now.certificates.at(serial))) fitting.push_back(serial);
  if (fitting.empty() || chance.happens_once_in(4)) return any_certificate();
  return fitting[chance.below(fitting.size())];
}

LivingPhone& RandomLife::working_phone() {
  std::vector<LivingPhone*> working;
  for (auto& phone : phones)
    if (works(phone)) working.push_back(&phone);
  if (working.empty() || chance.happens_once_in(4)) return any_phone();
  return *working[chance.below(working.size())];
}

LivingPhone& RandomLife::new_phone() {
  if (std::ranges::count_if(phones, [&](const LivingPhone& phone) { return works(phone); }) >=
          enough_phones &&
      !chance.happens_once_in(6))
    return any_phone();
  phones.push_back(phone_with_key());
  look();
  return phones.back();
}

LivingPhone& RandomLife::phone_of(const std::string& serial) {
  const auto& key = now.certificates.at(serial).key;
  const auto found = std::ranges::find_if(
      phones, [&](const LivingPhone& phone) { return !phone.is_dead && core::to_hex(phone.key_id) == key; });
  return found == phones.end() ? any_phone() : *found;
}

std::string RandomLife::hand_over() {
  auto& from = working_phone();
  auto to = make_phone();
  EXPECT_EQ(to.offer(), "ok");
  const auto code = from.hand_over(to);
  if (code != "ok") return code;
  moving.emplace_back(&from, std::move(to));
  return code;
}

std::string RandomLife::receive() {
  if (moving.empty()) return "nothing moves";
  auto& [from, to] = moving.front();
  const auto code = to.receive(*from);
  if (code != "ok") return code;
  phones.push_back(std::move(to));
  moving.pop_front();
  return code;
}

std::string RandomLife::recover() {
  const auto serial = good_certificate();
  const auto order = recovery_order(serial);
  const auto before = now;
  const auto code = try_order([this, order] { vault->recovery.recover(order); });
  look();
  for (const auto& [key, owner] : now.encryption_keys) {
    const auto& was = before.encryption_keys.at(key);
    if (owner == was) continue;
    EXPECT_EQ(owner, before.certificates.at(serial).key);
    EXPECT_EQ(before.good_pairs(was), 0U) << "a key was taken from a certificate that is good";
  }
  return code;
}

// The same signed order once more changes nothing, whatever happened since.
std::string RandomLife::say_again() {
  if (done.empty()) return "nothing was done";
  failure_of(done[chance.below(done.size())]);
  EXPECT_EQ(picture_of(*database, directory, clock.now()), now) << "something was done twice";
  return "ok";
}

std::vector<Act> RandomLife::acts() {
  using enum KeyEvent;
  using Certificate = CertificateEvent;
  const auto phones_act = [&](std::string (LivingPhone::*act)()) {
    return [this, act] { return (working_phone().*act)(); };
  };
  const auto about_key = [&](std::string (LivingPhone::*act)()) {
    return [this, act] { return (phone_of(any_certificate()).*act)(); };
  };
  const auto stop = [&](const char* type) {
    return [this, type] {
      const auto order = hold_order(type, any_certificate());
      return try_order([this, order] { vault->holding.act(order); });
    };
  };
  return {
      {"gets a first certificate", 4, [&] { return issue(new_phone(), "new"); }, {}, {}},
      {"renews",
       12,
       [&] {
         const auto serial = ending_certificate();
         return issue(chance.happens_once_in(4) ? new_phone() : phone_of(serial), "renewal", serial);
       },
       {},
       {}},
      {"changes name",
       4,
       [&] {
         const auto serial = good_certificate();
         return issue(phone_of(serial), "change", serial, {{"subject-name", "张新名"}});
       },
       {},
       {}},
      {"replaces a lost phone",
       3,
       [&] {
         const auto serial = good_certificate();
         return issue(new_phone(), "replacement", serial);
       },
       {retire, hold},
       {Certificate::revoke}},
      {"installs", 12, about_key(&LivingPhone::install), {}, {Certificate::revoke}},
      {"mistypes the PIN", 4, [&] { return mistype(1); }, {lock}, {Certificate::block}},
      {"forgets the PIN", 5, [&] { return mistype(5); }, {lock}, {Certificate::block}},
      {"has an unlocking approved",
       10,
       [&] {
         const auto order = unlock_order(locked_certificate());
         return try_order([this, order] { vault->unlocking.approve(order); });
       },
       {},
       {}},
      {"unlocks",
       12,
       [&] { return phone_of(locked_certificate()).unlock(); },
       {KeyEvent::unlock},
       {Certificate::unblock}},
      {"is given keys back", 8, [&] { return recover(); }, {}, {}},
      {"is revoked",
       2,
       [&] {
         const auto order = revoke_order(any_certificate());
         return try_order([this, order] { vault->revocation.revoke(order); });
       },
       {retire},
       {Certificate::revoke}},
      {"revokes",
       3,
       [&]() -> std::string {
         const auto serial = good_certificate();
         const auto order = revoke_own_order(phone_of(serial), serial);
         if (!order) return "not signed";
         return try_order([this, order] { vault->revocation.revoke_own(*order); });
       },
       {retire},
       {Certificate::revoke}},
      {"is held", 3, stop("hold"), {hold}, {Certificate::stop}},
      {"is released", 8, stop("release"), {release}, {Certificate::let_go}},
      {"freezes", 3, phones_act(&LivingPhone::freeze), {freeze}, {Certificate::stop}},
      {"unfreezes", 8, about_key(&LivingPhone::unfreeze), {unfreeze}, {Certificate::let_go}},
      {"hands a key over", 3, [&] { return hand_over(); }, {}, {}},
      {"takes a key over", 6, [&] { return receive(); }, {}, {}},
      {"changes the PIN", 4, phones_act(&LivingPhone::change_pin), {}, {}},
      {"is copied", 3, [&] { return is_copied(); }, {suspend}, {Certificate::block}},
      {"waits an hour", 4, [&] { return wait_for(hour); }, {}, {Certificate::expire}},
      {"waits some weeks", 9, [&] { return wait_for(40 * day); }, {}, {Certificate::expire}},
      {"says it again", 8, [&] { return say_again(); }, {}, {}},
  };
}

}  // namespace palmkey::test
