#include "front/agreements/rules.hpp"

#include "front/agreements/store.hpp"
#include "front/field_error.hpp"

namespace palmkey::front::agreements {

Acceptance accept(const Context& context, const std::string& subscriber_id, const catalogue::Service& service,
                  const std::string& agreement_id, const std::string& version, const std::string& digest) {
  const catalogue::Agreement* agreement = service.agreement(agreement_id);
  if (!agreement) throw InvalidInput(std::vector<FieldError>{{"agreement", "agreement_unknown"}});
  if (agreement->version != version || agreement->digest != digest)
    throw InvalidInput(std::vector<FieldError>{{"digest", "agreement_changed"}});
  return context.database.transaction([&](platform::Transaction& transaction) {
    Acceptance acceptance{agreement_id, version, digest, context.clock.now()};
    store::add(transaction, subscriber_id, service.id, acceptance);
    acceptance.accepted_at = *store::accepted_at(transaction, subscriber_id, service.id, *agreement);
    return acceptance;
  });
}

std::optional<std::vector<Acceptance>> all_accepted(platform::Transaction& transaction,
                                                    const std::string& subscriber_id,
                                                    const catalogue::Service& service) {
  std::vector<Acceptance> acceptances;
  for (const auto& agreement : service.agreements) {
    const auto time = store::accepted_at(transaction, subscriber_id, service.id, agreement);
    if (!time) return std::nullopt;
    acceptances.push_back({agreement.id, agreement.version, agreement.digest, *time});
  }
  return acceptances;
}

}  // namespace palmkey::front::agreements
