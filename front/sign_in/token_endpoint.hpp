// What a relying party's server asks: token, user information, unbinding (RFC 6749, OpenID Connect Core 3.1.3
// and 5.3).
#pragma once

#include <exception>
#include <map>
#include <optional>
#include <string>

#include "front/sign_in/sign_in.hpp"

namespace palmkey::front::sign_in {

// An error as OAuth 2.0 writes it (RFC 6749, 5.2), not as a problem document: client libraries read it so.
class OAuthError : public std::exception {
 public:
  OAuthError(std::string error, std::string description, int http_status = 400)
      : error_(std::move(error)), description_(std::move(description)), http_status_(http_status) {}
  const std::string& error() const { return error_; }
  const std::string& description() const { return description_; }
  int http_status() const { return http_status_; }
  const char* what() const noexcept override { return error_.c_str(); }

 private:
  std::string error_;
  std::string description_;
  int http_status_;
};

// From client_secret_basic (the Authorization header) or client_secret_post (the form); empty if not given.
struct ClientCredentials {
  std::string client_id;
  std::string client_secret;
};
// OAuthError invalid_client for a malformed header, invalid_request if both ways are used.
ClientCredentials read_credentials(const std::optional<std::string>& authorization_header,
                                   const std::map<std::string, std::string>& form);

struct TokenReply {
  std::string access_token;
  std::string id_token;
  std::string scope;
  std::int64_t expires_in = 0;
};

struct UserInformation {
  std::string subject;
  std::string name;
};

class TokenEndpoint {
 public:
  TokenEndpoint(Surroundings& surroundings, Directory& directory)
      : s_(surroundings), directory_(directory), store_(surroundings.personal_data) {}

  // grant_type authorization_code with PKCE. A code is good once: at the second use the access token of the
  // first dies.
  TokenReply redeem(const std::map<std::string, std::string>& form, const ClientCredentials& credentials);
  UserInformation user_information(const std::string& access_token);
  // Ends the binding of an account. Failure("account_not_bound", 404) if there is none.
  void unbind(const ClientCredentials& credentials, const std::string& account, const std::string& subject);
  // Whose credentials these are. OAuthError invalid_client if nobody's.
  RelyingParty authenticate(const ClientCredentials& credentials);

 private:
  Surroundings& s_;
  Directory& directory_;
  Store store_;
};

}  // namespace palmkey::front::sign_in
