// The jobs that deliver queued notices.
#pragma once

#include "front/context.hpp"
#include "front/notices/mail_sender.hpp"
#include "front/notices/sms_sender.hpp"

namespace palmkey::front::notices {

// Takes over jobs of the kinds "notice.sms" and "notice.mail"; before context.jobs is started. What the
// senders refuse, and a payload that is not one, becomes a dead letter. All references outlive the runner.
void deliver_sms(const Context& context, SmsSender& sender);
void deliver_mail(const Context& context, MailSender& sender);

// The sentences of this folder's codes, for platform/messages.hpp. May be called more than once.
void register_messages();

}  // namespace palmkey::front::notices
