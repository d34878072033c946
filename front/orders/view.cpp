#include "front/orders/view.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/next_step.hpp"
#include "front/orders/store.hpp"
#include "front/orders/subject.hpp"
#include "platform/masked.hpp"

namespace palmkey::front::orders {

using nlohmann::json;

namespace {

// What is left for the phone when the authority has done its part.
const char* install_action(Business business) {
  if (business == Business::unlock) return "unlock";
  return business == Business::key_recovery ? "recover" : "install";
}

// What the subscriber can do now, for buttons.
json actions_of(const Order& order) {
  json actions = json::array();
  const auto offer = [&](bool now, const char* action) {
    if (now) actions.push_back(action);
  };
  const bool issues = is_issuing(order.application.business);
  offer(issues && may_happen(order.state, Event::receive_request), "certificate_request");
  offer(order.state == State::awaiting_upload || order.state == State::rejected, "upload");
  offer(may_happen(order.state, Event::correct), "correct");
  offer(may_happen(order.state, Event::submit), "submit");
  offer(may_happen(order.state, Event::pay), "pay");
  offer(may_happen(order.state, Event::install), install_action(order.application.business));
  offer(may_be_cancelled(order), "cancel");
  return actions;
}

json wanted_attachments(const catalogue::Service& service, Business business,
                        const std::vector<AttachmentRecord>& present) {
  json list = json::array();
  for (const auto& wanted : service.attachments_of(business)) {
    json item{
        {"kind", wanted.kind}, {"title", wanted.title}, {"hint", wanted.hint}, {"required", wanted.required}};
    const auto found = std::ranges::find(present, wanted.kind, &AttachmentRecord::kind);
    item["uploaded"] = found == present.end() ? json() : attachment_json(*found);
    list.push_back(std::move(item));
  }
  return list;
}

json next_json(const NextStep& next) {
  return {{"actor", next.actor},
          {"label", next.label},
          {"hint", next.hint},
          {"by", next.by ? json(*next.by) : json()}};
}

json certificates_json(const std::vector<CertificateEntry>& certificates) {
  json list = json::array();
  for (const auto& certificate : certificates)
    list.push_back({{"purpose", certificate.purpose},
                    {"serial", certificate.serial},
                    {"der", core::to_base64(certificate.der)}});
  return list;
}

json document_json(identity::DocumentKind kind, platform::Language language) {
  return {{"code", identity::document_kind_code(kind)},
          {"label", identity::document_kind_label(kind, language)}};
}

}  // namespace

json attachment_json(const AttachmentRecord& attachment) {
  return {{"kind", attachment.kind},
          {"media_type", attachment.media_type},
          {"size", attachment.size},
          {"digest", attachment.digest},
          {"created_at", attachment.created_at}};
}

json timeline_json(const Order& order, const std::vector<TimelineEntry>& timeline,
                   platform::Language language) {
  const Business business = order.application.business;
  constexpr platform::Label filled_in{"申请已填写", "Application filled in"};
  json list = json::array();
  for (const auto& entry : timeline) {
    std::string_view label = filled_in.in(language);
    for (const Event event : events())
      if (event_code(event) == entry.event) label = event_label(event, business, language);
    list.push_back({{"time", entry.time},
                    {"event", entry.event},
                    {"label", label},
                    {"state", state_code(entry.state)},
                    {"state_label", state_label(entry.state, business, order.paid, language)},
                    {"by", entry.actor_kind},
                    {"by_label", actor_label(entry, business, language)},
                    {"detail", entry.detail}});
  }
  return list;
}

json summary_of(const Order& order, const catalogue::Service& service, platform::Language language) {
  const Applicant& applicant = order.application.applicant;
  return {{"number", order.number},
          {"service", {{"id", service.id}, {"name", service.in(language).name}}},
          {"business", business_code(order.application.business)},
          {"business_label", business_label(order.application.business, language)},
          {"follows", order.follows},
          {"self_service", order.self_service},
          {"other_number", order.other_number},
          {"applicant_name", platform::masked_name(applicant.name)},
          {"document_kind", document_json(applicant.document_kind, language)},
          {"document_number", platform::masked_identity_number(applicant.document_number)},
          {"months", order.application.months},
          {"fee", order.fee},
          {"paid", order.paid},
          {"state", state_code(order.state)},
          {"label", state_label(order.state, order.application.business, order.paid, language)},
          {"actions", actions_of(order)},
          {"created_at", order.created_at},
          {"updated_at", order.updated_at}};
}

json application_json(const Application& application, platform::Language language) {
  const ApplicationInput input = input_of(application);
  return {
      {"business", input.business},
      {"business_label", business_label(application.business, language)},
      {"months", input.months},
      {"applicant",
       {{"name", input.applicant.name},
        {"document_kind", input.applicant.document_kind},
        {"document_kind_label", identity::document_kind_label(application.applicant.document_kind, language)},
        {"document_number", input.applicant.document_number},
        {"country", input.applicant.country},
        {"province", input.applicant.province},
        {"province_name", province_shown(application.applicant)},
        {"city", input.applicant.city},
        {"city_name", city_shown(application.applicant)},
        {"phone", input.applicant.phone},
        {"sex", input.applicant.sex},
        {"birth", application.applicant.birth ? identity::format_date(*application.applicant.birth) : ""}}},
      {"handler",
       {{"name", input.handler.name},
        {"document_kind", input.handler.document_kind},
        {"document_kind_label", identity::document_kind_label(application.handler.document_kind, language)},
        {"document_number", input.handler.document_number},
        {"address", input.handler.address},
        {"phone", input.handler.phone},
        {"email", input.handler.email}}}};
}

json detail_of(const Context& context, const Order& order, platform::Language language) {
  const auto& service = context.catalogue.version(order.service_id, order.service_version);
  const core::Name subject = name_of(subject_of(order.application, service));
  json detail = summary_of(order, service, language);
  detail["applicant_name"] = order.application.applicant.name;
  detail["document_number"] = order.application.applicant.document_number;
  detail["application"] = application_json(order.application, language);
  detail["subject"] = {{"der", core::to_base64(subject.encode())}, {"text", subject.text()}};
  detail["public_key"] = order.public_key;
  detail["paper_required"] = service.wants_paper(order.application.business);
  detail["paper_received"] = order.paper_received;
  detail["submission"] = order.submission;
  detail["rejection"] = order.state == State::rejected
                            ? json{{"fields", order.rejected_fields}, {"reason", order.rejection_reason}}
                            : json();
  context.database.read([&](platform::Transaction& transaction) {
    detail["attachments"] = wanted_attachments(service.in(language), order.application.business,
                                               store::attachments(transaction, order.number));
    const auto timeline = store::timeline(transaction, context.personal, order.number);
    detail["timeline"] = timeline_json(order, timeline, language);
    detail["next"] = next_json(next_step(order, service, timeline, language));
    detail["certificates"] = certificates_json(store::certificates(transaction, order.number));
  });
  return detail;
}

}  // namespace palmkey::front::orders
