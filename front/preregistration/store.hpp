// Table of pre-registered people.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::preregistration {

// Keyed digests only.
struct Listed {
  std::string name_lookup;
  std::optional<std::string> document_lookup;
};

namespace store {

std::span<const platform::Migration> migrations();
void put(platform::Transaction& transaction, const std::string& service_id, const std::string& phone_lookup,
         const Listed& listed, std::int64_t now);
std::optional<Listed> find(platform::Transaction& transaction, const std::string& service_id,
                           const std::string& phone_lookup);

}  // namespace store
}  // namespace palmkey::front::preregistration
