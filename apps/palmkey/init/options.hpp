// What `palmkey init` is asked to set up.
#pragma once

#include <string>

namespace palmkey::cli {

struct InitOptions {
  std::string data;      // folder
  std::string base_url;  // without a slash at its end
  std::string listen;    // "HOST:PORT"
  std::string tls_certificate, tls_key;
  std::string catalogue;
  std::string simulators;  // the simulators' front.toml; empty: none
  std::string web;         // folder with the builds of the web applications; empty: none
  std::string portal;      // origin of the demonstration site; empty: none
  std::string database;  // of the front, as platform::Database takes it; empty: SQLite below the data folder
  std::string organization = "示范认证中心";
  bool demonstration = false;
};

}  // namespace palmkey::cli
