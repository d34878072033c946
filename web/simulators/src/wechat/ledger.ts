/** Orders, refunds and callbacks of the simulated payment platform, kept in a journal. */
import { randomBytes, randomInt } from "node:crypto";

import { Journal } from "../journal.js";

export type TradeState = "NOTPAY" | "SUCCESS" | "CLOSED" | "REFUND";

/** Which of its two keys the platform shows to the merchant. */
export type KeyMode = "certificate" | "public-key";

export interface Order {
  outTradeNo: string;
  appid: string;
  mchid: string;
  tradeType: "NATIVE" | "MWEB";
  description: string;
  attach: string;
  notifyUrl: string;
  /** Fen. */
  total: number;
  /** RFC 3339, or empty if the order does not expire. */
  timeExpire: string;
  /** Stands in the QR code and in the pay page's address. */
  code: string;
  state: TradeState;
  keyMode: KeyMode;
  transactionId: string;
  successTime: string;
}

export interface Refund {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  /** Fen. */
  refund: number;
  total: number;
  reason: string;
  notifyUrl: string;
  createTime: string;
  successTime: string;
}

export interface Callback {
  id: string;
  createTime: string;
  eventType: "TRANSACTION.SUCCESS" | "REFUND.SUCCESS";
  outTradeNo: string;
  notifyUrl: string;
  keyMode: KeyMode;
  summary: string;
  originalType: "transaction" | "refund";
  /** JSON text that is encrypted into the callback. */
  content: string;
  attempts: number;
  /** Answered with 2xx, or given up. */
  finished: boolean;
}

/** What changes together stands in one line of the journal: after a crash all of it is there, or none. */
interface Entry {
  order?: Order;
  refund?: Refund;
  callback?: Callback;
}

/** Not thread safe, nor need it be: every change is made and written within one turn of the event loop. */
export class Ledger {
  private readonly journal: Journal<Entry>;
  private readonly orders = new Map<string, Order>();
  private readonly refunds = new Map<string, Refund>();
  private readonly callbacks = new Map<string, Callback>();

  constructor(path: string) {
    this.journal = Journal.open<Entry>(path);
    for (const entry of this.journal.entries) this.remember(entry);
  }

  private remember(entry: Entry): void {
    if (entry.order) this.orders.set(entry.order.outTradeNo, entry.order);
    if (entry.refund) this.refunds.set(entry.refund.outRefundNo, entry.refund);
    if (entry.callback) this.callbacks.set(entry.callback.id, entry.callback);
  }

  /** Writes first, then changes what queries see. */
  save(entry: Entry): void {
    this.journal.append(entry);
    this.remember(entry);
  }

  order(outTradeNo: string): Order | undefined {
    return this.orders.get(outTradeNo);
  }

  orderByTransaction(transactionId: string): Order | undefined {
    return [...this.orders.values()].find(
      (order) => order.transactionId !== "" && order.transactionId === transactionId,
    );
  }

  orderByCode(code: string): Order | undefined {
    return [...this.orders.values()].find((order) => order.code === code);
  }

  allOrders(): Order[] {
    return [...this.orders.values()];
  }

  refund(outRefundNo: string): Refund | undefined {
    return this.refunds.get(outRefundNo);
  }

  /** Fen already given back for an order. */
  refunded(outTradeNo: string): number {
    return [...this.refunds.values()]
      .filter((refund) => refund.outTradeNo === outTradeNo)
      .reduce((sum, refund) => sum + refund.refund, 0);
  }

  callbacksOf(outTradeNo: string): Callback[] {
    return [...this.callbacks.values()].filter((callback) => callback.outTradeNo === outTradeNo);
  }

  unfinishedCallbacks(): Callback[] {
    return [...this.callbacks.values()].filter((callback) => !callback.finished);
  }

  close(): void {
    this.journal.close();
  }
}

/** Beijing time as the platform writes it: 2024-01-02T03:04:05+08:00. */
export function beijingTime(date: Date = new Date()): string {
  return new Date(date.getTime() + 8 * 3600_000).toISOString().slice(0, 19) + "+08:00";
}

/** 28 digits as the platform's transaction and refund numbers have them. */
export function platformNumber(prefix: "4200" | "5030"): string {
  const day = beijingTime().slice(0, 10).replaceAll("-", "");
  const random = Array.from({ length: 16 }, () => randomInt(10)).join("");
  return prefix + day + random;
}

export function newCode(): string {
  return randomBytes(9).toString("base64url");
}
