// The guide, step by step, as the tour and the fault tests walk it. Each step can be repeated: done twice it ends where
// it ended the first time.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { Browser } from "./browser.mjs";
import { palmkey, root, run } from "./commands.mjs";

const PHONE = "13800000001";
const FORM = path.join(root, "demo/tour/application.json");
// Other messages have digits too: orders' numbers.
const codeIn = /验证码(\d{6})/;
const ATTACHMENT = path.join(root, "demo/tour/document.jpg");

export class Guide {
  // `patience`: seconds to wait for what happens by itself, after a commit. Several applicants each have a `name`, which
  // is the folder of what they keep, a phone number, and a form in which this number stands.
  constructor(platform, patience = 15, { name = "tour", phone = PHONE, form = FORM } = {}) {
    this.platform = platform;
    this.patience = patience;
    this.phone = phone;
    this.form = form;
    this.d = platform.demonstration;
    this.home = path.join(platform.options.data, name);
    mkdirSync(this.home, { recursive: true });
    this.browser = new Browser(platform.caFile);
  }

  #environment(pin) {
    return { env: { PALMKEY_PIN: pin, LANG: "zh_CN.UTF-8" } };
  }

  // In the guide's own language, whatever the machine speaks.
  #common(group, home) {
    const folder = path.join(this.home, home);
    return [group, "--home", folder, "--ca-file", this.platform.caFile, "--language", "zh-CN"];
  }

  device(...words) {
    return palmkey([...this.#common("device", "phone"), ...words], this.#environment("180529"));
  }

  officer(role, ...words) {
    return palmkey([...this.#common("officer", role), ...words], this.#environment("731648"));
  }

  async outbox(query, accept) {
    const address = `http://127.0.0.1:${this.platform.ports.outbox}/outbox?format=json&${query}`;
    for (let attempt = 0; attempt < this.patience * 10; attempt += 1) {
      const found = accept(await (await fetch(address)).json());
      if (found) return found;
      await wait(100);
    }
    throw new Error(`nothing fitting arrived in the outbox: ${query}`);
  }

  async until(state) {
    for (let attempt = 0; attempt < this.patience * 10; attempt += 1) {
      const order = await this.device("status", this.order);
      if (order.state === state) return order;
      await wait(100);
    }
    throw new Error(`the order did not become ${state}`);
  }

  // The last code that was sent to the phone by SMS.
  async smsCode(before) {
    return this.outbox(`phone=${this.phone}`, ({ sms }) => {
      const codes = sms.map((message) => codeIn.exec(message.text)?.[1]).filter(Boolean);
      return codes.length > before ? codes[0] : undefined; // the newest comes first
    });
  }

  async hasSession() {
    return this.device("orders").then(
      () => true,
      () => false,
    );
  }

  async smsCount() {
    const address = `http://127.0.0.1:${this.platform.ports.outbox}/outbox?format=json&phone=${this.phone}`;
    const { sms } = await (await fetch(address)).json();
    return sms.filter((message) => codeIn.test(message.text)).length;
  }

  // Answers with the number of codes before this one. A step that is repeated within a minute gets no second
  // code: the first one still counts.
  async requestCode() {
    const before = await this.smsCount();
    try {
      await this.device("request-code", "--link", this.d.entryLink, "--phone", this.phone);
      return before;
    } catch (error) {
      if (error.code !== "too_many_codes") throw error;
      return 0;
    }
  }

  // A person reads the picture; the demonstration tells its walkers the answer in a file.
  async captcha() {
    const { id } = await this.device("captcha", "--output", path.join(this.home, "captcha.png"));
    const lines = readFileSync(
      path.join(this.platform.options.data, "front/captcha-answers.jsonl"),
      "utf8",
    ).trim();
    const answer = lines
      .split("\n")
      .map((line) => JSON.parse(line))
      .find((entry) => entry.id === id);
    return ["--captcha-id", id, "--captcha-text", answer.text];
  }

  async logIn() {
    await this.browser.open(`http://localhost:${this.platform.options.portalPort}/login`);
    return this.browser.submit("/login", {
      account: "expert1",
      password: "palmkey-demo",
    });
  }

  // Scans the code on the screen, answers on the phone, and goes where the page then leads.
  async scanAndAnswer(command) {
    const { link, code } = await this.browser.signInState();
    const answer = await this.device(command, link, "--yes");
    if (answer.code !== code) throw new Error(`the phone shows ${answer.code}, the page ${code}`);
    const { redirect } = await this.browser.signInState();
    return this.browser.open(redirect);
  }

  expect(condition, what) {
    if (!condition) throw new Error(what);
  }

  // [what happens, for people; what is done]
  steps() {
    return [
      [
        "手机配置: the phone pins the platform by its QR code",
        async () => {
          await this.device("configure", this.d.configurationLink);
        },
      ],
      [
        "请输入手机号: a code comes by SMS and proves the number",
        async () => {
          if (await this.hasSession()) return "the session is still open";
          const before = await this.requestCode();
          await this.device("open-session", "--phone", this.phone, "--code", await this.smsCode(before));
        },
      ],
      [
        "证书申请: agreements read, form filled in, captcha, PIN set, request signed by the split key",
        async () => {
          const idempotency = ["--request-id", "tour-application"];
          const { order } = await this.device(
            "apply",
            "--link",
            this.d.entryLink,
            "--form",
            this.form,
            "--accept-agreements",
            ...idempotency,
            ...(await this.captcha()),
          );
          this.expect(/^00\d{15}$/.test(order), `"${order}" is no order number`);
          this.order = order;
          return `业务单号 ${order}`;
        },
      ],
      [
        "申请表: the form is there as PDF",
        async () => {
          const file = path.join(this.home, "form.pdf");
          await this.device("form", this.order, "--output", file);
          this.expect(readFileSync(file).subarray(0, 5).toString() === "%PDF-", "the form is no PDF");
        },
      ],
      [
        "上传: the scans are uploaded and handed in",
        async () => {
          const { attachments } = await this.device("status", this.order);
          for (const { kind, required, uploaded } of attachments)
            if (required && !uploaded) await this.device("upload", this.order, kind, ATTACHMENT);
          await this.device("submit", this.order);
        },
      ],
      [
        "支付: WeChat Pay, ¥50.00",
        async () => {
          const { codeUrl, amount, state } = await this.device("pay", this.order);
          if (state !== "paid") {
            this.expect(amount === 5000, `${amount} fen are asked for`);
            await fetch(`http://127.0.0.1:${this.platform.ports.wechat}/simulator/pay`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ code_url: codeUrl }),
            });
          }
          const order = await this.untilPaid();
          return order.label;
        },
      ],
      ["the acceptance officer's device is activated", async () => this.activate("acceptance")],
      ["the reviewing officer's device is activated", async () => this.activate("review")],
      [
        "纸质材料: the acceptance point receives the signed paper form",
        async () => {
          await this.officer("acceptance", "receive-paper", this.order);
        },
      ],
      [
        "受理: the first officer accepts, with a signature",
        async () => {
          await this.officer("acceptance", "accept", this.order, "--yes");
        },
      ],
      [
        "复核: the second officer approves, the vault issues",
        async () => {
          await this.officer("review", "review", this.order, "--yes");
          return (await this.until("awaiting_installation")).label;
        },
      ],
      [
        "an SMS says that the review has passed",
        async () => {
          await this.outbox(`phone=${this.phone}`, ({ sms }) =>
            sms.find((message) => message.text.includes("安装")),
          );
        },
      ],
      [
        "安装: both certificates and the encryption share arrive",
        async () => {
          const { message } = await this.device("install", this.order);
          const { label } = await this.until("installed");
          this.expect(label === "已安装", `the order is ${label}`);
          return message;
        },
      ],
      ["both certificates verify with openssl", async () => this.verifyCertificates()],
      [
        "发票: the invoice arrives by mail",
        async () => {
          const mail = await this.outbox("mail=handler@example.invalid", ({ mails }) =>
            mails.find((message) => message.attachments.some((attachment) => /\.pdf$/.test(attachment.name))),
          );
          return mail.subject;
        },
      ],
      [
        "CA绑定: account and password, then the certificate is bound",
        async () => {
          await this.logIn();
          if (this.browser.page.url.pathname.startsWith("/bind")) {
            await this.browser.submit("/bind", { kind: "mobile" });
            await this.scanAndAnswer("bind");
          } else if (this.browser.page.url.pathname.startsWith("/oidc/")) {
            await this.scanAndAnswer("sign-in");
          }
          this.expect(this.browser.page.text.includes("张示范"), "the expert's page does not greet");
        },
      ],
      [
        "登录: password and QR code, and the expert's page",
        async () => {
          this.browser = new Browser(this.platform.caFile);
          await this.logIn();
          const page = await this.scanAndAnswer("sign-in");
          this.expect(
            page.url.pathname === "/expert" && page.text.includes("张示范"),
            "the person is not signed in",
          );
          return "signed in";
        },
      ],
    ];
  }

  // Paid means accepted for processing: callback or query has arrived.
  async untilPaid() {
    for (let attempt = 0; attempt < this.patience * 10; attempt += 1) {
      const order = await this.device("status", this.order);
      if (order.paid) return order;
      await wait(100);
    }
    throw new Error("the payment did not arrive");
  }

  // `device`: of the operators with this role the `which`-th, on a device of this name.
  async activate(role, device = role, which = 0) {
    const { activationLink } = this.d.operators.filter((operator) => operator.role === role)[which];
    await this.officer(device, "activate", activationLink);
  }

  async verifyCertificates() {
    const folder = path.join(this.home, "certificates");
    if (!existsSync(folder)) mkdirSync(folder);
    await this.device("certificates", "--output", folder);
    const root = path.join(folder, "root.pem");
    await run("curl", [
      "-sf",
      "--cacert",
      this.platform.caFile,
      "-o",
      `${root}.der`,
      `${this.d.baseUrl}/ca/root.cer`,
    ]);
    writeFileSync(root, await run("openssl", ["x509", "-inform", "DER", "-in", `${root}.der`]));
    // OpenSSL 3.0 applies the SM2 identity to the certificate it is asked about only, so each link is asked about.
    const issuing = path.join(folder, "issuing.pem");
    const identity = ["verify", "-vfyopt", "distid:1234567812345678", "-partial_chain", "-trusted"];
    await run("openssl", [...identity, root, root]);
    await run("openssl", [...identity, root, issuing]);
    for (const name of ["signing.pem", "encryption.pem"])
      await run("openssl", [...identity, issuing, path.join(folder, name)]);
  }
}
