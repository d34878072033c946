// palmkey officer
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/officer/certificates.hpp"
#include "apps/palmkey/officer/console.hpp"
#include "apps/palmkey/officer/decisions.hpp"
#include "apps/palmkey/officer/handovers.hpp"
#include "apps/palmkey/shell.hpp"
#include "platform/files.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

struct Options {
  std::string home, ca_file, pin_file, link, folder;
  Wanted wanted;
  HandoverFiles handover;
  std::string search;
  WantedStop stop;
};
using Command = void (*)(Phone&, Desk&, const Options&);

constexpr const char* kFooter =
    "Each decision is a text signed with the officer's own split key. Before it is signed the device checks "
    "that\n"
    "it says what the application says, shows both, and asks. The two steps need two officers on two "
    "devices.\n"
    "\n"
    "The PIN comes from PALMKEY_PIN, from --pin-file, or is asked for; never from the command line.";

std::string line_of(const json& order) {
  return order.value("number", std::string()) + "  " + order.value("business_label", std::string()) + "  " +
         order.value("label", std::string()) + "  " + order.value("applicant_name", std::string());
}

void answer(Phone& phone, const json& order, const std::string& text) {
  json shown = in_camel_case(order);
  shown["order"] = order.at("number");
  phone.output().answer(shown, text);
}

void activate(Phone& phone, Desk& desk, const Options& options) {
  const json officer = desk.activate(options.link);
  phone.output().answer(officer, phone.output().pick("设备已激活: ", "activated: ") +
                                     officer.value("name", std::string()) + " (" +
                                     officer.value("role", std::string()) + ")");
}

void queue(Phone& phone, Desk& desk, const Options&) {
  const json all = desk.with_session([](ApiClient& front) {
    json orders = json::array();
    std::string before;
    for (bool last = false; !last;) {
      const json page = front.get("/api/v1/desk/orders" + (before.empty() ? "" : "?before=" + before));
      for (const auto& order : page.at("orders")) {
        before = order.at("number");
        orders.push_back(order);
      }
      last = page.at("last_page").get<bool>() || page.at("orders").empty();
    }
    return orders;
  });
  std::string text;
  for (const auto& order : all) text += line_of(order) + "\n";
  phone.output().answer({{"orders", in_camel_case(all)}},
                        text.empty() ? phone.output().pick("没有待办业务。", "Nothing waits.") : text);
}

void fetch_attachments(Phone& phone, ApiClient& front, const json& order,
                       const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& attachment : order.at("attachments")) {
    if (!attachment.at("uploaded").is_object()) continue;
    const std::string kind = attachment.at("kind");
    const auto path = folder / kind;
    const auto content = front.download("/api/v1/desk/orders/" + order.at("number").get<std::string>() +
                                        "/attachments/" + platform::percent_encode(kind));
    platform::write_file(path, content);
    phone.output().note(path.string(), path.string());
  }
}

void show(Phone& phone, Desk& desk, const Options& options) {
  const json order = desk.with_session([&](ApiClient& front) {
    json found = fetch_order(front, options.wanted.order);
    if (!options.folder.empty()) fetch_attachments(phone, front, found, options.folder);
    return found;
  });
  answer(phone, order, order.at("application_text").get<std::string>() + "\n" + line_of(order));
}

void receive_paper(Phone& phone, Desk& desk, const Options& options) {
  const json order = desk.with_session([&](ApiClient& front) {
    return front.post("/api/v1/desk/orders/" + platform::percent_encode(options.wanted.order) +
                      "/receive-paper");
  });
  answer(phone, order, line_of(order));
}

void sign_in_console(Phone& phone, Desk& desk, const Options& options) {
  const json opened = sign_console_in(phone, desk, options.link, options.wanted.yes);
  phone.output().answer(in_camel_case(opened),
                        phone.output().pick("控制台已登录: ", "the console is signed in: ") +
                            opened.value("name", std::string()));
}

void sign_waiting(Phone& phone, Desk& desk, const Options& options) {
  const json done = sign_what_waits(phone, desk, options.wanted.yes);
  std::string text =
      std::to_string(done.at("signed").size()) + phone.output().pick(" 项已签署", " signed") + "\n";
  for (const auto& link : done.at("links")) text += link.get<std::string>() + "\n";
  phone.output().answer(done, text);
}

void end_console(Phone& phone, Desk&, const Options&) {
  leave_console(phone);
  phone.output().answer(json::object(),
                        phone.output().pick("控制台登录已结束。", "The console's session has ended."));
}

void decide_so(Phone& phone, Desk& desk, Wanted wanted, bool approve, const char* step) {
  wanted.approve = approve;
  wanted.step = step;
  const json order = decide(phone, desk, wanted);
  answer(phone, order, line_of(order));
}

void accept(Phone& phone, Desk& desk, const Options& options) {
  decide_so(phone, desk, options.wanted, true, "acceptance");
}

void review(Phone& phone, Desk& desk, const Options& options) {
  decide_so(phone, desk, options.wanted, true, "review");
}

void recover(Phone& phone, Desk& desk, const Options& options) {
  decide_so(phone, desk, options.wanted, true, "recovery");
}

void reject(Phone& phone, Desk& desk, const Options& options) {
  decide_so(phone, desk, options.wanted, false, "");
}

void answer_handover(Phone& phone, const json& handover) {
  const std::string line = handover.at("number").get<std::string>() + "  " +
                           handover.at("state").get<std::string>() + "  " +
                           handover.at("reference").get<std::string>();
  answer(phone, handover, line);
}

void hand_over(Phone& phone, Desk& desk, const Options& options) {
  answer_handover(phone, begin_handover(desk, options.handover));
}

void agree_to_hand_over(Phone& phone, Desk& desk, const Options& options) {
  answer_handover(phone, agree_to_handover(desk, options.wanted.order, options.wanted.yes));
}

void withdraw_hand_over(Phone& phone, Desk& desk, const Options& options) {
  answer_handover(phone, withdraw_handover(desk, options.wanted.order));
}

void show_handover(Phone& phone, Desk& desk, const Options& options) {
  answer_handover(phone, fetch_handover(desk, options.wanted.order, options.folder));
}

void show_certificates(Phone& phone, Desk& desk, const Options& options) {
  const json found = find_certificates(desk, options.search);
  std::string text;
  for (const auto& item : found.at("items"))
    text += item.at("serial").get<std::string>() + "  " + item.at("status").get<std::string>() + "  " +
            item.at("holder").get<std::string>() + "  " + item.at("order").get<std::string>() + "\n";
  phone.output().answer(
      {{"certificates", in_camel_case(found.at("items"))}},
      text.empty() ? phone.output().pick("没有找到证书。", "No certificate was found.") : text);
}

void hold(Phone& phone, Desk& desk, const Options& options) {
  phone.output().answer(in_camel_case(hold_or_release(desk, "hold", options.stop)),
                        phone.output().pick("证书已冻结。", "The certificate is on hold."));
}

void release(Phone& phone, Desk& desk, const Options& options) {
  const json answered = hold_or_release(desk, "release", options.stop);
  phone.output().answer(in_camel_case(answered),
                        answered.at("stopped_at").is_null()
                            ? phone.output().pick("证书已解冻。", "The certificate can be used again.")
                            : phone.output().pick("受理点的冻结已解除,持有人的冻结仍有效。",
                                                  "The hold has ended; its holder has frozen it too."));
}

void revoke_by_authority(Phone& phone, Desk& desk, const Options& options) {
  const json revocation = revoke_certificate(desk, options.stop);
  phone.output().answer(in_camel_case(revocation), revocation.at("serial").get<std::string>() + "  " +
                                                       revocation.at("state").get<std::string>());
}

}  // namespace

void add_officer(CLI::App& app, Shell& shell) {
  auto* officer =
      app.add_subcommand("officer", "An officer's device: look at applications and decide on them");
  officer->require_subcommand(1)->fallthrough()->footer(kFooter);
  const auto options = std::make_shared<Options>();
  officer->add_option("--home", options->home, "The device's folder; made at first use, for the owner only")
      ->required();
  officer
      ->add_option("--ca-file", options->ca_file, "PEM file of the authority of the front's TLS certificate")
      ->check(CLI::ExistingFile);
  officer->add_option("--pin-file", options->pin_file, "File whose first line is the PIN");

  const auto command = [&](const char* name, const char* help, Command run) {
    auto* sub = officer->add_subcommand(name, help);
    sub->fallthrough()->callback([&shell, options, run] {
      shell.run = [options, run](const Output& output) {
        Phone phone(output, options->home, options->ca_file);
        Desk desk(phone, options->pin_file);
        run(phone, desk, *options);
      };
    });
    return sub;
  };
  auto& wanted = options->wanted;
  const auto on_order = [&](CLI::App* sub) {
    sub->add_option("order", wanted.order, "Order number (业务单号)")->required();
    return sub;
  };
  const auto deciding = [&](CLI::App* sub) {
    on_order(sub)->add_flag("--yes", wanted.yes, "Don't ask whether to sign what is shown");
    return sub;
  };

  command("activate", "Make this the officer's device, by the one-time link; sets its PIN", activate)
      ->add_option("link", options->link, "https://.../officer#... as the vault's administrator gave it")
      ->required();
  command("queue", "Orders that wait for this officer", queue);
  on_order(command("show", "One order: everything that a decision rests on", show))
      ->add_option("--attachments", options->folder, "Folder to write the scans to");
  on_order(command("receive-paper", "纸质材料: note that the signed form has arrived", receive_paper));
  deciding(command("accept", "受理: accept an application (acceptance officer)", accept));
  deciding(
      command("review", "复核: approve an accepted one; the vault then issues (reviewing officer)", review));
  deciding(
      command("recover", "密钥恢复: agree to a key recovery (recovery agent); it takes several", recover));
  auto& handover = options->handover;
  auto* beginning =
      command("hand-over", "司法恢复: ask for a holder's encryption keys for a third party (recovery agent)",
              hand_over);
  beginning->add_option("--serial", handover.serial, "Serial number of the holder's signing certificate")
      ->required();
  beginning->add_option("--reference", handover.reference, "Reference of the legal document")->required();
  beginning->add_option("--document", handover.document, "Its scan: PDF, JPEG, PNG or HEIC, 5 MB at most")
      ->required()
      ->check(CLI::ExistingFile);
  beginning->add_option("--recipient", handover.recipient, "The third party's certificate, PEM or DER")
      ->required()
      ->check(CLI::ExistingFile);
  deciding(command("agree-to-hand-over", "司法恢复: agree (recovery agent); it takes several",
                   agree_to_hand_over));
  on_order(command("withdraw-hand-over", "司法恢复: give it up", withdraw_hand_over));
  on_order(command("show-hand-over", "司法恢复: how far it is", show_handover))
      ->add_option("--output", options->folder, "Folder for the legal document and the enveloped keys");
  command("certificates", "证书: find those of a holder", show_certificates)
      ->add_option("search", options->search,
                   "Order number, serial number, last four digits of the mobile number, or name");
  auto& stop = options->stop;
  const auto stopping = [&](CLI::App* sub, const char* reason) {
    sub->add_option("serial", stop.serial, "Serial number of the signing certificate")->required();
    sub->add_option("--reason", stop.reason, reason)->required();
    sub->add_flag("--yes", stop.yes, "Don't ask whether to sign what is shown");
  };
  stopping(command("hold", "冻结: stop a certificate after a call (acceptance or review)", hold),
           "One line: why");
  stopping(command("release", "解冻: let a held certificate be used again", release), "One line: why");
  stopping(command("revoke", "吊销: revoke a pair for good; the other step's officer signs too",
                   revoke_by_authority),
           "unspecified, key_compromise, affiliation_changed, superseded, cessation_of_operation or "
           "privilege_withdrawn");
  const auto asking = [&](CLI::App* sub) {
    sub->add_flag("--yes", wanted.yes, "Don't ask whether to sign what is shown");
    return sub;
  };
  asking(command("console-sign-in", "Sign a console in by its QR code, as a phone does", sign_in_console))
      ->add_option("link", options->link, "What the console's QR code says now: https://.../o?...")
      ->required();
  asking(command("console-sign", "Sign what the console has handed over", sign_waiting));
  command("console-end", "End the console's session", end_console);
  auto* rejecting = deciding(command("reject", "退回: send an application back for correction", reject));
  rejecting
      ->add_option("--field", wanted.fields, "What must be corrected, for example applicant.name; repeatable")
      ->required()
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  rejecting->add_option("--reason", wanted.reason, "One line for the applicant")->required();
}

}  // namespace palmkey::cli
