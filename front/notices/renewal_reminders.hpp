// Reminds holders that their certificate ends: 60, 30, 7 and 1 days before, by text message and mail.
#pragma once

#include "front/context.hpp"

namespace palmkey::front::notices {

inline constexpr std::string_view reminder_job = "notice.renewal_reminders";

// Before the jobs start: has them remind everybody each hour. A reminder that was queued is never queued
// again; whoever missed some - the platform stood still - gets the newest alone.
void handle_renewal_reminders(const Context& context);
// Queues the first pass; once in an hour, however many fronts do so.
void start_renewal_reminders(const Context& context);

// One pass: queues what is due and has not been said, at most `reminders_at_once` of each of the four; true
// if there may be more. Nobody is reminded of a certificate that is revoked, is being renewed, changed or
// replaced, or may not be renewed yet. Throws what the vault and the database throw; what was queued before
// stays queued.
inline constexpr std::size_t reminders_at_once = 200;
bool remind_of_renewals(const Context& context);

}  // namespace palmkey::front::notices
