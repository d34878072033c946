#include <gtest/gtest.h>

#include "front/web_apps/static_files.hpp"
#include "platform/files.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front::web_apps {
namespace {

namespace fs = std::filesystem;
using platform::HttpRequest;
using platform::HttpResponse;

class StaticFilesOfAFolder : public testing::Test {
 protected:
  StaticFilesOfAFolder() {
    write("dist/index.html", "<p>the application");
    write("dist/sw.js", "worker");
    write("dist/assets/index-abc.js", "script");
    write("dist/assets/index-abc.js.br", "script in br");
    write("dist/assets/index-abc.js.gz", "script in gzip");
    write("dist/palmkey.wasm", "wasm");
    write("dist/manifest.webmanifest", "{}");
    write("dist/archive.gz", "not another file's");
    write("dist/data.unknown", "?");
    write("dist/.hidden/secret.html", "hidden");
    write("dist/.env", "hidden");
    write("secret.txt", "outside");
    fs::create_symlink(folder.path() / "secret.txt", folder.path() / "dist/link.txt");
    fs::create_directory_symlink(folder.path(), folder.path() / "dist/up");
    files = StaticFiles::load(folder.path() / "dist");
  }
  void write(const std::string& name, std::string_view text) {
    fs::create_directories((folder.path() / name).parent_path());
    platform::write_file(folder.path() / name, core::as_bytes(text));
  }
  HttpResponse get(const std::string& path, std::string_view header = {}, std::string_view value = {}) const {
    HttpRequest request;
    if (!header.empty()) request.headers.set(header, value);
    return files.answer(path, request);
  }
  std::string body(const std::string& path, std::string_view header = {}, std::string_view value = {}) const {
    return std::string(core::as_text(get(path, header, value).body));
  }
  platform::TemporaryFolder folder;
  StaticFiles files;
};

TEST_F(StaticFilesOfAFolder, AreAnsweredWithTheirTypes) {
  for (const auto& [path, type] :
       std::map<std::string, std::string>{{"index.html", "text/html; charset=utf-8"},
                                          {"sw.js", "text/javascript; charset=utf-8"},
                                          {"palmkey.wasm", "application/wasm"},
                                          {"manifest.webmanifest", "application/manifest+json"},
                                          {"archive.gz", "application/octet-stream"},
                                          {"data.unknown", "application/octet-stream"}})
    EXPECT_EQ(get(path).headers.get("Content-Type"), type) << path;
}

TEST_F(StaticFilesOfAFolder, AreTheApplicationForItsOwnRoutes) {
  for (const char* path : {"", "open/c", "certificates/12", "a.b/c"})
    EXPECT_EQ(body(path), "<p>the application") << path;
}

TEST_F(StaticFilesOfAFolder, AreTheOnlyOnesThatCanBeNamed) {
  for (const char* path :
       {"../secret.txt", "..%2fsecret.txt", "/etc/os-release.txt", "assets/../../secret.txt", "link.txt",
        "up/secret.txt", ".env", ".hidden/secret.html", "assets/index-abc.js.br", "no.js", "./index.html",
        "assets//index-abc.js", "sw.js/"}) {
    try {
      EXPECT_EQ(body(path), "<p>the application") << path;
    } catch (const platform::Failure& failure) {
      EXPECT_EQ(failure.http_status(), 404) << path;
    }
  }
  EXPECT_THROW(get("../secret.txt"), platform::Failure);
  EXPECT_THROW(get("link.txt"), platform::Failure);
  EXPECT_THROW(get("up/secret.txt"), platform::Failure);
  EXPECT_THROW(get(".env"), platform::Failure);
  EXPECT_THROW(get("assets/index-abc.js.br"), platform::Failure);
}

TEST_F(StaticFilesOfAFolder, ComeCompressedOnlyToThoseWhoTakeIt) {
  const std::string script = "assets/index-abc.js";
  for (const auto& [accepted, expected] :
       std::map<std::string, std::string>{{"", "script"},
                                          {"br", "script in br"},
                                          {"gzip, deflate, br", "script in br"},
                                          {"gzip;q=0.5", "script in gzip"},
                                          {"br;q=0, gzip", "script in gzip"},
                                          {"br;q=0.000", "script"},
                                          {"brotli", "script"},
                                          {"*", "script"}})
    EXPECT_EQ(body(script, "Accept-Encoding", accepted), expected) << accepted;
  const auto compressed = get(script, "Accept-Encoding", "br");
  EXPECT_EQ(compressed.headers.get("Content-Encoding"), "br");
  EXPECT_EQ(compressed.headers.get("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(compressed.headers.get("Vary"), "Accept-Encoding");
  EXPECT_FALSE(get(script).headers.has("Content-Encoding"));
  EXPECT_FALSE(get("sw.js", "Accept-Encoding", "br").headers.has("Content-Encoding"));
}

TEST_F(StaticFilesOfAFolder, AreKeptByBrowsersAsLongAsTheyStayTheSame) {
  EXPECT_EQ(get("assets/index-abc.js").headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(get("sw.js").headers.get("Cache-Control"), "no-cache");
  EXPECT_EQ(get("open/c").headers.get("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesOfAFolder, AreNotSentTwiceToWhoHasThem) {
  const std::string tag = get("sw.js").headers.get("ETag").value_or("");
  ASSERT_EQ(tag.size(), 34u);
  const auto again = get("sw.js", "If-None-Match", "\"other\", W/" + tag);
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  EXPECT_EQ(again.headers.get("ETag"), tag);
  EXPECT_EQ(get("sw.js", "If-None-Match", "*").status, 304);
  EXPECT_EQ(get("sw.js", "If-None-Match", "\"other\"").status, 200);
  // The compressed content is another one.
  const std::string plain = get("assets/index-abc.js").headers.get("ETag").value_or("");
  EXPECT_NE(get("assets/index-abc.js", "Accept-Encoding", "br").headers.get("ETag"), plain);
}

TEST_F(StaticFilesOfAFolder, LetNothingForeignRun) {
  for (const char* path : {"open/c", "palmkey.wasm"}) {
    const std::string policy = get(path).headers.get("Content-Security-Policy").value_or("");
    EXPECT_NE(policy.find("script-src 'self' 'wasm-unsafe-eval';"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(get(path).headers.get("Permissions-Policy"), "camera=(self)");
  }
}

TEST(StaticFilesOfNoFolder, AreNone) {
  EXPECT_THROW(StaticFiles::load("/nowhere").answer("", {}), platform::Failure);
}

TEST(WebApplications, AreServedBelowTheirPaths) {
  test::FrontFixture f;
  EXPECT_EQ(f.call("GET", "/app/").body, "the phone app");
  EXPECT_EQ(f.call("GET", "/app/open/c").body, "the phone app");
  EXPECT_EQ(f.call("GET", "/app").headers.get("Location"), "/app/");
  EXPECT_EQ(f.call("GET", "/").headers.get("Location"), "/app/");
  EXPECT_EQ(f.call("GET", "/console/").code(), "not_found");  // not built
}

class WebConfiguration : public testing::Test {
 protected:
  Configuration load(const std::string& web) {
    const auto path = folder.path() / "front.toml";
    const std::string text =
        "[http]\nbase_url = \"https://front.example\"\nport = 1\n"
        "[storage]\ndatabase = \"sqlite:a\"\ndata_key_file = \"b\"\nattachments_folder = \"c\"\n"
        "catalogue_folder = \"d\"\n[vault]\nendpoint = \"unix:e\"\n" +
        web;
    platform::write_file(path, core::as_bytes(text));
    return load_configuration(path);
  }
  platform::TemporaryFolder folder;
};

TEST_F(WebConfiguration, ServesFromThisHostOrAllowsAnother) {
  EXPECT_TRUE(load("").web_folder.empty());
  const auto here = load("[web]\nfolder = \"web\"\n");
  EXPECT_EQ(here.web_folder, folder.path() / "web");
  EXPECT_EQ(here.app_url, "/app");
  EXPECT_TRUE(here.server.allowed_origins.empty());
  const auto elsewhere = load(
      "[web]\napp_url = \"https://app.example:8443/app\"\nconsole_url = "
      "\"https://console.example/console\"\n");
  EXPECT_EQ(elsewhere.app_url, "https://app.example:8443/app");
  EXPECT_EQ(elsewhere.console_url, "https://console.example/console");
  EXPECT_EQ(elsewhere.server.allowed_origins,
            (std::vector<std::string>{"https://app.example:8443", "https://console.example"}));
}

TEST_F(WebConfiguration, RefusesWhatIsNoAddressOfAnApplication) {
  for (const char* url : {"http://app.example/app", "https://", "https://app.example/", "app.example/app",
                          "https://app.example/app?x", "https://a@b/app", ""})
    EXPECT_THROW(load("[web]\napp_url = \"" + std::string(url) + "\"\n"), platform::ConfigError) << url;
  EXPECT_THROW(load("[web]\nfolders = \"web\"\n"), platform::ConfigError);
}

TEST(QrLinks, LeadIntoTheApplications) {
  test::FrontFixture f;
  const auto leads_to = [&](const std::string& target) {
    const auto answer = f.call("GET", target);
    EXPECT_EQ(answer.status, 302) << target;
    return answer.headers.get("Location").value_or("");
  };
  const std::string digest(43, 'A');
  EXPECT_EQ(leads_to("/c?d=" + digest), "/app/open/c?d=" + digest);
  EXPECT_EQ(leads_to("/e?s=expert-mobile-key"), "/app/open/e?s=expert-mobile-key");
  EXPECT_EQ(leads_to("/s?a=x%26y&i=1&t=2"), "/app/open/s?a=x%26y&i=1&t=2");
  EXPECT_EQ(leads_to("/d"), "/app/open/d");
  EXPECT_EQ(leads_to("/drill"), "/app/open/drill");
  EXPECT_EQ(leads_to("/officer"), "/console/activate");
  const auto on_a_phone = f.call("GET", "/officer", {}, {},
                                 {{"User-Agent", "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537"}});
  EXPECT_EQ(on_a_phone.headers.get("Location").value_or(""), "/app/open/officer");
  EXPECT_EQ(leads_to("/o?i=x&t=1&a=y"), "/app/open/o?a=y&i=x&t=1");
}

TEST(QrLinks, SayWhatIsWrongWithThem) {
  test::FrontFixture f;
  for (const auto& [target, sentence] :
       std::map<std::string, std::string>{{"/c?d=short", "手机配置链接不正确。"},
                                          {"/c", "手机配置链接不正确。"},
                                          {"/e?s=%3Cscript%3E", "没有此服务。"}}) {
    const auto answer = f.call("GET", target);
    EXPECT_GE(answer.status, 400) << target;
    EXPECT_EQ(answer.content_type, "text/html; charset=utf-8");
    EXPECT_NE(answer.body.find(sentence), std::string::npos) << answer.body;
  }
}

}  // namespace
}  // namespace palmkey::front::web_apps
