// Owners of libcurl's objects. For the .cpp files that use libcurl.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

namespace palmkey::platform {

struct CurlCleanUp {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlCleanUp>;

// A handle that sends no signal, is safe among threads and takes TLS 1.2 or later. std::bad_alloc if there
// is no memory.
CurlHandle new_curl();

// A growing curl_slist.
class CurlList {
 public:
  CurlList() = default;
  ~CurlList() { curl_slist_free_all(list_); }
  CurlList(const CurlList&) = delete;
  CurlList& operator=(const CurlList&) = delete;
  void add(const std::string& entry);
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

}  // namespace palmkey::platform
