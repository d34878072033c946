#include "front/web_apps/routes.hpp"

#include "core/encoding.hpp"
#include "front/http.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::web_apps {

namespace {

using platform::Failure;
using platform::HttpRequest;
using platform::HttpResponse;

// For people: what is wrong with the link they opened.
HttpResponse problem_page(const Failure& failure, const HttpRequest& request) {
  const auto language = language_of(request);
  const bool chinese = language == platform::Language::chinese;
  const std::string sentence =
      html_escaped(platform::message_for(failure.code(), failure.parameters(), language));
  return HttpResponse::text("<!doctype html>\n<html lang=\"" + std::string(chinese ? "zh-CN" : "en") +
                                "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                                "content=\"width=device-width\"><title>" +
                                (chinese ? "链接有误" : "Wrong link") + "</title></head><body><p>" +
                                sentence + "</p></body></html>\n",
                            "text/html; charset=utf-8", failure.http_status());
}

void check_configuration_link(const HttpRequest& request) {
  const auto digest = core::from_base64url(request.query("d").value_or(""));
  if (!digest || digest->size() != 32) throw Failure("configuration_link_malformed", 400, "d");
}

std::string with_query(std::string location, const HttpRequest& request) {
  char separator = '?';
  for (const auto& [name, value] : request.query_parameters) {
    location += separator + platform::percent_encode(name) + "=" + platform::percent_encode(value);
    separator = '&';
  }
  return location;
}

void add_link(platform::Router& router, const char* pattern, std::string location,
              std::function<void(const HttpRequest&)> check) {
  add_route(router, "GET", pattern,
            [location = std::move(location), check = std::move(check)](const HttpRequest& request) {
              try {
                check(request);
                return HttpResponse::redirect(with_query(location, request));
              } catch (const Failure& failure) {
                return problem_page(failure, request);
              }
            });
}

void add_application(platform::Router& router, const std::string& folder, const StaticFiles& files) {
  add_route(router, "GET", folder + "/*path", [folder, &files](const HttpRequest& request) {
    // Without the slash the application's relative links would lead elsewhere.
    if (request.path == folder) return HttpResponse::redirect(folder + "/");
    return files.answer(request.path_parameter("path"), request);
  });
}

}  // namespace

Applications load_applications(const Configuration& configuration) {
  if (configuration.web_folder.empty()) return {};
  return {StaticFiles::load(configuration.web_folder / "phone/dist"),
          StaticFiles::load(configuration.web_folder / "console/dist")};
}

void add_routes(platform::Router& router, const Context& context, const Applications& applications) {
  const std::string& app = context.configuration.app_url;
  const auto nothing = [](const HttpRequest&) {};
  add_link(router, "/c", app + "/open/c", check_configuration_link);
  add_link(router, "/e", app + "/open/e", [&context](const HttpRequest& request) {
    context.catalogue.get(request.query("s").value_or(""));
  });
  add_link(router, "/s", app + "/open/s", nothing);
  add_link(router, "/d", app + "/open/d", nothing);
  add_link(router, "/drill", app + "/open/drill", nothing);
  add_link(router, "/o", app + "/open/o", nothing);
  add_link(router, "/t", app + "/open/t", nothing);
  // The device that opens it becomes the officer's: a phone in its application, any other in the console.
  const std::string activate = context.configuration.console_url + "/activate";
  add_route(router, "GET", "/officer", [app, activate](const HttpRequest& request) {
    const bool is_phone = request.headers.get("User-Agent").value_or("").find("Mobi") != std::string::npos;
    return HttpResponse::redirect(is_phone ? app + "/open/officer" : activate);
  });
  add_route(router, "GET", "/", [app](const HttpRequest&) { return HttpResponse::redirect(app + "/"); });
  add_application(router, "/app", applications.phone);
  add_application(router, "/console", applications.console);
}

}  // namespace palmkey::front::web_apps
