#include "vault/configuration.hpp"

#include <algorithm>
#include <regex>

#include "core/encoding.hpp"

namespace palmkey::vault {
namespace {

using platform::Config;

constexpr std::int64_t minute = 60;  // seconds
constexpr std::int64_t hour = 3600;
constexpr std::int64_t hours_a_day = 24;

std::filesystem::path path_in(const std::filesystem::path& folder, const std::string& text) {
  return text.empty() ? std::filesystem::path{} : folder / text;
}

// "sqlite:PATH" with the path seen from the file's folder; everything else as it is.
std::string database_in(const std::filesystem::path& folder, const std::string& connection) {
  constexpr std::string_view prefix = "sqlite:";
  if (!connection.starts_with(prefix)) return connection;
  return std::string(prefix) + (folder / connection.substr(prefix.size())).string();
}

void read_key_encryption(const Config& config, const std::filesystem::path& folder, Configuration& out) {
  config.expect_only({"file", "passphrase_salt"});
  out.key_file = path_in(folder, config.string("file", ""));
  out.passphrase_salt = config.string("passphrase_salt", "");
  if (out.key_file.empty() == out.passphrase_salt.empty()) {
    throw config.error("file", "either a file or a passphrase_salt");
  }
  const auto salt = core::from_hex(out.passphrase_salt);
  if (!out.passphrase_salt.empty() && (!salt || salt->size() < 16)) {
    throw config.error("passphrase_salt", "at least 32 hexadecimal digits");
  }
}

void read_listen(const Config& config, const std::filesystem::path& folder, Configuration& out) {
  config.expect_only({"address", "socket_mode", "certificate", "private_key", "ca"});
  out.listen = config.string("address");
  const auto mode = config.string("socket_mode", "0600");
  if (mode != "0600" && mode != "0660") throw config.error("socket_mode", "\"0600\" or \"0660\"");
  out.socket_mode = mode == "0600" ? 0600 : 0660;
  if (out.listen.starts_with("unix:") && out.listen.size() > 5) {
    out.listen = "unix:" + (folder / out.listen.substr(5)).string();
    return;
  }
  if (!out.listen.starts_with("tls:")) throw config.error("address", "\"unix:PATH\" or \"tls:HOST:PORT\"");
  out.tls_certificate = path_in(folder, config.string("certificate"));
  out.tls_private_key = path_in(folder, config.string("private_key"));
  out.tls_ca = path_in(folder, config.string("ca"));
}

void read_authority(const Config& config, Configuration& out) {
  config.expect_only({"country", "organization", "root", "issuing", "root_years", "issuing_years",
                      "sealing_years", "crl_hours", "ocsp_minutes", "approval_days",
                      "administrators_needed"});
  out.country = config.string("country", "CN");
  out.organization = config.string("organization");
  out.root_name = config.string("root");
  out.issuing_name = config.string("issuing");
  out.root_years = config.integer("root_years", 1, 40, out.root_years);
  out.issuing_years =
      config.integer("issuing_years", 1, out.root_years, std::min(out.issuing_years, out.root_years));
  out.sealing_years = config.integer("sealing_years", 1, 20, out.sealing_years);
  out.crl_seconds = hour * config.integer("crl_hours", 1, 30 * hours_a_day, hours_a_day);
  out.ocsp_seconds = minute * config.integer("ocsp_minutes", 1, hours_a_day * hour / minute, 60);
  out.approval_seconds = hours_a_day * hour * config.integer("approval_days", 1, 365, 30);
  out.administrators_needed = config.integer("administrators_needed", 1, 2, out.administrators_needed);
}

void read_pin(const Config& config, Configuration& out) {
  config.expect_only({"tries", "free_tries", "wait_seconds"});
  out.pin.tries = static_cast<int>(config.integer("tries", 1, 20, out.pin.tries));
  out.pin.free_tries = static_cast<int>(config.integer("free_tries", 1, 20, out.pin.free_tries));
  if (config.has("wait_seconds"))
    out.pin.wait_seconds = config.integers("wait_seconds", 0, hours_a_day * hour);
}

void read_handover(const Config& config, HandoverConfiguration& out) {
  config.expect_only({"offer_minutes", "cooling_minutes", "unlock_officers", "unlock_wait_minutes",
                      "unlock_permit_hours", "replacement_wait_minutes"});
  const auto day_of_minutes = hours_a_day * hour / minute;
  out.offer_seconds = minute * config.integer("offer_minutes", 1, 60, out.offer_seconds / minute);
  out.cooling_seconds =
      minute * config.integer("cooling_minutes", 0, 7 * day_of_minutes, out.cooling_seconds / minute);
  out.unlock_officers = config.integer("unlock_officers", 1, 2, out.unlock_officers);
  out.unlock_wait_seconds = minute * config.integer("unlock_wait_minutes", 0, 14 * day_of_minutes,
                                                    out.unlock_wait_seconds / minute);
  out.replacement_wait_seconds = minute * config.integer("replacement_wait_minutes", 0, 30 * day_of_minutes,
                                                         out.replacement_wait_seconds / minute);
  out.unlock_permit_seconds =
      hour * config.integer("unlock_permit_hours", 1, 90 * hours_a_day, out.unlock_permit_seconds / hour);
}

void read_renewal(const Config& config, RenewalConfiguration& out) {
  config.expect_only({"open_days", "late_days"});
  const auto day = hours_a_day * hour;
  out.open_seconds = day * config.integer("open_days", 1, 5 * 366, out.open_seconds / day);
  out.late_seconds = day * config.integer("late_days", 0, 365, out.late_seconds / day);
}

void read_recovery(const Config& config, RecoveryConfiguration& out) {
  config.expect_only({"agents", "tell_holder_of_judicial"});
  out.agents = config.integer("agents", 2, 9, out.agents);
  out.tell_holder_of_judicial = config.boolean("tell_holder_of_judicial", out.tell_holder_of_judicial);
}

ProfileConfiguration read_profile(const Config& config) {
  static const std::regex oid("[0-2](\\.(0|[1-9][0-9]{0,8})){2,20}");
  config.expect_only({"name", "identity", "policy"});
  ProfileConfiguration profile;
  profile.name = config.string("name");
  if (profile.name.empty()) throw config.error("name", "a name");
  const auto identity = config.string("identity", "none");
  if (identity == "none") {
    profile.identity = IdentityStyle::none;
  } else if (identity == "clear") {
    profile.identity = IdentityStyle::clear;
  } else if (identity == "salted-hash") {
    profile.identity = IdentityStyle::salted_hash;
  } else {
    throw config.error("identity", "\"none\", \"clear\" or \"salted-hash\"");
  }
  profile.policy = config.string("policy", "");
  if (!profile.policy.empty() && !std::regex_match(profile.policy, oid))
    throw config.error("policy", "a dotted OID");
  return profile;
}

}  // namespace

const ProfileConfiguration* Configuration::find_profile(std::string_view name) const {
  const auto found = std::find_if(profiles.begin(), profiles.end(),
                                  [&](const ProfileConfiguration& profile) { return profile.name == name; });
  return found == profiles.end() ? nullptr : &*found;
}

Configuration read_configuration(const Config& config, const std::filesystem::path& folder) {
  config.expect_only({"database", "key_encryption", "listen", "platform", "authority", "pin", "handover",
                      "renewal", "recovery", "profile"});
  Configuration out;
  const auto database = config.table("database");
  database.expect_only({"connection"});
  out.database = database_in(folder, database.string("connection"));
  read_key_encryption(config.table("key_encryption"), folder, out);
  read_listen(config.table("listen"), folder, out);

  const auto platform = config.table("platform");
  platform.expect_only({"name", "base_url"});
  out.platform_name = platform.string("name");
  out.base_url = platform.string("base_url");
  if (!(out.base_url.starts_with("https://") || out.base_url.starts_with("http://")) ||
      out.base_url.ends_with("/")) {
    throw platform.error("base_url", "an http or https address without a slash at its end");
  }

  read_authority(config.table("authority"), out);
  if (const auto pin = config.optional_table("pin")) read_pin(*pin, out);
  if (const auto handover = config.optional_table("handover")) read_handover(*handover, out.handover);
  if (const auto renewal = config.optional_table("renewal")) read_renewal(*renewal, out.renewal);
  if (const auto recovery = config.optional_table("recovery")) read_recovery(*recovery, out.recovery);
  for (const auto& table : config.tables("profile")) {
    const auto profile = read_profile(table);
    if (out.find_profile(profile.name)) throw table.error("name", "a name that no other profile has");
    out.profiles.push_back(profile);
  }
  if (out.profiles.empty()) throw config.error("profile", "at least one [[profile]]");
  return out;
}

Configuration load_configuration(const std::filesystem::path& path) {
  return read_configuration(Config::load(path), std::filesystem::absolute(path).parent_path());
}

platform::KeyWrap open_key_wrap(const Configuration& configuration,
                                const std::function<core::Secret()>& ask_passphrase) {
  if (!configuration.key_file.empty()) return platform::KeyWrap::from_file(configuration.key_file);
  const auto passphrase = ask_passphrase();
  return platform::KeyWrap::from_passphrase(passphrase.view(),
                                            *core::from_hex(configuration.passphrase_salt));
}

}  // namespace palmkey::vault
