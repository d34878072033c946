/**
 * Signatures of WeChat Pay's API v3 (scheme WECHATPAY2-SHA256-RSA2048): what is signed in requests,
 * answers and callbacks, and the Authorization header.
 */
import { sign, verify, type KeyObject } from "node:crypto";

export const scheme = "WECHATPAY2-SHA256-RSA2048";

/** What a merchant signs; `target` is the path with its query, `body` the exact bytes sent. */
export function requestMessage(
  method: string,
  target: string,
  timestamp: string,
  nonce: string,
  body: Buffer,
): Buffer {
  return Buffer.concat([
    Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce}\n`),
    body,
    Buffer.from("\n"),
  ]);
}

/** What WeChat Pay signs in an answer and in a callback. */
export function answerMessage(timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from("\n")]);
}

export function signMessage(key: KeyObject, message: Buffer): string {
  return sign("sha256", message, key).toString("base64");
}

export function verifyMessage(key: KeyObject, message: Buffer, signature: string): boolean {
  return verify("sha256", message, key, Buffer.from(signature, "base64"));
}

export interface Authorization {
  mchid: string;
  nonce: string;
  timestamp: string;
  serial: string;
  signature: string;
}

/** Reads an Authorization header; undefined if a field is missing, unknown or given twice. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  if (header === undefined || !header.startsWith(`${scheme} `)) return undefined;
  const fields = new Map<string, string>();
  for (const part of header.slice(scheme.length + 1).split(",")) {
    const match = /^\s*(mchid|nonce_str|timestamp|serial_no|signature)="([^"]*)"\s*$/.exec(part);
    if (match === null || fields.has(match[1] as string)) return undefined;
    fields.set(match[1] as string, match[2] as string);
  }
  if (fields.size !== 5) return undefined;
  return {
    mchid: fields.get("mchid") as string,
    nonce: fields.get("nonce_str") as string,
    timestamp: fields.get("timestamp") as string,
    serial: fields.get("serial_no") as string,
    signature: fields.get("signature") as string,
  };
}
