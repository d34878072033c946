#include "front/preregistration/rules.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "front/http.hpp"
#include "front/identity/contact.hpp"
#include "front/preregistration/csv.hpp"
#include "front/preregistration/store.hpp"
#include "platform/masked.hpp"

namespace palmkey::front::preregistration {

namespace {

struct Columns {
  std::size_t phone, name;
  std::optional<std::size_t> document_number;
  std::size_t count;
};

std::optional<Columns> columns_of(const CsvRow& header) {
  std::optional<std::size_t> phone, name, document_number;
  for (std::size_t i = 0; i < header.values.size(); ++i) {
    auto* column = header.values[i] == "phone"             ? &phone
                   : header.values[i] == "name"            ? &name
                   : header.values[i] == "document_number" ? &document_number
                                                           : nullptr;
    if (!column || column->has_value()) return std::nullopt;
    *column = i;
  }
  if (header.malformed || !phone || !name) return std::nullopt;
  return Columns{*phone, *name, document_number, header.values.size()};
}

// Listed numbers compare by their letters and digits, whatever the kind of the document.
std::string bare(std::string_view number) {
  std::string result;
  for (char c : number) {
    if (c >= 'a' && c <= 'z') result += static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) result += c;
  }
  return result;
}

// "1.10101E+17": what a spreadsheet makes of a long number. The digits behind are lost.
bool is_rounded(std::string_view number) {
  return number.find("E+") != std::string_view::npos || number.find("e+") != std::string_view::npos;
}

struct CheckedRow {
  std::string phone_lookup;
  Listed listed;
};

// The row as it is stored, or its error.
std::optional<CheckedRow> check(const CsvRow& row, const Columns& columns, const PersonalData& personal,
                                std::vector<RowError>& errors) {
  const auto fail = [&](const char* column, const char* code) {
    errors.push_back({row.line, column, code});
    return std::nullopt;
  };
  if (row.malformed || row.values.size() != columns.count) return fail("", "row_malformed");
  const auto phone = identity::mobile_number(row.values[columns.phone]);
  if (!phone) return fail("phone", "phone_invalid");
  const auto name = identity::person_name(row.values[columns.name]);
  if (!name) return fail("name", "name_invalid");
  CheckedRow result{personal.lookup(*phone, "phone"), {personal.lookup(*name, "name"), std::nullopt, {}}};
  result.listed.shown = {platform::masked_phone(*phone), platform::masked_name(*name)};
  if (columns.document_number && !row.values[*columns.document_number].empty()) {
    const std::string number = bare(row.values[*columns.document_number]);
    if (number.size() < 3 || number.size() > 32 || is_rounded(row.values[*columns.document_number]))
      return fail("document_number", "document_number_format");
    result.listed.document_lookup = personal.lookup(number, "listed_document");
  }
  return result;
}

}  // namespace

ImportReport import_csv(platform::Database& database, const PersonalData& personal, std::int64_t now,
                        const std::string& service_id, std::string_view csv, ImportMode mode) {
  ImportReport report;
  const auto rows = parse_csv(csv);
  const auto columns = rows.empty() ? std::nullopt : columns_of(rows[0]);
  if (!columns) {
    report.errors.push_back({1, "", "header_malformed"});
    return report;
  }
  std::vector<CheckedRow> checked;
  std::set<std::string> seen;
  report.rows = rows.size() - 1;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto row = check(rows[i], *columns, personal, report.errors);
    if (!row) continue;
    if (!seen.insert(row->phone_lookup).second)
      report.errors.push_back({rows[i].line, "phone", "row_repeated"});
    else
      checked.push_back(*std::move(row));
  }
  report.replaced = database.transaction([&](platform::Transaction& transaction) {
    std::size_t known = 0;
    for (const auto& row : checked) {
      known += store::find(transaction, service_id, row.phone_lookup).has_value();
      if (mode == ImportMode::keep)
        store::put(transaction, personal, service_id, row.phone_lookup, row.listed, now);
    }
    return known;
  });
  report.added = checked.size() - report.replaced;
  return report;
}

void require_admission(const Context& context, const catalogue::Service& service, const std::string& phone,
                       bool self_application) {
  if (!service.preregistration_required || (self_application && service.self_application)) return;
  const bool listed = context.database.read([&](platform::Transaction& transaction) {
    return store::find(transaction, service.id, context.personal.lookup(phone, "phone")).has_value();
  });
  if (!listed)
    throw RefusedWithChoices("not_preregistered", 409, "phone",
                             {{"later", "暂不办理", "Not now"}, {"scan", "扫码办理", "Scan the QR code"}});
}

std::vector<FieldError> compare(const Context& context, const catalogue::Service& service,
                                const orders::Application& application) {
  const auto& applicant = application.applicant;
  const auto listed = context.database.read([&](platform::Transaction& transaction) {
    return store::find(transaction, service.id, context.personal.lookup(applicant.phone, "phone"));
  });
  std::vector<FieldError> errors;
  if (!listed) return errors;
  if (listed->name_lookup != context.personal.lookup(applicant.name, "name"))
    errors.push_back({"applicant.name", "preregistration_mismatch"});
  if (listed->document_lookup &&
      *listed->document_lookup != context.personal.lookup(bare(applicant.document_number), "listed_document"))
    errors.push_back({"applicant.document_number", "preregistration_mismatch"});
  return errors;
}

}  // namespace palmkey::front::preregistration
