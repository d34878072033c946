// The one table of an order's states and the moves between them. Every change of state goes through it, in a
// transaction that holds the order's row (front/orders/moves.hpp).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "front/orders/business.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::orders {

enum class State {
  awaiting_request,       // 待生成证书请求
  awaiting_upload,        // 待上传
  awaiting_payment,       // 待支付
  awaiting_acceptance,    // 待受理
  awaiting_paper,         // 待收纸质材料
  awaiting_review,        // 待复核
  issuing,                // 签发中: reviewed, the vault has not answered yet
  rejected,               // 已退回
  awaiting_installation,  // 待安装, 可以解锁, 可以恢复: what is left is the phone's
  installed,              // 已安装, 已解锁, 已恢复
  cancelled,              // 已取消
};

enum class Event {
  receive_request,  // the phone's certification request
  correct,          // fields named in a rejection
  submit,           // the subscriber hands everything in
  pay,
  receive_paper,  // an officer has the signed form in hands
  accept,         // first officer, first recovery agent
  review,         // second officer, further recovery agent
  reject,         // either officer, any agent
  issue,          // the vault has issued, lets the key be unlocked, or has given the encryption keys back
  refuse_issue,   // the vault has refused: back to the first officer
  install,        // the phone has both certificates, or has unlocked the key
  cancel,
  refund,  // an administrator gives the money back: the order ends
};

struct Move {
  State from;
  Event event;
  State to;
};

// All moves there are. Where an event leads to several states, the facts of the order choose among them.
std::span<const Move> moves();
bool is_move(State from, Event event, State to);
// Whether the event can happen at all in this state.
bool may_happen(State from, Event event);

std::span<const State> states();
std::string_view state_code(State state);  // "awaiting_upload"
std::optional<State> state_of(std::string_view code);
// The label that people see: what the state means for this business; for awaiting_installation it tells
// whether the order was paid.
std::string_view state_label(State state, Business business, bool paid, platform::Language language);

std::span<const Event> events();
std::string_view event_code(Event event);  // "receive_request"
// What the timeline shows: "证书请求已生成".
std::string_view event_label(Event event, Business business, platform::Language language);

}  // namespace palmkey::front::orders
