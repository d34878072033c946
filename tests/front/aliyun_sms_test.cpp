#include "front/notices/aliyun_sms.hpp"

#include <gtest/gtest.h>

namespace palmkey::front::notices {
namespace {

AliyunRequest sms_request() {
  AliyunRequest request;
  request.host = "dysmsapi.aliyuncs.com";
  request.action = "SendSms";
  request.version = "2017-05-25";
  request.date = "2023-11-14T22:13:20Z";
  request.nonce = "00000000000000000000000000000001";
  request.query = {{"PhoneNumbers", "13800138000"},
                   {"SignName", "测试"},
                   {"TemplateCode", "SMS_000000"},
                   {"TemplateParam", R"({"code":"123456"})"}};
  return request;
}

std::string signature_of(const AliyunRequest& request, std::string_view secret = "YourAccessKeySecret") {
  const std::string value =
      aliyun_authorization(request, "id", core::Secret::copy_of(core::as_bytes(secret)));
  return value.substr(value.find("Signature=") + 10);
}

// The example of Aliyun's own description of the signature.
TEST(AliyunSignature, IsThatOfTheProvidersExample) {
  AliyunRequest request;
  request.host = "ecs.cn-shanghai.aliyuncs.com";
  request.action = "RunInstances";
  request.version = "2014-05-26";
  request.date = "2023-10-26T10:22:32Z";
  request.nonce = "3156853299f313e23d1673dc12e1703d";
  request.query = {{"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"},
                   {"RegionId", "cn-shanghai"}};
  EXPECT_EQ(signature_of(request), "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
}

TEST(AliyunSignature, EncodesWhatIsNotUnreserved) {
  EXPECT_EQ(signature_of(sms_request()), "842dd23ae1ede31d8b80177964cc309d20f2bf81a538b09926aa6bc91e06d950");
  EXPECT_EQ(aliyun_canonical_query({{"a", "x y*~"}}), "a=x%20y%2A~");
}

TEST(AliyunSignature, ChangesWithEverythingThatIsSigned) {
  const std::string right = signature_of(sms_request());
  EXPECT_NE(signature_of(sms_request(), "another"), right);
  for (std::string AliyunRequest::*part :
       {&AliyunRequest::host, &AliyunRequest::action, &AliyunRequest::date, &AliyunRequest::nonce}) {
    AliyunRequest request = sms_request();
    request.*part += "x";
    EXPECT_NE(signature_of(request), right);
  }
  AliyunRequest request = sms_request();
  request.query["PhoneNumbers"] = "13800138001";
  EXPECT_NE(signature_of(request), right);
}

}  // namespace
}  // namespace palmkey::front::notices
