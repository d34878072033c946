#include "tests/support/tls_files.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace palmkey::test {
namespace {

using File = std::unique_ptr<FILE, int (*)(FILE*)>;

void add_extension(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

TlsFiles::TlsFiles(const std::filesystem::path& folder, const std::string& name)
    : certificate(folder / (name + ".pem")), private_key(folder / (name + ".key")) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made.get(), subject);
  add_extension(made.get(), NID_subject_alt_name, "IP:127.0.0.1");
  add_extension(made.get(), NID_basic_constraints, "CA:TRUE");
  if (X509_sign(made.get(), key.get(), EVP_sha256()) <= 0) throw std::runtime_error("cannot sign");
  const File certificate_file(fopen(certificate.c_str(), "w"), fclose);
  PEM_write_X509(certificate_file.get(), made.get());
  const File key_file(fopen(private_key.c_str(), "w"), fclose);
  PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace palmkey::test
