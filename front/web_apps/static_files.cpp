#include "front/web_apps/static_files.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::front::web_apps {

namespace {

namespace fs = std::filesystem;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t largest_file = std::size_t{64} * 1024 * 1024;
constexpr std::string_view index_file = "index.html";
// Vite puts what it names by a digest of the content here.
constexpr std::string_view hashed_folder = "assets/";

// Scripts of this origin and WebAssembly, nothing else that runs; nobody may frame the application.
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "manifest-src 'self'; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'";

struct Type {
  std::string_view ending, media_type;
};
constexpr std::array types{
    Type{".html", "text/html; charset=utf-8"},
    Type{".js", "text/javascript; charset=utf-8"},
    Type{".mjs", "text/javascript; charset=utf-8"},
    Type{".css", "text/css; charset=utf-8"},
    Type{".json", "application/json"},
    Type{".webmanifest", "application/manifest+json"},
    Type{".wasm", "application/wasm"},
    Type{".svg", "image/svg+xml"},
    Type{".png", "image/png"},
    Type{".jpg", "image/jpeg"},
    Type{".webp", "image/webp"},
    Type{".ico", "image/x-icon"},
    Type{".woff2", "font/woff2"},
    Type{".ttf", "font/ttf"},
    Type{".txt", "text/plain; charset=utf-8"},
    Type{".pdf", "application/pdf"},
};

struct Coding {
  std::string_view name, ending;
};
// The one that packs better first.
constexpr std::array codings{Coding{"br", ".br"}, Coding{"gzip", ".gz"}};

bool is_hidden(const fs::path& relative) {
  return std::ranges::any_of(relative, [](const fs::path& part) { return part.string().starts_with('.'); });
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Cuts off and returns what comes before the separator, without the space around it.
std::string_view next_part(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// RFC 9110, 13.1.2: the weak comparison.
bool names_tag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view tag = next_part(if_none_match, ',');
    if (tag == "*") return true;
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
}

bool is_application_route(std::string_view path) {
  const auto slash = path.rfind('/');
  const auto last = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return last.find('.') == std::string_view::npos;
}

}  // namespace

std::string_view media_type_of(std::string_view file_name) {
  const auto found =
      std::ranges::find_if(types, [&](const Type& type) { return file_name.ends_with(type.ending); });
  return found == types.end() ? "application/octet-stream" : found->media_type;
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    std::string_view item = next_part(accept_encoding, ',');
    if (next_part(item, ';') != coding) continue;
    const std::string_view weight = trimmed(item);
    // "q=0", "q=0.0" and their like; a weight that is none is not believed either.
    return weight.empty() ||
           (weight.starts_with("q=") && weight.find_first_of("123456789") != std::string_view::npos);
  }
  return false;
}

StaticFiles StaticFiles::load(const fs::path& folder) {
  StaticFiles result;
  if (folder.empty() || !fs::is_directory(folder)) return result;
  std::map<std::string, fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path relative = entry.path().lexically_relative(folder);
    if (entry.is_symlink() || !entry.is_regular_file() || is_hidden(relative)) continue;
    found[relative.generic_string()] = entry.path();
  }
  const auto content_of = [](const fs::path& path, std::string_view coding) {
    auto bytes = platform::read_file(path, largest_file);
    std::string etag = "\"" + core::to_hex(core::sm3(bytes)).substr(0, 32);
    if (!coding.empty()) etag.append("-").append(coding);
    return Content{std::move(bytes), etag + "\""};
  };
  for (const auto& [name, path] : found) {
    std::string_view base = name, coding;
    for (const Coding& known : codings)
      if (name.ends_with(known.ending)) {
        coding = known.name;
        base.remove_suffix(known.ending.size());
      }
    if (!coding.empty() && !found.contains(std::string(base))) base = name, coding = "";
    File& file = result.files_[std::string(base)];
    file.type = media_type_of(base);
    file.contents.emplace(coding, content_of(path, coding));
  }
  return result;
}

HttpResponse StaticFiles::answer(const std::string& path, const HttpRequest& request) const {
  auto found = files_.find(path);
  if (found == files_.end() && is_application_route(path)) found = files_.find(index_file);
  if (found == files_.end()) throw platform::Failure("not_found", 404);
  const File& file = found->second;

  std::string_view coding;
  const std::string accepted = request.headers.get("Accept-Encoding").value_or("");
  for (const Coding& known : codings)
    if (coding.empty() && file.contents.contains(known.name) && accepts_coding(accepted, known.name))
      coding = known.name;
  const Content& content = file.contents.find(coding)->second;

  HttpResponse response;
  const bool unchanged = names_tag(request.headers.get("If-None-Match").value_or(""), content.etag);
  if (unchanged) {
    response.status = 304;
  } else {
    response.headers.set("Content-Type", file.type);
    if (!coding.empty()) response.headers.set("Content-Encoding", coding);
    response.body = content.bytes;
  }
  response.headers.set("ETag", content.etag);
  if (file.contents.size() > 1) response.headers.set("Vary", "Accept-Encoding");
  response.headers.set("Cache-Control", found->first.starts_with(hashed_folder)
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  response.headers.set("Content-Security-Policy", content_policy);
  response.headers.set("Permissions-Policy", "camera=(self)");
  return response;
}

}  // namespace palmkey::front::web_apps
