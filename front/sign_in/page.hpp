// The page with the QR code that a relying party's users meet, as HTML, CSS and a little script.
#pragma once

#include <string>
#include <string_view>

#include "front/sign_in/sign_in.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::sign_in {

// The whole page. The QR code itself is fetched by the script, a new one each second.
std::string sign_in_page(const std::string& session_id, const BrowserView& view, platform::Language language);
// A page that says in words why a request of a browser failed.
std::string failure_page(std::string_view sentence, platform::Language language);

std::string_view page_style();
std::string_view page_script();

}  // namespace palmkey::front::sign_in
