#include "front/orders/attachments.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "documents/attachment_image.hpp"
#include "front/orders/moves.hpp"
#include "front/orders/store.hpp"
#include "front/tokens.hpp"
#include "platform/files.hpp"

namespace palmkey::front::orders {

namespace {

using platform::Failure;
using platform::Transaction;

constexpr std::int64_t orphan_after_ms = 3600L * 1000;
constexpr std::size_t largest_file = 2 * largest_attachment;  // re-encoded and sealed

std::filesystem::path path_of(const Context& context, const std::string& file_id) {
  return context.configuration.attachments_folder / file_id;
}

std::string seal_context(const std::string& file_id) {
  return "attachment/" + file_id;
}

void enqueue_collect(Transaction& transaction, const Context& context, const std::string& file_id,
                     std::int64_t due_ms) {
  platform::enqueue(transaction, collect_job, nlohmann::json{{"file", file_id}}.dump(),
                    context.clock.now_ms() + due_ms);
}

// Whether attachments of this kind may change now.
void require_open(const Order& order, const std::string& kind) {
  if (order.state == State::awaiting_upload || order.state == State::awaiting_request) return;
  if (order.state != State::rejected)
    throw Failure("wrong_state", 409, {}, {{"state", std::string(state_code(order.state))}});
  if (std::ranges::find(order.rejected_fields, "attachments." + kind) == order.rejected_fields.end())
    throw Failure("field_not_open", 422, "attachments." + kind);
}

std::optional<AttachmentRecord> present(Transaction& transaction, const std::string& number,
                                        const std::string& kind) {
  for (auto& record : store::attachments(transaction, number))
    if (record.kind == kind) return std::move(record);
  return std::nullopt;
}

void require_kind(const Context& context, const Order& order, const std::string& kind) {
  const auto& service = context.catalogue.version(order.service_id, order.service_version);
  if (service.attachment(kind, order.application.business) == nullptr)
    throw Failure("attachment_kind_unknown", 404, "kind");
}

documents::Attachment accepted(core::ByteView file, const std::string& kind) {
  try {
    return documents::accept_attachment(file);
  } catch (const documents::AttachmentRefused& refused) {
    throw Failure(std::string(refused.code()), 422, "attachments." + kind);
  }
}

}  // namespace

AttachmentRecord put_attachment(const Context& context, const subscribers::Subscriber& subscriber,
                                const std::string& number, const std::string& kind, core::ByteView file) {
  AttachmentRecord record;
  record.kind = kind;
  record.source_lookup = context.personal.lookup(core::to_hex(core::sm3(file)), "attachment");
  const auto same = context.database.transaction([&](Transaction& transaction) {
    const Order order = locked_order_of(transaction, context, number, subscriber.id);
    require_kind(context, order, kind);
    auto before = present(transaction, number, kind);
    if (before && before->source_lookup == record.source_lookup) return before;
    require_open(order, kind);
    return std::optional<AttachmentRecord>();
  });
  if (same) return *same;

  const auto attachment = accepted(file, kind);
  record.file_id = random_identifier(context.random);
  record.media_type = attachment.media_type;
  record.digest = core::to_hex(attachment.digest);
  record.size = static_cast<std::int64_t>(attachment.bytes.size());
  record.created_at = context.clock.now();
  // A crash between the file and its row leaves a file that this job finds.
  context.database.transaction([&](Transaction& transaction) {
    enqueue_collect(transaction, context, record.file_id, orphan_after_ms);
  });
  platform::write_file(path_of(context, record.file_id),
                       core::as_bytes(context.personal.seal(attachment.bytes, seal_context(record.file_id))));
  context.database.transaction([&](Transaction& transaction) {
    require_open(locked_order_of(transaction, context, number, subscriber.id), kind);
    if (const auto before = present(transaction, number, kind))
      enqueue_collect(transaction, context, before->file_id, 0);
    store::put_attachment(transaction, number, record);
  });
  return record;
}

void require_attachment_open(const Context& context, const Order& order, const std::string& kind) {
  require_kind(context, order, kind);
  require_open(order, kind);
}

void remove_attachment(const Context& context, const subscribers::Subscriber& subscriber,
                       const std::string& number, const std::string& kind) {
  context.database.transaction([&](Transaction& transaction) {
    const Order order = locked_order_of(transaction, context, number, subscriber.id);
    require_kind(context, order, kind);
    const auto record = present(transaction, number, kind);
    if (!record) return;
    require_open(order, kind);
    store::remove_attachment(transaction, number, kind);
    enqueue_collect(transaction, context, record->file_id, 0);
  });
  context.jobs.wake();
}

AttachmentContent read_attachment(const Context& context, const std::string& number,
                                  const std::string& kind) {
  const auto record =
      context.database.read([&](Transaction& transaction) { return present(transaction, number, kind); });
  if (!record) throw Failure("attachment_unknown", 404, "kind");
  const auto sealed = platform::read_file(path_of(context, record->file_id), largest_file);
  auto bytes = context.personal.open_bytes(core::as_text(sealed), seal_context(record->file_id));
  return {record->media_type, std::move(bytes)};
}

void drop_attachments(Transaction& transaction, const Context& context, const std::string& number) {
  for (const auto& record : store::attachments(transaction, number)) {
    store::remove_attachment(transaction, number, record.kind);
    enqueue_collect(transaction, context, record.file_id, 0);
  }
}

void collect(const Context& context, const platform::Job& job) {
  const auto file_id = nlohmann::json::parse(job.payload).at("file").get<std::string>();
  const bool used = context.database.read(
      [&](Transaction& transaction) { return store::is_attachment_file(transaction, file_id); });
  if (!used) std::filesystem::remove(path_of(context, file_id));
}

}  // namespace palmkey::front::orders
