// Files that belong to an order: made safe, sealed, kept in the attachments folder under a random name.
#pragma once

#include "front/context.hpp"
#include "front/orders/types.hpp"
#include "front/subscribers/types.hpp"

namespace palmkey::front::orders {

inline constexpr std::size_t largest_attachment = std::size_t{20} * 1024 * 1024;  // bytes

// Takes the file as the order's attachment of this kind, in place of the one before.
// Failure("attachment_kind_unknown", 404), the codes of documents/attachment_fault_list.hpp (422),
// "wrong_state", "field_not_open" if a rejection did not name it.
AttachmentRecord put_attachment(const Context& context, const subscribers::Subscriber& subscriber,
                                const std::string& number, const std::string& kind, core::ByteView file);

// Whether put_attachment would look at a file of this kind now; its failures otherwise.
void require_attachment_open(const Context& context, const Order& order, const std::string& kind);

void remove_attachment(const Context& context, const subscribers::Subscriber& subscriber,
                       const std::string& number, const std::string& kind);

struct AttachmentContent {
  std::string media_type;
  core::Bytes bytes;
};
// Of any order: whoever calls has checked whose it is. Failure("attachment_unknown", 404).
AttachmentContent read_attachment(const Context& context, const std::string& number, const std::string& kind);

// Deletes all of an order's attachments with the transaction that cancels it.
void drop_attachments(platform::Transaction& transaction, const Context& context, const std::string& number);

// A job of this kind looks at one file, {"file": ID}, and deletes it if no order has it: queued before a file
// is written (due an hour later), and when one is replaced.
inline constexpr std::string_view collect_job = "attachment.collect";
void collect(const Context& context, const platform::Job& job);

}  // namespace palmkey::front::orders
