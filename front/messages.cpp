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
    {"address_invalid", "地址应为 4 至 120 个字符。", "An address has 4 to 120 characters."},
    {"mail_invalid", "电子邮件地址不正确。", "This is not a mail address."},
    {"field_not_open", "此项不在退回更正的范围内,不能修改。",
     "This was not sent back for correction and stays."},
    {"field_unknown", "没有此项,或此项不能退回更正。", "There is no such field, or it cannot be sent back."},
    // catalogue, agreements, pre-registration
    {"service_unknown", "没有此服务。", "There is no such service."},
    {"service_version_unknown", "服务正在更新,请几秒后再试。",
     "The service is being brought up to date: try again in a few seconds."},
    {"agreement_unknown", "没有此协议。", "There is no such agreement."},
    {"agreement_changed", "协议已更新,请重新阅读后同意。",
     "The agreement has changed; read it again and accept it."},
    {"agreements_not_accepted", "请先阅读并同意各项协议。", "Read and accept the agreements first."},
    {"preregistration_unknown", "名单中没有此人。", "There is no such entry on the list."},
    {"dead_letter_unknown", "没有此失败任务。", "There is no such dead letter."},
    {"not_preregistered", "您未登记预审核业务,如果要继续办理您所办理服务的,请扫描二维码后进行自助申请!",
     "This number is not on the service's list. To go on, scan the service's QR code and apply by yourself."},
    {"preregistration_mismatch", "与预审核登记的信息不一致。",
     "This does not agree with the service's list."},
    {"header_malformed", "首行应为列名 phone、name,可另有 document_number。",
     "The first line must name the columns phone, name and, if wanted, document_number."},
    {"row_malformed", "此行的列数或引号不正确。",
     "This row has another number of columns, or a stray quote."},
    {"row_repeated", "此手机号码在文件中重复。", "This number is in the file already."},
    // subscribers
    {"not_signed_in", "请先验证手机号码。", "Sign in first."},
    {"too_many_codes", "验证码发送过于频繁,请 {wait_seconds} 秒后再试。",
     "Too many codes were sent; wait {wait_seconds} seconds."},
    {"too_many_requests", "操作过于频繁,请 {wait_seconds} 秒后再试。",
     "Too many requests; wait {wait_seconds} seconds."},
    {"phone_code_wrong", "验证码不正确或已过期。", "The code is wrong or has expired."},
    {"captcha_wrong", "验证码不正确或已过期,请重新获取。", "The answer is wrong or too old; get a new one."},
    {"captcha_kind_unknown", "没有这种验证码。", "There is no such kind of captcha."},
    {"personal_data_unreadable", "系统内部错误,请稍后再试。",
     "Something went wrong inside; try again later."},
    {"configuration_link_malformed", "手机配置链接不正确。", "This is not a configuration link."},
    // orders
    {"order_unknown", "没有此业务单。", "There is no such order."},
    {"idempotency_key_required", "请求缺少幂等键。",
     "The request needs an Idempotency-Key of 8 to 64 characters."},
    {"idempotency_key_reused", "同一幂等键用于了不同的请求。",
     "The Idempotency-Key belongs to another request."},
    {"order_numbers_exhausted", "今日业务单号已用完,请明日再试。", "Today's order numbers are used up."},
    {"request_subject_mismatch", "证书请求与申请信息不一致,请重新生成。",
     "The certification request does not carry the application's subject; make it anew."},
    {"order_in_progress", "该证书的同类业务 {order} 正在办理,请勿重复申请。",
     "Order {order} of this kind for the certificate is still under way."},
    {"self_service_not_offered", "本服务不办理自助解锁。", "This service offers no self-service unlocking."},
    {"phone_proof_needed", "请再次验证手机号码。", "Prove the mobile number once more."},
    {"certificate_not_usable", "该证书目前不可用,请先解冻或解锁。",
     "The certificate cannot be used now: unfreeze or unlock it first."},
    {"barcode_unknown", "条码不是业务单号。", "The barcode is not an order's number."},
    {"request_key_taken", "此密钥已用于他人的申请。", "The key belongs to someone else's order."},
    {"seal_unknown", "申请提交后才有印章图样。", "There is no seal before the application is handed in."},
    {"attachment_missing", "请上传此附件。", "This attachment is required."},
    {"attachment_unknown", "没有此附件。", "There is no such attachment."},
    {"attachment_kind_unknown", "本服务不收此类附件。", "This service takes no such attachment."},
    {"attachment_empty", "文件为空。", "The file is empty."},
    {"attachment_too_large", "文件过大。", "The file is too large."},
    {"attachment_type_unsupported", "请上传 JPEG、PNG、HEIC 或 PDF 文件。",
     "Upload a JPEG, PNG, HEIC or PDF file."},
    {"attachment_damaged", "文件已损坏或不完整。", "The file is damaged or incomplete."},
    {"attachment_too_many_pixels", "图片过大。", "The picture has too many pixels."},
    {"attachment_pdf_encrypted", "PDF 已加密,请上传未加密的文件。", "The PDF is encrypted."},
    {"attachment_pdf_active", "PDF 含有脚本、表单或附件,请另存为普通 PDF。",
     "The PDF has scripts, forms or embedded files."},
    {"attachment_too_many_pages", "PDF 页数过多。", "The PDF has too many pages."},
    {"handwriting_empty", "没有看到签名,请重新签写。", "There is no signature in the picture; sign again."},
    {"attachment_pdf_no_pages", "PDF 没有页面。", "The PDF has no page."},
    // desk
    {"desk_role_refused", "您的角色不能进行此操作。", "Your role does not allow this."},
    {"order_changed", "申请内容已变化,请重新查看后再签署。",
     "The order is not what was signed; look at it again."},
    {"same_officer", "受理与复核须由不同的人员完成。", "Acceptance and review take two different officers."},
    {"state_unknown", "没有此状态。", "There is no such state."},
};

}  // namespace

void register_front_messages() {
  platform::register_messages(table);
}

}  // namespace palmkey::front
