// The services that a subscriber can apply for: one TOML file each, read and checked once at start, and the
// versions that an administrator has published on top of them (front/services).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "front/calendar/working_days.hpp"
#include "front/identity/document.hpp"
#include "front/orders/business.hpp"
#include "platform/messages.hpp"

namespace palmkey::platform {
class Config;
}

namespace palmkey::front::catalogue {

// A text to be read and accepted before an application. What is accepted is the text in zh-CN; a translation
// is there to be read.
struct Agreement {
  std::string id;
  std::string title;
  std::string version;
  std::string updated;      // 更新日期, "2026-01-01"
  std::string effective;    // 生效日期
  std::string text;         // Markdown; clauses in ** ** are shown in bold
  std::string digest;       // SM3 of the text in zh-CN, hexadecimal
  bool translated = false;  // the text is a translation
};

// A file that the applicant uploads.
struct AttachmentKind {
  std::string kind;  // "identity_front"
  std::string title;
  std::string hint;
  bool required = true;
  std::vector<orders::Business> businesses = {};  // for which it is asked for; empty: for all
};

struct AcceptancePoint {
  std::string name, address, office_hours, hotline, directions;
  calendar::OfficeDays office_days;
};

struct Service {
  std::string id;
  std::int64_t version = 0;       // 0: as its file has it; else the number under which it was published
  std::string name;               // 服务名称
  std::string notice;             // 提示信息
  std::string fee_item;           // 收费条目
  std::int64_t fee_per_year = 0;  // fen, of a new certificate
  std::int64_t renewal_fee_per_year = 0;
  std::vector<orders::Business> businesses;
  std::vector<orders::Business> paperless_businesses;  // these never want the form on paper
  std::vector<int> terms;                              // months, of 12, 24, 36, 48, 60
  std::vector<identity::DocumentKind> document_kinds;
  std::vector<AttachmentKind> attachments;
  std::vector<Agreement> agreements;
  std::string certificate_profile;
  std::string subject_organization, subject_unit;  // of every certificate of this service; may be empty
  AcceptancePoint acceptance_point;
  bool paper_required = true;  // of the businesses that are not paperless
  bool preregistration_required = false;
  bool self_application = false;        // by the entry QR code, also for numbers that are not pre-registered
  bool self_service_unlocking = false;  // holders may have a key unlocked with one officer and a waiting time
  // The same in English, as far as it is translated; null: it is not at all. Forms, intents and certificates
  // are in zh-CN whatever people read.
  std::shared_ptr<const Service> english;

  // For people who read this language.
  const Service& in(platform::Language language) const;

  const Agreement* agreement(std::string_view agreement_id) const;
  // Null if this business does not ask for it.
  const AttachmentKind* attachment(std::string_view kind, orders::Business business) const;
  // What is asked for in this business, in the service's order.
  std::vector<AttachmentKind> attachments_of(orders::Business business) const;
  bool wants_paper(orders::Business business) const;
  // Fen. Only new certificates and renewals cost anything.
  std::int64_t fee(orders::Business business, int months) const;
};

// Thread-safe. What it hands out stays as it is and where it is as long as the catalogue lives, whatever is
// published meanwhile.
class Catalogue {
 public:
  // All *.toml of the folder; agreements' texts are files named relative to it. platform::ConfigError names
  // file and key of whatever is missing, unknown, double or out of range, and says if there is no service at
  // all.
  static Catalogue load(const std::filesystem::path& folder);

  // In its present version; null if there is none.
  const Service* find(std::string_view service_id) const;
  // As find; Failure("service_unknown", 404, field) if there is none.
  const Service& get(std::string_view service_id, std::string_view field = "service") const;
  // The service as an order keeps it. Failure("service_version_unknown", 503) if this process has not heard
  // of the version yet.
  const Service& version(std::string_view service_id, std::int64_t version) const;
  // All in their present version, in the order of their files; services that were only published behind.
  std::vector<const Service*> services() const;

  // Makes a published version known under its number; nothing happens if it is.
  void keep(Service service);
  // Lets find, get and services give this version, which is known, from now on.
  void make_current(std::string_view service_id, std::int64_t version);

 private:
  struct State;
  struct Deleter {
    void operator()(State* state) const;
  };
  Catalogue();
  std::unique_ptr<State, Deleter> state_;
};

// The service as a file or a draft describes it: as load, agreements' texts relative to `folder` or, where
// "text" stands in place of "file", as given. platform::ConfigError.
Service read_service(const platform::Config& file, const std::filesystem::path& folder);

}  // namespace palmkey::front::catalogue
