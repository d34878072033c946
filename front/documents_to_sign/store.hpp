// The table of documents to sign. What names a person or a file is sealed here.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "front/documents_to_sign/types.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::documents_to_sign::store {

std::span<const platform::Migration> migrations();

void insert(platform::Transaction& transaction, const PersonalData& personal, const Document& document);
// Holds the row until the transaction ends.
std::optional<Document> lock(platform::Transaction& transaction, const PersonalData& personal,
                             const std::string& id);
// Writes what may change: state, files, the claim, the signer.
void update(platform::Transaction& transaction, const PersonalData& personal, const Document& document);
void remove(platform::Transaction& transaction, const std::string& id);

bool is_document_file(platform::Transaction& transaction, const std::string& file_id);

}  // namespace palmkey::front::documents_to_sign::store
