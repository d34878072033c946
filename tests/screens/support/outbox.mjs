// What the applicant reads elsewhere: SMS codes, mails, and in the demonstration the captcha's answer.
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export class Outbox {
  constructor(platform) {
    this.platform = platform;
  }

  async #messages(query) {
    const address = `http://127.0.0.1:${this.platform.ports.outbox}/outbox?format=json&${query}`;
    return (await fetch(address)).json();
  }

  async sms(phone, accept, seconds = 20) {
    for (let attempt = 0; attempt < seconds * 10; attempt += 1) {
      const found = accept((await this.#messages(`phone=${phone}`)).sms);
      if (found) return found;
      await wait(100);
    }
    throw new Error("no fitting SMS arrived");
  }

  async mail(address, fits, seconds = 20) {
    for (let attempt = 0; attempt < seconds * 10; attempt += 1) {
      const found = (await this.#messages(`mail=${address}`)).mails.find(fits);
      if (found) return found;
      await wait(100);
    }
    throw new Error("no fitting mail arrived");
  }

  async codes(phone) {
    const { sms } = await this.#messages(`phone=${phone}`);
    return sms.map(({ text }) => /验证码(\d{6})/.exec(text)?.[1]).filter(Boolean);
  }

  // The code that comes after so many others.
  async codeAfter(phone, before) {
    return this.sms(phone, (sms) => {
      const codes = sms.map(({ text }) => /验证码(\d{6})/.exec(text)?.[1]).filter(Boolean);
      return codes.length > before ? codes[0] : undefined; // the newest comes first
    });
  }

  // The answer of the newest captcha.
  captcha() {
    const file = path.join(this.platform.options.data, "front/captcha-answers.jsonl");
    const lines = readFileSync(file, "utf8").trim().split("\n");
    return JSON.parse(lines.at(-1)).text;
  }
}
