#include "front/orders/next_step.hpp"

namespace palmkey::front::orders {

namespace {

constexpr std::string_view applicant = "applicant";

std::string yuan(std::int64_t fen) {
  const std::string cents = std::to_string(100 + fen % 100).substr(1);
  return std::to_string(fen / 100) + "." + cents;
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
                   const std::vector<TimelineEntry>& timeline) {
  const auto& point = service.acceptance_point;
  const auto promised = [&]() -> std::optional<std::int64_t> {
    const auto arrived = arrived_at(timeline);
    if (!arrived) return std::nullopt;
    return calendar::due_after(point.office_days, *arrived);
  };
  const std::string paper = "请将签署的申请表原件寄送或递交至" + point.name + "(" + point.address + ")。";
  switch (order.state) {
    case State::awaiting_request:
      return {applicant, "生成证书请求", "请在手机上设置口令,生成密钥和证书请求。", {}};
    case State::awaiting_upload:
      return {applicant, "上传附件", "请签署申请表,上传申请表和证件,然后提交。", {}};
    case State::awaiting_payment:
      return {applicant, "支付费用", "请支付" + service.fee_item + " " + yuan(order.fee) + " 元。", {}};
    case State::awaiting_acceptance:
      return {"acceptance_officer", "受理",
              service.paper_required && !order.paper_received ? paper : "受理员正在核对您的资料。",
              promised()};
    case State::awaiting_paper:
      return {applicant, "递交纸质申请表", paper, {}};
    case State::awaiting_review:
      return {"reviewing_officer", "复核", "复核员正在核对您的资料。", promised()};
    case State::issuing:
      return {"authority", "签发证书", "证书正在签发,通常在一分钟内完成。", {}};
    case State::rejected:
      return {applicant, "更正后重新提交", order.rejection_reason, {}};
    case State::awaiting_installation:
      return {applicant, "安装证书", "请在生成证书请求的手机上安装证书。", {}};
    case State::installed:
      return {"nobody", "已完成", {}, {}};
    case State::cancelled:
      return {"nobody", "已取消", {}, {}};
  }
  return {"nobody", {}, {}, {}};
}

std::string_view actor_label(const TimelineEntry& entry) {
  if (entry.actor_kind == "subscriber") return "申请人";
  if (entry.actor_kind != "operator") return "系统";
  if (entry.event == event_code(Event::accept) || entry.event == event_code(Event::receive_paper))
    return "受理员";
  if (entry.event == event_code(Event::review)) return "复核员";
  return "审核人员";
}

}  // namespace palmkey::front::orders
