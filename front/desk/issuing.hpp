// Having the vault do what was approved - issue certificates, let a key be unlocked, give encryption keys
// back: a job, so that a crash or an unreachable vault leads to another try. The vault answers the same order
// with the same certificates or the same permit, so that a repetition does nothing twice.
#pragma once

#include "front/context.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::desk {

inline constexpr std::string_view issue_job = "order.issue";

// With the review's transaction; once for each submission of an order.
void enqueue_issue(platform::Transaction& transaction, const Context& context, const orders::Order& order);

// The job's handler. A refusal of the vault sends the order back to acceptance, as a new submission; whatever
// may pass (the vault is away or busy) is thrown, to be tried again. While the vault lets a replacement wait
// it is asked again and again, for as long as it says so.
void issue(const Context& context, const platform::Job& job);

}  // namespace palmkey::front::desk
