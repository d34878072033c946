// The files of one web application as it was built: read once, answered from memory. Only what was found in
// the folder has a path, so no request can name anything else.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "platform/http_message.hpp"

namespace palmkey::front::web_apps {

// Immutable once made, safe to use from any thread.
class StaticFiles {
 public:
  // None.
  StaticFiles() = default;
  // All regular files below the folder, but links and names that begin with a dot; none if there is no such
  // folder. A file "x.br" or "x.gz" beside "x" is not a file of its own but x's content, compressed.
  // std::system_error if a file cannot be read, std::length_error if one is over 64 MiB.
  static StaticFiles load(const std::filesystem::path& folder);

  // The file at `path` (relative, percent-decoded, "/" between its parts), or index.html where the last part
  // has no dot: the application's own routes. Failure("not_found", 404) if there is neither. Answers
  // If-None-Match with 304 and Accept-Encoding with br or gzip.
  platform::HttpResponse answer(const std::string& path, const platform::HttpRequest& request) const;

 private:
  struct Content {
    core::Bytes bytes;
    std::string etag;  // with its quotation marks
  };
  struct File {
    std::string_view type;
    // By content coding; "" is the file as it is.
    std::map<std::string, Content, std::less<>> contents;
  };
  std::map<std::string, File, std::less<>> files_;
};

// "text/html; charset=utf-8" by the name's ending; "application/octet-stream" for one that is not known.
std::string_view media_type_of(std::string_view file_name);

// Whether an Accept-Encoding (RFC 9110, 12.5.3) names this coding with a weight above 0. Neither "*" nor a
// missing field counts: whoever wants a compressed answer says so.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace palmkey::front::web_apps
