#include "front/notices/mail_templates.hpp"

#include <algorithm>
#include <array>

#include "platform/jobs.hpp"

namespace palmkey::front::notices {

namespace {

struct Template {
  std::string_view name;
  std::string_view subject;
  std::string_view text;
};

constexpr std::array templates{
    Template{"review_passed", "数字证书业务审核通过",
             "您的业务（业务单号：{order}）审核已通过。\n"
             "请打开手机APP，在“自助服务—业务查询”中点击“安装”，将证书安装到手机。\n"},
    Template{"order_rejected", "数字证书业务需要修改",
             "您的业务（业务单号：{order}）审核未通过。\n"
             "请打开手机APP，在“自助服务—业务查询”中查看原因，修改后重新提交。\n"},
    Template{"key_suspended", "证书密钥已暂停使用：疑似手机被复制",
             "业务单号{order}的证书密钥出现了不是由您的手机按顺序发出的请求，疑似手机被复制。\n"
             "为保护您的权益，该密钥已暂停使用。请立即联系受理点核实。\n"},
    Template{"key_locked", "证书密钥已锁定",
             "业务单号{order}的证书密钥因PIN码多次输入错误已锁定。\n"
             "请联系受理点办理解锁。如非本人操作，请立即说明。\n"},
    Template{"key_frozen", "证书已冻结",
             "业务单号{order}的证书已在您的手机上冻结，解冻之前不能使用。\n"
             "如非本人操作，说明有人使用了您的手机，请立即联系受理点。\n"},
    Template{"key_unfrozen", "证书已解冻",
             "业务单号{order}的证书已凭PIN码解冻，可以继续使用。\n"
             "如非本人操作，请立即联系受理点。\n"},
    Template{"key_held", "证书已由受理点冻结",
             "业务单号{order}的证书已由受理点根据来电冻结，解冻之前不能使用。\n"
             "如非本人来电，请立即联系受理点。\n"},
    Template{"key_released", "证书已由受理点解冻",
             "业务单号{order}的证书已由受理点解冻。如您曾在手机上冻结，还需凭PIN码解冻。\n"
             "如非本人要求，请立即联系受理点。\n"},
    Template{"pin_changed", "证书密钥的PIN码已修改",
             "业务单号{order}的证书密钥的PIN码已修改。\n"
             "如非本人操作，请立即联系受理点。\n"},
    Template{"unlock_approved", "证书密钥的解锁已批准",
             "业务单号{order}的证书密钥的解锁业务已批准，手机上可以设置新的PIN码。\n"
             "如非本人申请，请立即联系受理点冻结证书。\n"},
    Template{"key_unlocked", "证书密钥已解锁",
             "业务单号{order}的证书密钥已解锁并设置了新的PIN码。\n"
             "如非本人操作，请立即联系受理点。\n"},
    Template{"key_transferred", "证书密钥已转移到另一部手机",
             "业务单号{order}的证书密钥已凭PIN码转移到另一部手机，原手机不再持有该密钥。\n"
             "如非本人操作，请立即联系受理点。\n"},
    Template{"replacement_announced", "证书补办已批准",
             "业务单号{order}的证书的补办业务已批准，等待期满后将为另一部手机签发证书并注销现有证书。\n"
             "如非本人申请，请立即用现在的手机登录任一网站，或联系受理点，补办随即停止。\n"},
    Template{"key_recovered", "加密密钥已恢复",
             "业务单号{order}"
             "的证书的密钥恢复业务已批准，您以前的加密密钥可恢复到现用手机，原手机不能再用它们解密。\n"
             "如非本人申请，请立即联系受理点。\n"},
    Template{"key_handed_over", "加密密钥已依法提供",
             "认证机构已依照法律规定，将业务单号{order}的证书的加密密钥提供给有权机关。签名密钥不受影响。\n"
             "如有疑问，请联系受理点。\n"},
    Template{"renewal_due", "数字证书即将到期",
             "业务单号{order}的证书将于{date}到期。\n"
             "请在手机APP的业务办理中选择更新。更新后密钥和密码不变，以前加密的文件仍可打开。\n"},
    Template{"phone_changed", "手机号已更换",
             "您办理数字证书业务的手机号已由尾号{from}更换为尾号{to}。今后的短信将发送到新号码，"
             "30日内涉及密钥的通知仍同时发送到原号码。\n"
             "如非本人操作，请立即联系受理点冻结证书。\n"},
    Template{"other_number_applied", "有人以另一手机号申请办理您的证书业务",
             "有人以另一手机号，就业务单号{order}的证书申请办理{business}，并填写了您的姓名和证件号码。"
             "申请须经工作人员核验身份后方可办理。\n"
             "如非本人申请，请立即联系受理点冻结证书。\n"},
    Template{"certificate_revoked", "数字证书已注销",
             "业务单号{order}的证书已注销，不能再使用。\n"
             "如有疑问，请联系受理点。\n"},
    Template{"invoice", "数字证书服务电子发票",
             "您的业务（业务单号：{order}）已办结。\n"
             "电子发票号码：{number}，价税合计：{total}元。\n"
             "发票的PDF和XML文件见附件，也可在手机APP中下载。\n"},
};

constexpr std::string_view greeting = "您好：\n\n";
constexpr std::string_view closing = "\n本邮件由系统自动发出，请勿回复。\n";

std::string filled(std::string_view pattern, const std::map<std::string, std::string>& parameters) {
  std::string result;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    result += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = pattern.find('}', open);
    const auto value = parameters.find(std::string(pattern.substr(open + 1, close - open - 1)));
    if (value == parameters.end()) throw platform::JobRefused("mail_template_incomplete");
    result += value->second;
    pattern.remove_prefix(close + 1);
  }
  return result;
}

}  // namespace

MailText mail_text(std::string_view template_name, const std::map<std::string, std::string>& parameters) {
  const auto* found = std::ranges::find(templates, template_name, &Template::name);
  if (found == templates.end()) throw platform::JobRefused("mail_template_unknown");
  std::string text(greeting);
  text.append(filled(found->text, parameters)).append(closing);
  return {filled(found->subject, parameters), std::move(text)};
}

}  // namespace palmkey::front::notices
