#include "front/notices/delivery.hpp"

#include <nlohmann/json.hpp>

#include "front/notices/mail_notice.hpp"
#include "front/notices/mail_templates.hpp"
#include "front/notices/notice.hpp"
#include "platform/jobs.hpp"
#include "platform/log.hpp"
#include "platform/masked.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::notices {

namespace {

using nlohmann::json;
using Parameters = std::map<std::string, std::string>;

// Runs `work`; JSON that has not the expected members is a payload that will never be right.
template <class Work>
void with_payload(const platform::Job& job, Work work) {
  try {
    work(json::parse(job.payload));
  } catch (const json::exception&) {
    throw platform::JobRefused("notice_malformed");
  }
}

std::string opened(const Context& context, const json& payload, const char* member, std::string_view place) {
  return context.personal.open(payload.at(member).get<std::string>(), place);
}

Parameters parameters_of(const Context& context, const json& payload, std::string_view place) {
  return json::parse(opened(context, payload, "parameters", place)).get<Parameters>();
}

}  // namespace

void deliver_sms(const Context& context, SmsSender& sender) {
  context.jobs.handle(std::string(sms_job), [&context, &sender](const platform::Job& job) {
    with_payload(job, [&](const json& payload) {
      const auto name = payload.at("template").get<std::string>();
      const std::string phone = opened(context, payload, "phone", "notice/phone");
      sender.send(name, phone, parameters_of(context, payload, "notice/parameters"));
      platform::log_info("notice.sms", {{"job", job.id},
                                        {"template", name},
                                        {"phone", platform::masked_phone(phone)},
                                        {"attempt", job.attempt}});
    });
  });
}

void deliver_mail(const Context& context, MailSender& sender) {
  context.jobs.handle(std::string(mail_job), [&context, &sender](const platform::Job& job) {
    with_payload(job, [&](const json& payload) {
      const auto name = payload.at("template").get<std::string>();
      const std::string address = opened(context, payload, "address", "notice/address");
      auto text = mail_text(name, parameters_of(context, payload, "notice/mail_parameters"));
      sender.send({payload.at("identifier").get<std::string>(), address, std::move(text.subject),
                   std::move(text.text)});
      platform::log_info("notice.mail", {{"job", job.id},
                                         {"template", name},
                                         {"address", platform::masked_mail(address)},
                                         {"attempt", job.attempt}});
    });
  });
}

void register_messages() {
  static constexpr platform::Message messages[] = {
      {"sms_unreachable", "短信服务暂时不可用。", "The service for text messages cannot be reached."},
      {"sms_refused", "短信服务拒绝了短信。", "The service for text messages refused the message."},
      {"sms_template_unknown", "未配置该短信模板。",
       "No code is configured for this template of text messages."},
      {"mail_template_unknown", "没有该邮件模板。", "There is no such template of mails."},
      {"mail_template_incomplete", "邮件模板缺少参数。", "A parameter of the mail's template is missing."},
      {"notice_malformed", "通知的内容不完整。", "The notice is not complete."},
  };
  platform::register_messages(messages);
}

}  // namespace palmkey::front::notices
