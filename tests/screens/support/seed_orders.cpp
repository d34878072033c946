// palmkey-seed-orders FRONT_TOML COUNT PICTURE SERVICE [SERVICE]: fills a front's database with paid
// applications that wait to be accepted, for tests of the officers' queue. They go through the front's own
// rules, at moments of the past: a quarter of them ten days ago and more, the others within the last twenty
// hours. One line of JSON for each, in the order in which they wait.
//
// Their keys are whole and made here, so the vault knows none of them: no certificate can be issued on such
// an order.
#include <algorithm>
#include <array>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/pkcs10.hpp"
#include "core/sm2/signature.hpp"
#include "front/agreements/rules.hpp"
#include "front/orders/attachments.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/store.hpp"
#include "front/orders/subject.hpp"
#include "front/server.hpp"
#include "front/subscribers/store.hpp"
#include "front/tokens.hpp"
#include "platform/files.hpp"
#include "platform/random.hpp"
#include "platform/rpc.hpp"
#include "tests/support/fixed_clock.hpp"

namespace {

using namespace palmkey;
using front::Context;
using front::orders::Order;
using front::subscribers::Subscriber;
using platform::Transaction;
using platform::value_or_throw;

constexpr std::int64_t hour_ms = 3600L * 1000;
constexpr std::int64_t day_ms = 24 * hour_ms;

// Who applies, by the order's place in the queue. Every name is another one, but for the last two: these
// people apply for the second time.
struct Person {
  std::string name, document_number, phone;
};

std::string with_check_character(std::string number) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (number[i] - '0');
  return number + "10X98765432"[sum % 11];
}

std::string digits(std::size_t value, std::size_t places) {
  std::string text = std::to_string(value);
  return std::string(places - std::min(places, text.size()), '0') + text;
}

Person person(std::size_t place, std::size_t count) {
  const std::array families{"赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈",
                            "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许"};
  const std::array given{"安", "平", "和", "顺", "康", "宁", "静", "明", "清", "远", "信", "诚"};
  const std::size_t who = place + 2 >= count ? place + 2 - count : place;
  const std::string born = digits(1960 + who % 40, 4) + digits(1 + who % 12, 2) + digits(1 + who % 28, 2);
  return {std::string(families[who % families.size()]) + "示" + given[who / families.size() % given.size()],
          with_check_character("110101" + born + digits(who % 1000, 3)),
          "1391" + digits(1000000 + place * 37, 7)};
}

// A quarter is long overdue, the others have come since yesterday.
std::int64_t handed_in_at(std::size_t place, std::size_t count, std::int64_t now_ms) {
  const std::size_t old = count / 4;
  if (place < old)
    return now_ms - 20 * day_ms +
           static_cast<std::int64_t>(place) * (10 * day_ms) / static_cast<std::int64_t>(old);
  return now_ms - 20 * hour_ms +
         static_cast<std::int64_t>(place - old) * (20 * hour_ms) / static_cast<std::int64_t>(count - old);
}

class Seeder {
 public:
  Seeder(const Context& context, test::FixedClock& clock, core::Bytes picture)
      : context_(context), clock_(clock), picture_(std::move(picture)) {}

  nlohmann::json add(const Person& who, const front::catalogue::Service& service, std::int64_t when_ms) {
    clock_.advance_ms(when_ms - clock_.now_ms());
    const Subscriber subscriber = subscriber_with(who.phone);
    for (const auto& agreement : service.agreements)
      front::agreements::accept(context_, subscriber.id, service, agreement.id, agreement.version,
                                agreement.digest);
    const std::string number = apply(subscriber, who, service);
    request(subscriber, number, service);
    for (const auto& kind : service.attachments)
      if (kind.required) front::orders::put_attachment(context_, subscriber, number, kind.kind, picture_);
    front::orders::submit(context_, subscriber, number);
    context_.database.transaction(
        [&](Transaction& transaction) { front::orders::mark_paid(transaction, context_, number); });
    return {{"number", number},   {"service", service.name},         {"name", who.name},
            {"phone", who.phone}, {"document", who.document_number}, {"since", clock_.now()}};
  }

 private:
  Subscriber subscriber_with(const std::string& phone) {
    const auto& personal = context_.personal;
    const std::string id = context_.database.transaction([&](Transaction& transaction) {
      return front::subscribers::store::subscriber_of_phone(
          transaction, personal.lookup(phone, "phone"), front::random_identifier(context_.random),
          personal.seal(phone, "subscriber/phone"), clock_.now());
    });
    return {id, phone};
  }

  front::orders::Application application(const Person& who, const front::catalogue::Service& service) const {
    const auto today = platform::civil_time(clock_.now(), front::orders::china_offset_minutes);
    const front::orders::ApplicationInput input{
        "new",
        service.terms.front(),
        {who.name, "resident_id", who.document_number, "CN", "11", "110100", who.phone, ""},
        {who.name, "resident_id", who.document_number, "示范省示范市示范区样例路3号", who.phone,
         "handler@example.invalid"}};
    auto checked = front::orders::check_application(input, {service.businesses,
                                                            service.terms,
                                                            service.document_kinds,
                                                            who.phone,
                                                            {today.year, today.month, today.day}});
    if (!checked.application)
      throw std::runtime_error(checked.errors.front().field + ": " + checked.errors.front().code);
    return *std::move(checked.application);
  }

  // As front/orders/rules.cpp does it, without the captcha.
  std::string apply(const Subscriber& subscriber, const Person& who,
                    const front::catalogue::Service& service) {
    Order order;
    order.application = application(who, service);
    order.subscriber_id = subscriber.id;
    order.service_id = service.id;
    order.service_version = service.version;
    order.fee = service.fee(order.application.business, order.application.months);
    order.created_at = order.updated_at = order.state_since = clock_.now();
    return context_.database.transaction([&](Transaction& transaction) {
      order.agreements = front::agreements::all_accepted(transaction, subscriber.id, service).value();
      const std::string day = front::orders::china_day(order.created_at);
      order.number =
          front::orders::order_number(day, front::orders::store::next_serial(transaction, day)).value();
      front::orders::store::insert(transaction, context_.personal, order,
                                   {"seed-" + order.number, order.number});
      front::orders::store::add_to_timeline(transaction, context_.personal, order.number, "apply",
                                            order.state, order.state, front::orders::by_subscriber, {},
                                            order.created_at);
      return order.number;
    });
  }

  void request(const Subscriber& subscriber, const std::string& number,
               const front::catalogue::Service& service) {
    const auto order = front::orders::get(context_, subscriber, number);
    const auto key = value_or_throw(core::sm2::PrivateKey::generate(context_.random));
    const auto subject = front::orders::name_of(front::orders::subject_of(order.application, service));
    const auto info = core::encode_request_info(subject, key.public_key());
    front::orders::receive_request(
        context_, subscriber, number,
        core::encode_request(info, value_or_throw(key.sign(info, context_.random))));
  }

  const Context& context_;
  test::FixedClock& clock_;
  core::Bytes picture_;
};

// Every fifth order is for the last of these services, the others for the first.
int seed(const std::string& config, std::size_t count, const std::string& picture,
         const std::vector<std::string>& ids) {
  auto configuration = front::load_configuration(config);
  const auto endpoint = configuration.vault;
  const auto vault = front::connect_vault(
      {endpoint.address, endpoint.certificate_file, endpoint.private_key_file, endpoint.ca_file});
  const std::int64_t now_ms = platform::SystemClock().now_ms();
  test::FixedClock clock(now_ms - 30 * day_ms);
  platform::SystemRandom random;
  front::Front front(std::move(configuration), *vault, clock, random);
  const auto& context = front.context();
  Seeder seeder(context, clock, platform::read_file(picture, front::orders::largest_attachment));
  for (std::size_t place = 0; place < count; ++place) {
    const auto& service = context.catalogue.get(place % 5 == 4 ? ids.back() : ids.front());
    std::cout << seeder.add(person(place, count), service, handed_in_at(place, count, now_ms)).dump() << "\n";
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() >= 4)
      return seed(words[0], std::stoul(words[1]), words[2], {words.begin() + 3, words.end()});
    std::cerr << "palmkey-seed-orders FRONT_TOML COUNT PICTURE SERVICE [SERVICE]\n";
  } catch (const std::exception& error) {
    std::cerr << "palmkey-seed-orders: " << error.what() << "\n";
  }
  return 1;
}
