// OpenSSL queues its errors per thread, where a TLS connection served by the same thread would stumble over
// ours.
#pragma once

#include <openssl/err.h>

namespace palmkey::pki {

// While it lives, errors that OpenSSL queues are forgotten again at its end.
class ForgottenErrors {
 public:
  ForgottenErrors() { ERR_set_mark(); }
  ~ForgottenErrors() { ERR_pop_to_mark(); }
  ForgottenErrors(const ForgottenErrors&) = delete;
  ForgottenErrors& operator=(const ForgottenErrors&) = delete;
};

}  // namespace palmkey::pki
