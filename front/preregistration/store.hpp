// Table of pre-registered people.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/paging.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::preregistration {

// What those who look after the list see of a person.
struct Shown {
  std::string masked_phone, masked_name;  // empty for entries from before they were kept
};

// Keyed digests, and what is shown.
struct Listed {
  std::string name_lookup;
  std::optional<std::string> document_lookup;
  Shown shown;
};

struct Entry {
  std::string id;  // the keyed digest of the number
  Shown shown;
  bool with_document = false;
  std::int64_t imported_at = 0;
};

namespace store {

std::span<const platform::Migration> migrations();
void put(platform::Transaction& transaction, const PersonalData& personal, const std::string& service_id,
         const std::string& phone_lookup, const Listed& listed, std::int64_t now);
// Without what is shown.
std::optional<Listed> find(platform::Transaction& transaction, const std::string& service_id,
                           const std::string& phone_lookup);
// Newest first; those behind `before` for the next page. With lookups, only entries of this number or this
// name.
struct Search {
  std::string phone_lookup, name_lookup;
  std::optional<ListPlace> before;
  std::size_t limit = 50;
};
std::vector<Entry> list(platform::Transaction& transaction, const PersonalData& personal,
                        const std::string& service_id, const Search& search);
// False if there is no such entry.
bool remove(platform::Transaction& transaction, const std::string& service_id, const std::string& id);

}  // namespace store
}  // namespace palmkey::front::preregistration
