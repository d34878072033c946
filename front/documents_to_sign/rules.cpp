#include "front/documents_to_sign/rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "documents/plain_text.hpp"
#include "front/documents_to_sign/store.hpp"
#include "front/documents_to_sign/verification.hpp"
#include "front/sign_in/store.hpp"
#include "front/tokens.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::front::documents_to_sign {

namespace {

using platform::Failure;
using platform::Transaction;

constexpr std::size_t longest_file_name = 120;  // code points
constexpr std::size_t longest_account = 255;    // bytes, as sign-in takes it
constexpr std::int64_t orphan_after = 3600;     // seconds
constexpr std::size_t largest_sealed = 2 * largest_signed_document;

std::filesystem::path path_of(const Context& context, const std::string& file_id) {
  return context.configuration.attachments_folder / file_id;
}

std::string seal_context(const std::string& file_id) {
  return "document_to_sign/file/" + file_id;
}

void enqueue(Transaction& transaction, const Context& context, std::string_view kind, const char* member,
             const std::string& id, std::int64_t after_seconds) {
  platform::enqueue(transaction, kind, nlohmann::json{{member, id}}.dump(),
                    context.clock.now_ms() + after_seconds * 1000);
}

// Writes the content as a file that the collector finds if no document comes to have it; returns its name.
std::string keep(const Context& context, core::ByteView bytes) {
  std::string file_id = random_identifier(context.random);
  context.database.transaction([&](Transaction& transaction) {
    enqueue(transaction, context, collect_job, "file", file_id, orphan_after);
  });
  platform::write_file(path_of(context, file_id),
                       core::as_bytes(context.personal.seal(bytes, seal_context(file_id))));
  return file_id;
}

core::Bytes read(const Context& context, const std::string& file_id) {
  const auto sealed = platform::read_file(path_of(context, file_id), largest_sealed);
  return context.personal.open_bytes(core::as_text(sealed), seal_context(file_id));
}

void drop_file(Transaction& transaction, const Context& context, std::string& file_id) {
  if (!file_id.empty()) enqueue(transaction, context, collect_job, "file", file_id, 0);
  file_id.clear();
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

void check(const Request& request) {
  if (request.file_name.empty()) throw Failure("field_required", 422, "name");
  if (!documents::check_plain_text(request.file_name, longest_file_name) ||
      request.file_name.find_first_of("/\\\"") != std::string::npos)
    throw Failure("file_name_invalid", 422, "name");
  if (request.account.size() > longest_account || has_control_character(request.account))
    throw Failure("account_invalid", 422, "account");
  if (request.subject.size() > longest_account || has_control_character(request.subject))
    throw Failure("signer_invalid", 422, "sub");
  require_signable(request.pdf);
}

bool same(const std::string& a, const std::string& b) {
  return core::equal_constant_time(core::as_bytes(a), core::as_bytes(b));
}

bool is_open(const Document& document) {
  return document.state == State::waiting || document.state == State::claimed;
}

// The document, its row held, if this token of a phone has claimed it.
Document claimed(Transaction& transaction, const Context& context, const std::string& id,
                 const std::string& claim_token) {
  auto document = store::lock(transaction, context.personal, id);
  if (!document || document->claim_digest.empty() || !same(document->claim_digest, token_digest(claim_token)))
    throw Failure("document_unknown", 404);
  return *std::move(document);
}

void require_open(const Document& document, std::int64_t now) {
  if (!is_open(document)) throw Failure("document_ended", 409);
  if (now >= document.expires_at) throw Failure("document_expired", 410);
}

// The document, its row held, if this link leads to it and nobody has scanned it.
Document waiting(Transaction& transaction, const Context& context, const std::string& id,
                 const std::string& link_token) {
  auto document = store::lock(transaction, context.personal, id);
  if (!document || !same(document->link_digest, token_digest(link_token)))
    throw Failure("document_unknown", 404);
  require_open(*document, context.clock.now());
  if (document->state != State::waiting) throw Failure("already_scanned", 409);
  return *std::move(document);
}

// Who is to sign is known by the bindings of the relying party's accounts.
void require_subject(const Context& context, const Document& document, const Signer& signer) {
  const bool bound = context.database.read([&](Transaction& transaction) {
    return sign_in::Store(context.personal)
        .is_bound(transaction, document.client_id, document.subject, signer.certificate_serial);
  });
  if (!bound) throw Failure("signed_by_another", 403);
}

}  // namespace

Offer offer(const Context& context, const sign_in::RelyingParty& relying_party, const Request& request) {
  check(request);
  const std::int64_t now = context.clock.now();
  const std::string token = random_token(context.random);
  Document document;
  document.id = random_identifier(context.random);
  document.client_id = relying_party.client_id;
  document.file_name = request.file_name;
  document.account = request.account;
  document.subject = request.subject;
  document.size = static_cast<std::int64_t>(request.pdf.size());
  document.digest = core::to_hex(core::sm3(request.pdf));
  document.file_id = keep(context, request.pdf);
  document.link_digest = token_digest(token);
  document.created_at = now;
  document.expires_at = now + lifetime;
  context.database.transaction([&](Transaction& transaction) {
    store::insert(transaction, context.personal, document);
    enqueue(transaction, context, tidy_job, "document", document.id, lifetime);
    enqueue(transaction, context, tidy_job, "document", document.id, kept_for);
  });
  return {document.id, context.configuration.base_url + "/d#i=" + document.id + "&t=" + token,
          document.expires_at};
}

Document find(const Context& context, const std::string& client_id, const std::string& id) {
  auto document = context.database.transaction(
      [&](Transaction& transaction) { return store::lock(transaction, context.personal, id); });
  if (!document || document->client_id != client_id) throw Failure("document_unknown", 404);
  return *std::move(document);
}

std::string_view state_code(const Document& document, std::int64_t now) {
  if (document.state == State::signed_) return "signed";
  if (document.state == State::rejected) return "rejected";
  if (now >= document.expires_at) return "expired";
  return document.state == State::waiting ? "waiting" : "claimed";
}

core::Bytes signed_content(const Context& context, const Document& document) {
  if (document.state != State::signed_) throw Failure("document_not_signed", 409);
  return read(context, document.signed_file_id);
}

Document offered(const Context& context, const std::string& id, const std::string& link_token) {
  return context.database.transaction(
      [&](Transaction& transaction) { return waiting(transaction, context, id, link_token); });
}

Claim claim(const Context& context, const std::string& id, const std::string& link_token) {
  Claim result;
  result.token = random_token(context.random);
  result.document = context.database.transaction([&](Transaction& transaction) {
    Document document = waiting(transaction, context, id, link_token);
    document.state = State::claimed;
    document.claim_digest = token_digest(result.token);
    store::update(transaction, context.personal, document);
    return document;
  });
  return result;
}

core::Bytes content(const Context& context, const std::string& id, const std::string& claim_token) {
  const auto document = context.database.transaction([&](Transaction& transaction) {
    auto found = claimed(transaction, context, id, claim_token);
    require_open(found, context.clock.now());
    return found;
  });
  return read(context, document.file_id);
}

void accept_signed(const Context& context, const std::string& id, const std::string& claim_token,
                   core::ByteView signed_pdf) {
  const std::string digest = core::to_hex(core::sm3(signed_pdf));
  // The document if there is still something to do.
  const auto open = [&](Transaction& transaction) -> std::optional<Document> {
    Document document = claimed(transaction, context, id, claim_token);
    if (document.state == State::signed_ && document.signed_digest == digest) return std::nullopt;
    require_open(document, context.clock.now());
    return document;
  };
  const auto document = context.database.transaction(open);
  if (!document) return;
  const Signer signer =
      verify_signed(context.vault, read(context, document->file_id), signed_pdf, context.clock.now());
  if (!document->subject.empty()) require_subject(context, *document, signer);

  const std::string file_id = keep(context, signed_pdf);
  context.database.transaction([&](Transaction& transaction) {
    auto now_open = open(transaction);
    if (!now_open) return;
    now_open->state = State::signed_;
    now_open->signed_file_id = file_id;
    now_open->signed_digest = digest;
    now_open->signer = signer;
    drop_file(transaction, context, now_open->file_id);
    store::update(transaction, context.personal, *now_open);
  });
  context.jobs.wake();
}

void reject(const Context& context, const std::string& id, const std::string& claim_token) {
  context.database.transaction([&](Transaction& transaction) {
    Document document = claimed(transaction, context, id, claim_token);
    if (document.state == State::rejected) return;
    require_open(document, context.clock.now());
    document.state = State::rejected;
    drop_file(transaction, context, document.file_id);
    store::update(transaction, context.personal, document);
  });
  context.jobs.wake();
}

void tidy(const Context& context, const platform::Job& job) {
  const auto id = nlohmann::json::parse(job.payload).at("document").get<std::string>();
  const std::int64_t now = context.clock.now();
  context.database.transaction([&](Transaction& transaction) {
    auto document = store::lock(transaction, context.personal, id);
    if (!document) return;
    const bool at_its_end = now >= document->created_at + kept_for;
    if (!at_its_end && !(is_open(*document) && now >= document->expires_at)) return;
    drop_file(transaction, context, document->file_id);
    if (at_its_end) {
      drop_file(transaction, context, document->signed_file_id);
      store::remove(transaction, id);
    } else {
      store::update(transaction, context.personal, *document);
    }
  });
}

void collect(const Context& context, const platform::Job& job) {
  const auto file_id = nlohmann::json::parse(job.payload).at("file").get<std::string>();
  const bool used = context.database.read(
      [&](Transaction& transaction) { return store::is_document_file(transaction, file_id); });
  if (!used) std::filesystem::remove(path_of(context, file_id));
}

}  // namespace palmkey::front::documents_to_sign
