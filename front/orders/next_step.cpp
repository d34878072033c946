#include "front/orders/next_step.hpp"

namespace palmkey::front::orders {

namespace {

constexpr std::string_view applicant = "applicant";

std::string yuan(std::int64_t fen) {
  const std::string cents = std::to_string(100 + fen % 100).substr(1);
  return std::to_string(fen / 100) + "." + cents;
}

// Of people in China.
std::string minute_of(std::int64_t time) {
  const std::string text = platform::format_rfc3339(time, china_offset_minutes);  // 2026-11-28T18:03:59+08:00
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

// The last of what the officers' work waits for: the order itself, and the paper where it came.
std::optional<std::int64_t> arrived_at(const std::vector<TimelineEntry>& timeline) {
  std::optional<std::int64_t> arrived;
  for (const auto& entry : timeline) {
    const bool handed_in =
        entry.state == State::awaiting_acceptance && entry.event != event_code(Event::receive_paper);
    if (handed_in || entry.event == event_code(Event::receive_paper)) arrived = entry.time;
  }
  return arrived;
}

}  // namespace

NextStep next_step(const Order& order, const catalogue::Service& service,
                   const std::vector<TimelineEntry>& timeline, platform::Language language) {
  const auto& shown = service.in(language);
  const auto& point = shown.acceptance_point;
  const auto say = [&](const platform::Label& label) { return std::string(label.in(language)); };
  const auto promised = [&]() -> std::optional<std::int64_t> {
    const auto arrived = arrived_at(timeline);
    if (!arrived) return std::nullopt;
    return calendar::due_after(point.office_days, *arrived);
  };
  const std::string paper = say({"请将签署的申请表原件寄送或递交至",
                                 "Send the signed original of the application form, or bring it, to "}) +
                            point.name + say({"(", " ("}) + point.address + say({")。", ")."});
  const bool unlocks = order.application.business == Business::unlock;
  const bool recovers = order.application.business == Business::key_recovery;
  switch (order.state) {
    case State::awaiting_request:
      return {applicant,
              say({"生成证书请求", "make the key and the certificate request"}),
              say({"请在手机上设置口令,生成密钥和证书请求。",
                   "Set a PIN on the phone; then the key and the request are made."}),
              {}};
    case State::awaiting_upload:
      return {applicant,
              say({"上传附件", "upload the files"}),
              say({"请签署申请表,上传申请表和证件,然后提交。",
                   "Sign the application form, upload it with your document, and hand everything in."}),
              {}};
    case State::awaiting_payment:
      return {applicant,
              say({"支付费用", "pay"}),
              say({"请支付", "Pay: "}) + shown.fee_item + " " + yuan(order.fee) + say({" 元。", " yuan."}),
              {}};
    case State::awaiting_acceptance:
      if (recovers)
        return {"recovery_agent", say({"恢复员审核", "a recovery agent's agreement"}),
                say({"密钥恢复员正在核对您的资料。", "A recovery agent is checking your files."}),
                promised()};
      return {"acceptance_officer", say({"受理", "acceptance"}),
              service.wants_paper(order.application.business) && !order.paper_received
                  ? paper
                  : say({"受理员正在核对您的资料。", "The acceptance officer is checking your files."}),
              promised()};
    case State::awaiting_paper:
      return {applicant, say({"递交纸质申请表", "hand in the paper form"}), paper, {}};
    case State::awaiting_review:
      if (recovers)
        return {"recovery_agent", say({"另一名恢复员审核", "another recovery agent's agreement"}),
                say({"密钥恢复须由多名恢复员分别同意。", "A recovery takes several agents' agreement."}),
                promised()};
      return {"reviewing_officer", say({"复核", "review"}),
              say({"复核员正在核对您的资料。", "The reviewing officer is checking your files."}), promised()};
    case State::issuing:
      if (unlocks && order.waits_until > 0)
        return {"authority",
                say({"等待期满后解锁", "the key is released after a time to object"}),
                say({"已通知证书持有人,", "The holder has been told. "}) + minute_of(order.waits_until) +
                    say({" 之后可以解锁。如非本人申请,请致电 ",
                         ": from then on the key can be unlocked. Whoever has not asked for this calls "}) +
                    point.hotline + say({" 冻结证书。", " to have the certificate held."}),
                {}};
      if (unlocks)
        return {"authority",
                say({"批准解锁", "the key is released"}),
                say({"正在处理,通常在一分钟内完成。", "This takes less than a minute as a rule."}),
                {}};
      if (recovers)
        return {"authority",
                say({"恢复加密密钥", "the encryption keys are recovered"}),
                say({"正在处理,通常在一分钟内完成。", "This takes less than a minute as a rule."}),
                {}};
      if (order.application.business == Business::replacement)
        return {"authority",
                say({"异议期满后签发证书", "the certificates are issued after a time to object"}),
                say({"已通知证书持有人。如原手机未丢失，用原手机签名或登录即可终止补办。",
                     "The holder has been told. Whoever still has the old phone stops the replacement by "
                     "signing with it."}),
                {}};
      return {"authority",
              say({"签发证书", "the certificates are issued"}),
              say({"证书正在签发,通常在一分钟内完成。", "This takes less than a minute as a rule."}),
              {}};
    case State::rejected:
      return {applicant, say({"更正后重新提交", "correct and hand in again"}), order.rejection_reason, {}};
    case State::awaiting_installation:
      if (unlocks)
        return {applicant,
                say({"解锁并设置新密码", "unlock the key and set a new PIN"}),
                say({"请在持有该证书的手机上设置新的密码(PIN)。",
                     "Set the new PIN on the phone that has the certificate."}),
                {}};
      if (recovers)
        return {
            applicant,
            say({"恢复加密密钥", "recover the encryption keys"}),
            say({"请在持有现用证书的手机上点击恢复,此后即可打开以前加密给您的文件。",
                 "Recover them on the phone that has your present certificate; what was encrypted for you "
                 "before can be opened there from then on."}),
            {}};
      return {applicant,
              say({"安装证书", "install the certificates"}),
              say({"请在生成证书请求的手机上安装证书。",
                   "Install them on the phone that made the certificate request."}),
              {}};
    case State::installed:
      return {"nobody", say({"已完成", "Completed"}), {}, {}};
    case State::cancelled:
      return {"nobody", say({"已取消", "Cancelled"}), {}, {}};
  }
  return {"nobody", {}, {}, {}};
}

std::string_view actor_label(const TimelineEntry& entry, Business business, platform::Language language) {
  const auto say = [&](const platform::Label& label) { return label.in(language); };
  if (entry.actor_kind == "subscriber") return say({"申请人", "Applicant"});
  if (entry.actor_kind != "operator") return say({"系统", "System"});
  if (business == Business::key_recovery) return say({"密钥恢复员", "Recovery agent"});
  if (entry.event == event_code(Event::accept) || entry.event == event_code(Event::receive_paper))
    return say({"受理员", "Acceptance officer"});
  if (entry.event == event_code(Event::review)) return say({"复核员", "Reviewing officer"});
  return say({"审核人员", "Officer"});
}

}  // namespace palmkey::front::orders
