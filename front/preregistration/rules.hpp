// The list of people whom a service expects (预审核): imported from CSV, asked when somebody applies.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "front/catalogue/catalogue.hpp"
#include "front/context.hpp"
#include "front/field_error.hpp"
#include "front/orders/application.hpp"

namespace palmkey::front::preregistration {

struct RowError {
  std::size_t line;    // in the file, from 1
  std::string column;  // "phone", "name", "document_number", or empty for the whole row
  std::string code;    // stable, as for fields of an application, or "row_malformed", "row_repeated"
};

struct ImportReport {
  std::size_t rows = 0;      // in the file, without the header
  std::size_t added = 0;     // numbers that were not on the list
  std::size_t replaced = 0;  // numbers whose entry was brought up to date
  std::vector<RowError> errors;
};

enum class ImportMode {
  keep,
  try_out,  // only says what would happen
};

// The first line names the columns: phone, name, and document_number if wanted, in any order. Rows that are
// right are imported, the others reported. Nothing is kept but keyed digests, and number and name masked for
// those who look after the list. ImportReport with the one error
// "header_malformed" on line 1 if the columns are not these.
ImportReport import_csv(platform::Database& database, const PersonalData& personal, std::int64_t now,
                        const std::string& service_id, std::string_view csv,
                        ImportMode mode = ImportMode::keep);

// Refuses who may not apply: RefusedWithChoices("not_preregistered", 409, "phone") if the service asks for
// pre-registration, the number is not on the list, and it is not a self-application by the entry QR code that
// the service allows.
void require_admission(const Context& context, const catalogue::Service& service, const std::string& phone,
                       bool self_application);

// Where the list has the number, name and document must be the listed ones: "preregistration_mismatch"
// otherwise.
std::vector<FieldError> compare(const Context& context, const catalogue::Service& service,
                                const orders::Application& application);

}  // namespace palmkey::front::preregistration
