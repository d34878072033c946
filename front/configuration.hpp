// front.toml, read and checked once at start.
#pragma once

#include <filesystem>
#include <string>

#include "platform/config.hpp"
#include "platform/http_server.hpp"

namespace palmkey::front {

// "unix:PATH", or "tls:HOST:PORT" with the PEM files of mutual TLS, as platform/rpc.hpp takes them.
struct VaultEndpoint {
  std::string address;
  std::string certificate_file, private_key_file, ca_file;
};

struct Configuration {
  // Where phones and browsers reach the front: "https://host[:port]", without a path or a slash at the end.
  std::string base_url;
  platform::HttpServerConfig server;
  std::string database;  // as platform::Database takes it
  std::filesystem::path data_key_file;
  std::filesystem::path attachments_folder;
  std::filesystem::path catalogue_folder;
  // Where the builds of the web applications lie (phone/dist, console/dist); empty: not served from here.
  std::filesystem::path web_folder{};
  // Where links into them lead: paths of this host, or another host's "https://host/path". No slash at the
  // end.
  std::string app_url = "/app";
  std::string console_url = "/console";
  VaultEndpoint vault;
  // For demonstrations only: a file to which the answers of captchas are added as lines {"id", "text"}, so
  // that a headless phone can go through. Empty otherwise.
  std::filesystem::path captcha_answers_file;
  // The whole file, for the businesses that have tables of their own: payment, sms, mail, invoice, sign_in.
  platform::Config file;
};

// Relative paths in the file are relative to its folder. platform::ConfigError names file and key.
Configuration load_configuration(const std::filesystem::path& path);

}  // namespace palmkey::front
