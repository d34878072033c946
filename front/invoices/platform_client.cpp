#include "front/invoices/platform_client.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "front/shared_secret.hpp"
#include "platform/failure.hpp"
#include "platform/http_client.hpp"
#include "platform/jobs.hpp"
#include "platform/log.hpp"

namespace palmkey::front::invoices {

namespace {

using platform::Failure;
using platform::JobRefused;

constexpr std::size_t number_digits = 20;

// The same request gives the same bytes, as the platform tells by them that it is the same invoice.
std::string body_of(const IssueRequest& request) {
  const nlohmann::json line{{"name", request.item_name}, {"amountFen", request.total_fen}};
  return nlohmann::json{{"idempotencyKey", request.idempotency_key},
                        {"sellerName", request.seller_name},
                        {"sellerTaxId", request.seller_tax_number},
                        {"buyerName", request.buyer_name},
                        {"buyerTaxId", ""},
                        {"totalFen", request.total_fen},
                        {"lines", nlohmann::json::array({line})}}
      .dump();
}

std::string text_of(const nlohmann::json& answer, const char* name) {
  const auto found = answer.is_object() ? answer.find(name) : answer.end();
  return found != answer.end() && found->is_string() ? found->get<std::string>() : "";
}

// Too slow, too many, or the platform's own trouble.
bool passes(int status) {
  return status == 408 || status == 429 || status >= 500;
}

}  // namespace

PlatformSettings load_platform_settings(const platform::Config& table) {
  table.expect_only({"base_url", "key_id", "secret_file", "certificate_authority_file"});
  PlatformSettings settings{table.string("base_url"), table.string("key_id"),
                            read_shared_secret(table, "secret_file"),
                            table.string("certificate_authority_file", "")};
  if (!settings.base_url.starts_with("http") || settings.base_url.ends_with('/'))
    throw table.error("base_url", "expected an address without a slash at the end");
  return settings;
}

Issued PlatformClient::issue(const IssueRequest& invoice) {
  const std::string body = body_of(invoice);
  const std::string timestamp = std::to_string(clock_.now());
  platform::HttpClientRequest request;
  request.method = "POST";
  request.url = settings_.base_url + "/invoices";
  request.ca_file = settings_.ca_file;
  request.headers.set("Content-Type", "application/json");
  request.headers.set("X-Invoice-Key", settings_.key_id);
  request.headers.set("X-Invoice-Timestamp", timestamp);
  request.headers.set(
      "X-Invoice-Signature",
      hmac_sha256_hex(settings_.secret, "POST\n/invoices\n" + timestamp + "\n" + sha256_hex(body)));
  request.body.assign(body.begin(), body.end());
  platform::HttpResponse response;
  try {
    response = platform::http_request(request);
  } catch (const Failure&) {
    throw Failure("invoice_unreachable", 502);
  }
  const auto answer = nlohmann::json::parse(core::as_text(response.body), nullptr, false);
  if (response.status != 200) {
    platform::log_warning("invoice.refused",
                          {{"status", response.status}, {"code", text_of(answer, "code")}});
    if (passes(response.status)) throw Failure("invoice_unreachable", 502);
    throw JobRefused("invoice_refused");
  }
  const std::string number = text_of(answer, "number");
  const auto issued_at = platform::parse_rfc3339(text_of(answer, "issueTime"));
  const bool digits = std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  if (number.size() != number_digits || !digits || !issued_at) throw JobRefused("invoice_answer_invalid");
  return {number, *issued_at};
}

}  // namespace palmkey::front::invoices
