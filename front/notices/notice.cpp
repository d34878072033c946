#include "front/notices/notice.hpp"

#include <nlohmann/json.hpp>

namespace palmkey::front::notices {

void enqueue_sms(platform::Transaction& transaction, const Context& context, const Sms& sms,
                 const std::optional<std::string>& unique_key) {
  const nlohmann::json payload{
      {"template", sms.template_name},
      {"phone", context.personal.seal(sms.phone, "notice/phone")},
      {"parameters", context.personal.seal(nlohmann::json(sms.parameters).dump(), "notice/parameters")}};
  platform::enqueue(transaction, sms_job, payload.dump(), context.clock.now_ms(), unique_key);
}

}  // namespace palmkey::front::notices
