#include "front/orders/states.hpp"

#include <algorithm>
#include <array>

namespace palmkey::front::orders {

namespace {

using enum State;
using enum Event;

constexpr std::array table{
    Move{awaiting_request, receive_request, awaiting_upload},
    Move{awaiting_upload, receive_request, awaiting_upload},  // a new request replaces the old one
    Move{rejected, receive_request, rejected},
    Move{rejected, correct, rejected},

    Move{awaiting_upload, submit, awaiting_payment},
    Move{awaiting_upload, submit, awaiting_acceptance},  // nothing to pay
    Move{rejected, submit, awaiting_acceptance},         // paid before
    Move{awaiting_payment, pay, awaiting_acceptance},

    // The paper may come before the scans are accepted.
    Move{awaiting_acceptance, receive_paper, awaiting_acceptance},
    Move{awaiting_acceptance, accept, awaiting_paper},
    Move{awaiting_acceptance, accept, awaiting_review},
    Move{awaiting_acceptance, accept, issuing},  // one officer's unlocking
    Move{awaiting_paper, receive_paper, awaiting_review},
    Move{awaiting_acceptance, reject, rejected},
    Move{awaiting_paper, reject, rejected},
    Move{awaiting_review, reject, rejected},

    Move{awaiting_review, review, issuing},
    Move{awaiting_review, review, awaiting_review},  // of recovery agents there may have to be more
    Move{issuing, issue, awaiting_installation},
    Move{issuing, refuse_issue, awaiting_acceptance},
    Move{awaiting_installation, install, installed},

    Move{awaiting_request, cancel, cancelled},
    Move{awaiting_upload, cancel, cancelled},
    Move{awaiting_payment, cancel, cancelled},
    Move{rejected, cancel, cancelled},  // of what costs nothing

    // While the vault may be issuing there is no way back; what was issued must have been revoked before.
    Move{awaiting_acceptance, refund, cancelled},
    Move{awaiting_paper, refund, cancelled},
    Move{awaiting_review, refund, cancelled},
    Move{rejected, refund, cancelled},
    Move{awaiting_installation, refund, cancelled},
};

struct StateName {
  State state;
  std::string_view code;
  platform::Label label;
};

constexpr std::array state_names{
    StateName{awaiting_request, "awaiting_request", {"待生成证书请求", "Key to be made"}},
    StateName{awaiting_upload, "awaiting_upload", {"待上传", "Files to be uploaded"}},
    StateName{awaiting_payment, "awaiting_payment", {"待支付", "To be paid"}},
    StateName{awaiting_acceptance, "awaiting_acceptance", {"待受理", "Waiting for acceptance"}},
    StateName{awaiting_paper, "awaiting_paper", {"待收纸质材料", "Waiting for the paper form"}},
    StateName{awaiting_review, "awaiting_review", {"待复核", "Waiting for review"}},
    StateName{issuing, "issuing", {"签发中", "Being issued"}},
    StateName{rejected, "rejected", {"已退回", "Sent back"}},
    StateName{awaiting_installation, "awaiting_installation", {"待安装", "To be installed"}},
    StateName{installed, "installed", {"已安装", "Installed"}},
    StateName{cancelled, "cancelled", {"已取消", "Cancelled"}},
};

struct EventName {
  Event event;
  std::string_view code;
  platform::Label label;
};

constexpr std::array event_names{
    EventName{receive_request, "receive_request", {"证书请求已生成", "Certificate request made"}},
    EventName{correct, "correct", {"信息已更正", "Corrected"}},
    EventName{submit, "submit", {"申请已提交", "Application handed in"}},
    EventName{pay, "pay", {"已支付", "Paid"}},
    EventName{receive_paper, "receive_paper", {"已收到纸质材料", "Paper form received"}},
    EventName{accept, "accept", {"受理通过", "Accepted"}},
    EventName{review, "review", {"复核通过", "Review passed"}},
    EventName{reject, "reject", {"已退回", "Sent back"}},
    EventName{issue, "issue", {"证书已签发", "Certificates issued"}},
    EventName{refuse_issue, "refuse_issue", {"签发未成功,重新受理", "Issuing failed, accepted anew"}},
    EventName{install, "install", {"证书已安装", "Certificates installed"}},
    EventName{cancel, "cancel", {"已取消", "Cancelled"}},
    EventName{refund, "refund", {"已退款", "Refunded"}},
};

// Where nothing is issued the same states and events have other names.
template <class Kind>
struct OwnName {
  Business business{};
  Kind kind{};
  platform::Label label;
};
using OwnStateName = OwnName<State>;
using OwnEventName = OwnName<Event>;
constexpr std::array own_state_names{
    OwnStateName{Business::unlock, issuing, {"处理中", "Being carried out"}},
    OwnStateName{Business::unlock, awaiting_installation, {"可以解锁", "Ready to be unlocked"}},
    OwnStateName{Business::unlock, installed, {"已解锁", "Unlocked"}},
    OwnStateName{Business::key_recovery, issuing, {"处理中", "Being carried out"}},
    OwnStateName{Business::key_recovery, awaiting_installation, {"可以恢复", "Ready to be recovered"}},
    OwnStateName{Business::key_recovery, installed, {"已恢复", "Recovered"}},
    // The owner of the lost phone has time to object.
    OwnStateName{Business::replacement, issuing, {"异议期", "Time to object"}},
};

constexpr std::array own_event_names{
    OwnEventName{Business::unlock, issue, {"解锁已批准", "Unlocking approved"}},
    OwnEventName{Business::unlock, refuse_issue, {"解锁未批准,重新受理", "Unlocking refused, accepted anew"}},
    OwnEventName{Business::unlock, install, {"密钥已解锁", "Key unlocked"}},
    OwnEventName{Business::key_recovery, accept, {"恢复员已同意", "A recovery agent has agreed"}},
    OwnEventName{Business::key_recovery, review, {"恢复员已同意", "A recovery agent has agreed"}},
    OwnEventName{Business::key_recovery, issue, {"密钥恢复已批准", "Recovery approved"}},
    OwnEventName{
        Business::key_recovery, refuse_issue, {"密钥恢复未成功,重新受理", "Recovery refused, accepted anew"}},
    OwnEventName{Business::key_recovery, install, {"加密密钥已恢复", "Encryption keys recovered"}},
};

template <class Names, class Kind>
const platform::Label* own_label(const Names& names, Business business, Kind kind) {
  for (const auto& name : names)
    if (name.business == business && name.kind == kind) return &name.label;
  return nullptr;
}

template <class Value, class Names, class Member>
constexpr auto values_of(const Names& names, Member member) {
  std::array<Value, std::tuple_size_v<Names>> values{};
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = names[i].*member;
  return values;
}

constexpr auto state_values = values_of<State>(state_names, &StateName::state);
constexpr auto event_values = values_of<Event>(event_names, &EventName::event);

}  // namespace

std::span<const Move> moves() {
  return table;
}

bool is_move(State from, Event event, State to) {
  return std::ranges::any_of(table,
                             [&](const Move& m) { return m.from == from && m.event == event && m.to == to; });
}

bool may_happen(State from, Event event) {
  return std::ranges::any_of(table, [&](const Move& m) { return m.from == from && m.event == event; });
}

std::span<const State> states() {
  return state_values;
}
std::string_view state_code(State state) {
  return state_names[static_cast<std::size_t>(state)].code;
}

std::optional<State> state_of(std::string_view code) {
  for (const auto& name : state_names)
    if (name.code == code) return name.state;
  return std::nullopt;
}

std::string_view state_label(State state, Business business, bool paid, platform::Language language) {
  constexpr platform::Label paid_label{"待安装(已支付)", "To be installed (paid)"};
  if (const auto* own = own_label(own_state_names, business, state)) return own->in(language);
  if (state == awaiting_installation && paid) return paid_label.in(language);
  return state_names[static_cast<std::size_t>(state)].label.in(language);
}

std::span<const Event> events() {
  return event_values;
}
std::string_view event_code(Event event) {
  return event_names[static_cast<std::size_t>(event)].code;
}
std::string_view event_label(Event event, Business business, platform::Language language) {
  if (const auto* own = own_label(own_event_names, business, event)) return own->in(language);
  return event_names[static_cast<std::size_t>(event)].label.in(language);
}

}  // namespace palmkey::front::orders
