// What is wrong with the fields of an input, all at once.
#pragma once

#include <string>
#include <vector>

#include "platform/failure.hpp"

namespace palmkey::front {

struct FieldError {
  std::string field;  // its path in the input: "applicant.document_number"
  std::string code;   // stable; its sentences are in the tables of platform/messages.hpp
};

// Thrown with at least one error. As a plain Failure (422) it tells the first one; front/http.hpp answers
// with all.
class InvalidInput : public platform::Failure {
 public:
  explicit InvalidInput(std::vector<FieldError> errors)
      : Failure(errors.at(0).code, 422, errors.at(0).field), errors_(std::move(errors)) {}
  const std::vector<FieldError>& errors() const { return errors_; }

 private:
  std::vector<FieldError> errors_;
};

}  // namespace palmkey::front
