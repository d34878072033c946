#include "platform/standard_messages.hpp"

namespace palmkey::platform {
namespace {

constexpr Message messages[] = {
    // core
    {"malformed", "提交的数据格式不正确。", "The data does not have the expected form."},
    {"out_of_range", "数值超出允许的范围。", "A number lies outside its allowed range."},
    {"not_on_curve", "公钥无效。", "The public key is not valid."},
    {"bad_signature", "签名验证未通过。", "The signature does not verify."},
    {"bad_proof", "密钥持有证明未通过。", "The proof of the key's possession does not verify."},
    {"decryption_failed", "消息无法解密。", "The message cannot be decrypted."},
    {"random_failed", "系统随机数不可用，请稍后再试。", "No randomness is available; try again later."},
    {"storage_failed", "存储读写失败。", "The storage could not be read or written."},
    {"transport_failed", "暂时无法连接平台，请稍后再试。",
     "The platform cannot be reached; try again later."},
    {"unsupported", "不支持该类型或版本。", "This kind or version is not supported."},
    {"not_pinned", "平台描述与已固定的指纹不符。", "The platform's descriptor is not the pinned one."},
    {"wrong_pin", "PIN 码错误，还可尝试 {tries_left} 次。", "The PIN is wrong; {tries_left} tries are left."},
    {"pin_wait", "PIN 码错误次数过多，请稍后再试。", "Too many wrong PINs; wait before the next try."},
    {"key_locked", "密钥已锁定，请到受理点办理解锁或重新申请。",
     "The key is locked; ask at an acceptance point to unlock or replace it."},
    {"key_suspended", "检测到手机数据可能被复制，密钥已暂停使用，请联系受理点。",
     "The key is suspended because a copy of the phone is suspected; ask at an acceptance point."},
    {"key_frozen", "密钥已由本人冻结，请输入 PIN 码解冻后再使用。",
     "The key is frozen by its holder; unfreeze it with the PIN first."},
    {"key_closed", "密钥已停用。", "The key is closed."},
    {"unknown_key", "该设备没有此密钥。", "There is no such key for this device."},
    {"stale", "消息已过期，请重新操作。", "The message is not fresh; start again."},
    {"intent_refused", "签名内容未被允许。", "What should be signed may not be signed."},
    {"activation_refused", "激活码不存在、已使用或已过期。",
     "The activation code is unknown, used or expired."},
    {"operation_pending", "上一次操作尚未完成，请先同步。",
     "An earlier operation must be resynchronised first."},
    {"no_operation_pending", "没有待完成的操作。", "No operation is pending."},
    {"wrong_state", "当前状态下不能进行此操作。", "This cannot be done in the present state."},
    {"not_found", "未找到所请求的内容。", "There is no such thing here."},
    {"refused", "平台拒绝了该请求。", "The platform refused the request."},
    {"not_valid_now", "证书不在有效期内。", "The certificate is not valid at this time."},
    {"wrong_issuer", "证书不是由预期的机构签发。",
     "The certificate was not issued by the expected authority."},
    {"wrong_key_usage", "证书不能用于此用途。", "The certificate may not be used for this."},
    {"lint_refused", "证书内容不符合规范，未签发。",
     "The certificate does not keep its profile and was not issued."},
    {"pin_refused", "PIN 码须为 6 位数字，且不能过于简单或与生日相同。",
     "A PIN is six digits, not easy to guess and not a birth date."},
    {"pins_needed", "修改 PIN 码尚未完成，请输入旧 PIN 码和新 PIN 码。",
     "A change of PIN must be finished with the old and the new PIN."},
    {"wrong_old_pin", "旧 PIN 码错误。", "The old PIN is wrong."},
    {"pdf_encrypted", "该PDF文件已加密，无法签名或验证。",
     "The PDF is encrypted: it can be neither signed nor verified."},
    {"pdf_signing_forbidden", "该PDF文件的作者不允许再签名。",
     "The PDF's author allows no further signature."},
    {"pdf_dynamic_form", "该PDF文件是动态表单(XFA)，无法签名。",
     "The PDF is a dynamic form (XFA) and cannot be signed."},
    // the edge
    {"internal_error", "系统内部错误，请稍后再试。", "Something went wrong inside; try again later."},
    {"method_not_allowed", "不支持该请求方法。", "This method is not allowed here."},
    {"body_too_large", "内容过大，上限为 {max_bytes} 字节。",
     "The content is too large; at most {max_bytes} bytes are taken."},
    {"overloaded", "系统繁忙，请稍后再试。", "The server is busy; try again later."},
    {"malformed_url", "网址格式不正确。", "The address is not well formed."},
    {"malformed_json", "请求内容不是有效的 JSON。", "The request is not valid JSON."},
    {"malformed_form", "表单内容格式不正确。", "The form is not well formed."},
    // what the servers lean on
    {"database_conflict", "数据已存在或已被修改，请刷新后重试。",
     "This exists already or was changed meanwhile; reload and try again."},
    {"database_busy", "系统繁忙，请稍后再试。", "The server is busy; try again later."},
    {"database_unavailable", "数据库暂时不可用，请稍后再试。",
     "The database is not available; try again later."},
    {"database_error", "系统内部错误，请稍后再试。", "Something went wrong inside; try again later."},
    {"vault_unreachable", "密钥服务暂时不可用，请稍后再试。",
     "The key service cannot be reached; try again later."},
    {"upstream_unreachable", "外部服务暂时不可用，请稍后再试。",
     "Another service cannot be reached; try again later."},
    {"upstream_too_large", "外部服务返回的内容过大。", "Another service answered with too much."},
    {"mail_unreachable", "邮件服务暂时不可用。", "The mail server cannot be reached."},
    {"mail_refused", "邮件服务拒绝了邮件（{reply}）。", "The mail server refused the message ({reply})."},
    {"invalid_mail_address", "电子邮箱地址无效。", "The mail address is not valid."},
    {"invalid_mail_header", "邮件标题含有不允许的字符。",
     "A header of the mail holds characters that are not allowed."},
    {"key_file_too_open", "密钥文件的权限过宽。", "The key file is open to group or others."},
    {"key_file_unusable", "密钥文件无法使用。", "The key file cannot be used."},
};

}  // namespace

std::span<const Message> standard_messages() {
  return messages;
}

}  // namespace palmkey::platform
