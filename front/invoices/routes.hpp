// /api/v1/orders/:number/invoice.pdf and invoice.xml
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::invoices {

// `context` outlives the router.
void add_routes(platform::Router& router, const Context& context);

// The sentences of this folder's codes, for platform/messages.hpp. May be called more than once.
void register_messages();

}  // namespace palmkey::front::invoices
