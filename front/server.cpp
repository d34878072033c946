#include "front/server.hpp"

#include "api/vault_messages.hpp"
#include "front/account/routes.hpp"
#include "front/administration/routes.hpp"
#include "front/administration/store.hpp"
#include "front/agreements/routes.hpp"
#include "front/agreements/rules.hpp"
#include "front/captcha/captcha.hpp"
#include "front/captcha/routes.hpp"
#include "front/catalogue/routes.hpp"
#include "front/certificates/routes.hpp"
#include "front/certificates/rules.hpp"
#include "front/certificates/store.hpp"
#include "front/desk/issuing.hpp"
#include "front/desk/routes.hpp"
#include "front/desk/store.hpp"
#include "front/documents_to_sign/routes.hpp"
#include "front/documents_to_sign/rules.hpp"
#include "front/documents_to_sign/store.hpp"
#include "front/drills/routes.hpp"
#include "front/drills/rules.hpp"
#include "front/drills/store.hpp"
#include "front/figures/routes.hpp"
#include "front/gateway/routes.hpp"
#include "front/handovers/routes.hpp"
#include "front/handovers/store.hpp"
#include "front/invoices/admin_routes.hpp"
#include "front/invoices/routes.hpp"
#include "front/invoices/store.hpp"
#include "front/messages.hpp"
#include "front/name_seals/seals.hpp"
#include "front/notices/admin_routes.hpp"
#include "front/notices/delivery.hpp"
#include "front/notices/migrations.hpp"
#include "front/officer_phone/routes.hpp"
#include "front/officer_phone/store.hpp"
#include "front/orders/attachments.hpp"
#include "front/orders/routes.hpp"
#include "front/orders/store.hpp"
#include "front/payment/admin_routes.hpp"
#include "front/payment/payments.hpp"
#include "front/payment/routes.hpp"
#include "front/payment/store.hpp"
#include "front/preregistration/admin_routes.hpp"
#include "front/preregistration/routes.hpp"
#include "front/preregistration/store.hpp"
#include "front/providers.hpp"
#include "front/regions/routes.hpp"
#include "front/services/routes.hpp"
#include "front/services/store.hpp"
#include "front/services/updates.hpp"
#include "front/sign_in/routes.hpp"
#include "front/sign_in/store.hpp"
#include "front/subscribers/routes.hpp"
#include "front/subscribers/store.hpp"
#include "front/support/routes.hpp"
#include "front/validation/routes.hpp"
#include "front/web_apps/routes.hpp"
#include "platform/migration.hpp"

namespace palmkey::front {

namespace {

void register_messages() {
  api::register_vault_messages();
  register_front_messages();
  payment::register_messages();
  sign_in::register_messages();
  notices::register_messages();
  invoices::register_messages();
  documents_to_sign::register_messages();
  drills::register_messages();
  certificates::register_messages();
  services::register_messages();
  officer_phone::register_messages();
  handovers::register_messages();
}

// Subscribers first: others refer to them.
void migrate_all(platform::Database& database) {
  platform::migrate_jobs(database);
  platform::migrate(database, "front.subscribers", subscribers::store::migrations());
  platform::migrate(database, "front.captcha", captcha::migrations());
  platform::migrate(database, "front.agreements", agreements::migrations());
  platform::migrate(database, "front.preregistration", preregistration::store::migrations());
  platform::migrate(database, "front.orders", orders::store::migrations());
  platform::migrate(database, "front.name_seals", name_seals::migrations());
  platform::migrate(database, "front.payment", payment::store::migrations());
  platform::migrate(database, "front.desk", desk::store::migrations());
  platform::migrate(database, "front.officer_phone", officer_phone::store::migrations());
  platform::migrate(database, "front.sign_in", sign_in::migrations());
  platform::migrate(database, "front.notices", notices::migrations());
  platform::migrate(database, "front.invoices", invoices::store::migrations());
  platform::migrate(database, "front.documents_to_sign", documents_to_sign::store::migrations());
  platform::migrate(database, "front.drills", drills::store::migrations());
  platform::migrate(database, "front.administration", administration::store::migrations());
  platform::migrate(database, "front.services", services::store::migrations());
  platform::migrate(database, "front.certificates", certificates::store::migrations());
  platform::migrate(database, "front.handovers", handovers::store::migrations());
}

std::optional<payment::WechatClient> make_wechat(const Configuration& configuration,
                                                 const platform::Clock& clock, core::Random& random) {
  if (!configuration.file.has("payment.wechat")) return std::nullopt;
  return payment::WechatClient(payment::load_wechat_settings(configuration.file.table("payment.wechat")),
                               clock, random);
}

}  // namespace

struct Front::State {
  State(Configuration given, VaultClient& vault, const platform::Clock& clock, core::Random& random)
      : configuration(std::move(given)),
        catalogue(catalogue::Catalogue::load(configuration.catalogue_folder)),
        personal(configuration.data_key_file, random),
        database(configuration.database),
        limits(clock),
        service_updates(catalogue, database, clock),
        jobs(database, clock, random),
        context{configuration, catalogue, database, clock, random, personal, vault, jobs, limits},
        wechat(make_wechat(configuration, clock, random)),
        payments(context, wechat ? &*wechat : nullptr),
        surroundings{database, vault, personal, clock, random, configuration.base_url},
        directory(vault, clock),
        sign_in(surroundings, directory),
        token_endpoint(surroundings, directory),
        applications(web_apps::load_applications(configuration)) {
    register_messages();
    migrate_all(database);
    service_updates.refresh();
    std::filesystem::create_directories(configuration.attachments_folder);
    jobs.handle(std::string(orders::collect_job),
                [this](const platform::Job& job) { orders::collect(context, job); });
    jobs.handle(std::string(documents_to_sign::tidy_job),
                [this](const platform::Job& job) { documents_to_sign::tidy(context, job); });
    jobs.handle(std::string(documents_to_sign::collect_job),
                [this](const platform::Job& job) { documents_to_sign::collect(context, job); });
    jobs.handle(std::string(drills::tidy_job),
                [this](const platform::Job& job) { drills::tidy(context, job); });
    payments.add_job_handlers(jobs);
    jobs.handle(std::string(desk::issue_job),
                [this](const platform::Job& job) { desk::issue(context, job); });
    jobs.handle(std::string(certificates::revoke_job),
                [this](const platform::Job& job) { certificates::revoke(context, job); });
    providers = std::make_unique<Providers>(context);
  }

  Configuration configuration;
  catalogue::Catalogue catalogue;
  PersonalData personal;
  platform::Database database;
  RateLimits limits;
  services::Updates service_updates;
  platform::JobRunner jobs;
  Context context;
  std::optional<payment::WechatClient> wechat;
  payment::Payments payments;
  sign_in::Surroundings surroundings;
  sign_in::Directory directory;
  sign_in::SignIn sign_in;
  sign_in::TokenEndpoint token_endpoint;
  web_apps::Applications applications;
  std::unique_ptr<Providers> providers;
};

Front::Front(Configuration configuration, VaultClient& vault, const platform::Clock& clock,
             core::Random& random)
    : state_(std::make_unique<State>(std::move(configuration), vault, clock, random)) {}

Front::~Front() {
  state_->service_updates.stop();
  state_->jobs.stop();
}

const Context& Front::context() const {
  return state_->context;
}
void Front::start_jobs(std::size_t threads) {
  state_->jobs.start(threads);
  state_->service_updates.start();
  state_->providers->start();
}
void Front::end_waiting() {
  state_->sign_in.end_waiting();
}
platform::JobRunner& Front::jobs() {
  return state_->jobs;
}

platform::Router Front::router() {
  platform::Router router;
  const Context& context = state_->context;
  catalogue::add_routes(router, state_->catalogue);
  support::add_routes(router, context);
  regions::add_routes(router);
  gateway::add_routes(router, context);
  subscribers::add_routes(router, context);
  account::add_routes(router, context);
  preregistration::add_routes(router, context);
  agreements::add_routes(router, context);
  captcha::add_routes(router, context);
  orders::add_routes(router, context);
  payment::add_routes(router, context, state_->payments);
  invoices::add_routes(router, context);
  desk::add_routes(router, context);
  officer_phone::add_routes(router, context);
  preregistration::add_admin_routes(router, context);
  certificates::add_routes(router, context);
  handovers::add_routes(router, context);
  administration::add_routes(router, context, state_->directory);
  services::add_routes(router, context, state_->service_updates);
  notices::add_admin_routes(router, context);
  invoices::add_admin_routes(router, context);
  payment::add_admin_routes(router, context, state_->payments);
  figures::add_routes(router, context);
  sign_in::add_routes(router, state_->surroundings, state_->sign_in, state_->token_endpoint);
  documents_to_sign::add_routes(router, context, state_->directory, state_->token_endpoint);
  drills::add_routes(router, context, state_->directory, state_->token_endpoint);
  validation::add_routes(router, context.vault);
  web_apps::add_routes(router, context, state_->applications);
  return router;
}

}  // namespace palmkey::front
