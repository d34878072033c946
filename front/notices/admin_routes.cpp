#include "front/notices/admin_routes.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "front/desk/authorization.hpp"
#include "front/http.hpp"
#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "platform/job_records.hpp"
#include "platform/masked.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::notices {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t notices_on_a_page = 50;
constexpr std::size_t most_dead_letters = 500;

std::int64_t number_of(const std::string& text, const char* field) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 1)
    throw platform::Failure("malformed", 400, field);
  return number;
}

// The number's or address's masked form and the order that it was about: nothing else of a notice is shown,
// as its parameters may hold codes.
json told(const Context& context, const platform::JobRecord& job) {
  json shown{{"template", ""}, {"to", ""}, {"order", ""}};
  const json payload = json::parse(job.payload, nullptr, false);
  if (!payload.is_object()) return shown;
  const bool sms = job.kind == sms_job;
  try {
    shown["template"] = payload.at("template");
    const auto opened = [&](const char* member, std::string_view place) {
      return context.personal.open(payload.at(member).get<std::string>(), place);
    };
    shown["to"] = sms ? platform::masked_phone(opened("phone", "notice/phone"))
                      : platform::masked_mail(opened("address", "notice/address"));
    shown["order"] = json::parse(opened("parameters", sms ? "notice/parameters" : "notice/mail_parameters"))
                         .value("order", "");
  } catch (const json::exception&) {
    // A payload that is not one became a dead letter; what can be read of it is shown.
  } catch (const platform::Failure&) {
    // The same for one that cannot be opened.
  }
  return shown;
}

json error_json(const std::string& code, const HttpRequest& request) {
  if (code.empty()) return {};
  const auto language = language_of(request);
  return {{"code", code}, {"detail", platform::message_for(code, {}, language)}};
}

HttpResponse show_notices(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  platform::JobSearch search{{std::string(sms_job), std::string(mail_job)},
                             request.query("state").value_or(""),
                             0,
                             notices_on_a_page + 1};
  if (!search.state.empty() && search.state != "waiting" && search.state != "done" && search.state != "dead")
    throw platform::Failure("state_unknown", 400, "state");
  if (const auto before = request.query("before")) search.before = number_of(*before, "before");
  auto jobs = platform::list_jobs(context.database, search);
  json next;
  if (jobs.size() > notices_on_a_page) {
    jobs.pop_back();
    next = std::to_string(jobs.back().id);
  }
  json items = json::array();
  for (const auto& job : jobs) {
    json item = told(context, job);
    item["id"] = job.id;
    item["channel"] = job.kind == sms_job ? "sms" : "mail";
    item["state"] = job.state;
    item["attempts"] = job.attempts;
    item["error"] = error_json(job.last_error, request);
    item["changed_at"] = job.changed_at_ms / 1000;
    items.push_back(std::move(item));
  }
  return HttpResponse::json({{"items", items}, {"next", next}});
}

HttpResponse show_dead_letters(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  json items = json::array();
  for (const auto& job : platform::list_dead_jobs(context.database, most_dead_letters))
    items.push_back({{"id", job.id},
                     {"kind", job.kind},
                     {"attempts", job.attempts},
                     {"error", error_json(job.last_error, request)},
                     {"failed_at", job.failed_at_ms / 1000}});
  return HttpResponse::json({{"items", items}});
}

HttpResponse retry(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto id = number_of(request.path_parameter("id"), "id");
  if (!platform::retry_dead_job(context.database, id, context.clock.now_ms()))
    throw platform::Failure("dead_letter_unknown", 404);
  context.jobs.wake();
  return HttpResponse::no_content();
}

}  // namespace

void add_admin_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/admin/notices",
            [&context](const HttpRequest& request) { return show_notices(context, request); });
  add_route(router, "GET", "/api/v1/admin/dead-letters",
            [&context](const HttpRequest& request) { return show_dead_letters(context, request); });
  add_route(router, "POST", "/api/v1/admin/dead-letters/:id/retry",
            [&context](const HttpRequest& request) { return retry(context, request); });
}

}  // namespace palmkey::front::notices
