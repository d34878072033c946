// The stored invoice as the data of its documents. Pure functions.
#pragma once

#include <string>

#include "documents/invoice.hpp"
#include "front/invoices/provider.hpp"
#include "front/invoices/types.hpp"

namespace palmkey::front::invoices {

// What the provider is asked for; the same for the same stored invoice.
IssueRequest issue_request(const Invoice& invoice);

// What PDF and XML are made of, the same bytes whenever they are made. std::logic_error without a number.
documents::Invoice face_of(const Invoice& invoice);

// Whether documents can be made of it once it has a number.
bool can_be_drawn(Invoice invoice);

// "电子发票_NUMBER"
std::string file_name(const Invoice& invoice);

}  // namespace palmkey::front::invoices
