// The phone app and the console as files, and the QR codes' links, which lead into them when the phone's own
// camera opens them.
#pragma once

#include "front/context.hpp"
#include "front/web_apps/static_files.hpp"
#include "platform/router.hpp"

namespace palmkey::front::web_apps {

// As the builds leave them below configuration.web_folder; see StaticFiles::load.
struct Applications {
  StaticFiles phone;
  StaticFiles console;
};
Applications load_applications(const Configuration& configuration);

// GET / and the applications; GET /c, /e, /s, /d, /o and /officer lead to the application's page that does
// what a scan would. `applications` outlives the router's use.
void add_routes(platform::Router& router, const Context& context, const Applications& applications);

}  // namespace palmkey::front::web_apps
