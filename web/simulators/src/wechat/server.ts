/** The HTTP side of the simulated payment platform: merchants' API, the payer's page, test controls. */
import { randomBytes } from "node:crypto";
import express, { type NextFunction, type Request, type Response } from "express";

import { escapeHtml, page, pageHeaders } from "../html.js";
import { NonceMemory } from "../replay.js";
import { refundAnswer, transaction } from "./answers.js";
import { readFaults, type CallbackSender } from "./callbacks.js";
import { parameterError, WechatError } from "./errors.js";
import type { WechatKeys } from "./keys.js";
import { beijingTime, type KeyMode, type Ledger, type Order } from "./ledger.js";
import type { Platform } from "./platform.js";
import { parseBody, readClose, readOrder, readRefund } from "./requests.js";
import { encryptResource } from "./resource.js";
import {
  answerMessage,
  parseAuthorization,
  requestMessage,
  signMessage,
  verifyMessage,
} from "./signature.js";

const toleranceSeconds = 300;

function bodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** Which platform key the merchant says it can verify; the certificate if it says nothing. */
function keyMode(request: Request, keys: WechatKeys): KeyMode {
  const serial = request.get("wechatpay-serial");
  if (serial === undefined || serial === keys.certificateMode.serial) return "certificate";
  if (serial === keys.publicKeyMode.serial) return "public-key";
  throw new WechatError(400, "PARAM_ERROR", "Wechatpay-Serial不存在", {
    location: "header",
    field: "Wechatpay-Serial",
  });
}

function signError(issue: string): WechatError {
  return new WechatError(401, "SIGN_ERROR", `签名错误: ${issue}`, { location: "authorization", issue });
}

/** `publicHost`: the host name in the payers' addresses, without a port; undefined takes that of the request. */
export function wechatApplication(
  platform: Platform,
  ledger: Ledger,
  callbacks: CallbackSender,
  keys: WechatKeys,
  publicHost?: string,
): express.Express {
  const application = express();
  application.disable("x-powered-by");
  application.disable("etag");
  application.use(express.raw({ type: () => true, limit: "256kb" }));
  const nonces = new NonceMemory(2 * toleranceSeconds * 1000);

  function answer(request: Request, response: Response, status: number, content?: unknown): void {
    if (request.path.startsWith("/v3/") && callbacks.faults.dropAnswers > 0) {
      callbacks.faults.dropAnswers -= 1;
      request.socket.destroy();
      return;
    }
    const body = content === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(content));
    const asked = request.get("wechatpay-serial") === keys.publicKeyMode.serial;
    const signingKey = callbacks.signingKey(asked ? "public-key" : "certificate");
    const timestamp = Math.floor(Date.now() / 1000).toString();
    const nonce = randomBytes(16).toString("hex");
    response.status(status).set({
      "content-type": "application/json; charset=utf-8",
      "request-id": randomBytes(12).toString("hex").toUpperCase(),
      "wechatpay-serial": signingKey.serial,
      "wechatpay-timestamp": timestamp,
      "wechatpay-nonce": nonce,
      "wechatpay-signature-type": "WECHATPAY2-SHA256-RSA2048",
      "wechatpay-signature": signMessage(signingKey.key, answerMessage(timestamp, nonce, body)),
    });
    if (content === undefined) response.removeHeader("content-type");
    response.end(body);
  }

  function authenticate(request: Request, _response: Response, next: NextFunction): void {
    const authorization = parseAuthorization(request.get("authorization"));
    if (authorization === undefined) throw signError("Authorization头缺失或格式不符");
    if (authorization.mchid !== platform.merchant.mchid) throw signError("商户号不存在");
    if (authorization.serial.toUpperCase() !== keys.merchant.serial) throw signError("商户证书序列号不存在");
    const skew = Math.abs(Date.now() / 1000 - Number(authorization.timestamp));
    if (!/^[0-9]{1,12}$/.test(authorization.timestamp) || skew > toleranceSeconds)
      throw signError("时间戳超出允许范围");
    if (!/^[0-9A-Za-z]{1,32}$/.test(authorization.nonce)) throw signError("随机串格式不符");
    const message = requestMessage(
      request.method,
      request.originalUrl,
      authorization.timestamp,
      authorization.nonce,
      bodyOf(request),
    );
    if (!verifyMessage(keys.merchant.publicKey, message, authorization.signature))
      throw signError("验签失败");
    // Only after the signature: a stranger must not be able to use up the merchant's nonces.
    if (!nonces.isNew(authorization.nonce)) throw signError("随机串已使用");
    keyMode(request, keys);
    next();
  }

  function ownMerchant(mchid: unknown): string {
    if (typeof mchid !== "string" || mchid === "") throw parameterError("/mchid", "缺失");
    return mchid;
  }

  application.use("/v3", authenticate);
  application.post("/v3/pay/transactions/native", (request, response) => {
    const order = platform.placeOrder(
      readOrder(parseBody(bodyOf(request)), false),
      "NATIVE",
      keyMode(request, keys),
    );
    answer(request, response, 200, { code_url: codeUrl(order) });
  });
  application.post("/v3/pay/transactions/h5", (request, response) => {
    const order = platform.placeOrder(
      readOrder(parseBody(bodyOf(request)), true),
      "MWEB",
      keyMode(request, keys),
    );
    const host = publicHost === undefined ? request.get("host") : `${publicHost}:${request.socket.localPort}`;
    answer(request, response, 200, { h5_url: `http://${host}/pay/${order.code}` });
  });
  application.get("/v3/pay/transactions/out-trade-no/:number", (request, response) => {
    answer(
      request,
      response,
      200,
      transaction(platform.order(request.params.number, ownMerchant(request.query["mchid"]))),
    );
  });
  application.get("/v3/pay/transactions/id/:number", (request, response) => {
    answer(
      request,
      response,
      200,
      transaction(platform.orderByTransaction(request.params.number, ownMerchant(request.query["mchid"]))),
    );
  });
  application.post("/v3/pay/transactions/out-trade-no/:number/close", (request, response) => {
    platform.closeOrder(request.params.number, readClose(parseBody(bodyOf(request))));
    answer(request, response, 204);
  });
  application.post("/v3/refund/domestic/refunds", (request, response) => {
    const { refund, order } = platform.refund(readRefund(parseBody(bodyOf(request))));
    answer(request, response, 200, refundAnswer(refund, order));
  });
  application.get("/v3/refund/domestic/refunds/:number", (request, response) => {
    const { refund, order } = platform.findRefund(request.params.number);
    answer(request, response, 200, refundAnswer(refund, order));
  });
  application.get("/v3/certificates", (request, response) => {
    answer(request, response, 200, {
      data: [
        {
          serial_no: keys.certificateMode.serial,
          effective_time: beijingTime(new Date(keys.certificate.validFrom)),
          expire_time: beijingTime(new Date(keys.certificate.validTo)),
          encrypt_certificate: encryptResource(keys.apiV3Key, "certificate", keys.certificatePem),
        },
      ],
    });
  });

  payPages(application, platform, ledger);
  controls(application, platform, ledger, callbacks);

  application.use((request, response) => {
    answer(request, response, 404, { code: "RESOURCE_NOT_EXISTS", message: "接口不存在" });
  });
  application.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    if (error instanceof WechatError) {
      answer(request, response, error.status, {
        code: error.code,
        message: error.message,
        detail: error.detail,
      });
      return;
    }
    const status = (error as { status?: number }).status === 413 ? 413 : 500;
    if (status === 500) console.error("wechat:", error);
    answer(request, response, status, {
      code: status === 413 ? "PARAM_ERROR" : "SYSTEM_ERROR",
      message: "系统异常",
    });
  });
  return application;
}

function codeUrl(order: Order): string {
  return `weixin://wxpay/bizpayurl?pr=${order.code}`;
}

function yuan(fen: number): string {
  return `${Math.trunc(fen / 100)}.${(fen % 100).toString().padStart(2, "0")}`;
}

/** The page a person sees instead of the payment app. */
function payPages(application: express.Express, platform: Platform, ledger: Ledger): void {
  function show(response: Response, status: number, title: string, body: string): void {
    response
      .status(status)
      .set(pageHeaders)
      .type("html")
      .send(page(title, `<p class="note">模拟支付页面，不会扣款</p>${body}`));
  }
  application.get("/pay/:code", (request, response) => {
    const order = ledger.orderByCode(request.params.code);
    if (order === undefined) {
      show(response, 404, "订单不存在", "<h1>订单不存在</h1>");
      return;
    }
    const state =
      order.state === "NOTPAY"
        ? `<form method="post"><button>立即支付</button></form>`
        : `<h2>${order.state === "CLOSED" ? "订单已关闭" : "支付成功"}</h2>`;
    show(
      response,
      200,
      "支付",
      `<div class="card center"><div>${escapeHtml(platform.merchant.name)}</div>
<div class="amount">¥${yuan(order.total)}</div><p class="meta">${escapeHtml(order.description)}<br>商户订单号 ${escapeHtml(order.outTradeNo)}</p>${state}</div>`,
    );
  });
  application.post("/pay/:code", (request, response) => {
    const order = ledger.orderByCode(request.params.code);
    if (order === undefined) {
      show(response, 404, "订单不存在", "<h1>订单不存在</h1>");
      return;
    }
    try {
      platform.pay(order);
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      show(response, error.status, "支付失败", `<h1>支付失败</h1><p>${escapeHtml(error.message)}</p>`);
      return;
    }
    // A merchant's H5 page may name where the payer goes on.
    const target = request.query["redirect_url"];
    if (typeof target === "string" && /^https?:\/\//.test(target)) response.redirect(303, target);
    else response.redirect(303, request.originalUrl);
  });
}

/** What tests and the demonstration use to play the payer and to cause faults. Not part of WeChat Pay. */
function controls(
  application: express.Express,
  platform: Platform,
  ledger: Ledger,
  callbacks: CallbackSender,
): void {
  function chosenOrder(request: Request): Order {
    const fields = parseBody(bodyOf(request));
    const number = fields["out_trade_no"];
    const code = fields["code_url"];
    let order: Order | undefined;
    if (typeof number === "string") order = ledger.order(number);
    else if (typeof code === "string") order = ledger.orderByCode(code.replace(/^.*(?:[?&]pr=|\/pay\/)/, ""));
    else throw parameterError("/", "应有out_trade_no或code_url");
    if (order === undefined) throw new WechatError(404, "ORDER_NOT_EXIST", "订单不存在");
    return order;
  }
  application.post("/simulator/pay", (request, response) => {
    response.json(transaction(platform.pay(chosenOrder(request))));
  });
  application.post("/simulator/callback", async (request, response) => {
    response.json({ accepted: await platform.repeatCallbacks(chosenOrder(request)) });
  });
  application.get("/simulator/faults", (_request, response) => {
    response.json(callbacks.faults);
  });
  application.post("/simulator/faults", (request, response) => {
    const faults = readFaults(parseBody(bodyOf(request)));
    if (faults === undefined) throw parameterError("/", "未知的故障或类型不符");
    callbacks.setFaults(faults);
    response.json(callbacks.faults);
  });
  application.get("/simulator/orders", (_request, response) => {
    response.json(
      ledger.allOrders().map((order) => ({
        ...transaction(order),
        description: order.description,
        code_url: codeUrl(order),
        callbacks: ledger
          .callbacksOf(order.outTradeNo)
          .map(({ id, eventType, attempts, finished }) => ({ id, eventType, attempts, finished })),
      })),
    );
  });
}
