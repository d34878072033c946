#include "platform/problem.hpp"

#include <nlohmann/json.hpp>

#include "platform/log.hpp"

namespace palmkey::platform {

HttpResponse problem_response(const Failure& failure, Language language) {
  nlohmann::json document = nlohmann::json::object();
  for (const auto& [name, value] : failure.parameters()) {
    std::visit([&, &key = name](const auto& v) { document[key] = v; }, value);
  }
  const std::string sentence = message_for(failure.code(), failure.parameters(), language);
  document["type"] = "urn:palmkey:problem:" + failure.code();
  document["title"] = message_for(failure.code(), {}, language);
  document["detail"] = sentence;
  document["status"] = failure.http_status();
  document["code"] = failure.code();
  if (!failure.field().empty()) document["field"] = failure.field();
  HttpResponse response = HttpResponse::json(document, failure.http_status());
  response.headers.set("Content-Type", "application/problem+json");
  response.headers.set("Content-Language", language == Language::english ? "en" : "zh-CN");
  return response;
}

HttpResponse problem_response(const std::exception_ptr& thrown, Language language) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Failure& failure) {
    return problem_response(failure, language);
  } catch (const std::exception& exception) {
    log_error("internal_error", {{"what", exception.what()}});
  } catch (...) {
    log_error("internal_error", {{"what", "not an exception"}});
  }
  return problem_response(Failure("internal_error", 500), language);
}

}  // namespace palmkey::platform
