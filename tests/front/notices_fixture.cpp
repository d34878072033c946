#include "tests/front/notices_fixture.hpp"

#include "front/invoices/store.hpp"
#include "front/notices/migrations.hpp"
#include "front/orders/store.hpp"
#include "front/subscribers/store.hpp"
#include "platform/jobs.hpp"
#include "platform/key_wrap.hpp"
#include "platform/migration.hpp"

namespace palmkey::test {

using namespace front;

namespace {

void fail_if(int& failures, const char* code) {
  if (failures == 0) return;
  --failures;
  throw platform::Failure(code, 502);
}

}  // namespace

void RecordingSmsSender::send(const std::string& template_name, const std::string& phone,
                              const std::map<std::string, std::string>& parameters) {
  fail_if(failures, "sms_unreachable");
  if (refuses) throw platform::JobRefused("sms_refused");
  sent.push_back({template_name, phone, parameters});
}

void RecordingMailSender::send(const notices::Mail& message) {
  fail_if(failures, "mail_unreachable");
  if (refuses) throw platform::JobRefused("mail_refused");
  sent.push_back(message);
  if (loses_answers) throw platform::Failure("mail_unreachable", 502);
}

invoices::Issued CountingProvider::issue(const invoices::IssueRequest& request) {
  fail_if(failures, "invoice_unreachable");
  requests.push_back(request);
  const std::string count = std::to_string(issued.size() + 1);
  const std::string number = same_number.empty() ? std::string(20 - count.size(), '9') + count : same_number;
  const auto given = issued.try_emplace(request.idempotency_key, invoices::Issued{number, 1'780'000'000});
  if (loses_answers) throw platform::Failure("invoice_unreachable", 502);
  return given.first->second;
}

std::vector<VaultEvent> TellingVault::events(std::int64_t after, std::uint32_t limit) {
  if (!reachable) throw platform::Failure("vault_unreachable", 503);
  std::vector<VaultEvent> result;
  for (const auto& event : happened)
    if (event.number > after && result.size() < limit) result.push_back(event);
  return result;
}

NoticesFixture::NoticesFixture() {
  platform::KeyWrap::create_key_file(folder.path() / "key", random);
  personal = std::make_unique<PersonalData>(folder.path() / "key", random);
  platform::migrate_jobs(*database);
  platform::migrate(*database, "front.subscribers", subscribers::store::migrations());
  platform::migrate(*database, "front.orders", orders::store::migrations());
  platform::migrate(*database, "front.notices", notices::migrations());
  platform::migrate(*database, "front.invoices", invoices::store::migrations());
  context = std::make_unique<Context>(
      Context{configuration, catalogue, *database, clock, random, *personal, vault, runner, limits});
  subscriber_id = database->transaction([&](platform::Transaction& t) {
    return subscribers::store::subscriber_of_phone(
        t, personal->lookup(applicant_phone, "phone"), "subscriber-1",
        personal->seal(applicant_phone, "subscriber/phone"), clock.now());
  });
}

orders::Order NoticesFixture::add_order(const std::string& number, bool paid, std::int64_t fee,
                                        orders::State state) {
  orders::Order order;
  order.number = number;
  order.subscriber_id = subscriber_id;
  order.service_id = catalogue.services().front()->id;
  order.state = state;
  order.fee = fee;
  order.paid = paid;
  order.submission = 1;
  order.created_at = order.updated_at = clock.now();
  order.application.months = 12;
  order.application.applicant.name = "张示范";
  order.application.applicant.phone = applicant_phone;
  order.application.handler = {"李示范",      identity::DocumentKind::other,
                               "SAMPLE-0001", "示范省示范市示范路1号",
                               handler_phone, handler_address};
  database->transaction([&](platform::Transaction& t) {
    orders::store::insert(t, *personal, order, {"key-" + number, "request"});
  });
  return order;
}

void NoticesFixture::run_all() {
  while (run_one()) {
  }
}

void NoticesFixture::run_to_the_end() {
  const auto waiting = [&] {
    return database->read([](platform::Transaction& t) {
      return t.query_one("SELECT count(*) FROM jobs WHERE state = 'waiting'").value().int64(0);
    });
  };
  while (waiting() > 0) {
    run_all();
    clock.advance_ms(2 * 3600 * 1000);
  }
}

std::vector<std::string> NoticesFixture::dead_codes() {
  std::vector<std::string> codes;
  for (const auto& job : platform::list_dead_jobs(*database)) codes.push_back(job.last_error);
  return codes;
}

std::string NoticesFixture::all_stored() {
  std::string all;
  database->read([&](platform::Transaction& t) {
    for (const char* sql :
         {"SELECT payload FROM jobs", "SELECT face FROM invoices", "SELECT buyer FROM invoices",
          "SELECT last_error FROM jobs", "SELECT coalesce(unique_key, '') FROM jobs"})
      for (const auto& row : t.query(sql)) all += row.text(0) + "\n";
  });
  return all;
}

}  // namespace palmkey::test
