#include "platform/curl.hpp"

#include <new>

namespace palmkey::platform {

CurlHandle new_curl() {
  // Not thread-safe in itself; a static's initialisation is.
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  CurlHandle handle(initialised == CURLE_OK ? curl_easy_init() : nullptr);
  if (!handle) throw std::bad_alloc();
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  return handle;
}

void CurlList::add(const std::string& entry) {
  curl_slist* longer = curl_slist_append(list_, entry.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  list_ = longer;
}

}  // namespace palmkey::platform
