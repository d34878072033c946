// palmkey device
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/shell.hpp"

namespace palmkey::cli {

namespace {

using Command = void (*)(Phone&, const DeviceOptions&);

constexpr const char* kFooter =
    "The way from two QR codes to a sign-in:\n"
    "  configure LINK, request-code, open-session, captcha, apply, form, upload, submit, pay, install,\n"
    "  bind LINK, sign-in LINK\n"
    "\n"
    "The PIN comes from PALMKEY_PIN, from --pin-file, or is asked for; never from the command line.\n"
    "An operation that a crash cut off is settled with the platform before the next one begins.";

// Adds sub-commands that share the options of the group.
class Group {
 public:
  Group(CLI::App* app, Shell& shell, std::shared_ptr<DeviceOptions> options)
      : app_(app), shell_(shell), options_(std::move(options)) {}

  CLI::App* add(const char* name, const char* help, Command run) {
    auto* command = app_->add_subcommand(name, help);
    command->fallthrough()->callback([&shell = shell_, options = options_, run] {
      shell.run = [options, run](const Output& output) {
        Phone phone(output, options->home, options->ca_file);
        run(phone, *options);
      };
    });
    return command;
  }

  // The order that a command is about.
  CLI::App* order(CLI::App* command) {
    command->add_option("order", options_->order, "Order number (业务单号)")->required();
    return command;
  }
  // The key that a command is about.
  CLI::App* key(CLI::App* command) {
    command->add_option("--order", options_->order, "Use the key of this order; otherwise the newest");
    return command;
  }
  CLI::App* pin(CLI::App* command) {
    command->add_option("--pin-file", options_->pin_file, "File whose first line is the PIN");
    return command;
  }
  CLI::App* new_pin(CLI::App* command) {
    command->add_option("--new-pin-file", options_->new_pin_file,
                        "File whose first line is the new PIN; otherwise PALMKEY_NEW_PIN");
    return command;
  }
  CLI::App* yes(CLI::App* command) {
    command->add_flag("--yes", options_->yes, "Don't ask whether to sign what is shown");
    return command;
  }
  CLI::App* link(CLI::App* command, const char* help) {
    command->add_option("link", options_->link, help)->required();
    return command;
  }

 private:
  CLI::App* app_;
  Shell& shell_;
  std::shared_ptr<DeviceOptions> options_;
};

void add_applying(Group group, DeviceOptions& o) {
  group.link(group.add("configure", "手机配置: pin the platform by its configuration QR code", configure),
             "The code's link, https://.../c?d=...");
  auto* code = group.add("request-code", "Have a code sent by SMS that proves a phone number", request_code);
  code->add_option("--link", o.link, "Link of the service's QR code, https://.../e?s=...")->required();
  code->add_option("--phone", o.phone, "Mobile number of the applicant")->required();
  auto* session =
      group.add("open-session", "Hand in the code from the SMS; the phone stays signed in", open_session);
  session->add_option("--phone", o.phone, "The same mobile number")->required();
  session->add_option("--code", o.code, "Six digits")->required();
  auto* number = group.add("change-number",
                           "更换手机号: give the account another number. Within ten minutes of proving the "
                           "present one by request-code and open-session; the code is the new number's",
                           change_number);
  number->add_option("--phone", o.phone, "The new mobile number")->required();
  number->add_option("--code", o.code, "Six digits")->required();
  group.add("captcha", "Fetch a captcha's picture", captcha)
      ->add_option("--output", o.output, "PNG file to write")
      ->required();

  auto* applying =
      group.pin(group.add("apply", "证书申请: agreements, form, PIN, key and certification request", apply));
  applying->footer(
      "To have a locked key unlocked, give --business unlock; no PIN is needed, and `unlock` sets the new "
      "one.\n"
      "To have the encryption keys of an earlier phone, give --business key_recovery; `install` fetches "
      "them.\n"
      "Gives the order's number. Repeated with the same --request-id it gives the same order and makes up "
      "for what\n"
      "is missing; --order does so for an order whose number is known.");
  auto* link = applying->add_option("--link", o.link, "Link of the service's QR code, https://.../e?s=...");
  auto* form_file =
      applying->add_option("--form", o.form, "JSON file of the form: business, months, applicant, handler")
          ->check(CLI::ExistingFile);
  applying->add_option("--captcha-id", o.captcha_id, "What `captcha` said");
  applying->add_option("--captcha-text", o.captcha_text, "What the picture shows");
  applying->add_option("--request-id", o.request_id,
                       "8 to 64 characters of your choice that stand for this application");
  auto* business =
      applying->add_option("--business", o.business, "业务类型, in place of the form's")
          ->check(CLI::IsMember({"new", "renewal", "change", "replacement", "unlock", "key_recovery"}))
          ->needs(form_file);
  applying
      ->add_option("--certificate", o.certificate,
                   "Serial number of the signing certificate that it is about, or number of the order that "
                   "brought it; otherwise this phone's")
      ->needs(business);
  applying
      ->add_flag("--self-service", o.self_service,
                 "With --business unlock: one officer approves, and then the owner has time to object")
      ->needs(business);
  applying->add_flag("--accept-agreements", o.accept_agreements,
                     "You have read the agreements and accept them");
  auto* order = applying->add_option("--order", o.order, "Go on with this order");
  link->needs(form_file);
  form_file->needs(link);
  order->excludes(link);
  applying->require_option(1, 0);

  auto* correcting = group.pin(group.order(
      group.add("correct", "After a rejection: hand in the form again, corrected; then submit", correct)));
  correcting->add_option("--form", o.form, "JSON file of the whole form")
      ->required()
      ->check(CLI::ExistingFile);
}

void add_ordering(Group group, DeviceOptions& o) {
  group.order(group.add("form", "申请表: fetch the application form as PDF, to be signed on paper", form))
      ->add_option("--output", o.output, "PDF file to write")
      ->required();
  auto* uploading = group.order(
      group.add("upload", "上传: hand in a scan (JPEG, PNG, HEIC or PDF, 20 MB at most)", upload));
  uploading->add_option("kind", o.kind, "Which one, as `status` lists them, for example identity_front")
      ->required();
  uploading->add_option("file", o.file, "The file")->required()->check(CLI::ExistingFile);
  group.order(group.add("submit", "Hand the order in once everything is uploaded", submit));
  group.order(group.add("pay", "支付: the link with which WeChat pays", pay))
      ->add_option("--method", o.method, "native (a QR code) or h5 (the phone's browser)")
      ->check(CLI::IsMember({"native", "h5"}))
      ->capture_default_str();
  group.order(group.add("cancel", "取消: give an order up, while nothing was paid", cancel));
  group.add("orders", "业务查询: all orders", orders);
  group.order(
      group.add("status", "One order: state, attachments, what was rejected, what happened so far", status));
}

void add_certificates(Group group, DeviceOptions& o) {
  group.pin(group.order(
      group.add("install", "安装: fetch both certificates and the encryption key's share", install)));
  group.key(group.add("certificates", "Write signing.pem, encryption.pem and issuing.pem", certificates))
      ->add_option("--output", o.output, "Folder to write to; made if it is missing")
      ->required();
  auto* decrypting = group.pin(group.key(group.add("decrypt",
                                                   "Decrypt a message (EnvelopedData of GB/T 35275 or CMS, "
                                                   "DER) or an SM2 ciphertext (DER of GM/T 0009, or "
                                                   "C1 C3 C2) with the encryption key that it is for",
                                                   decrypt)));
  decrypting->add_option("file", o.file, "The message or ciphertext")->required()->check(CLI::ExistingFile);
  decrypting->add_option("--output", o.output, "File for the plaintext")->required();
  group.pin(
      group.key(group.add("drill",
                          "解密自检: whether what is encrypted to each of the key's certificates opens, "
                          "earlier ones included",
                          drill)));
  group.yes(group.pin(group.key(
      group.link(group.add("answer-drill", "解密自检: tell a site that asks whether it opens", answer_drill),
                 "The link in the QR code that the site shows, https://.../drill#i=...&t=..."))));
}

void add_signing(Group group, DeviceOptions& o) {
  constexpr const char* kLink = "The link in the QR code that the site shows, https://.../s?...";
  group.yes(group.pin(group.key(
      group.link(group.add("bind", "CA绑定: tie a site's account to the certificate", bind), kLink))));
  group.yes(
      group.pin(group.key(group.link(group.add("sign-in", "登录: sign in at a site", sign_in), kLink))));
  group
      .yes(group.pin(group.key(group.add(
          "sign", "Sign a statement; gives the text and the SM2 signature in base64", sign_statement))))
      ->add_option("text", o.text, "One line")
      ->required();
  auto* signing_file =
      group.yes(group.pin(group.key(group.add("sign-file", "PDF签名: sign a PDF file", sign_file))));
  signing_file->add_option("file", o.file, "The PDF file")->required()->check(CLI::ExistingFile);
  signing_file->add_option("--output", o.output, "File for the signed PDF")->required();
  signing_file->add_option("--page", o.page, "Page for the visible signature, the first is 1")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  signing_file
      ->add_option("--rect", o.rectangle,
                   "Where on the page, in points from its lower left corner: LEFT,BOTTOM,RIGHT,TOP; "
                   "without it nothing is shown")
      ->delimiter(',')
      ->expected(4);
  signing_file
      ->add_option("--picture", o.picture, "PNG file to show; otherwise name and time in Latin letters")
      ->check(CLI::ExistingFile);
  signing_file->add_option("--reason", o.reason, "Why it is signed");
  signing_file->add_option("--location", o.location, "Where it is signed");
  group.new_pin(group.pin(group.key(group.add("change-pin", "Change the PIN of a key", change_pin))));
  group.new_pin(group.pin(group.key(group.add(
      "resync", "Settle an operation that a crash cut off (a change of PIN needs both PINs)", resync))));
  group.key(group.add("freeze", "冻结: stop a key at once, without the PIN", freeze));
  group.pin(group.key(group.add("unfreeze", "解冻: let a frozen key be used again", unfreeze)));
  group.yes(group.pin(group.key(group.add("revoke", "注销: revoke your certificates, for good", revoke))))
      ->add_option("--reason", o.reason, "Why, as certificate status services will say it")
      ->required()
      ->check(CLI::IsMember(
          {"unspecified", "key_compromise", "affiliation_changed", "superseded", "cessation_of_operation"}));
  group.new_pin(group.key(
      group.add("unlock", "解锁: set a new PIN for a locked key, after its order was approved", unlock)));
  group.new_pin(group.add("offer-transfer", "换机: on the new phone, the link that the old one is given",
                          offer_transfer));
  group.pin(group.key(group.link(group.add("transfer", "换机: on the old phone, hand the key over", transfer),
                                 "The link that the new phone shows, https://.../t#o=...")));
  group.new_pin(group.add("receive-transfer", "换机: on the new phone, take the key over", receive_transfer));
  group.key(group.add("key-status", "Ask the vault about a key: state, tries left, uses", key_status));
  group.key(group.add("history", "What a key has signed, as the vault has recorded it", history))
      ->add_option("--limit", o.limit, "How many entries, newest first")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
}

}  // namespace

void add_device(CLI::App& app, Shell& shell) {
  auto* device = app.add_subcommand("device", "A phone without a screen, in a folder of its own");
  device->require_subcommand(1)->fallthrough()->footer(kFooter);
  const auto options = std::make_shared<DeviceOptions>();
  device->add_option("--home", options->home, "The phone's folder; made at first use, for the owner only")
      ->required();
  device
      ->add_option("--ca-file", options->ca_file, "PEM file of the authority of the front's TLS certificate")
      ->check(CLI::ExistingFile);
  const Group group(device, shell, options);
  add_applying(group, *options);
  add_ordering(group, *options);
  add_certificates(group, *options);
  add_signing(group, *options);
}

}  // namespace palmkey::cli
