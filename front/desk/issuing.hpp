// Fetching the certificates of an approved order from the vault: a job, so that a crash or an unreachable
// vault leads to another try. The vault answers the same order with the same certificates, so that a
// repetition issues nothing twice.
#pragma once

#include "front/context.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::desk {

inline constexpr std::string_view issue_job = "order.issue";

// With the review's transaction; once for each submission of an order.
void enqueue_issue(platform::Transaction& transaction, const Context& context, const orders::Order& order);

// The job's handler. A refusal of the vault sends the order back to acceptance, as a new submission; whatever
// may pass (the vault is away or busy) is thrown, to be tried again.
void issue(const Context& context, const platform::Job& job);

}  // namespace palmkey::front::desk
