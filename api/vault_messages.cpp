#include "api/vault_messages.hpp"

#include "platform/messages.hpp"

namespace palmkey::api {
namespace {

constexpr platform::Message table[] = {
    // operators and their signatures
    {"operator_not_allowed", "该操作员不存在、已停用或无此岗位权限。",
     "This operator is unknown, not active or has another role."},
    {"operator_not_found", "没有这名操作员。", "There is no such operator."},
    {"operator_deactivated", "该操作员已停用。", "This operator was removed."},
    {"operator_name_invalid", "操作员姓名无效。", "The operator's name is not valid."},
    {"not_cosigned", "该签名不是经本机构协同产生的。", "The vault had no part in this signature."},
    {"approval_step_wrong", "需要一份受理签名和一份复核签名。",
     "One signature of the acceptance and one of the review are needed."},
    {"approvals_by_one_operator", "受理与复核不能由同一操作员完成。",
     "Acceptance and review need two different operators."},
    {"approvals_differ", "受理与复核所签内容不一致,请重新审核。",
     "The two operators did not sign the same content; the order has to be decided again."},
    {"approval_stale", "审核签名已超过有效期,请重新审核。",
     "The operators' signatures are too old; the order has to be decided again."},
    {"second_officer_needed", "本机构的解锁须由两名操作员签名。",
     "This authority wants two operators' signatures for an unlocking."},
    // changes by administrators
    {"second_administrator_needed", "需要另一名管理员签名。", "A second administrator has to sign this."},
    {"signed_by_one_administrator", "须由两名不同的管理员签名。",
     "Two different administrators have to sign this."},
    {"changes_differ", "两名管理员所签内容不一致。", "The two administrators did not sign the same content."},
    {"own_change", "不能签署对自己的停用或换机。", "Nobody signs their own dismissal or new device."},
    {"operator_differs", "姓名或岗位与登记的不一致。",
     "The operator is registered with another name or role."},
    {"operator_role_invalid", "没有此岗位。", "There is no such role."},
    {"activation_invalid", "激活码摘要无效。", "This is not the digest of an activation code."},
    {"activation_used", "该激活码已用于其他任命。", "This activation code was used for another appointment."},
    // issuing and revoking
    {"order_number_differs", "签名中的订单号与请求不一致。", "The signatures are for another order."},
    {"order_number_invalid", "订单号不能为空。", "The order has no number."},
    {"order_conflict", "该订单已按其他内容处理。", "This order was decided on another content."},
    {"profile_unknown", "没有此证书模板。", "There is no such certificate profile."},
    {"subject_invalid", "证书主题信息不符合规定。", "No certificate can carry this subject."},
    {"months_invalid", "证书期限应为 12、24、36、48 或 60 个月。",
     "A certificate is issued for 12, 24, 36, 48 or 60 months."},
    {"document_invalid", "证件类型或号码缺失。", "The identity document's type or number is missing."},
    {"public_key_invalid", "公钥格式不正确。", "This is not a public key."},
    {"public_key_differs", "证书请求中的公钥与所批准的不一致。",
     "The request is for another public key than the one that was approved."},
    {"key_unknown", "该密钥不是由本机构协同产生的用户密钥。",
     "This is not a subscriber's key that was made with the vault."},
    {"key_not_active", "该密钥已锁定、冻结或停用。", "This key is locked, frozen or suspended."},
    {"key_has_certificate", "该密钥已签发过证书。", "This key has a certificate already."},
    {"authority_ends_before", "证书期限超过签发机构证书的有效期。",
     "The certificate would outlive the authority's own."},
    {"certificate_refused", "证书未通过签发前检查。", "The certificate failed the checks before signing."},
    {"certificate_not_found", "没有此证书。", "There is no such certificate."},
    {"serial_differs", "签名中的证书序列号与请求不一致。", "The signatures are for another certificate."},
    // orders that follow a certificate
    {"business_unknown", "没有此业务类型。", "There is no such business."},
    {"follows_invalid", "所依据的证书填写不正确。", "The certificate that is followed is not named rightly."},
    {"certificate_followed", "该证书已办理过更新、变更或补办。",
     "Another order has followed this certificate."},
    {"certificate_revoked", "该证书已注销。", "This certificate is revoked."},
    {"certificate_expired", "该证书已过期。", "This certificate has expired."},
    {"nothing_to_recover", "没有需要恢复的加密密钥。", "There are no encryption keys to recover."},
    {"recovery_agents_needed", "密钥恢复还需其他恢复员签署。", "The recovery takes more agents' signatures."},
    {"recovery_kind_unknown", "恢复方式不正确。", "There is no such kind of recovery."},
    {"recipient_differs", "接收方与签署的不一致。", "The recipient is not the one that was signed."},
    {"recipient_invalid", "接收方证书不正确。", "The recipient's certificate cannot be read."},
    {"holder_differs", "申请人与证书持有人不是同一人。", "The applicant is not the certificate's holder."},
    {"key_differs", "密钥与该业务不符。", "This business takes another key."},
    {"renewal_too_early", "尚未到更新时间。", "It is too early to renew this certificate."},
    {"renewal_too_late", "已超过更新期限,请重新申请。",
     "It is too late to renew this certificate; apply anew."},
    {"replacement_waits", "补办等待期未满。", "The waiting time of the replacement is not over."},
    {"old_phone_in_use", "等待期内原手机仍在使用,补办已停止。",
     "The old phone was used during the waiting time, which stops the replacement."},
    {"own_order", "不能审核本人的业务。", "Nobody approves an order in their own name."},
    {"revocation_reason_unknown", "没有此吊销原因。", "There is no such reason to revoke."},
    // sign-in
    {"issuer_differs", "签发者地址与平台不一致。", "The issuer is not this platform."},
    {"relying_party_unknown", "该网站未登记。", "This site is not registered."},
    {"relying_party_differs", "网站名称或地址与登记不一致。",
     "The site's name or origin is not the registered one."},
    {"algorithm_differs", "令牌算法与网站登记的不一致。", "The site is registered for another algorithm."},
    {"algorithm_unsupported", "不支持此令牌算法。", "This algorithm is not supported."},
    {"session_missing", "登录内容缺少会话标识。", "The session is missing from what was signed."},
    {"nonce_missing", "登录内容缺少随机数。", "The nonce is missing from what was signed."},
    {"account_missing", "绑定内容缺少账号。", "The account is missing from what was signed."},
    {"intent_stale", "确认已超时,请重新扫码。", "The confirmation is too old; scan the code again."},
    {"certificate_not_good", "证书已吊销、过期或密钥已锁定,不能登录。",
     "The certificate is revoked or expired, or its key is locked."},
    {"session_used", "该登录会话已使用,请重新扫码。", "This session was used; scan the code again."},
    // the vault itself
    {"request_too_large", "请求过大。", "The request is too large."},
    {"authority_not_initialised", "认证机构尚未初始化，请先运行 palmkey init。",
     "There is no authority yet: run palmkey init."},
    {"authority_name_invalid", "机构名称不能用于证书。",
     "The authority's name cannot go into a certificate."},
    {"authority_key_missing", "缺少机构密钥。", "A key of the authority is missing."},
    {"authority_key_unusable", "机构密钥无法解开:密钥加密密钥不符或数据已被改动。",
     "The authority's keys cannot be unwrapped: another key-encryption key, or a changed database."},
    {"key_file_missing", "密钥文件丢失，请从备份恢复。",
     "The key file is gone: bring it back from the backup, a fresh one would open nothing."},
    {"relying_party_exists", "该客户端标识已被使用。", "This client id is taken."},
    {"relying_party_invalid", "应用网站的登记信息无效。", "What is said of the site is not valid."},
    {"relying_party_not_found", "没有这个应用网站。", "There is no such site."},
};

}  // namespace

void register_vault_messages() {
  platform::register_messages(table);
}

}  // namespace palmkey::api
