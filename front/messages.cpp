#include "front/messages.hpp"

#include "platform/messages.hpp"

namespace palmkey::front {

namespace {

constexpr platform::Message table[] = {
    // fields of the application
    {"field_required", "请填写此项。", "This field is required."},
    {"business_not_offered", "本服务不办理此业务类型。",
     "This service does not offer this kind of business."},
    {"term_not_offered", "本服务不提供此期限。", "This service does not offer this term."},
    {"name_invalid", "姓名应为 2 至 64 个汉字或字母。", "A name has 2 to 64 Chinese or Latin letters."},
    {"document_kind_not_accepted", "本服务不接受此证件类型。",
     "This service does not accept this kind of document."},
    {"document_number_required", "请填写证件号码。", "The document's number is required."},
    {"document_number_format", "证件号码的格式与证件类型不符。",
     "The number does not have the form of this kind of document."},
    {"document_number_region", "证件号码中的地区代码不存在。",
     "The region in the document's number does not exist."},
    {"document_number_date", "证件号码中的出生日期不正确。",
     "The date of birth in the document's number is not one."},
    {"document_number_check", "证件号码的校验码不正确,请核对。",
     "The check character of the document's number is wrong; compare it with the document."},
    {"sex_unknown", "性别应为男或女。", "The sex is male or female."},
    {"sex_mismatch", "性别与证件号码不一致。", "The sex does not agree with the document's number."},
    {"country_unknown", "请选择国家。", "There is no such country code."},
    {"province_unknown", "请选择省份。", "There is no such province."},
    {"city_unknown", "请选择该省份的城市。", "There is no such city in this province."},
    {"phone_invalid", "手机号码不正确。", "This is not a mobile number."},
    {"phone_not_proven", "电话号码须为已通过短信验证的本人手机号码。",
     "The number must be the one proved by the code in the text message."},
    {"address_invalid", "地址应为 4 至 128 个字符。", "An address has 4 to 128 characters."},
    {"mail_invalid", "电子邮件地址不正确。", "This is not a mail address."},
    // catalogue
    {"service_unknown", "没有此服务。", "There is no such service."},
};

}  // namespace

void register_front_messages() {
  platform::register_messages(table);
}

}  // namespace palmkey::front
