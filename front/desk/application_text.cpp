#include "front/desk/application_text.hpp"

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "front/name_seals/seals.hpp"
#include "front/orders/store.hpp"
#include "front/orders/subject.hpp"

namespace palmkey::front::desk {

ApplicationText application_text(const orders::Order& order, const catalogue::Service& service,
                                 const std::string& seal_digest,
                                 const std::vector<orders::AttachmentRecord>& attachments) {
  std::string text = "PalmKey application 1\n";
  const auto line = [&](std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    text += value;
    text += "\n";
  };
  const auto& a = order.application.applicant;
  const auto& h = order.application.handler;
  line("order", order.number);
  line("submission", std::to_string(order.submission));
  line("service", service.id);
  line("service-name", service.name);
  line("business", orders::business_code(order.application.business));
  line("follows", order.follows);
  line("months", std::to_string(order.application.months));
  line("fee-fen", std::to_string(order.fee));
  line("profile", service.certificate_profile);
  line("paper-required", service.wants_paper(order.application.business) ? "yes" : "no");
  if (order.self_service) line("self-service", "yes");
  if (order.other_number) line("other-number", "yes");
  line("applicant.name", a.name);
  line("applicant.document-kind", identity::document_kind_code(a.document_kind));
  line("applicant.document-number", a.document_number);
  line("applicant.country", a.country);
  line("applicant.province", orders::province_shown(a));
  line("applicant.city", orders::city_shown(a));
  line("applicant.phone", a.phone);
  line("applicant.sex", a.sex ? identity::sex_code(*a.sex) : "");
  line("applicant.birth", a.birth ? identity::format_date(*a.birth) : "");
  line("handler.name", h.name);
  line("handler.document-kind", identity::document_kind_code(h.document_kind));
  line("handler.document-number", h.document_number);
  line("handler.address", h.address);
  line("handler.phone", h.phone);
  line("handler.email", h.email);
  line("subject", orders::name_of(orders::subject_of(order.application, service)).text());
  line("public-key", order.public_key);
  line("seal", seal_digest);
  for (const auto& acceptance : order.agreements)
    line("agreement", acceptance.agreement_id + " " + acceptance.version + " " + acceptance.digest + " " +
                          platform::format_rfc3339(acceptance.accepted_at));
  for (const auto& attachment : attachments)
    line("attachment", attachment.kind + " " + attachment.media_type + " " + std::to_string(attachment.size) +
                           " " + attachment.digest);
  return {text, core::to_hex(core::sm3(core::as_bytes(text)))};
}

ApplicationText application_text(platform::Transaction& transaction, const Context& context,
                                 const orders::Order& order) {
  const auto& service = context.catalogue.version(order.service_id, order.service_version);
  return application_text(order, service, name_seals::digest_of(transaction, order.number),
                          orders::store::attachments(transaction, order.number));
}

}  // namespace palmkey::front::desk
