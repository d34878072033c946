// Acceptance of a service's agreements, kept with version, digest and time.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "front/agreements/types.hpp"
#include "front/catalogue/catalogue.hpp"
#include "front/context.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::agreements {

std::span<const platform::Migration> migrations();

// Records that the subscriber accepted the agreement in its present version; the first time counts.
// InvalidInput "agreement_unknown" (agreement), "agreement_changed" (digest) if another text or version was
// shown.
Acceptance accept(const Context& context, const std::string& subscriber_id, const catalogue::Service& service,
                  const std::string& agreement_id, const std::string& version, const std::string& digest);

// The acceptances of all present agreements of the service, or nothing if one is missing.
std::optional<std::vector<Acceptance>> all_accepted(platform::Transaction& transaction,
                                                    const std::string& subscriber_id,
                                                    const catalogue::Service& service);

}  // namespace palmkey::front::agreements
