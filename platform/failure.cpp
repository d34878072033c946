#include "platform/failure.hpp"

#include <utility>

namespace palmkey::platform {

Failure::Failure(std::string code, int http_status, std::string field, Parameters parameters)
    : code_(std::move(code)),
      http_status_(http_status),
      field_(std::move(field)),
      parameters_(std::move(parameters)) {}

Failure::Failure(core::Error error, std::string field, Parameters parameters)
    : Failure(std::string(core::code(error)), http_status_of(error), std::move(field),
              std::move(parameters)) {}

int http_status_of(core::Error error) {
  using core::Error;
  switch (error) {
    case Error::malformed:
    case Error::out_of_range:
    case Error::not_on_curve:
    case Error::bad_proof:
    case Error::decryption_failed:
    case Error::unsupported:
    case Error::lint_refused:
    case Error::not_pinned:
    case Error::pin_refused:
    case Error::pdf_encrypted:
    case Error::pdf_signing_forbidden:
    case Error::pdf_dynamic_form:
      return 400;
    case Error::bad_signature:
    case Error::wrong_pin:
    case Error::wrong_old_pin:
    case Error::stale:
    case Error::intent_refused:
    case Error::not_valid_now:
    case Error::wrong_issuer:
    case Error::wrong_key_usage:
    case Error::activation_refused:
    case Error::refused:
      return 403;
    case Error::unknown_key:
    case Error::not_found:
      return 404;
    case Error::key_suspended:
    case Error::key_frozen:
    case Error::key_retired:
    case Error::key_not_locked:
    case Error::unlock_not_approved:
    case Error::key_closed:
    case Error::operation_pending:
    case Error::no_operation_pending:
    case Error::pins_needed:
    case Error::wrong_state:
      return 409;
    case Error::key_locked:
      return 423;
    case Error::pin_wait:
    case Error::key_cooling:
      return 429;
    case Error::random_failed:
    case Error::storage_failed:
      return 500;
    case Error::transport_failed:
      return 503;
    default:
      return 500;  // an error that this list does not know yet is ours to look at
  }
}

}  // namespace palmkey::platform
