// An applicant whose phone is a browser: the steps of the guide up to a certificate, with the device's TypeScript.
import { readFileSync } from "node:fs";
import path from "node:path";

import { root } from "../../../scripts/demo/commands.mjs";

const phone = "13800000001";
const attachment = path.join(root, "demo/tour/document.jpg");

export async function typePin(device, digits) {
  const pin = await device.newPin();
  for (const digit of digits) await pin.press(Number(digit));
  return pin;
}

export class Applicant {
  // `guide`: scripts/demo/steps.mjs, for what arrives by SMS.
  constructor(device, api, guide) {
    Object.assign(this, { device, api, guide });
  }

  async openSession(entry) {
    this.service = entry.values.s;
    const before = await this.guide.smsCount();
    await this.api.post("/api/v1/phone-codes", { service: this.service, phone });
    const code = await this.guide.smsCode(before);
    this.api.token = (await this.api.post("/api/v1/sessions", { phone, code })).token;
  }

  async order(pin) {
    const { agreements } = await this.api.get(`/api/v1/services/${this.service}/agreements`);
    for (const { id, version, digest } of agreements)
      await this.api.post("/api/v1/agreement-acceptances", {
        ...{ service: this.service, agreement: id, version, digest },
      });
    const form = JSON.parse(readFileSync(path.join(root, "demo/tour/application.json"), "utf8"));
    const captcha = await this.api.post("/api/v1/captchas");
    const body = {
      ...form,
      service: this.service,
      captcha: { id: captcha.id, answer: this.#captchaAnswer(captcha.id) },
      agreements_accepted: true,
      self_application: true,
    };
    const { number } = await this.api.post("/api/v1/orders", body, { idempotencyKey: "browser-device-test" });
    this.number = number;
    const order = await this.api.get(this.path());
    const key = await this.device.generate({ label: number, dates: ["20030307"] }, pin);
    const subject = Uint8Array.from(Buffer.from(order.subject.der, "base64"));
    const request = await this.device.requestCertificate(key.keyId, pin, subject);
    await this.api.put(this.path("/certificate-request"), request, "application/pkcs10");
    return key.keyId;
  }

  async handIn() {
    const { attachments } = await this.api.get(this.path());
    for (const { kind, required } of attachments)
      if (required)
        await this.api.put(
          this.path(`/attachments/${kind}`),
          readFileSync(attachment),
          "application/octet-stream",
        );
    await this.api.post(this.path("/submit"));
    const { code_url: codeUrl } = await this.api.post(this.path("/payment"), { method: "native" });
    await fetch(`http://127.0.0.1:${this.guide.platform.ports.wechat}/simulator/pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code_url: codeUrl }),
    });
    await this.until((order) => order.paid);
  }

  async until(fits) {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const order = await this.api.get(this.path());
      if (fits(order)) return order;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("what was waited for has not happened");
  }

  path(rest = "") {
    return `/api/v1/orders/${this.number}${rest}`;
  }

  #captchaAnswer(id) {
    const file = path.join(this.guide.platform.options.data, "front/captcha-answers.jsonl");
    const lines = readFileSync(file, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line)).find((answer) => answer.id === id).text;
  }
}
