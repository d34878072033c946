#include "apps/palmkey/device/commands.hpp"
#include "platform/files.hpp"
#include "platform/http_message.hpp"

namespace palmkey::cli {

namespace {

constexpr std::size_t kLargestAttachment = std::size_t{20} * 1024 * 1024;

std::string order_path(const DeviceOptions& options) {
  return "/api/v1/orders/" + platform::percent_encode(options.order);
}

std::string line_of(const json& order) {
  return order.value("number", std::string()) + "  " + order.value("business_label", std::string()) + "  " +
         order.value("label", std::string()) + "  " + order.value("applicant_name", std::string()) + "  " +
         order.at("service").value("name", std::string());
}

void answer(Phone& phone, const json& order, const std::string& text) {
  json shown = in_camel_case(order);
  shown["order"] = order.at("number");
  phone.output().answer(shown, text);
}

}  // namespace

void form(Phone& phone, const DeviceOptions& options) {
  const auto pdf = phone.front_in_session().download(order_path(options) + "/form.pdf");
  platform::write_file(options.output, pdf);
  phone.output().answer({{"order", options.order}, {"file", options.output}},
                        phone.output().pick("申请表: ", "application form: ") + options.output);
}

void upload(Phone& phone, const DeviceOptions& options) {
  auto file = platform::read_file(options.file, kLargestAttachment);
  const std::string path = order_path(options) + "/attachments/" + platform::percent_encode(options.kind);
  const json attachment =
      phone.front_in_session().put_bytes(path, "application/octet-stream", std::move(file));
  phone.output().answer(in_camel_case(attachment), phone.output().pick("已上传: ", "uploaded: ") +
                                                       options.kind + "  SM3 " +
                                                       attachment.value("digest", std::string()));
}

void submit(Phone& phone, const DeviceOptions& options) {
  const json order = phone.front_in_session().post(order_path(options) + "/submit");
  answer(phone, order, line_of(order));
}

void cancel(Phone& phone, const DeviceOptions& options) {
  const json order = phone.front_in_session().post(order_path(options) + "/cancel");
  answer(phone, order, line_of(order));
}

void pay(Phone& phone, const DeviceOptions& options) {
  const json payment =
      phone.front_in_session().post(order_path(options) + "/payment", {{"method", options.method}});
  const std::string link = payment.value("code_url", payment.value("h5_url", std::string()));
  const auto& output = phone.output();
  json shown = in_camel_case(payment);
  shown["order"] = options.order;
  output.answer(shown, link.empty()
                           ? output.pick("支付状态: ", "payment: ") + payment.value("state", std::string())
                           : output.pick("请用微信支付: ", "pay with WeChat: ") + link);
}

void orders(Phone& phone, const DeviceOptions&) {
  ApiClient front = phone.front_in_session();
  json all = json::array();
  std::string before, text;
  for (bool last = false; !last;) {
    const json page = front.get("/api/v1/orders" + (before.empty() ? "" : "?before=" + before));
    for (const auto& order : page.at("orders")) {
      before = order.at("number");
      text += line_of(order) + "\n";
      all.push_back(in_camel_case(order));
    }
    last = page.at("last_page").get<bool>() || page.at("orders").empty();
  }
  phone.output().answer({{"orders", all}}, text + phone.output().pick("已经是最后一页了", "that is all"));
}

void status(Phone& phone, const DeviceOptions& options) {
  const json order = phone.front_in_session().get(order_path(options));
  std::string text = line_of(order);
  if (order.contains("rejection") && order["rejection"].is_object()) {
    text += "\n" + phone.output().pick("退回原因: ", "rejected: ") +
            order["rejection"].value("reason", std::string());
    for (const auto& field : order["rejection"].value("fields", json::array()))
      text += "\n  " + field.get<std::string>();
  }
  answer(phone, order, text);
}

}  // namespace palmkey::cli
