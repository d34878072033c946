/** Sends signed, encrypted callbacks until the merchant accepts them, and the faults tests ask for. */
import { randomBytes } from "node:crypto";

import type { SigningKey, WechatKeys } from "./keys.js";
import type { Callback, KeyMode, Ledger } from "./ledger.js";
import { encryptResource } from "./resource.js";
import { answerMessage, signMessage } from "./signature.js";

/** What goes wrong on purpose. It lasts until other faults are set, except `dropAnswers`, which counts down. */
export interface Faults {
  /** Send each callback a second time although the first was accepted. */
  callbackTwice: boolean;
  /** Sign over other bytes. */
  callbackWrongSignature: boolean;
  /** Send the probe WeChat Pay sends: a signature that starts with WECHATPAY/SIGNTEST/. */
  callbackSignatureProbe: boolean;
  /** The amount, in fen, told in the callbacks of payments made from now on; 0 tells the truth. */
  callbackTotal: number;
  callbackDelayMilliseconds: number;
  /** Send none; what was due stays due and goes out when the fault is lifted or after a restart. */
  callbackNever: boolean;
  /** How many answers to merchants are dropped after the request was carried out. */
  dropAnswers: number;
}

export const noFaults: Readonly<Faults> = {
  callbackTwice: false,
  callbackWrongSignature: false,
  callbackSignatureProbe: false,
  callbackTotal: 0,
  callbackDelayMilliseconds: 0,
  callbackNever: false,
  dropAnswers: 0,
};

/** Reads the faults a test asks for; undefined if a name or a type is unknown. */
export function readFaults(value: unknown): Faults | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const faults: Record<string, boolean | number> = { ...noFaults };
  for (const [name, wanted] of Object.entries(value)) {
    if (typeof wanted !== typeof faults[name]) return undefined;
    if (typeof wanted === "number" && (!Number.isSafeInteger(wanted) || wanted < 0)) return undefined;
    faults[name] = wanted as boolean | number;
  }
  return faults as unknown as Faults;
}

/** How long the merchant may take to answer a callback. */
const answerMilliseconds = 5000;

export class CallbackSender {
  faults: Faults = { ...noFaults };
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly sending = new Set<string>();
  private stopped = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly keys: WechatKeys,
    private readonly retrySeconds: readonly number[],
  ) {}

  signingKey(mode: KeyMode): SigningKey {
    return mode === "public-key" ? this.keys.publicKeyMode : this.keys.certificateMode;
  }

  /** Sends whatever is due: after a start, and after faults changed. */
  resume(): void {
    for (const callback of this.ledger.unfinishedCallbacks()) this.schedule(callback, 0);
  }

  setFaults(faults: Faults): void {
    this.faults = faults;
    this.resume();
  }

  schedule(callback: Callback, milliseconds: number): void {
    if (this.stopped || this.faults.callbackNever || this.sending.has(callback.id)) return;
    clearTimeout(this.timers.get(callback.id));
    const wait = milliseconds + this.faults.callbackDelayMilliseconds;
    this.timers.set(
      callback.id,
      setTimeout(() => void this.attempt(callback), wait),
    );
  }

  private async attempt(callback: Callback): Promise<void> {
    this.sending.add(callback.id);
    let accepted = await this.send(callback);
    if (accepted && this.faults.callbackTwice) accepted = await this.send(callback);
    this.sending.delete(callback.id);
    if (this.stopped) return;
    const attempts = callback.attempts + 1;
    const wait = this.retrySeconds[callback.attempts];
    const next: Callback = { ...callback, attempts, finished: accepted || wait === undefined };
    this.ledger.save({ callback: next });
    if (!next.finished && wait !== undefined) this.schedule(next, wait * 1000);
  }

  /** Sends one callback now and says whether the merchant accepted it. */
  async send(callback: Callback): Promise<boolean> {
    const signingKey = this.signingKey(callback.keyMode);
    const body = Buffer.from(
      JSON.stringify({
        id: callback.id,
        create_time: callback.createTime,
        resource_type: "encrypt-resource",
        event_type: callback.eventType,
        summary: callback.summary,
        resource: {
          original_type: callback.originalType,
          ...encryptResource(this.keys.apiV3Key, callback.originalType, callback.content),
        },
      }),
    );
    const timestamp = Math.floor(Date.now() / 1000).toString();
    const nonce = randomBytes(16).toString("hex").toUpperCase();
    try {
      const answer = await fetch(callback.notifyUrl, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(answerMilliseconds),
        headers: {
          "content-type": "application/json",
          "user-agent": "Mozilla/4.0",
          "wechatpay-serial": signingKey.serial,
          "wechatpay-timestamp": timestamp,
          "wechatpay-nonce": nonce,
          "wechatpay-signature-type": "WECHATPAY2-SHA256-RSA2048",
          "wechatpay-signature": this.callbackSignature(signingKey, timestamp, nonce, body),
        },
        body,
      });
      await answer.arrayBuffer();
      return answer.status === 200 || answer.status === 204;
    } catch {
      return false;
    }
  }

  private callbackSignature(signingKey: SigningKey, timestamp: string, nonce: string, body: Buffer): string {
    const signed = this.faults.callbackWrongSignature ? Buffer.concat([body, Buffer.from(" ")]) : body;
    const signature = signMessage(signingKey.key, answerMessage(timestamp, nonce, signed));
    return this.faults.callbackSignatureProbe ? `WECHATPAY/SIGNTEST/${signature}` : signature;
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }
}
