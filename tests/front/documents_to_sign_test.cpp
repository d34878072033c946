#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "front/sign_in/rules.hpp"
#include "front/sign_in/store.hpp"
#include "tests/core/pdf/pdf_fixture.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::Answer;
using test::FrontFixture;

namespace pdf_testing = core::pdf::testing;

std::string text_of(const core::Bytes& bytes) {
  return std::string(core::as_text(bytes));
}
core::Bytes bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

const std::string site_path = "/api/v1/relying-party/documents";
const std::string name_query = "?name=%E6%8A%95%E6%A0%87%E6%96%87%E4%BB%B6.pdf";

class DocumentsToSign : public testing::Test {
 protected:
  DocumentsToSign()
      : pdf(text_of(pdf_testing::handmade_pdf(pdf_testing::small_document()))), signed_pdf(sign(pdf)) {
    f.clock.advance_ms((pki::testing::now + 60 - f.clock.now()) * 1000);
    f.vault.known_chain = {signer.authority.root.der, signer.authority.issuing.der};
    set_status(CertificateStatus::good);
    for (const char* site : {"site", "other"})
      f.vault.sites.push_back({site,
                               "示范省政府采购网",
                               "https://portal.example",
                               {"https://portal.example/callback"},
                               sign_in::client_secret_digest("the secret"),
                               1,
                               "ES256"});
  }
  std::string sign(const std::string& file) { return text_of(signer.sign(bytes_of(file))); }
  std::string serial() const { return core::to_hex(signer.certificate.serial); }
  void set_status(CertificateStatus status) {
    CertificateRecord record;
    record.serial = serial();
    record.status = status;
    record.certificate_der = signer.certificate.der;
    f.vault.certificates[serial()] = record;
  }
  static std::map<std::string, std::string> as(const std::string& site,
                                               const std::string& secret = "the secret") {
    return {{"Authorization", "Basic " + core::to_base64(core::as_bytes(site + ":" + secret))}};
  }
  Answer offer(const std::string& query = name_query) { return offer(query, pdf); }
  Answer offer(const std::string& query, const std::string& body) {
    return f.call("POST", site_path + query, body, {}, as("site"));
  }
  std::string state(const std::string& of) {
    return f.call("GET", site_path + "/" + of, {}, {}, as("site")).json.value("state", "");
  }
  // i and t of the link, as the phone reads them.
  static json scanned(const Answer& offer) {
    const auto link = offer.json.at("link").get<std::string>();
    const std::string begin = "https://front.example/d#i=";
    EXPECT_EQ(link.substr(0, begin.size()), begin);
    const auto between = link.find("&t=");
    return {{"i", link.substr(begin.size(), between - begin.size())}, {"t", link.substr(between + 3)}};
  }
  Answer claim(const json& link) { return f.call_json("POST", "/api/v1/documents/claims", link); }
  Answer phone(const std::string& method, const std::string& what, const std::string& body = {}) {
    return f.call(method, "/api/v1/documents/" + id + what, body, {}, {{"X-Document-Token", token}});
  }
  // Offered and claimed by the phone whose token this is.
  void begin(const std::string& query = name_query) {
    const auto claimed = claim(scanned(offer(query)));
    EXPECT_EQ(claimed.status, 200) << claimed.body;
    id = claimed.json.at("session");
    token = claimed.json.at("token");
  }
  std::size_t files() const {
    const auto folder = f.folder.path() / "attachments";
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }
  FrontFixture f;
  pdf_testing::Signer signer;
  std::string pdf, signed_pdf;
  std::string id, token;
};

TEST_F(DocumentsToSign, GoFromTheSiteToThePhoneAndBackSigned) {
  const auto offered = offer();
  ASSERT_EQ(offered.status, 201) << offered.body;
  EXPECT_EQ(offered.json.at("expires_at"), f.clock.now() + 600);
  EXPECT_TRUE(offered.json.at("qr").get<std::string>().starts_with("data:image/svg+xml;base64,"));
  id = offered.json.at("id");
  EXPECT_EQ(state(id), "waiting");

  const auto claimed = claim(scanned(offered)).json;
  EXPECT_EQ(claimed.at("session"), id);
  EXPECT_EQ(claimed.at("site_name"), "示范省政府采购网");
  EXPECT_EQ(claimed.at("origin"), "https://portal.example");
  EXPECT_EQ(claimed.at("file_name"), "投标文件.pdf");
  EXPECT_EQ(claimed.at("size"), pdf.size());
  EXPECT_EQ(claimed.at("digest"), core::to_hex(core::sm3(core::as_bytes(pdf))));
  token = claimed.at("token");
  EXPECT_EQ(state(id), "claimed");

  const auto content = phone("GET", "/content");
  EXPECT_EQ(content.content_type, "application/pdf");
  EXPECT_EQ(content.body, pdf);
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).status, 204);
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).status, 204);
  const auto result = f.call("GET", site_path + "/" + id, {}, {}, as("site")).json;
  EXPECT_EQ(result.at("state"), "signed");
  EXPECT_EQ(result.at("signer").at("name"), "张示范");
  EXPECT_EQ(result.at("signer").at("certificate"), serial());
  EXPECT_EQ(f.call("GET", site_path + "/" + id + "/signed.pdf", {}, {}, as("site")).body, signed_pdf);
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf + "more").code(), "document_ended");
  EXPECT_EQ(phone("POST", "/rejection").code(), "document_ended");
  EXPECT_EQ(phone("GET", "/content").code(), "document_ended");
}

TEST_F(DocumentsToSign, AreTakenFromKnownSitesOnly) {
  for (const auto& headers : {as("site", "wrong"), as("nobody"), {}}) {
    const auto refused = f.call("POST", site_path + name_query, pdf, {}, headers);
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.json.at("error"), "invalid_client");
  }
  const std::string own = offer().json.at("id");
  EXPECT_EQ(f.call("GET", site_path + "/" + own, {}, {}, as("other")).code(), "document_unknown");
  EXPECT_EQ(f.call("GET", site_path + "/" + own + "/signed.pdf", {}, {}, as("other")).code(),
            "document_unknown");
  EXPECT_EQ(f.call("GET", site_path + "/nothing", {}, {}, as("site")).code(), "document_unknown");
  EXPECT_EQ(f.call("GET", site_path + "/" + own).status, 401);
  EXPECT_EQ(f.call("GET", site_path + "/" + own + "/signed.pdf", {}, {}, as("site")).code(),
            "document_not_signed");
}

TEST_F(DocumentsToSign, AreRefusedIfTheyAreNone) {
  EXPECT_EQ(offer("").code(), "field_required");
  EXPECT_EQ(offer("?name=").field(), "name");
  EXPECT_EQ(offer("?name=..%2Fa.pdf").code(), "file_name_invalid");
  EXPECT_EQ(offer("?name=a%0Ab.pdf").code(), "file_name_invalid");
  EXPECT_EQ(offer("?name=" + std::string(121, 'a')).code(), "file_name_invalid");
  EXPECT_EQ(offer(name_query + "&account=a%0Ab").code(), "account_invalid");
  EXPECT_EQ(offer(name_query + "&sub=" + std::string(256, 'a')).code(), "signer_invalid");
  EXPECT_EQ(offer(name_query, "PK not a PDF").code(), "not_a_pdf");
  EXPECT_EQ(offer(name_query, "").code(), "not_a_pdf");
  EXPECT_EQ(offer(name_query, pdf.substr(0, pdf.size() / 2)).code(), "not_a_pdf");
  EXPECT_EQ(files(), 0u);
}

TEST_F(DocumentsToSign, BelongToTheFirstPhoneThatScans) {
  const auto link = scanned(offer());
  json forged = link;
  forged["t"] = "another";
  EXPECT_EQ(claim(forged).code(), "document_unknown");
  EXPECT_EQ(claim({{"i", "nothing"}, {"t", "nothing"}}).code(), "document_unknown");
  const auto claimed = claim(link);
  EXPECT_EQ(claimed.status, 200);
  EXPECT_EQ(claim(link).code(), "already_scanned");

  id = claimed.json.at("session");
  for (const std::string& wrong : {std::string(), std::string("wrong"), link.at("t").get<std::string>()}) {
    token = wrong;
    EXPECT_EQ(phone("GET", "/content").code(), "document_unknown");
    EXPECT_EQ(phone("PUT", "/signed", signed_pdf).code(), "document_unknown");
    EXPECT_EQ(phone("POST", "/rejection").code(), "document_unknown");
  }
}

TEST_F(DocumentsToSign, AreNotLostToAPhoneWhileTheVaultIsAway) {
  const auto link = scanned(offer());
  f.clock.advance_ms(60'000);
  f.vault.reachable = false;
  EXPECT_EQ(claim(link).code(), "vault_unreachable");
  f.vault.reachable = true;
  EXPECT_EQ(claim(link).status, 200);
}

TEST_F(DocumentsToSign, MustComeBackAsTheyWereWithASignature) {
  begin();
  std::string changed = signed_pdf;
  changed[20] ^= 1;
  for (const auto& other : {changed, pdf, pdf.substr(0, 5), std::string(), "%" + signed_pdf})
    EXPECT_EQ(phone("PUT", "/signed", other).code(), "document_changed");
  // The page says something else in an update behind the original, and that is what was signed.
  const auto updated =
      pdf_testing::with_update(bytes_of(pdf), {{4, "<< /Length 9 >>\nstream\n1 0 m 9 9\nendstream"}}, 5);
  EXPECT_EQ(phone("PUT", "/signed", sign(text_of(updated))).code(), "document_changed");
  EXPECT_EQ(state(id), "claimed");
}

TEST_F(DocumentsToSign, AreNotTakenBackWithoutAGoodSignature) {
  begin();
  const auto problem_of = [&](const std::string& file) {
    const auto refused = phone("PUT", "/signed", file);
    EXPECT_EQ(refused.code(), "signature_refused") << refused.body;
    return refused.json.value("problem", "");
  };
  EXPECT_EQ(problem_of(text_of(pdf_testing::with_update(bytes_of(pdf), {{5, "<< >>"}}, 6))),
            "signature_missing");
  EXPECT_EQ(problem_of(pdf + "something behind"), "signature_missing");
  EXPECT_EQ(problem_of(sign(signed_pdf)), "signature_missing");  // one too many
  f.vault.known_chain = {{'r'}, {'i'}};
  EXPECT_NE(problem_of(signed_pdf), "");
  f.vault.known_chain = {signer.authority.root.der, signer.authority.issuing.der};
  for (const auto status :
       {CertificateStatus::unknown, CertificateStatus::revoked, CertificateStatus::on_hold,
        CertificateStatus::expired, CertificateStatus::key_blocked}) {
    set_status(status);
    EXPECT_EQ(problem_of(signed_pdf), "certificate_not_good");
  }
  set_status(CertificateStatus::good);
  f.vault.certificates[serial()].certificate_der.clear();
  EXPECT_EQ(problem_of(signed_pdf), "certificate_not_good");
  set_status(CertificateStatus::good);
  f.vault.reachable = false;
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).code(), "vault_unreachable");
  f.vault.reachable = true;
  EXPECT_EQ(state(id), "claimed");
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).status, 204);
}

TEST_F(DocumentsToSign, AreSignedByWhomTheSiteNames) {
  begin(name_query + "&sub=the-person");
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).code(), "signed_by_another");
  const auto bind = [&](const char* site, const char* subject) {
    f.database->transaction([&](platform::Transaction& transaction) {
      sign_in::Store store(f.front->context().personal);
      store.lock_account(transaction, site, "account");
      store.bind(transaction, site, "account", {subject, serial(), f.clock.now()});
    });
  };
  bind("site", "another-person");
  bind("other", "the-person");
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).code(), "signed_by_another");
  bind("site", "the-person");
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).status, 204);
}

TEST_F(DocumentsToSign, MayBeRejected) {
  begin();
  EXPECT_EQ(phone("POST", "/rejection").status, 204);
  EXPECT_EQ(phone("POST", "/rejection").status, 204);
  EXPECT_EQ(state(id), "rejected");
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).code(), "document_ended");
}

TEST_F(DocumentsToSign, ExpireUnsigned) {
  const auto link = scanned(offer());
  begin();
  f.clock.advance_ms(600'000);
  EXPECT_EQ(state(id), "expired");
  EXPECT_EQ(claim(link).code(), "document_expired");
  EXPECT_EQ(phone("GET", "/content").code(), "document_expired");
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).code(), "document_expired");
  EXPECT_EQ(phone("POST", "/rejection").code(), "document_expired");
}

TEST_F(DocumentsToSign, LeaveNothingBehind) {
  begin();
  offer();
  EXPECT_EQ(files(), 2u);
  EXPECT_EQ(phone("PUT", "/signed", signed_pdf).status, 204);
  f.run_jobs();
  EXPECT_EQ(files(), 2u);  // the signed one and the other that waits
  f.clock.advance_ms(600'000);
  f.run_jobs();
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(state(id), "signed");
  f.clock.advance_ms(24L * 3600 * 1000);
  f.run_jobs();
  EXPECT_EQ(files(), 0u);
  EXPECT_EQ(f.call("GET", site_path + "/" + id, {}, {}, as("site")).code(), "document_unknown");
}

TEST_F(DocumentsToSign, LieSealed) {
  offer();
  for (const auto& file : std::filesystem::directory_iterator(f.folder.path() / "attachments")) {
    const auto bytes = platform::read_file(file.path(), 100'000);
    EXPECT_EQ(core::as_text(bytes).find("%PDF"), std::string_view::npos);
  }
  const auto stored = f.database->read([](platform::Transaction& transaction) {
    return transaction.query("SELECT file_name FROM documents_to_sign")[0].text(0);
  });
  EXPECT_EQ(stored.find("投标"), std::string::npos);
}

TEST_F(DocumentsToSign, AreNotTakenWithoutEnd) {
  for (int i = 0; i < 60; ++i) claim({{"i", "nothing"}, {"t", "nothing"}});
  EXPECT_EQ(claim({{"i", "nothing"}, {"t", "nothing"}}).code(), "too_many_requests");
  for (int i = 0; i < 120; ++i) offer(name_query, "no PDF");
  EXPECT_EQ(offer().code(), "too_many_requests");
  id = token = "nothing";
  for (int i = 0; i < 60; ++i) phone("PUT", "/signed", "x");
  EXPECT_EQ(phone("PUT", "/signed", "x").code(), "too_many_requests");
}

}  // namespace
}  // namespace palmkey::front
