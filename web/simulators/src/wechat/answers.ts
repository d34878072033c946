/** What the platform tells about an order and a refund, in queries and in callbacks. */
import type { Order, Refund } from "./ledger.js";

const stateText: Record<Order["state"], string> = {
  NOTPAY: "订单未支付",
  SUCCESS: "支付成功",
  CLOSED: "订单已关闭",
  REFUND: "订单发生过退款",
};

const openid = "oSimulatedPayer0000000000001";

/** `total` differs from the order's only where a test wants a wrong callback. */
export function transaction(order: Order, total: number = order.total): Record<string, unknown> {
  const known = {
    appid: order.appid,
    mchid: order.mchid,
    out_trade_no: order.outTradeNo,
    trade_state: order.state,
    trade_state_desc: stateText[order.state],
    attach: order.attach,
  };
  if (order.transactionId === "") return { ...known, amount: { total, currency: "CNY" } };
  return {
    ...known,
    transaction_id: order.transactionId,
    trade_type: order.tradeType,
    bank_type: "OTHERS",
    success_time: order.successTime,
    payer: { openid },
    amount: { total, payer_total: total, currency: "CNY", payer_currency: "CNY" },
  };
}

export function refundAnswer(refund: Refund, order: Order): Record<string, unknown> {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: order.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: "ORIGINAL",
    user_received_account: "支付用户零钱",
    success_time: refund.successTime,
    create_time: refund.createTime,
    status: "SUCCESS",
    amount: {
      total: refund.total,
      refund: refund.refund,
      payer_total: refund.total,
      payer_refund: refund.refund,
      settlement_refund: refund.refund,
      settlement_total: refund.total,
      discount_refund: 0,
      currency: "CNY",
    },
  };
}

/** A refund callback names the status and the amounts differently from an answer. */
export function refundNotice(refund: Refund, order: Order): Record<string, unknown> {
  return {
    mchid: order.mchid,
    transaction_id: order.transactionId,
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: "SUCCESS",
    success_time: refund.successTime,
    user_received_account: "支付用户零钱",
    amount: {
      total: refund.total,
      refund: refund.refund,
      payer_total: refund.total,
      payer_refund: refund.refund,
    },
  };
}
