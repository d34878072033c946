#include "front/orders/form.hpp"

#include <chrono>

#include "documents/application_form.hpp"
#include "documents/attachment_image.hpp"
#include "front/orders/attachments.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/rules.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::orders {

namespace {

documents::FormBusiness form_business(Business business) {
  switch (business) {
    case Business::new_certificate:
      return documents::FormBusiness::new_certificate;
    case Business::renewal:
      return documents::FormBusiness::renewal;
    case Business::change:
      return documents::FormBusiness::change;
    case Business::revocation:
      return documents::FormBusiness::revocation;
    case Business::replacement:
      return documents::FormBusiness::replacement;
    case Business::unlock:
      return documents::FormBusiness::unlock;
    case Business::key_recovery:
      return documents::FormBusiness::key_recovery;
  }
  return documents::FormBusiness::new_certificate;
}

documents::FormSex form_sex(const std::optional<identity::Sex>& sex) {
  if (!sex) return documents::FormSex::not_stated;
  return *sex == identity::Sex::male ? documents::FormSex::male : documents::FormSex::female;
}

}  // namespace

core::Bytes form_pdf(const Order& order, const catalogue::Service& service,
                     std::optional<FormSignature> signature) {
  const Applicant& applicant = order.application.applicant;
  const Handler& handler = order.application.handler;
  documents::ApplicationForm form;
  form.service_name = service.name;
  form.order_number = order.number;
  form.business = form_business(order.application.business);
  form.years = static_cast<unsigned>(order.application.months / 12);
  form.name = applicant.name;
  if (applicant.birth)
    form.birthday =
        std::chrono::year_month_day{std::chrono::year{applicant.birth->year},
                                    std::chrono::month{static_cast<unsigned>(applicant.birth->month)},
                                    std::chrono::day{static_cast<unsigned>(applicant.birth->day)}};
  form.sex = form_sex(applicant.sex);
  form.document_kind = identity::document_kind_label(applicant.document_kind, platform::Language::chinese);
  form.document_number = applicant.document_number;
  if (handler.document_number == applicant.document_number) {
    form.address = handler.address;
    form.email = handler.email;
  }
  if (signature) {
    form.signature = std::move(signature->strokes);
    const auto day = platform::civil_time(signature->signed_at, china_offset_minutes);
    form.signed_on = std::chrono::year_month_day{std::chrono::year{day.year},
                                                 std::chrono::month{static_cast<unsigned>(day.month)},
                                                 std::chrono::day{static_cast<unsigned>(day.day)}};
  }
  form.created = std::chrono::sys_seconds{std::chrono::seconds{order.created_at}};
  return platform::value_or_throw(documents::application_form_pdf(form));
}

AttachmentRecord sign_form(const Context& context, const subscribers::Subscriber& subscriber,
                           const std::string& number, core::ByteView png) {
  const Order order = get(context, subscriber, number);
  const std::string kind(form_attachment);
  require_attachment_open(context, order, kind);
  FormSignature signature;
  try {
    signature = {documents::accept_handwriting(png), context.clock.now()};
  } catch (const documents::AttachmentRefused& refused) {
    throw platform::Failure(std::string(refused.code()), 422, "signature");
  }
  const auto pdf = form_pdf(order, context.catalogue.version(order.service_id, order.service_version),
                            std::move(signature));
  return put_attachment(context, subscriber, number, kind, pdf);
}

}  // namespace palmkey::front::orders
