// The links in the platform's QR codes: https://host[:port]/path?names=values or .../path#names=values.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/sm3.hpp"

namespace palmkey::core {

enum class LinkKind {
  configure,  // /c?d=             d: digest of the platform's descriptor
  entry,      // /e?s=             s: service
  sign_in,    // /s#i=&t=&a=       i: session, t: time step, a: what proves the step
  officer,    // /officer#d=&a=    a: one-time activation code
  console,    // /o#i=&t=&a=       an officer signs a console in: as sign_in
  document,   // /d#i=&t=          a document to sign
  drill,      // /drill#i=&t=      a site asks whether what is encrypted for the person still opens
  transfer,   // /t#o=             o: a new phone's TransferTicket, base64url
};

// "configure", "entry", "sign_in", "officer", "console", "document", "drill", "transfer".
std::string_view name_of(LinkKind kind);

struct Link {
  LinkKind kind = LinkKind::configure;
  std::string origin;                         // "https://host:port"
  std::map<std::string, std::string> values;  // decoded; those that the kind needs are there and not empty

  // The value `d` of links that name a platform: SM3 of its descriptor. Error::malformed.
  Result<Digest> fingerprint() const;
};

// Error::malformed for a text that is no such link: another scheme than https or http, a user's name before
// the host, an unknown path, a value that is missing, empty, repeated, badly encoded or no UTF-8, or one
// whose name has other characters than letters, digits and "-_.".
Result<Link> parse_link(std::string_view text);

}  // namespace palmkey::core
