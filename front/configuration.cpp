#include "front/configuration.hpp"

namespace palmkey::front {

namespace {

using platform::Config;

// Uploads of 20 MiB, and room for what surrounds them.
constexpr std::size_t largest_body = std::size_t{21} * 1024 * 1024;

std::string base_url(const Config& http) {
  std::string url = http.string("base_url");
  const auto host = url.find("://");
  const bool scheme = url.starts_with("https://") || url.starts_with("http://");
  if (!scheme || url.size() == host + 3 || url.find_first_of("/?# @\"<>", host + 3) != std::string::npos)
    throw http.error("base_url", "expected \"https://host\" or \"https://host:port\" without a path");
  return url;
}

// "https://host[:port]/path" without a slash at its end; the path of this host if it is not set.
std::string application_url(const std::optional<Config>& web, std::string_view key, const std::string& here) {
  if (!web || !web->has(key)) return here;
  std::string url = web->string(key);
  if (!url.starts_with("https://") || url.size() == std::string_view("https://").size() ||
      url.ends_with('/') || url.find_first_of("?# @\"<>") != std::string::npos)
    throw web->error(key, "expected \"https://host/path\" without a slash at the end");
  return url;
}

// Pages of applications on other hosts call this one.
std::vector<std::string> origins_of(std::initializer_list<std::string> urls) {
  std::vector<std::string> origins;
  for (const std::string& url : urls)
    if (!url.starts_with('/')) origins.push_back(url.substr(0, url.find('/', url.find("://") + 3)));
  return origins;
}

std::filesystem::path resolved(const std::filesystem::path& folder, const std::string& path) {
  return path.empty() ? std::filesystem::path() : folder / path;
}

// Also inside "sqlite:PATH" and "unix:PATH".
std::string resolved_after(std::string_view prefix, const std::filesystem::path& folder,
                           const std::string& value) {
  if (!value.starts_with(prefix)) return value;
  return std::string(prefix) + (folder / value.substr(prefix.size())).string();
}

}  // namespace

Configuration load_configuration(const std::filesystem::path& path) {
  Config file = Config::load(path);
  file.expect_only({"http", "storage", "vault", "demonstration", "payment", "sms", "mail", "invoice",
                    "sign_in", "validation", "web"});
  const auto folder = std::filesystem::absolute(path).parent_path();

  const Config http = file.table("http");
  http.expect_only(
      {"base_url", "address", "port", "certificate_file", "private_key_file", "threads", "trusted_proxies"});
  platform::HttpServerConfig server;
  server.address = http.string("address", server.address);
  server.port = static_cast<std::uint16_t>(http.integer("port", 0, 65535));
  server.certificate_file = resolved(folder, http.string("certificate_file", "")).string();
  server.private_key_file = resolved(folder, http.string("private_key_file", "")).string();
  if (server.certificate_file.empty() != server.private_key_file.empty())
    throw http.error("certificate_file", "expected together with private_key_file");
  server.threads =
      static_cast<std::size_t>(http.integer("threads", 1, 1024, static_cast<std::int64_t>(server.threads)));
  server.trusted_proxies = http.strings("trusted_proxies");
  server.max_body = largest_body;

  const Config storage = file.table("storage");
  storage.expect_only({"database", "data_key_file", "attachments_folder", "catalogue_folder"});
  const Config vault = file.table("vault");
  vault.expect_only({"endpoint", "certificate_file", "private_key_file", "ca_file"});
  const auto web = file.optional_table("web");
  if (web) web->expect_only({"folder", "app_url", "console_url"});
  std::string app_url = application_url(web, "app_url", "/app");
  std::string console_url = application_url(web, "console_url", "/console");
  server.allowed_origins = origins_of({app_url, console_url});
  const auto demonstration = file.optional_table("demonstration");
  if (demonstration) demonstration->expect_only({"captcha_answers_file"});

  return {.base_url = base_url(http),
          .server = std::move(server),
          .database = resolved_after("sqlite:", folder, storage.string("database")),
          .data_key_file = resolved(folder, storage.string("data_key_file")),
          .attachments_folder = resolved(folder, storage.string("attachments_folder")),
          .catalogue_folder = resolved(folder, storage.string("catalogue_folder")),
          .web_folder = web ? resolved(folder, web->string("folder", "")) : std::filesystem::path(),
          .app_url = std::move(app_url),
          .console_url = std::move(console_url),
          .vault = {resolved_after("unix:", folder, vault.string("endpoint")),
                    resolved(folder, vault.string("certificate_file", "")).string(),
                    resolved(folder, vault.string("private_key_file", "")).string(),
                    resolved(folder, vault.string("ca_file", "")).string()},
          .captcha_answers_file = demonstration
                                      ? resolved(folder, demonstration->string("captcha_answers_file", ""))
                                      : std::filesystem::path(),
          .file = std::move(file)};
}

}  // namespace palmkey::front
