/** Aliyun's SendSms (version 2017-05-25), delivering into the outbox. */
import { randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import express, { type NextFunction, type Request, type Response } from "express";

import type { Outbox } from "../outbox.js";
import { NonceMemory } from "../replay.js";
import { canonicalRequest, parseAuthorization, sha256Hex, signature } from "./signature.js";

export interface SmsOptions {
  accessKeyId: string;
  accessKeySecret: string;
  /** Registered texts by template code with ${name} for parameters; other SMS_ codes show their parameters. */
  templates: Record<string, string>;
  /** Messages a number may get in a minute; 0 sets no limit. */
  limitPerMinute: number;
}

const toleranceMilliseconds = 15 * 60_000;
const requiredSignedHeaders = [
  "host",
  "x-acs-action",
  "x-acs-content-sha256",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-version",
];

class GatewayError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Parameters stand in the query string, or in a form body as older clients send them. */
function parameters(request: Request, body: Buffer): URLSearchParams {
  const all = new URLSearchParams(request.originalUrl.split("?")[1] ?? "");
  if (request.get("content-type")?.startsWith("application/x-www-form-urlencoded")) {
    for (const [name, value] of new URLSearchParams(body.toString("utf8"))) all.append(name, value);
  }
  return all;
}

export function smsApplication(options: SmsOptions, outbox: Outbox): express.Express {
  const nonces = new NonceMemory(2 * toleranceMilliseconds);
  const application = express();
  application.disable("x-powered-by");
  application.use(express.raw({ type: () => true, limit: "64kb" }));

  function authenticate(request: Request, body: Buffer): void {
    const authorization = parseAuthorization(request.get("authorization"));
    if (authorization === undefined)
      throw new GatewayError(400, "IncompleteSignature", "the Authorization header is missing or malformed");
    if (authorization.accessKeyId !== options.accessKeyId)
      throw new GatewayError(404, "InvalidAccessKeyId.NotFound", "unknown access key");
    const sorted = [...authorization.signedHeaders].sort();
    if (
      sorted.join(";") !== authorization.signedHeaders.join(";") ||
      new Set(sorted).size !== sorted.length ||
      requiredSignedHeaders.some((name) => !sorted.includes(name))
    ) {
      throw new GatewayError(400, "IncompleteSignature", "the signed headers are incomplete or not sorted");
    }
    const unsigned = Object.keys(request.headers).find(
      (name) => name.startsWith("x-acs-") && !sorted.includes(name),
    );
    if (unsigned !== undefined)
      throw new GatewayError(400, "IncompleteSignature", `${unsigned} is not signed`);
    const date = request.get("x-acs-date") ?? "";
    if (
      !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ||
      !(Math.abs(Date.now() - Date.parse(date)) <= toleranceMilliseconds)
    ) {
      throw new GatewayError(400, "InvalidTimeStamp.Expired", "x-acs-date is malformed or too far from now");
    }
    const bodyDigest = sha256Hex(body);
    if (request.get("x-acs-content-sha256") !== bodyDigest)
      throw new GatewayError(400, "SignatureDoesNotMatch", "x-acs-content-sha256 is not the body's digest");
    const canonical = canonicalRequest({
      method: request.method,
      path: request.path,
      query: [...new URLSearchParams(request.originalUrl.split("?")[1] ?? "")],
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      signedHeaders: authorization.signedHeaders,
      bodyDigest,
    });
    const expected = Buffer.from(signature(options.accessKeySecret, canonical));
    if (!timingSafeEqual(expected, Buffer.from(authorization.signature))) {
      throw new GatewayError(
        400,
        "SignatureDoesNotMatch",
        `the signature differs; the canonical request has the digest ${sha256Hex(canonical)}`,
      );
    }
    if (!nonces.isNew(request.get("x-acs-signature-nonce") ?? ""))
      throw new GatewayError(400, "SignatureNonceUsed", "the nonce was used before");
  }

  application.all("/", (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    authenticate(request, body);
    if (request.get("x-acs-action") !== "SendSms")
      throw new GatewayError(404, "InvalidAction.NotFound", "unknown action");
    if (request.get("x-acs-version") !== "2017-05-25")
      throw new GatewayError(404, "InvalidVersion", "unknown version");
    response.json({
      ...sendSms(parameters(request, body), options, outbox),
      RequestId: randomUUID().toUpperCase(),
    });
  });
  application.use((_request: Request, _response: Response) => {
    throw new GatewayError(404, "InvalidAction.NotFound", "unknown path");
  });
  application.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const known =
      error instanceof GatewayError ? error : new GatewayError(500, "InternalError", "internal error");
    if (known.status === 500) console.error("sms:", error);
    response.status(known.status).json({
      Code: known.code,
      Message: known.message,
      HostId: request.get("host"),
      RequestId: randomUUID().toUpperCase(),
    });
  });
  return application;
}

/** Business errors are answered with HTTP 200 and a Code other than OK, as the service does. */
function sendSms(
  query: URLSearchParams,
  options: SmsOptions,
  outbox: Outbox,
): { Code: string; Message: string; BizId?: string } {
  const phones = (query.get("PhoneNumbers") ?? "").split(",");
  const signName = query.get("SignName") ?? "";
  const templateCode = query.get("TemplateCode") ?? "";
  if (phones.length > 1000 || phones.some((phone) => !/^1[3-9]\d{9}$/.test(phone)))
    return { Code: "isv.MOBILE_NUMBER_ILLEGAL", Message: "非法手机号" };
  if (signName === "") return { Code: "isv.SMS_SIGNATURE_ILLEGAL", Message: "短信签名不合法" };
  if (!/^SMS_\w+$/.test(templateCode)) return { Code: "isv.SMS_TEMPLATE_ILLEGAL", Message: "短信模板不合法" };
  const values = readTemplateParameters(query.get("TemplateParam") ?? "{}");
  if (values === undefined)
    return { Code: "isv.INVALID_JSON_PARAM", Message: "参数格式错误，请修改为字符串值" };
  const text = fillTemplate(options.templates[templateCode], values);
  if (text === undefined) return { Code: "isv.TEMPLATE_MISSING_PARAMETERS", Message: "模板变量缺失" };
  const minuteAgo = new Date(Date.now() - 60_000).toISOString();
  const full = (phone: string) =>
    outbox.sms(phone).filter((sms) => sms.time > minuteAgo).length >= options.limitPerMinute;
  if (options.limitPerMinute > 0 && phones.some(full))
    return { Code: "isv.BUSINESS_LIMIT_CONTROL", Message: "触发分钟级流控" };
  const bizId = `${randomInt(1e12)}${randomInt(1e6)}^0`;
  for (const phone of phones) {
    outbox.addSms({
      time: new Date().toISOString(),
      phone,
      signName,
      templateCode,
      parameters: values,
      text,
      bizId,
    });
  }
  return { Code: "OK", Message: "OK", BizId: bizId };
}

function readTemplateParameters(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    if (entries.some(([, item]) => typeof item !== "string" && typeof item !== "number")) return undefined;
    return Object.fromEntries(entries.map(([name, item]) => [name, String(item)]));
  } catch {
    return undefined;
  }
}

/** The message's text; undefined if a variable of the template has no value. */
function fillTemplate(template: string | undefined, values: Record<string, string>): string | undefined {
  if (template === undefined)
    return Object.entries(values)
      .map(([name, value]) => `${name}: ${value}`)
      .join("，");
  let complete = true;
  const text = template.replace(/\$\{(\w+)\}/g, (_match, name: string) => {
    complete &&= values[name] !== undefined;
    return values[name] ?? "";
  });
  return complete ? text : undefined;
}
