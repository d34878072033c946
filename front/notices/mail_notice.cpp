#include "front/notices/mail_notice.hpp"

#include <nlohmann/json.hpp>

#include "core/bytes.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::notices {

void enqueue_mail(platform::Transaction& transaction, const Context& context, const MailNotice& mail,
                  const std::optional<std::string>& unique_key) {
  core::ByteArray<16> identifier{};
  platform::value_or_throw(context.random.fill(identifier));
  const nlohmann::json payload{
      {"template", mail.template_name},
      {"address", context.personal.seal(mail.address, "notice/address")},
      {"parameters", context.personal.seal(nlohmann::json(mail.parameters).dump(), "notice/mail_parameters")},
      {"identifier", "notice-" + core::to_hex(identifier)}};
  platform::enqueue(transaction, mail_job, payload.dump(), context.clock.now_ms(), unique_key);
}

}  // namespace palmkey::front::notices
