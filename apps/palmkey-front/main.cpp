// The front's executable: serves, imports a pre-registration list, or shows what failed for good.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include "front/configuration.hpp"
#include "front/messages.hpp"
#include "front/preregistration/rules.hpp"
#include "front/server.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"
#include "platform/files.hpp"
#include "platform/http_server.hpp"
#include "platform/jobs.hpp"
#include "platform/messages.hpp"
#include "platform/process.hpp"
#include "platform/random.hpp"
#include "platform/rpc.hpp"

namespace {

using namespace palmkey;

constexpr std::size_t largest_list = std::size_t{64} * 1024 * 1024;
constexpr std::size_t job_threads = 2;

std::unique_ptr<front::VaultClient> connect(const front::VaultEndpoint& endpoint) {
  return front::connect_vault(
      {endpoint.address, endpoint.certificate_file, endpoint.private_key_file, endpoint.ca_file});
}

int serve(const std::string& config) {
  platform::catch_stop_signals();
  auto configuration = front::load_configuration(config);
  const auto server_config = configuration.server;
  const std::string scheme = server_config.certificate_file.empty() ? "http://" : "https://";
  const auto vault = connect(configuration.vault);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  front::Front front(std::move(configuration), *vault, clock, random);
  platform::HttpServer server(server_config, front.router());
  server.start();
  front.start_jobs(job_threads);
  std::cout << "ready " << scheme << server_config.address << ":" << server.port() << std::endl;
  platform::wait_for_stop();
  front.end_waiting();
  server.stop();
  return 0;
}

// One line a route, "METHOD PATTERN", for whoever holds the API's description against the program.
int print_routes(const std::string& config) {
  auto configuration = front::load_configuration(config);
  const auto vault = connect(configuration.vault);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  front::Front front(std::move(configuration), *vault, clock, random);
  const auto router = front.router();
  for (const auto& route : router.routes()) std::cout << route.method << " " << route.pattern << "\n";
  return 0;
}

int import_list(const std::string& config, const std::string& service, const std::string& file) {
  auto configuration = front::load_configuration(config);
  const auto vault = connect(configuration.vault);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  front::Front front(std::move(configuration), *vault, clock, random);
  const auto& context = front.context();
  context.catalogue.get(service);
  const auto csv = platform::read_file(file, largest_list);
  const auto report = front::preregistration::import_csv(context.database, context.personal, clock.now(),
                                                         service, core::as_text(csv));
  for (const auto& error : report.errors)
    std::cout << "line " << error.line << (error.column.empty() ? "" : ", " + error.column) << ": "
              << platform::message_for(error.code, {}, platform::Language::english) << " (" << error.code
              << ")\n";
  std::cout << report.added + report.replaced << " rows imported, " << report.errors.size() << " refused\n";
  return report.errors.empty() ? 0 : 1;
}

int list_dead_letters(const std::string& config) {
  platform::Database database(front::load_configuration(config).database);
  platform::migrate_jobs(database);
  const auto dead = platform::list_dead_jobs(database);
  for (const auto& job : dead)
    std::cout << job.id << "  " << job.kind << "  " << platform::format_rfc3339(job.failed_at_ms / 1000)
              << "  " << job.attempts << " attempts  " << job.last_error << "\n";
  std::cout << dead.size() << " dead letters\n";
  return 0;
}

int retry_dead_letter(const std::string& config, std::int64_t id) {
  platform::Database database(front::load_configuration(config).database);
  platform::migrate_jobs(database);
  const platform::SystemClock clock;
  const bool found = platform::retry_dead_job(database, id, clock.now_ms());
  std::cout << (found ? "will be tried again\n" : "there is no such dead letter\n");
  return found ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  palmkey::platform::harden_process();
  CLI::App app(
      "PalmKey's front: registration, payment, notices and sign-in over HTTPS.\n"
      "Serves until SIGINT or SIGTERM; prints \"ready URL\" once it listens.");
  std::string config, service, file;
  app.add_option("--config", config, "configuration file (front.toml)")->check(CLI::ExistingFile);
  auto* import =
      app.add_subcommand("import-preregistration",
                         "Adds the people of a CSV file (columns phone, name, and document_number if "
                         "wanted) to a service's pre-registration list");
  import->add_option("--config", config, "configuration file (front.toml)")->check(CLI::ExistingFile);
  import->add_option("--service", service, "the service's id in the catalogue")->required();
  import->add_option("file", file, "the CSV file, UTF-8")->required()->check(CLI::ExistingFile);
  auto* routes = app.add_subcommand("routes", "Prints every route of the HTTP API");
  std::int64_t dead_letter = 0;
  auto* dead_letters =
      app.add_subcommand("dead-letters", "Lists the notices and other jobs that failed for good");
  dead_letters->add_option("--config", config, "configuration file (front.toml)")->check(CLI::ExistingFile);
  auto* retry = dead_letters->add_subcommand("retry", "Has one tried again by the running front");
  retry->fallthrough();
  retry->add_option("id", dead_letter, "its number in the list")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    if (config.empty()) {
      std::cerr << "palmkey-front: --config is required; --help says more\n";
      return 2;
    }
    if (*routes) return print_routes(config);
    if (*retry) return retry_dead_letter(config, dead_letter);
    if (*dead_letters) return list_dead_letters(config);
    return *import ? import_list(config, service, file) : serve(config);
  } catch (const palmkey::platform::Failure& failure) {
    std::cerr << "palmkey-front: "
              << palmkey::platform::message_for(failure.code(), failure.parameters(),
                                                palmkey::platform::Language::english)
              << " (" << failure.code() << ")\n";
  } catch (const std::exception& error) {
    std::cerr << "palmkey-front: " << error.what() << "\n";
  }
  return 1;
}
