#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "documents/handwriting.hpp"
#include "tests/front/front_fixture.hpp"

namespace palmkey::front {
namespace {

using nlohmann::json;
using test::FrontFixture;

const std::string phone = "13800000000";

class FormSignature : public testing::Test {
 protected:
  FormSignature() : token(f.sign_in(phone)) {
    f.accept_agreements(token);
    number = f.apply(token, phone);
    f.send_request(token, number);
    path = "/api/v1/orders/" + number;
  }
  // The captcha's picture is dark strokes on white.
  test::Answer sign(const std::string& png = std::string(core::as_text(FrontFixture::picture()))) {
    return f.call("PUT", path + "/form-signature", png, token);
  }
  FrontFixture f;
  std::string token, number, path;
};

TEST_F(FormSignature, IsTheFormsScan) {
  const auto signed_form = sign();
  ASSERT_EQ(signed_form.status, 200) << signed_form.body;
  EXPECT_EQ(signed_form.json.at("kind"), "application_form");
  EXPECT_EQ(signed_form.json.at("media_type"), "application/pdf");
  const auto kept = f.call("GET", path + "/attachments/application_form", {}, token);
  EXPECT_EQ(kept.body.substr(0, 5), "%PDF-");
  EXPECT_EQ(core::to_hex(core::sm3(core::as_bytes(kept.body))), signed_form.json.at("digest"));
  EXPECT_EQ(sign().json.at("digest"), signed_form.json.at("digest"));

  const std::string file(core::as_text(FrontFixture::picture()));
  f.call("PUT", path + "/attachments/identity_front", file, token);
  EXPECT_EQ(f.call("POST", path + "/submit", {}, token).json.at("state"), "awaiting_payment");
}

TEST_F(FormSignature, IsRefusedWhenNothingIsToBeUploaded) {
  f.upload_all(token, number);
  f.call("POST", path + "/submit", {}, token);
  EXPECT_EQ(sign().code(), "wrong_state");
  f.pay(number);
  const auto acceptor = f.desk("acceptor");
  f.decide(acceptor, number,
           f.rejection(acceptor, "acceptor", "acceptance", number, "attachments.identity_front", "不清晰"));
  EXPECT_EQ(sign().code(), "field_not_open");
  f.clock.advance_ms(600'000);
  EXPECT_EQ(f.call("GET", path + "/attachments/application_form", {}, token).content_type, "image/jpeg");
}

TEST_F(FormSignature, IsRefusedIfItIsNone) {
  EXPECT_EQ(sign("").code(), "attachment_empty");
  EXPECT_EQ(sign("hello").code(), "attachment_type_unsupported");
  EXPECT_EQ(sign("hello").field(), "signature");
  EXPECT_EQ(sign(std::string(documents::largest_handwriting + 1, 'x')).code(), "attachment_too_large");
  EXPECT_EQ(f.call("GET", path + "/attachments/application_form", {}, token).code(), "attachment_unknown");
}

TEST_F(FormSignature, IsTheApplicantsOwnAndNotDrawnWithoutEnd) {
  EXPECT_EQ(f.call("PUT", path + "/form-signature", "x").code(), "not_signed_in");
  const auto other = f.sign_in("13900000000");
  EXPECT_EQ(f.call("PUT", path + "/form-signature", "x", other).code(), "order_unknown");
  for (int i = 0; i < 30; ++i) EXPECT_EQ(sign("x").code(), "attachment_type_unsupported");
  EXPECT_EQ(sign().code(), "too_many_requests");
}

class NameSealOfAnOrder : public FormSignature {};

TEST_F(NameSealOfAnOrder, IsMadeWhenTheOrderIsHandedIn) {
  EXPECT_EQ(f.call("GET", path + "/seal.png", {}, token).code(), "seal_unknown");
  f.upload_all(token, number);
  f.call("POST", path + "/submit", {}, token);
  const auto seal = f.call("GET", path + "/seal.png", {}, token);
  EXPECT_EQ(seal.content_type, "image/png");
  EXPECT_EQ(seal.body.substr(1, 3), "PNG");
  EXPECT_EQ(f.call("GET", path + "/seal.png").code(), "not_signed_in");
  EXPECT_EQ(f.call("GET", path + "/seal.png", {}, f.sign_in("13900000000")).code(), "order_unknown");
  f.call("POST", path + "/cancel", {}, token);
  EXPECT_EQ(f.call("GET", path + "/seal.png", {}, token).code(), "seal_unknown");
}

TEST_F(NameSealOfAnOrder, IsWhatOfficersSeeAndSign) {
  f.upload_all(token, number);
  f.call("POST", path + "/submit", {}, token);
  f.pay(number);
  const auto acceptor = f.desk("acceptor");
  const auto shown = f.call("GET", "/api/v1/desk/orders/" + number + "/seal.png", {}, acceptor);
  EXPECT_EQ(shown.content_type, "image/png");
  const std::string line = "\nseal: " + core::to_hex(core::sm3(core::as_bytes(shown.body))) + "\n";
  const auto text = f.call("GET", "/api/v1/desk/orders/" + number, {}, acceptor)
                        .json.at("application_text")
                        .get<std::string>();
  EXPECT_NE(text.find(line), std::string::npos) << text;
  const std::string desk_path = "/api/v1/desk/orders/" + number + "/seal.png";
  EXPECT_EQ(f.call("GET", desk_path).code(), "not_signed_in");
  EXPECT_EQ(f.call("GET", desk_path, {}, f.desk("reviewer")).code(), "order_unknown");
}

TEST_F(NameSealOfAnOrder, ChangesWithACorrectedName) {
  f.upload_all(token, number);
  f.call("POST", path + "/submit", {}, token);
  const auto before = f.call("GET", path + "/seal.png", {}, token).body;
  f.pay(number);
  const auto acceptor = f.desk("acceptor");
  f.decide(acceptor, number,
           f.rejection(acceptor, "acceptor", "acceptance", number, "applicant.name", "姓名有误"));
  json application = f.call("GET", path, {}, token).json.at("application");
  application["applicant"]["name"] = "章示范";
  f.call_json("PUT", path + "/application", application, token);
  f.send_request(token, number);
  EXPECT_EQ(f.call("POST", path + "/submit", {}, token).json.at("state"), "awaiting_acceptance");
  EXPECT_NE(f.call("GET", path + "/seal.png", {}, token).body, before);
}

}  // namespace
}  // namespace palmkey::front
