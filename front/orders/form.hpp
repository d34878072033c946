// The application form of an order, to be printed and signed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "documents/handwriting.hpp"
#include "front/context.hpp"
#include "front/orders/types.hpp"
#include "front/subscribers/types.hpp"

namespace palmkey::front::orders {

// A signature drawn on the applicant's screen, and the moment.
struct FormSignature {
  documents::Handwriting strokes;
  std::int64_t signed_at = 0;  // Unix seconds; the form shows the day in China
};

// PDF; the same order gives the same bytes. Address and mail are the handler's where the applicant handles
// the order alone, else they are left to be written in.
core::Bytes form_pdf(const Order& order, const catalogue::Service& service,
                     std::optional<FormSignature> signature = std::nullopt);

// The kind of attachment that is the signed form.
inline constexpr std::string_view form_attachment = "application_form";

// The form signed by finger: typeset with the strokes of this PNG and kept as the order's attachment, as an
// uploaded scan would be. Failures of put_attachment; for the picture the codes of
// documents/attachment_fault_list.hpp (422, field "signature").
AttachmentRecord sign_form(const Context& context, const subscribers::Subscriber& subscriber,
                           const std::string& number, core::ByteView png);

}  // namespace palmkey::front::orders
