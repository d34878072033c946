#include "platform/messages.hpp"

#include "api/vault_messages.hpp"
#include "apps/palmkey/shell.hpp"

namespace palmkey::cli {

void register_cli_messages() {
  static constexpr platform::Message kMessages[] = {
      {"audit_broken", "审计日志从第 {number} 条起被改动。", "The audit log was changed at entry {number}."},
      {"setup_conflict", "该数据文件夹已按不同的参数初始化。",
       "This data folder was set up with another value; repeat with the same one, or take another "
       "folder."},
      {"catalogue_empty", "服务目录中没有服务。", "The catalogue folder has no service (*.toml with an id)."},
      {"no_terminal", "没有终端可供输入，请用环境变量或文件提供。",
       "There is no terminal to ask on; use the environment or a file."},
      {"pin_missing", "没有提供 PIN 码。", "No PIN was given."},
      {"link_malformed", "链接的内容不完整。", "The link is not complete."},
      {"link_of_another_platform", "该链接不属于已配置的平台。",
       "The link is of another platform than the one that is configured."},
      {"not_configured", "手机尚未配置，请先运行 configure。",
       "This device is not configured: run configure first."},
      {"no_session", "尚未验证手机号。", "There is no session: prove the phone number first."},
      {"no_key", "本机没有该业务的密钥。", "This device has no key for that."},
      {"not_the_recipient", "此文件不是加密给本机证书的。",
       "The message is not for a certificate of this device."},
      {"not_a_drill", "网站要求解密的不是自检内容,已拒绝。",
       "What the site wants opened is not what a decryption check sends: refused."},
      {"key_unreadable", "无法读取私钥:应为不带口令的SM2私钥(PEM)。",
       "This is no SM2 private key in PEM without a passphrase."},
      {"no_certificate", "本机没有已安装的证书。", "No certificate is installed on this device."},
      {"wrong_intent_type", "二维码的用途与所选操作不符。",
       "The code asks for something else than this command does."},
      {"intent_of_another_session", "签名内容不属于本次会话。",
       "What should be signed is not of this session."},
      {"not_confirmed", "操作已取消，未签名。", "Not confirmed: nothing was signed."},
      {"agreements_not_accepted", "请先阅读并同意协议。", "The agreements were not accepted."},
      {"request_id_used", "该请求编号已用于其他内容。", "This request id was used for something else."},
      {"form_unreadable", "申请表文件不是有效的 JSON 对象。", "The form's file is no JSON object."},
      {"upstream_malformed", "平台的应答无法理解。", "The platform's answer could not be understood."},
      {"not_signed", "该文件没有签名。", "The file has no signature."},
      {"picture_unreadable", "签名图片无法读取，请使用PNG文件。",
       "The picture cannot be read; it must be a PNG file."},
      {"not_an_operator", "本机尚未激活为操作员设备。", "This device is not activated: run activate first."},
      {"approval_differs", "平台提出的批准内容与申请不一致。",
       "What the platform wants approved is not what the application says."},
  };
  platform::register_messages(kMessages);
  api::register_vault_messages();
}

}  // namespace palmkey::cli
