// palmkey open-enveloped-key: what who is handed a key opens it with.
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/shell.hpp"
#include "core/encoding.hpp"
#include "core/enveloped_key.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;

constexpr std::size_t kLargestFile = std::size_t{64} * 1024;
constexpr int kScalarSize = 32;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

struct Options {
  std::string file, key, output;
};

// No passphrase is asked for.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

core::sm2::PrivateKey read_private_key(const std::string& file) {
  const core::Secret pem(platform::read_file(file, kLargestFile));
  const Memory memory(BIO_new_mem_buf(pem.view().data(), static_cast<int>(pem.view().size())));
  const Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, no_passphrase, nullptr));
  BIGNUM* number = nullptr;
  if (!key || EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1)
    throw Failure("key_unreadable", 400, "key");
  const Number scalar(number);
  core::Secret bytes{core::Bytes(kScalarSize)};
  if (BN_bn2binpad(scalar.get(), bytes.mutable_view().data(), kScalarSize) != kScalarSize)
    throw Failure("key_unreadable", 400, "key");
  return platform::value_or_throw(core::sm2::PrivateKey::decode(bytes.view()), "key");
}

// PKCS #8 in PEM.
core::Secret pem_of(const core::sm2::PrivateKey& key) {
  const core::Secret bytes = key.scalar().encode();
  const Number scalar(BN_bin2bn(bytes.view().data(), kScalarSize, nullptr));
  const auto point = key.public_key().encode();
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get());
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr));
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
    throw Failure("key_unreadable", 400, "file");
  const Key whole(made);
  const Memory memory(BIO_new(BIO_s_secmem()));
  char* text = nullptr;
  if (PEM_write_bio_PKCS8PrivateKey(memory.get(), whole.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw Failure("key_unreadable", 400, "file");
  const long size = BIO_get_mem_data(memory.get(), &text);
  return core::Secret::copy_of(core::as_bytes({text, static_cast<std::size_t>(size)}));
}

void open_key(const Output& output, const Options& options) {
  const auto recipient = read_private_key(options.key);
  const auto der = platform::read_file(options.file, kLargestFile);
  const auto key = platform::value_or_throw(core::open_enveloped_key(der, recipient), "file");
  platform::write_file(options.output, pem_of(key).view());
  output.answer({{"file", options.output}, {"publicKey", core::to_hex(key.public_key().encode())}},
                options.output);
}

}  // namespace

void add_enveloped_key(CLI::App& app, Shell& shell) {
  auto* command = app.add_subcommand(
      "open-enveloped-key", "司法恢复: open a key that was handed over (SM2EnvelopedKey of GB/T 35276)");
  command->fallthrough()->footer(
      "What it writes opens what was encrypted to the holder's certificate, with any tool that knows SM2; "
      "openssl pkeyutl -decrypt -inkey FILE, for example.");
  const auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "The enveloped key")->required()->check(CLI::ExistingFile);
  command->add_option("--key", options->key, "The recipient's private key, PEM, without a passphrase")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--output", options->output, "File for the private key, PEM; for its owner only")
      ->required();
  command->callback(
      [&shell, options] { shell.run = [options](const Output& output) { open_key(output, *options); }; });
}

}  // namespace palmkey::cli
