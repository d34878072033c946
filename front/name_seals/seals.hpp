// The picture of the applicant's name seal. It is made when an order is handed in and kept: officers sign its
// digest with all else they see (front/desk/application_text.hpp), so it must not change with a font.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "front/context.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::name_seals {

std::span<const platform::Migration> migrations();

// Makes the seal of the order's name, in place of the one before.
void keep(platform::Transaction& transaction, const Context& context, const std::string& order_number,
          const std::string& name);
void forget(platform::Transaction& transaction, const std::string& order_number);

// SM3 of the kept picture, hexadecimal; empty if there is none.
std::string digest_of(platform::Transaction& transaction, const std::string& order_number);

// The kept picture, PNG; Failure("seal_unknown", 404) if the order has not been handed in. Whoever calls has
// checked whose order it is.
core::Bytes read(const Context& context, const std::string& order_number);

}  // namespace palmkey::front::name_seals
