#include "front/documents_to_sign/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/documents_to_sign/rules.hpp"
#include "front/http.hpp"
#include "front/sign_in/oauth_edge.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::documents_to_sign {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::string_view pdf_type = "application/pdf";
constexpr Limit offer_limit{"document_offer", 120, 600};
constexpr Limit claim_limit{"document_claim", 60, 600};
constexpr Limit signed_limit{"document_signed", 60, 600};

json state_json(const Document& document, std::int64_t now) {
  json state{{"state", state_code(document, now)}, {"expires_at", document.expires_at}};
  if (document.signer)
    state["signer"] = {{"name", document.signer->name}, {"certificate", document.signer->certificate_serial}};
  return state;
}

HttpResponse take_claim(const Context& context, sign_in::Directory& directory, const HttpRequest& request) {
  context.limits.use(claim_limit, request.client_address);
  const json body = request.json();
  const std::string id = text_member(body, "i"), link_token = text_member(body, "t");
  // The directory may ask the vault; a claim must not be lost if that fails.
  const auto site = directory.get(offered(context, id, link_token).client_id);
  const Claim claimed = claim(context, id, link_token);
  const Document& document = claimed.document;
  return HttpResponse::json({{"session", document.id},
                             {"token", claimed.token},
                             {"site_name", site.name},
                             {"origin", site.origin},
                             {"file_name", document.file_name},
                             {"size", document.size},
                             {"digest", document.digest},
                             {"expires_at", document.expires_at}});
}

std::string document_token(const HttpRequest& request) {
  return request.headers.get("X-Document-Token").value_or("");
}

void add_site_routes(platform::Router& router, const Context& context, sign_in::TokenEndpoint& sites) {
  add_route(router, "POST", "/api/v1/relying-party/documents",
            [&context, &sites](const HttpRequest& request) {
              return sign_in::for_relying_party(sites, request, [&](const sign_in::RelyingParty& site) {
                context.limits.use(offer_limit, site.client_id);
                const Offer made =
                    offer(context, site,
                          {request.query("name").value_or(""), request.query("account").value_or(""),
                           request.query("sub").value_or(""), request.body});
                return HttpResponse::json(offer_json(made), 201);
              });
            },
            {largest_document});
  // Of the document named in the path, if it is the caller's own.
  const auto add_own = [&](const char* pattern, HttpResponse (*answer)(const Context&, const Document&)) {
    add_route(router, "GET", pattern, [&context, &sites, answer](const HttpRequest& request) {
      return sign_in::for_relying_party(sites, request, [&](const sign_in::RelyingParty& site) {
        return answer(context, find(context, site.client_id, request.path_parameter("document")));
      });
    });
  };
  add_own("/api/v1/relying-party/documents/:document", [](const Context& asked, const Document& document) {
    return HttpResponse::json(state_json(document, asked.clock.now()));
  });
  add_own("/api/v1/relying-party/documents/:document/signed.pdf",
          [](const Context& asked, const Document& document) {
            return HttpResponse::bytes(signed_content(asked, document), pdf_type);
          });
}

void add_phone_routes(platform::Router& router, const Context& context, sign_in::Directory& directory) {
  add_route(router, "POST", "/api/v1/documents/claims", [&context, &directory](const HttpRequest& request) {
    return take_claim(context, directory, request);
  });
  add_route(router, "GET", "/api/v1/documents/:session/content", [&context](const HttpRequest& request) {
    return HttpResponse::bytes(content(context, request.path_parameter("session"), document_token(request)),
                               pdf_type);
  });
  add_route(router, "PUT", "/api/v1/documents/:session/signed",
            [&context](const HttpRequest& request) {
              context.limits.use(signed_limit, request.client_address);
              accept_signed(context, request.path_parameter("session"), document_token(request),
                            request.body);
              return HttpResponse::no_content();
            },
            {largest_signed_document});
  add_route(router, "POST", "/api/v1/documents/:session/rejection", [&context](const HttpRequest& request) {
    reject(context, request.path_parameter("session"), document_token(request));
    return HttpResponse::no_content();
  });
}

}  // namespace

void add_routes(platform::Router& router, const Context& context, sign_in::Directory& directory,
                sign_in::TokenEndpoint& token_endpoint) {
  add_site_routes(router, context, token_endpoint);
  add_phone_routes(router, context, directory);
}

void register_messages() {
  static constexpr platform::Message messages[] = {
      {"file_name_invalid", "文件名不正确。", "This is not a file name."},
      {"account_invalid", "账号不正确。", "This is not an account."},
      {"signer_invalid", "签署人标识不正确。", "This is not a subject."},
      {"not_a_pdf", "文件不是 PDF。", "The file is not a PDF."},
      {"document_unknown", "没有这份文件,请回到网站重新发起。",
       "There is no such document: start again at the site."},
      {"document_expired", "签署时间已过,请回到网站重新发起。",
       "The time to sign is over: start again at the site."},
      {"document_ended", "这份文件的签署已经结束。", "The signing of this document has ended."},
      {"document_not_signed", "这份文件尚未签署。", "This document is not signed."},
      {"signature_refused", "签名未通过验证:{problem}。", "The signature does not hold: {problem}."},
      {"signed_by_another", "请由网站指定的本人签署。", "Another person has to sign this document."},
      {"document_changed", "签署后的文件与原文件不一致。",
       "What was signed is not the document that was handed over."},
  };
  platform::register_messages(messages);
}

}  // namespace palmkey::front::documents_to_sign
