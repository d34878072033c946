#include "front/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "platform/config.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::front::catalogue {
namespace {

// Without the days of the office, which tests set themselves.
std::string demonstration() {
  std::ifstream file("demo/catalogue/expert-mobile-key.toml");
  std::string text, line;
  while (std::getline(file, line))
    if (!line.starts_with("office_days") && !line.starts_with("holidays")) text += line + "\n";
  return text;
}

// A catalogue folder with one service, changed by replacing a text of the demonstration's.
class Folder {
 public:
  Folder() {
    std::filesystem::create_directory(folder_.path() / "agreements");
    write("agreements/subscriber.md", "**协议**");
    write("agreements/privacy.md", "策略");
    write("agreements/subscriber.en.md", "**Agreement**");
    write("agreements/privacy.en.md", "Policy");
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
  }
  void write_changed(const std::string& from, const std::string& to) {
    std::string text = demonstration();
    const auto place = text.find(from);
    ASSERT_NE(place, std::string::npos) << from;
    write("service.toml", text.replace(place, from.size(), to));
  }
  std::string error() const {
    try {
      Catalogue::load(folder_.path());
    } catch (const platform::ConfigError& e) {
      return e.what();
    }
    return "";
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  platform::TemporaryFolder folder_;
};

TEST(Catalogue, LoadsTheDemonstration) {
  const auto catalogue = Catalogue::load("demo/catalogue");
  const Service* service = catalogue.find("expert-mobile-key");
  ASSERT_TRUE(service);
  EXPECT_EQ(service->name, "示范省政采<个人(专家)移动KEY申请入口>");
  EXPECT_EQ(service->terms, (std::vector<int>{12, 24, 36, 48, 60}));
  EXPECT_EQ(service->fee(orders::Business::new_certificate, 12), 5000);
  EXPECT_EQ(service->fee(orders::Business::new_certificate, 36), 15000);
  EXPECT_EQ(service->fee(orders::Business::renewal, 24), 10000);
  EXPECT_EQ(service->fee(orders::Business::unlock, 0), 0);
  EXPECT_TRUE(service->wants_paper(orders::Business::new_certificate));
  EXPECT_FALSE(service->wants_paper(orders::Business::unlock));
  ASSERT_TRUE(service->agreement("privacy"));
  EXPECT_NE(service->agreement("subscriber")->text.find("**"), std::string::npos);
  EXPECT_EQ(service->agreement("subscriber")->digest.size(), 64u);
  EXPECT_TRUE(service->attachment("application_form", orders::Business::new_certificate)->required);
  EXPECT_FALSE(service->attachment("selfie", orders::Business::new_certificate));
  EXPECT_FALSE(catalogue.find("other"));
  EXPECT_THROW(catalogue.get("other"), platform::Failure);
}

TEST(Catalogue, AsksForAttachmentsAndFeesByBusiness) {
  Folder folder;
  folder.write_changed("kind = \"identity_back\"",
                       "kind = \"identity_back\"\nbusinesses = [\"new\", \"renewal\"]");
  const auto catalogue = Catalogue::load(folder.path());
  const auto& service = *catalogue.services()[0];
  EXPECT_EQ(service.attachments_of(orders::Business::renewal).size(), 3u);
  const auto of_unlocking = service.attachments_of(orders::Business::unlock);
  ASSERT_EQ(of_unlocking.size(), 2u);
  EXPECT_EQ(of_unlocking[1].kind, "identity_front");
  folder.write_changed("fee_per_year = 5000", "fee_per_year = 5000\nrenewal_fee_per_year = 4000");
  const auto cheaper = Catalogue::load(folder.path());
  EXPECT_EQ(cheaper.services()[0]->fee(orders::Business::renewal, 12), 4000);
  EXPECT_EQ(cheaper.services()[0]->fee(orders::Business::new_certificate, 12), 5000);
}

TEST(Catalogue, KnowsTheDaysOfTheOffice) {
  Folder folder;
  folder.write("service.toml", demonstration());
  const auto as_usual = Catalogue::load(folder.path());
  EXPECT_TRUE(calendar::is_office_day(as_usual.services()[0]->acceptance_point.office_days, {2026, 3, 7}));
  folder.write_changed("hotline =",
                       "office_days = [\"tue\"]\nholidays = [\"2026-03-03\"]\nextra_office_days = "
                       "[\"2026-03-08\"]\nhotline =");
  const auto changed = Catalogue::load(folder.path());
  const auto& office = changed.services()[0]->acceptance_point.office_days;
  EXPECT_FALSE(calendar::is_office_day(office, {2026, 3, 7}));  // Saturday
  EXPECT_FALSE(calendar::is_office_day(office, {2026, 3, 3}));  // Tuesday
  EXPECT_TRUE(calendar::is_office_day(office, {2026, 3, 10}));
  EXPECT_TRUE(calendar::is_office_day(office, {2026, 3, 8}));  // Sunday
}

TEST(Catalogue, DigestsTheTextOfAnAgreement) {
  Folder folder;
  folder.write("service.toml", demonstration());
  folder.write("agreements/subscriber.md", "abc");  // GB/T 32905, appendix A.1
  EXPECT_EQ(Catalogue::load(folder.path()).services()[0]->agreement("subscriber")->digest,
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Catalogue, HasItsTextsInEnglishWhereTheyAreTranslated) {
  Folder folder;
  folder.write_changed("hint_english = \"The side of the identity card with the portrait", "#");
  const auto catalogue = Catalogue::load(folder.path());
  const Service& service = *catalogue.services()[0];
  EXPECT_EQ(&service.in(platform::Language::chinese), &service);
  const Service& english = service.in(platform::Language::english);
  EXPECT_EQ(english.id, service.id);
  EXPECT_EQ(english.fee_item, "Certificate service fee");
  EXPECT_EQ(english.acceptance_point.name, "Demonstration Certification Centre, acceptance point 1");
  EXPECT_EQ(english.acceptance_point.hotline, service.acceptance_point.hotline);
  const auto front_of = [](const Service& of) {
    return *of.attachment("identity_front", orders::Business::new_certificate);
  };
  EXPECT_EQ(front_of(english).title, "Front of the document");
  EXPECT_EQ(front_of(english).hint, front_of(service).hint);
  // What is accepted is the Chinese text, whatever is read.
  EXPECT_EQ(english.agreement("privacy")->text, "Policy");
  EXPECT_TRUE(english.agreement("privacy")->translated);
  EXPECT_EQ(english.agreement("privacy")->digest, service.agreement("privacy")->digest);
}

TEST(Catalogue, IsReadInChineseWhereNothingIsTranslated) {
  Folder folder;
  std::string text;
  std::istringstream lines(demonstration());
  for (std::string line; std::getline(lines, line);)
    if (line.find("_english") == std::string::npos) text += line + "\n";
  folder.write("service.toml", text);
  const auto catalogue = Catalogue::load(folder.path());
  const Service& service = *catalogue.services()[0];
  EXPECT_FALSE(service.english);
  EXPECT_EQ(&service.in(platform::Language::english), &service);
}

struct Mistake {
  std::string name, from, to, key;
};

class CatalogueMistake : public testing::TestWithParam<Mistake> {};

TEST_P(CatalogueMistake, IsNamedWithFileAndKey) {
  Folder folder;
  folder.write_changed(GetParam().from, GetParam().to);
  const std::string error = folder.error();
  EXPECT_NE(error.find("service.toml"), std::string::npos) << error;
  EXPECT_NE(error.find(GetParam().key), std::string::npos) << error;
}

INSTANTIATE_TEST_SUITE_P(
    Keys, CatalogueMistake,
    testing::Values(
        Mistake{"Id", "\"expert-mobile-key\"", "\"Expert Key\"", "id"},
        Mistake{"NoName", "name = \"示范省政采", "#name = \"示范省政采", "name"},
        Mistake{"NegativeFee", "= 5000", "= -1", "fee_per_year"},
        Mistake{"FeeAsText", "= 5000", "= \"50.00\"", "fee_per_year"},
        Mistake{"Term", "[12, 24, 36, 48, 60]", "[12, 18]", "terms"},
        Mistake{"TermTwice", "[12, 24, 36, 48, 60]", "[12, 12]", "terms"},
        Mistake{"NoTerm", "[12, 24, 36, 48, 60]", "[]", "terms"},
        Mistake{"Business", "businesses = [\"new\"", "businesses = [\"new\", \"lend\"", "businesses"},
        Mistake{"PaperlessBusiness", "paperless_businesses = [\"renewal\"",
                "paperless_businesses = [\"lend\"", "paperless_businesses"},
        Mistake{"AttachmentsBusiness", "kind = \"identity_back\"",
                "kind = \"identity_back\"\nbusinesses = [\"lend\"]", "businesses"},
        Mistake{"RenewalFee", "fee_per_year = 5000", "renewal_fee_per_year = -1\nfee_per_year = 5000",
                "renewal_fee_per_year"},
        Mistake{"DocumentKind", "\"passport\"", "\"library_card\"", "document_kinds"},
        Mistake{"UnknownKey", "paper_required", "paper_wanted = true\npaper_required", "paper_wanted"},
        Mistake{"SelfServiceOfWhatIsNotOffered", "\"unlock\", \"key_recovery\"]\npaperless",
                "\"key_recovery\"]\npaperless", "self_service_unlocking"},
        Mistake{"SelfServiceOnPaper", "paperless_businesses = [\"renewal\", \"unlock\"",
                "paperless_businesses = [\"renewal\"", "self_service_unlocking"},
        Mistake{"NoAnswer", "self_application = true", "", "self_application"},
        Mistake{"Date", "effective = \"2026-01-01\"", "effective = \"2026-02-30\"", "effective"},
        Mistake{"NoFile", "agreements/privacy.md", "agreements/missing.md", "file"},
        Mistake{"NoEnglishFile", "agreements/privacy.en.md", "agreements/missing.md", "file_english"},
        Mistake{"EnglishOfNothing", "hotline =", "hotline_english = \"1\"\nhotline =", "hotline_english"},
        Mistake{"AgreementTwice", "id = \"privacy\"", "id = \"subscriber\"", "id"},
        Mistake{"AttachmentTwice", "\"identity_back\"", "\"identity_front\"", "kind"},
        Mistake{"Weekday", "hotline =", "office_days = [\"mon\", \"Tue\"]\nhotline =", "office_days"},
        Mistake{"NoWeekday", "hotline =", "office_days = []\nhotline =", "office_days"},
        Mistake{"Holiday", "hotline =", "holidays = [\"2026-02-30\"]\nhotline =", "holidays"},
        Mistake{"ExtraDay", "hotline =", "extra_office_days = [\"soon\"]\nhotline =", "extra_office_days"},
        Mistake{"Hotline", "hotline = \"000-0000-0000\"", "", "hotline"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Catalogue, RefusesTwoServicesOfOneId) {
  Folder folder;
  folder.write("a.toml", demonstration());
  EXPECT_EQ(folder.error(), "");
  folder.write("b.toml", demonstration());
  EXPECT_NE(folder.error().find("b.toml"), std::string::npos);
}

TEST(Catalogue, RefusesAFolderWithoutServices) {
  Folder folder;
  EXPECT_NE(folder.error().find(folder.path().string()), std::string::npos);
}

}  // namespace
}  // namespace palmkey::front::catalogue
