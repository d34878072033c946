// The services that a subscriber can apply for, one TOML file each, read and checked once at start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "front/calendar/working_days.hpp"
#include "front/identity/document.hpp"
#include "front/orders/business.hpp"

namespace palmkey::front::catalogue {

// A text to be read and accepted before an application.
struct Agreement {
  std::string id;
  std::string title;
  std::string version;
  std::string updated;    // 更新日期, "2026-01-01"
  std::string effective;  // 生效日期
  std::string text;       // Markdown; clauses in ** ** are shown in bold
  std::string digest;     // SM3 of the text, hexadecimal
};

// A file that the applicant uploads.
struct AttachmentKind {
  std::string kind;   // "identity_front"
  std::string title;  // zh-CN
  std::string hint;
  bool required = true;
};

struct AcceptancePoint {
  std::string name, address, office_hours, hotline, directions;
  calendar::OfficeDays office_days;
};

struct Service {
  std::string id;
  std::string name;               // 服务名称
  std::string notice;             // 提示信息
  std::string fee_item;           // 收费条目
  std::int64_t fee_per_year = 0;  // fen
  std::vector<orders::Business> businesses;
  std::vector<int> terms;  // months, of 12, 24, 36, 48, 60
  std::vector<identity::DocumentKind> document_kinds;
  std::vector<AttachmentKind> attachments;
  std::vector<Agreement> agreements;
  std::string certificate_profile;
  std::string subject_organization, subject_unit;  // of every certificate of this service; may be empty
  AcceptancePoint acceptance_point;
  bool paper_required = true;
  bool preregistration_required = false;
  bool self_application = false;  // by the entry QR code, also for numbers that are not pre-registered

  const Agreement* agreement(std::string_view agreement_id) const;
  const AttachmentKind* attachment(std::string_view kind) const;
  std::int64_t fee(int months) const { return fee_per_year * months / 12; }  // fen
};

// Immutable once loaded, safe to read from any thread.
class Catalogue {
 public:
  // All *.toml of the folder; agreements' texts are files named relative to it. platform::ConfigError names
  // file and key of whatever is missing, unknown, double or out of range, and says if there is no service at
  // all.
  static Catalogue load(const std::filesystem::path& folder);

  const Service* find(std::string_view service_id) const;
  // As find; Failure("service_unknown", 404, field) if there is none.
  const Service& get(std::string_view service_id, std::string_view field = "service") const;
  const std::vector<Service>& services() const { return services_; }

 private:
  std::vector<Service> services_;
};

}  // namespace palmkey::front::catalogue
