#include "front/sign_in/routes.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/encoding.hpp"
#include "documents/qr_code.hpp"
#include "front/http.hpp"
#include "front/sign_in/oauth_edge.hpp"
#include "front/sign_in/page.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::sign_in {

using nlohmann::json;
using platform::Failure;
using platform::HttpRequest;
using platform::HttpResponse;
using platform::Language;

namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri "
    "'none'; "
    "form-action 'none'; frame-ancestors 'none'";

HttpResponse html(const std::string& page, int status = 200) {
  HttpResponse response = HttpResponse::text(page, kHtml, status);
  response.headers.set("Content-Security-Policy", kPagePolicy);
  return response;
}

std::string cookie_name(const std::string& session_id) {
  return "palmkey_sign_in_" + session_id;
}

// What the person has chosen at the site goes before what the browser speaks.
Language language_of_page(const HttpRequest& request) {
  std::istringstream chosen(request.query("ui_locales").value_or(""));
  for (std::string tag; chosen >> tag;) {
    const std::string primary = tag.substr(0, tag.find('-'));
    if (primary == "zh") return Language::chinese;
    if (primary == "en") return Language::english;
  }
  return language_of(request);
}

std::string page_of(const std::string& session_id, const HttpRequest& request) {
  const std::string locales = request.query("ui_locales").value_or("");
  const std::string page = "/oidc/sign-in/" + session_id;
  return locales.empty() ? page : page + "?ui_locales=" + platform::percent_encode(locales);
}

std::string browser_token(const HttpRequest& request) {
  return request.cookie(cookie_name(request.path_parameter("session"))).value_or("");
}

json discovery(const std::string& issuer) {
  return {{"issuer", issuer},
          {"authorization_endpoint", issuer + "/oidc/authorize"},
          {"token_endpoint", issuer + "/oidc/token"},
          {"userinfo_endpoint", issuer + "/oidc/userinfo"},
          {"jwks_uri", issuer + "/oidc/jwks"},
          {"response_types_supported", {"code"}},
          {"response_modes_supported", {"query"}},
          {"grant_types_supported", {"authorization_code"}},
          {"subject_types_supported", {"pairwise"}},
          {"id_token_signing_alg_values_supported", {"RS256", "ES256"}},
          {"scopes_supported", {"openid", "profile"}},
          {"claims_supported",
           {"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "name",
            "palmkey_certificate", "palmkey_binding"}},
          {"token_endpoint_auth_methods_supported", {"client_secret_basic", "client_secret_post", "none"}},
          {"code_challenge_methods_supported", {"S256"}},
          {"authorization_response_iss_parameter_supported", true},
          {"request_parameter_supported", false},
          {"request_uri_parameter_supported", false},
          {"ui_locales_supported", {"zh-CN", "en"}}};
}

json to_json(const BrowserView& view) {
  json value{{"status", view.status}, {"code", view.code}, {"seconds_left", view.seconds_left}};
  if (!view.link.empty()) {
    value["link"] = view.link;
    const std::string svg =
        platform::value_or_throw(documents::qr_svg(view.link, documents::QrCorrection::low));
    value["qr"] = "data:image/svg+xml;base64," + core::to_base64(core::as_bytes(svg));
  }
  if (!view.redirect.empty()) value["redirect"] = view.redirect;
  return value;
}

std::string required_text(const json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) throw Failure("field_missing", 400, name);
  return found->get<std::string>();
}

void add_site_routes(platform::Router& router, Surroundings& s, TokenEndpoint& tokens) {
  router.add("GET", "/.well-known/openid-configuration",
             [&s](const HttpRequest&) { return HttpResponse::json(discovery(s.base_url)); });
  router.add("GET", "/oidc/jwks", [&s](const HttpRequest&) {
    return HttpResponse::text(s.vault.json_web_keys(), "application/jwk-set+json");
  });
  router.add("POST", "/oidc/token", [&tokens](const HttpRequest& request) {
    return oauth_edge([&] {
      const auto form = request.form();
      const TokenReply reply =
          tokens.redeem(form, read_credentials(request.headers.get("Authorization"), form));
      return HttpResponse::json(json{{"access_token", reply.access_token},
                                     {"token_type", "Bearer"},
                                     {"expires_in", reply.expires_in},
                                     {"id_token", reply.id_token},
                                     {"scope", reply.scope}});
    });
  });
  const auto user_information = [&tokens](const HttpRequest& request) {
    return oauth_edge([&] {
      constexpr std::string_view kBearer = "Bearer ";
      const std::string header = request.headers.get("Authorization").value_or("");
      if (!header.starts_with(kBearer)) throw OAuthError("invalid_token", "a bearer token is expected", 401);
      const UserInformation user = tokens.user_information(header.substr(kBearer.size()));
      json claims{{"sub", user.subject}};
      if (!user.name.empty()) claims["name"] = user.name;
      return HttpResponse::json(claims);
    });
  };
  router.add("GET", "/oidc/userinfo", user_information);
  router.add("POST", "/oidc/userinfo", user_information);
  router.add("POST", "/api/v1/relying-party/unbind", [&tokens](const HttpRequest& request) {
    return oauth_edge([&] {
      const json body = request.json();
      tokens.unbind(read_credentials(request.headers.get("Authorization"), {}),
                    required_text(body, "account"), required_text(body, "sub"));
      return HttpResponse::no_content();
    });
  });
}

void add_browser_routes(platform::Router& router, Surroundings& s, SignIn& sign_in) {
  router.add("GET", "/oidc/authorize", [&s, &sign_in](const HttpRequest& request) {
    SignIn::Begun begun;
    try {
      begun = sign_in.begin(request.query_parameters, request.client_address);
    } catch (const Failure& failure) {
      // Client or redirect_uri are not to be trusted: say so here, send nobody anywhere.
      const Language language = language_of_page(request);
      return html(
          failure_page(platform::message_for(failure.code(), failure.parameters(), language), language),
          failure.http_status());
    }
    if (!begun.error_redirect.empty()) return HttpResponse::redirect(begun.error_redirect);
    HttpResponse response = HttpResponse::redirect(page_of(begun.session_id, request));
    response.set_cookie(cookie_name(begun.session_id), begun.browser_token, begun.lifetime_seconds,
                        s.base_url.starts_with("https:"));
    return response;
  });
  router.add("GET", "/oidc/sign-in/:session", [&sign_in](const HttpRequest& request) {
    const Language language = language_of_page(request);
    const std::string& session = request.path_parameter("session");
    try {
      return html(sign_in_page(session, sign_in.view(session, browser_token(request)), language));
    } catch (const Failure& failure) {
      return html(
          failure_page(platform::message_for(failure.code(), failure.parameters(), language), language),
          failure.http_status());
    }
  });
  router.add("GET", "/oidc/sign-in/:session/state", [&sign_in](const HttpRequest& request) {
    const std::string& session = request.path_parameter("session");
    const std::string known = request.query("known").value_or("");
    return HttpResponse::json(to_json(known.empty()
                                          ? sign_in.view(session, browser_token(request))
                                          : sign_in.view_after(known, session, browser_token(request))));
  });
  router.add("POST", "/oidc/sign-in/:session/cancel", [&sign_in](const HttpRequest& request) {
    sign_in.cancel(request.path_parameter("session"), browser_token(request));
    return HttpResponse::no_content();
  });
  router.add("GET", "/oidc/assets/sign-in.css",
             [](const HttpRequest&) { return HttpResponse::text(page_style(), "text/css; charset=utf-8"); });
  router.add("GET", "/oidc/assets/sign-in.js", [](const HttpRequest&) {
    return HttpResponse::text(page_script(), "text/javascript; charset=utf-8");
  });
}

void add_phone_routes(platform::Router& router, SignIn& sign_in) {
  router.add("POST", "/api/v1/sign-in/claims", [&sign_in](const HttpRequest& request) {
    const Claim claim = sign_in.claim(read_link(request.json()));
    return HttpResponse::json(json{{"session", claim.session_id},
                                   {"token", claim.token},
                                   {"intent", claim.intent},
                                   {"expires_at", claim.expires_at}});
  });
  router.add("POST", "/api/v1/sign-in/:session/confirmation", [&sign_in](const HttpRequest& request) {
    const json body = request.json();
    const auto signature = core::from_base64(required_text(body, "signature"));
    if (!signature) throw Failure("malformed", 400, "signature");
    sign_in.confirm(request.path_parameter("session"), required_text(body, "token"),
                    {required_text(body, "intent"), *signature}, required_text(body, "certificate"));
    return HttpResponse::no_content();
  });
  router.add("POST", "/api/v1/sign-in/:session/rejection", [&sign_in](const HttpRequest& request) {
    sign_in.reject(request.path_parameter("session"), required_text(request.json(), "token"));
    return HttpResponse::no_content();
  });
}

}  // namespace

void add_routes(platform::Router& router, Surroundings& surroundings, SignIn& sign_in,
                TokenEndpoint& token_endpoint) {
  add_site_routes(router, surroundings, token_endpoint);
  add_browser_routes(router, surroundings, sign_in);
  add_phone_routes(router, sign_in);
}

void register_messages() {
  static constexpr platform::Message kMessages[] = {
      {"unknown_client", "该网站未在本平台登记。", "This site is not registered here."},
      {"redirect_uri_mismatch", "该网站的返回地址与登记的不一致。",
       "The site's return address is not the registered one."},
      {"sign_in_unknown", "没有这次登录，请重新开始。", "There is no such sign-in: start again."},
      {"sign_in_expired", "二维码已过期，请重新开始。", "The code has expired: start again."},
      {"sign_in_ended", "这次登录已经结束。", "This sign-in has ended."},
      {"link_malformed", "二维码的内容不完整。", "The code is not complete."},
      {"link_forged", "二维码不是本平台生成的。", "The code was not made here."},
      {"link_stale", "二维码已更新，请扫描屏幕上最新的二维码。",
       "The code has changed: scan the one on the screen now."},
      {"already_scanned", "二维码已被另一部手机扫描。", "Another phone has scanned this code."},
      {"intent_mismatch", "签名的内容与屏幕上的不一致。", "What was signed is not what was shown."},
      {"account_already_bound", "该账号已绑定另一张证书。", "The account is bound to another certificate."},
      {"account_not_bound", "该账号尚未绑定证书。", "No certificate is bound to the account."},
      {"certificate_not_bound", "该证书不是该账号绑定的证书。",
       "This certificate is not the one bound to the account."},
  };
  platform::register_messages(kMessages);
}

}  // namespace palmkey::front::sign_in
