// make_corpus FOLDER: writes valid inputs of every target, FOLDER/TARGET/NAME, the same in each run. What is
// committed in fuzz/corpus began as these.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>

#include "core/activation_code.hpp"
#include "core/cms/signed_attributes.hpp"
#include "core/cms/signed_data.hpp"
#include "core/der.hpp"
#include "core/descriptor.hpp"
#include "core/device/state.hpp"
#include "core/enveloped_key.hpp"
#include "core/link.hpp"
#include "core/signed_der.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm4.hpp"
#include "core/spki.hpp"
#include "core/splitkey/handover_messages.hpp"
#include "core/splitkey/keygen.hpp"
#include "fuzz/keys.hpp"
#include "pki/crl.hpp"
#include "pki/ocsp_response.hpp"
#include "tests/core/intent_samples.hpp"
#include "tests/core/pdf/pdf_fixture.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;
using namespace core::splitkey;

std::filesystem::path folder;

void keep(std::string_view target, std::string_view name, ByteView input) {
  const auto path = folder / target / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(input.data()), static_cast<std::streamsize>(input.size()));
}

// For targets whose first byte chooses.
void keep(std::string_view target, std::string_view name, std::size_t choice, ByteView input) {
  keep(target, name, concatenate({ByteArray<1>{static_cast<std::uint8_t>(choice)}, input}));
}

testing::TestRandom randomness{5};

void keep_pki() {
  pki::testing::Authority authority;
  const Certificate subscriber = authority.issue(pki::subscriber_signing_profile(),
                                                 authority.contents("张示范", authority.subscriber_key));
  const auto responder_key = *sm2::PrivateKey::generate(randomness);
  const Certificate responder =
      authority.issue(pki::ocsp_responder_profile(), authority.contents("示范应答", responder_key));
  keep("certificate", "root", authority.root.der);
  keep("certificate", "issuing", authority.issuing.der);
  keep("certificate", "subscriber", subscriber.der);
  keep("certificate", "responder", responder.der);
  keep("certificate", "name", subscriber.subject.encode());
  keep("certificate", "spki", encode_spki(subscriber.public_key));
  CrlContents contents{.number = 7,
                       .this_update = pki::testing::now,
                       .next_update = pki::testing::now + pki::testing::day,
                       .revoked = {}};
  const auto signer = pki::signer_with(authority.issuing_key, randomness);
  keep("certificate", "crl_empty", *pki::sign_crl(contents, authority.issuing, signer));
  contents.revoked = {{subscriber.serial, pki::testing::now - 60, RevocationReason::key_compromise},
                      {Bytes{1, 2}, pki::testing::now - 90, RevocationReason::certificate_hold}};
  const Bytes crl = *pki::sign_crl(contents, authority.issuing, signer);
  keep("certificate", "crl", crl);
  keep("der", "certificate", subscriber.der);
  keep("der", "crl", crl);

  const auto id = pki::certificate_id(authority.issuing, subscriber.serial);
  const pki::OcspRequest request{.certificates = {id, id}, .nonce = Bytes(16, 0x5a)};
  keep("ocsp", "request", pki::encode_ocsp_request(request));
  pki::OcspResponseContents answers{.produced_at = pki::testing::now, .answers = {}, .nonce = request.nonce};
  answers.answers.push_back({.id = id,
                             .status = pki::OcspStatus::revoked,
                             .revoked_at = pki::testing::now - 60,
                             .reason = RevocationReason::superseded,
                             .this_update = pki::testing::now,
                             .next_update = pki::testing::now + pki::testing::day});
  keep("ocsp", "response",
       *pki::sign_ocsp_response(answers, responder, pki::signer_with(responder_key, randomness)));
  keep("ocsp", "failure", pki::encode_ocsp_failure(pki::OcspFailure::try_later));

  const Bytes attributes = encode_signed_attributes({sm3(crl), sm3(subscriber.der)});
  keep("cms", "attributes", attributes);
  const auto signature = *authority.subscriber_key.sign(attributes, randomness);
  keep("cms", "signed", *assemble_signed_data(attributes, signature, subscriber.der, {}));
  keep("cms", "signed_with_chain",
       *assemble_signed_data(attributes, signature, subscriber.der,
                             {authority.issuing.der, authority.root.der}));

  Descriptor descriptor;
  descriptor.name = "示范认证中心";
  descriptor.base_url = "https://palmkey.example";
  descriptor.sealing_keys = {{sm2::Point::base(), 1'772'323'200, 1'900'000'000}};
  descriptor.roots = {sm3(authority.root.der)};
  const Bytes der = encode_descriptor(descriptor);
  keep("link", "descriptor", 1, der);
  keep("link", "signed_descriptor", 1,
       encode_signed_descriptor({der, authority.root.der, *authority.root_key.sign(der, randomness)}));
}

void keep_links() {
  const std::string digest = to_base64url(Digest{1, 2, 3});
  for (const std::string& link :
       {"https://ca.example/c?d=" + digest, std::string("https://ca.example:8443/e?s=annual"),
        "https://ca.example/s#i=abc&t=12&a=" + digest,
        std::string("http://127.0.0.1:80/o#i=%E5%BC%A0&t=1&a=x"), std::string("https://ca.example/d#i=1&t=2"),
        std::string("https://ca.example/drill#i=1&t=2"),
        activation_link("https://ca.example", "K7QX2-9MWTR-4HB3C-P8VNE", digest)}) {
    const auto read = parse_link(link);
    if (!read) std::abort();
    keep("link", name_of(read->kind), 0, as_bytes(link));
  }
  keep("link", "base64", 2, as_bytes("AQIDBA=="));
  keep("link", "base64url", 2, as_bytes("AQID-_A"));
  keep("link", "hex", 2, as_bytes("00aAfF"));
}

void keep_requests() {
  const sm2::PrivateKey key = private_key();
  const Bytes info = testing::csr_intent(key.public_key());
  keep("pkcs10", "info", info);
  keep("pkcs10", "request", core::encode_request(info, *key.sign(info, randomness)));
  keep("intent", "csr", 0, info);
  keep("intent", "cms", 1, testing::cms_intent());
  keep("intent", "seal", 2, testing::seal_intent());
  keep("intent", "statement", 3, testing::text_intent_bytes());
  // One of each type, from the list of its fields.
  for (const std::string_view type :
       {"login", "bind", "approve", "reject", "transfer", "revoke", "appoint"}) {
    std::string text = "PalmKey intent 1\ntype: " + std::string(type) + "\n";
    for (const std::string_view field : text_intent_fields(type))
      text += std::string(field) + ": " + (field == "time" ? "2026-03-01T08:00:00Z" : "1") + "\n";
    keep("intent", type, 3, as_bytes(text));
  }
  const auto cipher = *sm2::encrypt(key.public_key(), as_bytes("encryption standard"), randomness);
  keep("sm2_cipher", "der", sm2::encode_der(cipher));
  keep("sm2_cipher", "raw", sm2::encode_raw(cipher));
  keep("sm2_cipher", "signature", sm2::encode_der(*key.sign(as_bytes("message"), randomness)));
  keep("der", "cipher", sm2::encode_der(cipher));
  keep("der", "seal", testing::seal_intent());
}

void keep_channel() {
  DeviceChannel device = device_channel();
  const Bytes sent = device.finish(DeviceSignature{9, 8, 7});
  keep("channel", "request", 0, sent);
  const auto opened = *SealedRequest::parse(sent)->open(private_key());
  keep("channel", "answer", 1, *opened.seal_response(as_bytes("answer"), randomness));
}

sm2::Scalar scalar() {
  return *sm2::Scalar::random(randomness);
}

Secret secret32() {
  return Secret(Bytes(32, 7));
}

template <class Message>
void keep_result(std::string_view name, std::size_t choice, const Message& message) {
  keep("messages", name, choice, encode_message(message).view());
}

constexpr std::size_t requests = 11;  // the number in targets/messages.cpp

template <class Request>
void keep_request(std::string_view name, const Request& request) {
  keep("messages", name, requests, splitkey::encode_request(request));
}

void keep_messages() {
  Response response;
  response.code = "ok";
  response.body = secret32();
  keep("messages", "response", 0, encode_response(response).view());
  Response refusal;
  refusal.code = "wrong_pin";
  refusal.tries_left = 4;
  refusal.wait_seconds = 30;
  keep("messages", "refusal", 0, encode_response(refusal).view());

  device::State state;
  state.descriptor = Bytes{1, 2, 3};
  device::Key key;
  key.label = "1";
  key.encryption_keys.emplace_back();
  key.chain = {Bytes{4}, Bytes{5}};
  key.pending = device::Pending{Operation::change_pin, Identifier{6}, device::NewPin{}};
  state.keys.push_back(key);
  keep("messages", "state", 1, state.encode());
  keep("messages", "state_empty", 1, device::State{}.encode());

  GenerateResult generated;
  generated.unlock = secret32();
  generated.holder = "o1 李示范";
  keep_result("generate_result", 2, generated);
  SignResult half;
  half.r = scalar();
  half.s1 = scalar();
  keep_result("sign_result", 3, half);
  ChangePinResult change;
  change.t = scalar();
  change.deltas.push_back({Identifier{1}, scalar()});
  change.unlock = secret32();
  keep_result("change_pin_result", 4, change);
  InstallResult installed;
  installed.keys.push_back({Identifier{1}, sm2::Point::base(), scalar(), Bytes{1, 2}});
  installed.signing_certificate = Bytes{3};
  installed.chain = {Bytes{4}, Bytes{5}};
  keep_result("install_result", 5, installed);
  keep_result("decrypt_result", 6, DecryptResult{});
  keep_result("resynchronise_result", 7, ResynchroniseResult{});
  keep_result("status_result", 8, StatusResult{"active", 5, 0, 12});
  HistoryResult history;
  history.entries.push_back({12, {1'790'000'000}, IntentKind::text, "login", {}});
  keep_result("history_result", 9, history);
  keep_result("unfreeze_result", 10, UnfreezeResult{});

  GenerateRequest generate;
  generate.activation = "K7QX2-9MWTR-4HB3C-P8VNE";
  keep_request("generate", generate);
  SignRequest sign;
  sign.intent = testing::text_intent_bytes();
  keep_request("sign", sign);
  keep_request("change_pin", ChangePinRequest{});
  keep_request("install", InstallRequest{});
  keep_request("decrypt", DecryptRequest{});
  keep_request("resynchronise", ResynchroniseRequest{});
  keep_request("fetch_change", FetchChangeRequest{});
  keep_request("status", StatusRequest{});
  keep_request("history", HistoryRequest{});
  keep_request("freeze", FreezeRequest{});
  keep_request("unfreeze", UnfreezeRequest{});
}

void keep_handover_messages() {
  UnlockResult unlocked;
  unlocked.released = secret32();
  unlocked.t = scalar();
  unlocked.unlock = secret32();
  unlocked.shares.push_back({Identifier{1}, scalar()});
  keep_result("unlock_result", 12, unlocked);
  keep_result("offer_transfer_result", 13, OfferTransferResult{{1'790'000'000}});
  keep_result("transfer_ticket", 14, TransferTicket{});
  TransferPackage package;
  package.label = "1";
  package.d1 = scalar();
  package.shares.push_back({Identifier{1}, sm2::Point::base(), scalar(), Bytes{1, 2}});
  package.signing_certificate = Bytes{3};
  package.chain = {Bytes{4}, Bytes{5}};
  keep_result("transfer_package", 15, package);
  keep_result("transfer_result", 16, TransferResult{86'400});
  ReceiveTransferResult received;
  received.package = Bytes{6, 7};
  received.t = scalar();
  received.deltas.push_back({Identifier{1}, scalar()});
  received.unlock = secret32();
  keep_result("receive_transfer_result", 17, received);

  keep_request("unlock", UnlockRequest{});
  keep_request("offer_transfer", OfferTransferRequest{});
  TransferRequest transfer;
  transfer.package = Bytes{6, 7};
  keep_request("transfer", transfer);
  keep_request("receive_transfer", ReceiveTransferRequest{});
}

// For private_key(), by key identifier and by certificate, under a key of sevens.
void keep_encrypted() {
  const auto recipient = private_key().public_key();
  const Bytes key(16, 7);
  const auto wrapped = sm2::encode_der(*sm2::encrypt(recipient, key, randomness));
  Bytes content;  // three blocks of CBC
  ByteArray<16> block{};
  for (int i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < block.size(); ++j) block[j] ^= i < 2 ? 'a' : 16;
    block = Sm4(key).encrypt_block(block);
    content.insert(content.end(), block.begin(), block.end());
  }
  const auto message = [&](const std::function<void(der::Writer&)>& identifier) {
    der::Writer out;
    out.sequence([&](der::Writer& info) {
      info.oid("1.2.156.10197.6.1.4.2.3");
      info.constructed(der::context_constructed(0), [&](der::Writer& explicit_content) {
        explicit_content.sequence([&](der::Writer& enveloped) {
          enveloped.small_integer(2);
          enveloped.constructed(der::set, [&](der::Writer& recipients) {
            recipients.sequence([&](der::Writer& one) {
              one.small_integer(2);
              identifier(one);
              one.sequence([&](der::Writer& algorithm) { algorithm.oid("1.2.156.10197.1.301.3"); });
              one.octets(wrapped);
            });
          });
          enveloped.sequence([&](der::Writer& encrypted) {
            encrypted.oid("1.2.156.10197.6.1.4.2.1");
            encrypted.sequence([&](der::Writer& algorithm) {
              algorithm.oid("1.2.156.10197.1.104.2");
              algorithm.octets(ByteArray<16>{});
            });
            encrypted.element(der::context(0), content);
          });
        });
      });
    });
    return out.take();
  };
  keep("encrypted_file", "by_identifier", message([](der::Writer& out) {
         out.element(der::context(0), Bytes{1, 2, 3, 4});
       }));
  keep("encrypted_file", "by_certificate", message([](der::Writer& out) {
         out.sequence([](der::Writer& named) {
           named.raw(Name::of({{"2.5.4.6", "CN"}, {"2.5.4.3", "示范签发"}})->encode());
           named.unsigned_integer(Bytes{0x12, 0x34});
         });
       }));
  keep("encrypted_file", "cipher", wrapped);
  keep("encrypted_file", "enveloped_key",
       *envelop_key(*sm2::PrivateKey::generate(randomness), recipient, randomness));
}

void keep_pdf() {
  namespace made = core::pdf::testing;
  const Bytes small = made::handmade_pdf(made::small_document());
  keep("pdf", "small", small);
  keep("pdf", "update", made::with_update(small, {{4, "<< /Length 3 >>\nstream\nq Q\nendstream"}}, 5));
  made::Signer signer;
  core::pdf::SignatureRequest request = signer.request();
  request.picture.reset();
  request.lines = {"signed"};
  request.room = 3'000;
  const Bytes once = signer.sign(small, request);
  keep("pdf", "signed", once);
  request.rectangle = {};
  request.format = core::pdf::SignatureFormat::pkcs7;
  keep("pdf", "signed_twice", signer.sign(once, request));
  keep("pdf", "drawn", made::drawn_pdf(1));
  keep("pdf", "packed", made::through_qpdf(small, "--object-streams=generate --deterministic-id"));
}

}  // namespace
}  // namespace palmkey::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_corpus FOLDER\n", stderr);
    return 2;
  }
  palmkey::fuzz::folder = argv[1];
  palmkey::fuzz::keep_pki();
  palmkey::fuzz::keep_links();
  palmkey::fuzz::keep_requests();
  palmkey::fuzz::keep_channel();
  palmkey::fuzz::keep_messages();
  palmkey::fuzz::keep_handover_messages();
  palmkey::fuzz::keep_encrypted();
  palmkey::fuzz::keep_pdf();
  return 0;
}
