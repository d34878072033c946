/** What the simulated payment platform does with orders: rules only, no HTTP. */
import { randomUUID } from "node:crypto";

import { refundNotice, transaction } from "./answers.js";
import type { CallbackSender } from "./callbacks.js";
import { WechatError } from "./errors.js";
import {
  beijingTime,
  newCode,
  platformNumber,
  type Callback,
  type KeyMode,
  type Ledger,
  type Order,
  type Refund,
} from "./ledger.js";
import type { OrderRequest, RefundRequest } from "./requests.js";

/** The merchant the simulator knows. */
export interface Merchant {
  mchid: string;
  appid: string;
  /** Shown to the payer. */
  name: string;
}

export class Platform {
  constructor(
    readonly merchant: Merchant,
    private readonly ledger: Ledger,
    private readonly callbacks: CallbackSender,
  ) {}

  /** Places an order, or finds the same one placed before: out_trade_no is unique per merchant. */
  placeOrder(request: OrderRequest, tradeType: Order["tradeType"], keyMode: KeyMode): Order {
    this.ownMerchant(request.mchid);
    if (request.appid !== this.merchant.appid) {
      throw new WechatError(400, "APPID_MCHID_NOT_MATCH", "AppID与商户号不匹配");
    }
    const known = this.ledger.order(request.outTradeNo);
    if (known === undefined) {
      const order: Order = {
        ...request,
        tradeType,
        keyMode,
        code: newCode(),
        state: "NOTPAY",
        transactionId: "",
        successTime: "",
      };
      this.ledger.save({ order });
      return order;
    }
    if (known.state === "CLOSED") throw new WechatError(400, "ORDER_CLOSED", "该订单已关闭");
    if (known.state !== "NOTPAY") throw new WechatError(400, "ORDERPAID", "该订单已支付");
    const same =
      known.total === request.total &&
      known.description === request.description &&
      known.notifyUrl === request.notifyUrl &&
      known.attach === request.attach &&
      known.tradeType === tradeType;
    if (!same) throw new WechatError(403, "OUT_TRADE_NO_USED", "商户订单号重复");
    return known;
  }

  order(outTradeNo: string, mchid: string): Order {
    this.ownMerchant(mchid);
    const order = this.ledger.order(outTradeNo);
    if (order === undefined) throw new WechatError(404, "ORDER_NOT_EXIST", "订单不存在");
    return order;
  }

  orderByTransaction(transactionId: string, mchid: string): Order {
    this.ownMerchant(mchid);
    const order = this.ledger.orderByTransaction(transactionId);
    if (order === undefined) throw new WechatError(404, "ORDER_NOT_EXIST", "订单不存在");
    return order;
  }

  closeOrder(outTradeNo: string, mchid: string): void {
    const order = this.order(outTradeNo, mchid);
    if (order.state === "SUCCESS" || order.state === "REFUND")
      throw new WechatError(400, "ORDERPAID", "该订单已支付");
    if (order.state === "NOTPAY") this.ledger.save({ order: { ...order, state: "CLOSED" } });
  }

  /** Plays the payer. Paying twice changes nothing. */
  pay(order: Order): Order {
    if (order.state === "CLOSED") throw new WechatError(400, "ORDER_CLOSED", "该订单已关闭");
    if (order.state !== "NOTPAY") return order;
    if (order.timeExpire !== "" && Date.parse(order.timeExpire) <= Date.now()) {
      throw new WechatError(400, "ORDER_EXPIRED", "该订单已过期");
    }
    const paid: Order = {
      ...order,
      state: "SUCCESS",
      transactionId: platformNumber("4200"),
      successTime: beijingTime(),
    };
    const told = transaction(paid, this.callbacks.faults.callbackTotal || paid.total);
    const callback = newCallback(paid, paid.notifyUrl, "TRANSACTION.SUCCESS", told);
    this.ledger.save({ order: paid, callback });
    this.callbacks.schedule(callback, 0);
    return paid;
  }

  /** The same out_refund_no with the same amount is a retry and changes nothing. */
  refund(request: RefundRequest): { refund: Refund; order: Order } {
    const order =
      request.outTradeNo !== ""
        ? this.ledger.order(request.outTradeNo)
        : this.ledger.orderByTransaction(request.transactionId);
    if (order === undefined) throw new WechatError(404, "RESOURCE_NOT_EXISTS", "订单不存在");
    if (order.state !== "SUCCESS" && order.state !== "REFUND")
      throw new WechatError(400, "INVALID_REQUEST", "订单未支付");
    if (request.total !== order.total)
      throw new WechatError(400, "INVALID_REQUEST", "订单金额与原订单不一致");
    const known = this.ledger.refund(request.outRefundNo);
    if (known !== undefined) {
      if (known.outTradeNo !== order.outTradeNo || known.refund !== request.refund) {
        throw new WechatError(400, "INVALID_REQUEST", "退款单号已用于另一笔退款");
      }
      return { refund: known, order };
    }
    if (this.ledger.refunded(order.outTradeNo) + request.refund > order.total) {
      throw new WechatError(403, "NOT_ENOUGH", "退款金额超过可退金额");
    }
    const now = beijingTime();
    const refund: Refund = {
      outRefundNo: request.outRefundNo,
      refundId: platformNumber("5030"),
      outTradeNo: order.outTradeNo,
      refund: request.refund,
      total: order.total,
      reason: request.reason,
      notifyUrl: request.notifyUrl,
      createTime: now,
      successTime: now,
    };
    const changed: Order = { ...order, state: "REFUND" };
    if (refund.notifyUrl === "") {
      this.ledger.save({ refund, order: changed });
    } else {
      const callback = newCallback(
        changed,
        refund.notifyUrl,
        "REFUND.SUCCESS",
        refundNotice(refund, changed),
      );
      this.ledger.save({ refund, order: changed, callback });
      this.callbacks.schedule(callback, 0);
    }
    return { refund, order: changed };
  }

  findRefund(outRefundNo: string): { refund: Refund; order: Order } {
    const refund = this.ledger.refund(outRefundNo);
    const order = refund && this.ledger.order(refund.outTradeNo);
    if (refund === undefined || order === undefined)
      throw new WechatError(404, "RESOURCE_NOT_EXISTS", "退款单不存在");
    return { refund, order };
  }

  /** Sends the callbacks of an order once more, whatever became of them before. */
  async repeatCallbacks(order: Order): Promise<boolean[]> {
    return Promise.all(
      this.ledger.callbacksOf(order.outTradeNo).map((callback) => this.callbacks.send(callback)),
    );
  }

  private ownMerchant(mchid: string): void {
    if (mchid !== this.merchant.mchid)
      throw new WechatError(400, "PARAM_ERROR", "商户号与签名所用的商户号不一致");
  }
}

function newCallback(
  order: Order,
  notifyUrl: string,
  eventType: Callback["eventType"],
  content: object,
): Callback {
  const payment = eventType === "TRANSACTION.SUCCESS";
  return {
    id: randomUUID(),
    createTime: beijingTime(),
    eventType,
    outTradeNo: order.outTradeNo,
    notifyUrl,
    keyMode: order.keyMode,
    summary: payment ? "支付成功" : "退款成功",
    originalType: payment ? "transaction" : "refund",
    content: JSON.stringify(content),
    attempts: 0,
    finished: false,
  };
}
