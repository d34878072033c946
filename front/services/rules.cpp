#include "front/services/rules.hpp"

#include "front/field_error.hpp"
#include "front/services/store.hpp"

namespace palmkey::front::services {

using nlohmann::json;
using platform::Failure;
using platform::Transaction;

namespace {

// Who has accepted an agreement has accepted the text of its version: another text needs another version.
void check_agreements(const catalogue::Service& draft, const catalogue::Service* present,
                      std::vector<Problem>& problems) {
  if (!present) return;
  for (const auto& agreement : draft.agreements) {
    const auto* before = present->agreement(agreement.id);
    if (before && before->version == agreement.version && before->digest != agreement.digest)
      problems.push_back(
          {"agreement." + agreement.id + ".version", "expected another version, as the text has changed"});
  }
}

std::vector<std::string> changed_members(const json& draft, const catalogue::Service* present) {
  const json before = present ? content_of(*present) : json::object();
  std::vector<std::string> names;
  for (const auto& [name, value] : draft.items())
    if (!before.contains(name) || before[name] != value) names.push_back(name);
  return names;
}

Preview preview_of(const Context& context, const Draft& draft) {
  const json content = json::parse(draft.content);
  const auto* present = context.catalogue.find(draft.service_id);
  auto checked = check_content(content);
  Preview preview{std::move(checked.problems), changed_members(content, present), std::move(checked.service)};
  if (preview.service) check_agreements(*preview.service, present, preview.problems);
  if (!preview.problems.empty()) preview.service.reset();
  return preview;
}

Draft existing(std::optional<Draft> draft) {
  if (!draft) throw Failure("draft_missing", 409);
  return *std::move(draft);
}

}  // namespace

std::vector<Problem> save_draft(const Context& context, const std::string& service_id, const json& content,
                                const std::string& administrator) {
  if (!content.is_object() || content.value("id", json()) != service_id)
    throw InvalidInput(std::vector<FieldError>{{"id", "malformed"}});
  const Draft draft{service_id, content.dump(), context.clock.now(), administrator};
  context.database.transaction([&](Transaction& transaction) { store::put_draft(transaction, draft); });
  return preview_of(context, draft).problems;
}

Preview preview(const Context& context, const std::string& service_id) {
  return preview_of(context, existing(context.database.transaction([&](Transaction& transaction) {
                      return store::draft(transaction, service_id);
                    })));
}

PublishedVersion publish(const Context& context, const std::string& service_id,
                         const std::string& administrator) {
  return context.database.transaction([&](Transaction& transaction) {
    const auto draft = existing(store::draft(transaction, service_id));
    if (!preview_of(context, draft).service) throw Failure("draft_invalid", 422);
    const std::int64_t now = context.clock.now();
    PublishedVersion version{service_id,    store::last_version(transaction, service_id) + 1,
                             draft.content, now,
                             administrator, now + publication_delay};
    store::add_version(transaction, version);
    store::remove_draft(transaction, service_id);
    return version;
  });
}

}  // namespace palmkey::front::services
