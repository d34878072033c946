#include "front/documents_to_sign/store.hpp"

#include <array>
#include <stdexcept>

namespace palmkey::front::documents_to_sign::store {

namespace {

constexpr std::array list{platform::Migration{"0001_documents_to_sign", R"(
CREATE TABLE documents_to_sign (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  state TEXT NOT NULL,
  file_name TEXT NOT NULL,
  account TEXT NOT NULL,
  subject TEXT NOT NULL,
  size BIGINT NOT NULL,
  digest TEXT NOT NULL,
  file_id TEXT NOT NULL,
  signed_file_id TEXT NOT NULL,
  signed_digest TEXT NOT NULL,
  link_digest TEXT NOT NULL,
  claim_digest TEXT NOT NULL,
  signer_name TEXT NOT NULL,
  signer_serial TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX documents_to_sign_by_file ON documents_to_sign (file_id);
CREATE INDEX documents_to_sign_by_signed_file ON documents_to_sign (signed_file_id);
)"}};

constexpr std::array<std::string_view, 4> state_names{"waiting", "claimed", "signed", "rejected"};

std::string_view name_of(State state) {
  return state_names.at(static_cast<std::size_t>(state));
}

State state_of(std::string_view name) {
  for (std::size_t i = 0; i < state_names.size(); ++i)
    if (state_names.at(i) == name) return static_cast<State>(i);
  throw std::logic_error("unknown state of a document in the database");
}

std::string context_of(const std::string& id) {
  return "document_to_sign/" + id;
}

std::string signer_name(const PersonalData& personal, const Document& document) {
  return document.signer ? personal.seal(document.signer->name, context_of(document.id)) : std::string();
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

void insert(platform::Transaction& transaction, const PersonalData& personal, const Document& document) {
  const std::string context = context_of(document.id);
  transaction.execute(
      "INSERT INTO documents_to_sign (id, client_id, state, file_name, account, subject, size, digest, "
      "file_id, signed_file_id, signed_digest, link_digest, claim_digest, signer_name, signer_serial, "
      "created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, '', '', '', ?, ?)",
      document.id, document.client_id, name_of(document.state), personal.seal(document.file_name, context),
      personal.seal(document.account, context), document.subject, document.size, document.digest,
      document.file_id, document.link_digest, document.created_at, document.expires_at);
}

std::optional<Document> lock(platform::Transaction& transaction, const PersonalData& personal,
                             const std::string& id) {
  const auto row = transaction.query_one(
      "SELECT client_id, state, file_name, account, subject, size, digest, file_id, signed_file_id, "
      "signed_digest, link_digest, claim_digest, signer_name, signer_serial, created_at, expires_at "
      "FROM documents_to_sign WHERE id = ?" +
          std::string(transaction.for_update()),
      id);
  if (!row) return std::nullopt;
  Document document;
  document.id = id;
  document.client_id = row->text(0);
  document.state = state_of(row->text(1));
  document.file_name = personal.open(row->text(2), context_of(id));
  document.account = personal.open(row->text(3), context_of(id));
  document.subject = row->text(4);
  document.size = row->int64(5);
  document.digest = row->text(6);
  document.file_id = row->text(7);
  document.signed_file_id = row->text(8);
  document.signed_digest = row->text(9);
  document.link_digest = row->text(10);
  document.claim_digest = row->text(11);
  if (!row->text(13).empty())
    document.signer = Signer{personal.open(row->text(12), context_of(id)), row->text(13)};
  document.created_at = row->int64(14);
  document.expires_at = row->int64(15);
  return document;
}

void update(platform::Transaction& transaction, const PersonalData& personal, const Document& document) {
  transaction.execute(
      "UPDATE documents_to_sign SET state = ?, file_id = ?, signed_file_id = ?, signed_digest = ?, "
      "claim_digest = ?, signer_name = ?, signer_serial = ? WHERE id = ?",
      name_of(document.state), document.file_id, document.signed_file_id, document.signed_digest,
      document.claim_digest, signer_name(personal, document),
      document.signer ? document.signer->certificate_serial : std::string(), document.id);
}

void remove(platform::Transaction& transaction, const std::string& id) {
  transaction.execute("DELETE FROM documents_to_sign WHERE id = ?", id);
}

bool is_document_file(platform::Transaction& transaction, const std::string& file_id) {
  return !transaction
              .query("SELECT id FROM documents_to_sign WHERE file_id = ? OR signed_file_id = ? LIMIT 1",
                     file_id, file_id)
              .empty();
}

}  // namespace palmkey::front::documents_to_sign::store
