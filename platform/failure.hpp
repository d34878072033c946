// The one exception type of the servers. Business code throws it; platform/problem.hpp (HTTP) and
// platform/rpc.hpp (gRPC) turn it into an answer, each at one edge.
#pragma once

#include <cstdint>
#include <exception>
#include <map>
#include <string>
#include <variant>

#include "core/result.hpp"

namespace palmkey::platform {

using Parameter = std::variant<std::int64_t, std::string>;
using Parameters = std::map<std::string, Parameter>;

// What went wrong, in a form fit for outsiders: nothing in it may be secret or personal.
class Failure : public std::exception {
 public:
  // `code` is stable and has its sentences in a table given to register_messages; `http_status` is
  // 400..599; `field` names the input at fault (may be empty); `parameters` fill the {names} of the
  // sentences and are shown to the client.
  Failure(std::string code, int http_status, std::string field = {}, Parameters parameters = {});
  // The code of core's error, with the HTTP status that fits it.
  explicit Failure(core::Error error, std::string field = {}, Parameters parameters = {});

  const std::string& code() const { return code_; }
  int http_status() const { return http_status_; }
  const std::string& field() const { return field_; }
  const Parameters& parameters() const { return parameters_; }
  const char* what() const noexcept override { return code_.c_str(); }  // the code

 private:
  std::string code_;
  int http_status_;
  std::string field_;
  Parameters parameters_;
};

// The HTTP status that fits an error of core.
int http_status_of(core::Error error);

// The value of a Result, or its error thrown as a Failure.
template <class T>
T value_or_throw(core::Result<T> result, std::string field = {}) {
  if (!result) throw Failure(result.error(), std::move(field));
  return *std::move(result);
}
inline void value_or_throw(core::Result<void> result, std::string field = {}) {
  if (!result) throw Failure(result.error(), std::move(field));
}

}  // namespace palmkey::platform
