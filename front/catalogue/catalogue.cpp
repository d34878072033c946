#include "front/catalogue/catalogue.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <stdexcept>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "core/utf8.hpp"
#include "platform/config.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::front::catalogue {

namespace {

using platform::Config;

constexpr std::size_t longest_agreement = std::size_t{256} * 1024;
constexpr std::size_t longest_directions = 600;
constexpr std::array terms_offered{12, 24, 36, 48, 60};

bool is_identifier(std::string_view text, std::string_view besides) {
  if (text.empty() || text.size() > 40) return false;
  return std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || besides.find(c) != std::string_view::npos;
  });
}

std::string text(const Config& table, std::string_view key, std::size_t longest = 200) {
  std::string value = table.string(key);
  if (value.empty() || value.size() > longest)
    throw table.error(key, "expected a text that is not empty or too long");
  return value;
}

std::string identifier(const Config& table, std::string_view key, std::string_view besides) {
  std::string value = table.string(key);
  if (!is_identifier(value, besides))
    throw table.error(key, "expected 1 to 40 lower-case letters, digits or " + std::string(besides));
  return value;
}

std::string date(const Config& table, std::string_view key) {
  std::string value = table.string(key);
  if (!calendar::date_of(value)) throw table.error(key, "expected a date such as 2026-01-01");
  return value;
}

// A list of known words, each once, at least one.
template <class T, class Parse>
std::vector<T> words(const Config& table, std::string_view key, Parse parse, std::string_view expected) {
  std::vector<T> values;
  for (const auto& word : table.strings(key)) {
    const auto value = parse(word);
    if (!value || std::ranges::find(values, *value) != values.end()) throw table.error(key, expected);
    values.push_back(*value);
  }
  if (values.empty()) throw table.error(key, expected);
  return values;
}

std::vector<orders::Business> businesses(const Config& table, std::string_view key) {
  return words<orders::Business>(
      table, key, [](const std::string& word) { return orders::business_of(word); },
      "expected kinds of business, each once, such as \"new\"");
}

std::vector<int> terms(const Config& table) {
  constexpr std::string_view expected = "expected some of 12, 24, 36, 48, 60, each once";
  std::vector<int> values;
  for (const auto months : table.integers("terms", 12, 60)) {
    const int value = static_cast<int>(months);
    if (std::ranges::find(terms_offered, value) == terms_offered.end() ||
        std::ranges::find(values, value) != values.end())
      throw table.error("terms", expected);
    values.push_back(value);
  }
  if (values.empty()) throw table.error("terms", expected);
  std::ranges::sort(values);
  return values;
}

// The text itself, or that of the file that is named.
std::string agreement_text(const Config& table, const std::filesystem::path& folder,
                           std::string_view text_key, std::string_view file_key) {
  if (table.has(text_key)) return text(table, text_key, longest_agreement);
  try {
    const auto bytes = platform::read_file(folder / text(table, file_key), longest_agreement);
    if (bytes.empty() || !core::is_utf8(bytes))
      throw table.error(file_key, "expected a text in UTF-8 that is not empty");
    return std::string(core::as_text(bytes));
  } catch (const platform::ConfigError&) {
    throw;
  } catch (const std::exception&) {
    throw table.error(
        file_key, "expected a readable file of at most 256 KiB, named relative to the catalogue's folder");
  }
}

Agreement agreement(const Config& table, const std::filesystem::path& folder) {
  table.expect_only({"id", "title", "title_english", "version", "updated", "effective", "file", "text",
                     "file_english", "text_english"});
  Agreement result;
  result.id = identifier(table, "id", "-");
  result.title = text(table, "title");
  result.version = text(table, "version", 20);
  result.updated = date(table, "updated");
  result.effective = date(table, "effective");
  result.text = agreement_text(table, folder, "text", "file");
  result.digest = core::to_hex(core::sm3(core::as_bytes(result.text)));
  return result;
}

AttachmentKind attachment(const Config& table) {
  table.expect_only({"kind", "title", "title_english", "hint", "hint_english", "required", "businesses"});
  return {identifier(table, "kind", "_"), text(table, "title"), table.string("hint", ""),
          table.boolean("required"),
          table.has("businesses") ? businesses(table, "businesses") : std::vector<orders::Business>()};
}

std::vector<identity::Date> dates(const Config& table, std::string_view key) {
  if (table.strings(key).empty()) return {};
  return words<identity::Date>(
      table, key, [](const std::string& word) { return calendar::date_of(word); },
      "expected dates such as \"2026-10-01\", each once");
}

calendar::OfficeDays office_days(const Config& table) {
  calendar::OfficeDays office;
  if (table.has("office_days")) {
    office.weekdays = {};
    for (const int day : words<int>(
             table, "office_days", [](const std::string& word) { return calendar::weekday_of(word); },
             "expected some of mon, tue, wed, thu, fri, sat, sun, each once"))
      office.weekdays.at(static_cast<std::size_t>(day)) = true;
  }
  office.holidays = dates(table, "holidays");
  office.extra = dates(table, "extra_office_days");
  return office;
}

AcceptancePoint acceptance_point(const Config& table) {
  table.expect_only({"name", "name_english", "address", "address_english", "office_hours",
                     "office_hours_english", "hotline", "directions", "directions_english", "office_days",
                     "holidays", "extra_office_days"});
  return {text(table, "name"),
          text(table, "address"),
          text(table, "office_hours"),
          text(table, "hotline", 40),
          text(table, "directions", longest_directions),
          office_days(table)};
}

// Replaces texts by their translations, where the table has them.
class Translation {
 public:
  void take(std::string& value, const Config& table, const std::string& key, std::size_t longest = 200) {
    std::string translated = table.string(key, "");
    if (translated.empty()) return;
    if (translated.size() > longest) throw table.error(key, "expected a text that is not too long");
    value = std::move(translated);
    found_ = true;
  }

  void take(Agreement& value, const Config& table, const std::filesystem::path& folder) {
    take(value.title, table, "title_english");
    if (!table.has("file_english") && table.string("text_english", "").empty()) return;
    value.text = agreement_text(table, folder, "text_english", "file_english");
    value.translated = true;
    found_ = true;
  }

  bool found() const { return found_; }

 private:
  bool found_ = false;
};

// The service in English, or nothing if its file has none of it.
std::shared_ptr<const Service> english_of(const Service& service, const Config& file,
                                          const std::filesystem::path& folder) {
  auto english = std::make_shared<Service>(service);
  Translation translation;
  translation.take(english->name, file, "name_english");
  translation.take(english->notice, file, "notice_english");
  translation.take(english->fee_item, file, "fee_item_english");
  auto& point = english->acceptance_point;
  const Config point_table = file.table("acceptance_point");
  translation.take(point.name, point_table, "name_english");
  translation.take(point.address, point_table, "address_english");
  translation.take(point.office_hours, point_table, "office_hours_english");
  translation.take(point.directions, point_table, "directions_english", longest_directions);
  const auto agreements = file.tables("agreement");
  for (std::size_t i = 0; i < agreements.size(); ++i)
    translation.take(english->agreements[i], agreements[i], folder);
  const auto attachments = file.tables("attachment");
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    translation.take(english->attachments[i].title, attachments[i], "title_english");
    translation.take(english->attachments[i].hint, attachments[i], "hint_english");
  }
  return translation.found() ? std::move(english) : nullptr;
}

}  // namespace

Service read_service(const Config& file, const std::filesystem::path& folder) {
  file.expect_only({"id",
                    "name",
                    "name_english",
                    "notice",
                    "notice_english",
                    "fee_item",
                    "fee_item_english",
                    "fee_per_year",
                    "renewal_fee_per_year",
                    "businesses",
                    "terms",
                    "document_kinds",
                    "certificate_profile",
                    "subject_organization",
                    "subject_unit",
                    "paper_required",
                    "paperless_businesses",
                    "preregistration_required",
                    "self_application",
                    "self_service_unlocking",
                    "acceptance_point",
                    "agreement",
                    "attachment"});
  Service result;
  result.id = identifier(file, "id", "-");
  result.name = text(file, "name");
  result.notice = file.string("notice", "");
  result.fee_item = text(file, "fee_item");
  result.fee_per_year = file.integer("fee_per_year", 0, 10'000'000);
  result.renewal_fee_per_year = file.integer("renewal_fee_per_year", 0, 10'000'000, result.fee_per_year);
  result.businesses = businesses(file, "businesses");
  if (file.has("paperless_businesses"))
    result.paperless_businesses = businesses(file, "paperless_businesses");
  result.terms = terms(file);
  result.document_kinds = words<identity::DocumentKind>(
      file, "document_kinds", [](const std::string& word) { return identity::document_kind_of(word); },
      "expected kinds of identity document, each once, such as \"resident_id\"");
  result.certificate_profile = identifier(file, "certificate_profile", "-_");
  result.subject_organization = file.string("subject_organization", "");
  result.subject_unit = file.string("subject_unit", "");
  result.paper_required = file.boolean("paper_required");
  result.preregistration_required = file.boolean("preregistration_required");
  result.self_application = file.boolean("self_application");
  result.self_service_unlocking = file.boolean("self_service_unlocking", false);
  // One officer alone has no paper to wait for: the holder's number is proved anew instead.
  if (result.self_service_unlocking &&
      (std::ranges::find(result.businesses, orders::Business::unlock) == result.businesses.end() ||
       result.wants_paper(orders::Business::unlock)))
    throw file.error("self_service_unlocking", "expected unlock among the businesses, and without paper");
  result.acceptance_point = acceptance_point(file.table("acceptance_point"));

  std::set<std::string> seen;
  for (const auto& table : file.tables("agreement")) {
    result.agreements.push_back(agreement(table, folder));
    if (!seen.insert(result.agreements.back().id).second)
      throw table.error("id", "expected each agreement once");
  }
  if (result.agreements.empty()) throw file.error("agreement", "expected at least one agreement");
  seen.clear();
  for (const auto& table : file.tables("attachment")) {
    result.attachments.push_back(attachment(table));
    if (!seen.insert(result.attachments.back().kind).second)
      throw table.error("kind", "expected each kind once");
  }
  result.english = english_of(result, file, folder);
  return result;
}

namespace {

template <class T>
const T* found(const std::vector<T>& list, std::string T::*key, std::string_view wanted) {
  const auto place = std::ranges::find(list, wanted, key);
  return place == list.end() ? nullptr : &*place;
}

bool is_asked_for(const AttachmentKind& kind, orders::Business business) {
  return kind.businesses.empty() || std::ranges::find(kind.businesses, business) != kind.businesses.end();
}

}  // namespace

const Agreement* Service::agreement(std::string_view agreement_id) const {
  return found(agreements, &Agreement::id, agreement_id);
}

const AttachmentKind* Service::attachment(std::string_view kind, orders::Business business) const {
  const auto* known = found(attachments, &AttachmentKind::kind, kind);
  return known != nullptr && is_asked_for(*known, business) ? known : nullptr;
}

std::vector<AttachmentKind> Service::attachments_of(orders::Business business) const {
  std::vector<AttachmentKind> wanted;
  for (const auto& kind : attachments)
    if (is_asked_for(kind, business)) wanted.push_back(kind);
  return wanted;
}

bool Service::wants_paper(orders::Business business) const {
  return paper_required && std::ranges::find(paperless_businesses, business) == paperless_businesses.end();
}

std::int64_t Service::fee(orders::Business business, int months) const {
  if (!orders::has_term(business)) return 0;
  return (business == orders::Business::renewal ? renewal_fee_per_year : fee_per_year) * months / 12;
}

const Service& Service::in(platform::Language language) const {
  return language == platform::Language::english && english ? *english : *this;
}

struct Catalogue::State {
  const Service* version(std::string_view service_id, std::int64_t number) const {
    for (const Service& service : all)
      if (service.id == service_id && service.version == number) return &service;
    return nullptr;
  }
  const Service** current_of(std::string_view service_id) {
    const auto place = std::ranges::find(current, service_id, &Service::id);
    return place == current.end() ? nullptr : &*place;
  }

  std::shared_mutex mutex;
  std::deque<Service> all;  // grows at its end: what lies in it never moves
  std::vector<const Service*> current;
};

void Catalogue::Deleter::operator()(State* state) const {
  delete state;
}

Catalogue::Catalogue() : state_(new State) {}

Catalogue Catalogue::load(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (files.empty())
    throw platform::ConfigError(folder.string() + ": expected a folder with a service's .toml file");
  std::ranges::sort(files);

  Catalogue catalogue;
  for (const auto& path : files) {
    const Config file = Config::load(path);
    Service loaded = read_service(file, folder);
    if (catalogue.find(loaded.id)) throw file.error("id", "expected an id that no other service has");
    const std::string id = loaded.id;
    catalogue.keep(std::move(loaded));
    catalogue.make_current(id, 0);
  }
  return catalogue;
}

const Service* Catalogue::find(std::string_view service_id) const {
  const std::shared_lock lock(state_->mutex);
  const auto* place = state_->current_of(service_id);
  return place ? *place : nullptr;
}

const Service& Catalogue::get(std::string_view service_id, std::string_view field) const {
  const Service* service = find(service_id);
  if (!service) throw platform::Failure("service_unknown", 404, std::string(field));
  return *service;
}

const Service& Catalogue::version(std::string_view service_id, std::int64_t version) const {
  const std::shared_lock lock(state_->mutex);
  const Service* service = state_->version(service_id, version);
  if (!service) throw platform::Failure("service_version_unknown", 503);
  return *service;
}

std::vector<const Service*> Catalogue::services() const {
  const std::shared_lock lock(state_->mutex);
  return state_->current;
}

void Catalogue::keep(Service service) {
  const std::unique_lock lock(state_->mutex);
  if (!state_->version(service.id, service.version)) state_->all.push_back(std::move(service));
}

void Catalogue::make_current(std::string_view service_id, std::int64_t version) {
  const std::unique_lock lock(state_->mutex);
  const Service* service = state_->version(service_id, version);
  if (!service) throw std::logic_error("a version of a service that nobody keeps");
  if (auto* place = state_->current_of(service_id))
    *place = service;
  else
    state_->current.push_back(service);
}

}  // namespace palmkey::front::catalogue
