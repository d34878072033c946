#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "apps/palmkey/link.hpp"
#include "apps/palmkey/secrets.hpp"
#include "apps/palmkey/terminal.hpp"
#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "core/x500_name.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;

constexpr std::size_t kLargestForm = std::size_t{64} * 1024;
constexpr const char* kRequestType = "application/pkcs10";

std::string order_path(const std::string& number) {
  return "/api/v1/orders/" + platform::percent_encode(number);
}

json read_form(const std::string& file) {
  json form = json::parse(core::as_text(platform::read_file(file, kLargestForm)), nullptr, false);
  if (!form.is_object()) throw Failure("form_unreadable", 422, "form");
  return form;
}

// Shows the agreements and records their acceptance, each in the version whose text was shown.
void accept_agreements(Phone& phone, ApiClient& front, const std::string& service, bool accepted) {
  const std::string path = "/api/v1/services/" + platform::percent_encode(service) + "/agreements";
  const json agreements = front.get(path).at("agreements");
  for (const auto& agreement : agreements) {
    const std::string text = agreement.at("text");
    if (core::to_hex(core::sm3(core::as_bytes(text))) != agreement.at("digest"))
      throw Failure("upstream_malformed", 502, "agreement");
    phone.output().note(text, text);
  }
  if (!accepted &&
      !ask_yes(phone.output().pick("已阅读并同意以上协议? [y/N] ", "Do you accept these agreements? [y/N] ")))
    throw Failure("agreements_not_accepted", 422, "accept-agreements");
  for (const auto& agreement : agreements)
    front.post("/api/v1/agreement-acceptances", {{"service", service},
                                                 {"agreement", agreement.at("id")},
                                                 {"version", agreement.at("version")},
                                                 {"digest", agreement.at("digest")}});
}

// A request that is kept as it was sent until the order's number is known, so that it can be sent again after
// a crash without making a second order.
class KeptRequest {
 public:
  KeptRequest(Home& home, const std::string& request_id)
      : home_(home),
        id_(request_id),
        name_("requests/" + core::to_hex(core::sm3(core::as_bytes(request_id)))) {
    kept_ = home_.read(name_ + ".json");
  }

  const std::string& id() const { return id_; }
  std::string order() const {
    return kept_.is_object() ? kept_.value("order", std::string()) : std::string();
  }
  json body() const { return kept_.is_object() ? kept_.value("body", json()) : json(); }

  void keep_body(const json& body) { keep({{"body", body}}); }
  // The number alone stays: what was typed is not needed any more.
  void keep_order(const std::string& number) { keep({{"order", number}}); }
  void drop() { home_.remove(name_ + ".json"); }

 private:
  void keep(json value) {
    kept_ = std::move(value);
    home_.write(name_ + ".json", kept_);
  }

  Home& home_;
  std::string id_, name_;
  json kept_;
};

// Serial number of the certificate that the order shall be about.
std::string certificate_to_follow(Phone& phone, const DeviceOptions& options) {
  if (!options.certificate.empty()) return options.certificate;
  auto serial = serial_of(phone.key({}));
  if (serial.empty()) throw Failure("no_certificate", 404);
  return serial;
}

// The form as it is handed in: with the business that was asked for.
json wanted_form(Phone& phone, const DeviceOptions& options) {
  json form = read_form(options.form);
  if (options.business.empty() || options.business == "new") return form;
  form["business"] = options.business;
  form["follows"] = certificate_to_follow(phone, options);
  if (options.business != "renewal") form["months"] = 0;
  if (options.self_service) form["self_service"] = true;
  return form;
}

json compose(const json& form, const std::string& service, const DeviceOptions& options) {
  json body = form;
  body["service"] = service;
  body["captcha"] = {{"id", options.captcha_id}, {"answer", options.captcha_text}};
  body["agreements_accepted"] = true;
  body["self_application"] = true;
  return body;
}

// Whether the front has said for good that there is no order.
bool is_refusal(const Problem& problem) {
  return problem.code() != "not_signed_in" && problem.code() != "internal_error" &&
         problem.code() != "overloaded" && !problem.code().starts_with("database_") &&
         problem.code() != "vault_unreachable" && !problem.code().starts_with("http_");
}

std::string make_order(Phone& phone, ApiClient& front, const DeviceOptions& options) {
  const core::Link link = parse_link(options.link, core::LinkKind::entry);
  phone.require_own_platform(link.origin);
  const std::string service = link.values.at("s");
  KeptRequest request(phone.home(),
                      options.request_id.empty() ? random_text(phone.home().random()) : options.request_id);
  if (!request.order().empty()) return request.order();
  const json form = wanted_form(phone, options);
  if (request.body().is_null()) {
    accept_agreements(phone, front, service, options.accept_agreements);
    request.keep_body(compose(form, service, options));
  } else {
    const json kept = request.body();
    bool same = kept.at("service") == service;
    for (const auto& [name, value] : form.items()) same = same && kept.value(name, json()) == value;
    if (!same) throw Failure("request_id_used", 409, "request-id");
  }
  try {
    std::string number = front.post_once("/api/v1/orders", request.body().dump(), request.id()).at("number");
    request.keep_order(number);
    return number;
  } catch (const Problem& problem) {
    if (is_refusal(problem)) request.drop();
    throw;
  }
}

// Digits of the birth date on the form, which may not be the PIN.
std::vector<std::string> dates_of(const json& order) {
  std::string digits;
  const std::string birth = order.at("application").at("applicant").value("birth", std::string());
  for (const char c : birth)
    if (c >= '0' && c <= '9') digits += c;
  return digits.size() == 8 ? std::vector<std::string>{digits} : std::vector<std::string>{};
}

// The subject that the front wants in the request, which must name the applicant.
core::Name subject_of(const json& order) {
  const auto der =
      platform::value_or_throw(core::from_base64(order.at("subject").at("der").get<std::string>()));
  auto name = platform::value_or_throw(core::Name::decode(der));
  if (name.find(core::attribute_type::common_name) != order.at("application").at("applicant").at("name"))
    throw Failure("upstream_malformed", 502, "subject");
  return name;
}

// A key for the order, made unless it is there or goes on, and its certification request at the front.
json hand_in_request(Phone& phone, ApiClient& front, const json& order, const core::Secret& pin) {
  const std::string number = order.at("number");
  const auto pin_text = core::as_text(pin.view());
  if (phone.key_of_order(order) == nullptr) {
    phone.output().note("正在生成密钥…", "making the key ...");
    phone.home().finish(phone.device().generate(pin_text, {number, {}, dates_of(order)}));
  }
  const auto key_id = phone.to_use(*phone.key_of_order(order));
  const auto outcome =
      phone.home().finish(phone.device().request_certificate(key_id, pin_text, subject_of(order)));
  return front.put_bytes(order_path(number) + "/certificate-request", kRequestType,
                         std::get<core::Bytes>(outcome));
}

bool has_request_of_this_phone(Phone& phone, const json& order) {
  const std::string public_key = order.value("public_key", std::string());
  const auto* key = phone.key_of_order(order);
  return key != nullptr && !public_key.empty() && core::to_hex(key->public_key.encode()) == public_key;
}

// Whether the order ends in certificates, and not in something for a key that there is.
bool is_issuing(const json& order) {
  return order.at("business") != "unlock" && order.at("business") != "key_recovery";
}

void answer(Phone& phone, const json& order, const std::string& text) {
  phone.output().answer({{"order", order.at("number")},
                         {"state", order.at("state")},
                         {"label", order.at("label")},
                         {"publicKey", order.value("public_key", std::string())}},
                        text);
}

}  // namespace

void apply(Phone& phone, const DeviceOptions& options) {
  ApiClient front = phone.front_in_session();
  const std::string number = options.order.empty() ? make_order(phone, front, options) : options.order;
  json order = front.get(order_path(number));
  if (!is_issuing(order))
    return answer(phone, order, phone.output().pick("业务单号为: ", "Order number: ") + number);
  if (!has_request_of_this_phone(phone, order))
    order = hand_in_request(phone, front, order, read_current_pin(phone.output(), options.pin_file));
  answer(phone, order,
         phone.output().pick("产生证书请求成功! 业务单号为: ", "Certificate request made. Order number: ") +
             number);
}

void correct(Phone& phone, const DeviceOptions& options) {
  ApiClient front = phone.front_in_session();
  const json before = front.get(order_path(options.order));
  json order = front.put(order_path(options.order) + "/application", read_form(options.form));
  if (is_issuing(order) && (order.at("subject").at("der") != before.at("subject").at("der") ||
                            !has_request_of_this_phone(phone, order)))
    order = hand_in_request(phone, front, order, read_current_pin(phone.output(), options.pin_file));
  answer(phone, order, phone.output().pick("信息已更正: ", "Corrected: ") + options.order);
}

}  // namespace palmkey::cli
