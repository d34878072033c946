#include "core/link.hpp"

#include <algorithm>
#include <array>

#include "core/encoding.hpp"
#include "core/percent_encoding.hpp"
#include "core/utf8.hpp"

namespace palmkey::core {

namespace {

using std::string_view;

struct Form {
  LinkKind kind;
  string_view name;
  string_view path;
  string_view needed;  // the names of the values, a letter each
};
constexpr std::array<Form, 8> kForms{{
    {LinkKind::configure, "configure", "/c", "d"},
    {LinkKind::entry, "entry", "/e", "s"},
    {LinkKind::sign_in, "sign_in", "/s", "ita"},
    {LinkKind::officer, "officer", "/officer", "da"},
    {LinkKind::console, "console", "/o", "ita"},
    {LinkKind::document, "document", "/d", "it"},
    {LinkKind::drill, "drill", "/drill", "it"},
    {LinkKind::transfer, "transfer", "/t", "o"},
}};

// A host's name or address and a port. '@' is not among them: what stands before it looks like a host to
// people.
bool is_authority(string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           string_view(".-:[]").find(c) != string_view::npos;
  });
}

bool is_value_name(string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           string_view("-_.").find(c) != string_view::npos;
  });
}

Result<void> read_values(string_view rest, Link& link) {
  while (!rest.empty()) {
    const string_view pair = rest.substr(0, rest.find_first_of("&#"));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    if (equals == string_view::npos || !is_value_name(pair.substr(0, equals))) return Error::malformed;
    auto value = percent_decode(pair.substr(equals + 1));
    if (!value || !is_utf8(as_bytes(*value))) return Error::malformed;
    if (!link.values.emplace(pair.substr(0, equals), *std::move(value)).second) return Error::malformed;
  }
  return {};
}

}  // namespace

string_view name_of(LinkKind kind) {
  return std::find_if(kForms.begin(), kForms.end(), [&](const Form& form) { return form.kind == kind; })
      ->name;
}

Result<Digest> Link::fingerprint() const {
  const auto found = values.find("d");
  if (found == values.end()) return Error::malformed;
  PALMKEY_TRY(decoded, from_base64url(found->second));
  Digest digest{};
  if (decoded.size() != digest.size()) return Error::malformed;
  std::copy(decoded.begin(), decoded.end(), digest.begin());
  return digest;
}

Result<Link> parse_link(string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return Error::malformed;
  const auto host = text.find("://") + 3;
  const auto slash = text.find('/', host);
  const auto end = text.find_first_of("?#");
  if (slash == string_view::npos || end == string_view::npos || end < slash) return Error::malformed;
  if (!is_authority(text.substr(host, slash - host))) return Error::malformed;
  const string_view path = text.substr(slash, end - slash);
  const auto form =
      std::find_if(kForms.begin(), kForms.end(), [&](const Form& known) { return known.path == path; });
  if (form == kForms.end()) return Error::malformed;

  Link link{form->kind, std::string(text.substr(0, slash)), {}};
  PALMKEY_CHECK(read_values(text.substr(end + 1), link));
  for (const char name : form->needed) {
    const auto found = link.values.find(std::string(1, name));
    if (found == link.values.end() || found->second.empty()) return Error::malformed;
  }
  return link;
}

}  // namespace palmkey::core
