/** Reads and checks the bodies merchants send. */
import { parameterError, WechatError } from "./errors.js";

export interface OrderRequest {
  appid: string;
  mchid: string;
  description: string;
  outTradeNo: string;
  attach: string;
  notifyUrl: string;
  timeExpire: string;
  total: number;
}

export interface RefundRequest {
  transactionId: string;
  outTradeNo: string;
  outRefundNo: string;
  reason: string;
  notifyUrl: string;
  refund: number;
  total: number;
}

type Fields = Record<string, unknown>;

/** The body as a JSON object. */
export function parseBody(body: Buffer): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw parameterError("/", "不是有效的JSON");
  }
  return object(value, "/");
}

function object(value: unknown, field: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw parameterError(field, "应为对象");
  return value as Fields;
}

/** A string of 1 to `most` characters. */
function text(fields: Fields, name: string, most: number): string {
  const value = fields[name];
  if (typeof value !== "string" || value === "" || [...value].length > most) {
    throw parameterError(`/${name}`, `应为1至${most}个字符`);
  }
  return value;
}

function optionalText(fields: Fields, name: string, most: number): string {
  return fields[name] === undefined ? "" : text(fields, name, most);
}

/** Whole fen; WeChat Pay refuses fractions and numbers written as strings. */
function fen(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1) {
    throw parameterError(`/amount/${name}`, "应为正整数(分)");
  }
  return value;
}

function currency(amount: Fields, required: boolean): void {
  if (amount["currency"] === undefined && !required) return;
  if (amount["currency"] !== "CNY") throw parameterError("/amount/currency", "应为CNY");
}

function merchantNumber(fields: Fields, name: string, pattern: RegExp): string {
  const value = text(fields, name, 64);
  if (!pattern.test(value)) throw parameterError(`/${name}`, "格式不符");
  return value;
}

/** https without a query string; plain http only to this machine, for tests. */
function notifyUrl(fields: Fields, required: boolean): string {
  if (fields["notify_url"] === undefined && !required) return "";
  const value = text(fields, "notify_url", 256);
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw parameterError("/notify_url", "不是有效的网址");
  }
  const local = url.hostname === "127.0.0.1" || url.hostname === "localhost";
  if (
    !(url.protocol === "https:" || (url.protocol === "http:" && local)) ||
    url.search !== "" ||
    url.hash !== ""
  ) {
    throw parameterError("/notify_url", "应为不带参数的https地址");
  }
  return value;
}

export function readOrder(fields: Fields, h5: boolean): OrderRequest {
  const amount = object(fields["amount"], "/amount");
  currency(amount, false);
  if (h5) {
    const scene = object(fields["scene_info"], "/scene_info");
    text(scene, "payer_client_ip", 45);
    text(object(scene["h5_info"], "/scene_info/h5_info"), "type", 32);
  }
  const timeExpire = optionalText(fields, "time_expire", 64);
  if (timeExpire !== "" && Number.isNaN(Date.parse(timeExpire)))
    throw parameterError("/time_expire", "应为RFC 3339时间");
  return {
    appid: text(fields, "appid", 32),
    mchid: text(fields, "mchid", 32),
    description: text(fields, "description", 127),
    outTradeNo: merchantNumber(fields, "out_trade_no", /^[0-9A-Za-z_\-|*]{6,32}$/),
    attach: optionalText(fields, "attach", 128),
    notifyUrl: notifyUrl(fields, true),
    timeExpire,
    total: fen(amount, "total"),
  };
}

export function readRefund(fields: Fields): RefundRequest {
  const amount = object(fields["amount"], "/amount");
  currency(amount, true);
  const transactionId = optionalText(fields, "transaction_id", 32);
  const outTradeNo = optionalText(fields, "out_trade_no", 32);
  if ((transactionId === "") === (outTradeNo === "")) {
    throw new WechatError(400, "PARAM_ERROR", "transaction_id与out_trade_no应二选一");
  }
  return {
    transactionId,
    outTradeNo,
    outRefundNo: merchantNumber(fields, "out_refund_no", /^[0-9A-Za-z_\-|*@]{1,64}$/),
    reason: optionalText(fields, "reason", 80),
    notifyUrl: notifyUrl(fields, false),
    refund: fen(amount, "refund"),
    total: fen(amount, "total"),
  };
}

export function readClose(fields: Fields): string {
  return text(fields, "mchid", 32);
}
