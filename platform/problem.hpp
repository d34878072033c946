// Failures as RFC 9457 problem documents (application/problem+json).
#pragma once

#include <exception>

#include "platform/http_message.hpp"
#include "platform/messages.hpp"

namespace palmkey::platform {

// The answer to a failure: type "urn:palmkey:problem:CODE", title, detail, status, code, field, parameters.
HttpResponse problem_response(const Failure& failure, Language language);

// The same for whatever was thrown: a Failure as it is, anything else as "internal_error" (500), written to
// the log and never shown to the client.
HttpResponse problem_response(const std::exception_ptr& thrown, Language language);

}  // namespace palmkey::platform
