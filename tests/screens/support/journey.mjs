// The guide's way in real browsers, in steps that tests put together. `shot(name)` looks at the phone's screen and
// `look(page, name)` at another's; both do nothing unless a test wants them.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { root } from "../../../scripts/demo/commands.mjs";
import { Expert } from "./expert.mjs";
import { Officer } from "./officer.mjs";
import { Outbox } from "./outbox.mjs";
import { Phone } from "./phone.mjs";

export const form = JSON.parse(readFileSync(path.join(root, "demo/tour/application.json"), "utf8"));
export const scan = path.join(root, "demo/tour/document.jpg");

export class Journey {
  #nextCode = new Map(); // by number, when it may have another one

  constructor(platform, screens) {
    this.platform = platform;
    this.outbox = new Outbox(platform);
    this.phone = new Phone(platform);
    this.expert = new Expert(platform);
    this.officers = {
      acceptance: new Officer(platform, "acceptance"),
      review: new Officer(platform, "review"),
    };
    this.look = async (page, name) => screens?.look(page, name);
    this.shot = async (name) => screens?.look(this.phone.page, `phone-${name}`);
  }

  get people() {
    return { phone: this.phone, expert: this.expert, ...this.officers };
  }

  // Fetches what anybody may fetch from the platform into a file.
  async fetch(address, file) {
    const bytes = await this.phone.page.evaluate(async (path) => {
      const answer = await fetch(path);
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return [...new Uint8Array(await answer.arrayBuffer())];
    }, address);
    writeFileSync(file, Buffer.from(bytes));
  }

  async welcome() {
    const { phone } = this;
    await phone.start(readFileSync(scan));
    await phone.open();
    await phone.see("隐私提示");
    await this.shot("welcome");
    await phone.tap("同意并继续");
    await phone.see("手机尚未配置");
    await this.shot("scan");
  }

  async configure() {
    const { phone, expert } = this;
    await expert.start();
    await expert.open("/ca");
    await this.look(expert.page, "portal-ca");
    await phone.scan(expert.page, expert.page.getByAltText("手机配置"));
    await phone.see("配置这部手机?");
    await this.shot("configure");
    await phone.tap("确认配置");
    await phone.see("手机配置完成");
    await this.shot("configured");
  }

  async enter() {
    const { phone, expert } = this;
    await expert.open("/ca");
    await phone.scan(expert.page, expert.page.getByAltText("自助业务办理"));
    await phone.see("进行数字证书的申请");
    await this.shot("services");
  }

  // From the number to the code by SMS; who has proven it goes on.
  async proveNumber() {
    const { phone } = this;
    await phone.see("请输入手机号");
    if (await phone.page.getByText("已验证").isVisible()) return phone.tap("下一步");
    await phone.field("手机号", form.applicant.phone);
    await this.shot("number");
    await this.typeCode(phone);
    await phone.tap("下一步");
  }

  // Asks for a code by SMS and types it. A number gets one a minute.
  async typeCode(person, number = form.applicant.phone) {
    await wait(Math.max(0, (this.#nextCode.get(number) ?? 0) - Date.now()));
    const before = (await this.outbox.codes(number)).length;
    await person.tap("获取验证码");
    this.#nextCode.set(number, Date.now() + 61_000);
    await person.field("短信验证码", await this.outbox.codeAfter(number, before));
  }

  async readAgreement(title, phone = this.phone) {
    await phone.see(title);
    const accept = phone.button("同意");
    await accept.waitFor();
    if (await accept.isDisabled())
      await this.shot(`agreement-${title === "隐私策略" ? "privacy" : "service"}`);
    await phone.page.evaluate(() => {
      for (const box of [document.scrollingElement, ...document.querySelectorAll("*")])
        if (box.scrollHeight > box.clientHeight) box.scrollTop = box.scrollHeight;
    });
    await accept.click();
  }

  async readAgreements(phone = this.phone) {
    for (const title of ["电子认证服务协议", "隐私策略"]) await this.readAgreement(title, phone);
  }

  async begin() {
    const { phone } = this;
    await phone.page.getByRole("button", { name: /证书申请/ }).click();
    await this.proveNumber();
    await this.readAgreements();
    await phone.see("元/年");
    await this.shot("information");
    await phone.tap("下一步");
  }

  async fillIn() {
    const { phone } = this;
    await phone.see("业务与期限");
    await this.shot("form-term");
    await phone.tap("下一步");
    // Nothing is filled in yet: the fields say so beside themselves.
    await phone.see("用户名称");
    await phone.tap("下一步");
    await phone.see("请填写此项。");
    await this.shot("form-problems");
    await this.fillApplicant();
    await this.shot("form-applicant");
    await phone.tap("下一步");
    await this.fillHandler();
    await this.shot("form-handler");
    await phone.tap("下一步");
    await this.confirm();
  }

  async fillApplicant(phone = this.phone) {
    await phone.field("用户名称", form.applicant.name);
    await phone.field("证件号码", form.applicant.document_number);
    await phone.field("省份", "北京市");
    await phone.page
      .getByLabel("城市")
      .locator("option", { hasText: "北京市" })
      .waitFor({ state: "attached" });
    await phone.field("城市", "北京市");
  }

  async fillHandler(phone = this.phone) {
    await phone.tap("从用户信息获取");
    await phone.field("经办人地址", form.handler.address);
    await phone.field("经办人email", form.handler.email);
  }

  // Once its picture is there.
  async answerCaptcha({ page } = this.phone) {
    const captcha = page.getByRole("textbox", { name: /图形验证码/ });
    await captcha.waitFor();
    await page.waitForFunction(() => document.querySelector(".renew img")?.naturalWidth > 0);
    await captcha.fill(this.outbox.captcha());
  }

  // 确认, up to the order's own page.
  async confirm(submit = () => this.phone.tap("提交")) {
    const { phone } = this;
    await this.answerCaptcha();
    await phone.page.getByRole("checkbox").check();
    await this.shot("form-confirm");
    await submit();
    await phone.see("请为您的证书设置密码");
  }

  async makeKey() {
    const { phone } = this;
    await this.shot("key");
    await phone.tap("设置密码");
    await phone.digits("123456");
    await phone.see("这个密码太容易被猜到");
    await this.shot("pin-weak");
    await phone.digits();
    await phone.see("请再次输入密码");
    await phone.digits();
    await phone.see("产生证书请求成功!");
    await this.shot("request-made");
    this.order = /00\d{15}/.exec(await phone.page.locator("main").innerText())[0];
  }

  async signForm(phone = this.phone) {
    await phone.page.getByText("在屏幕上手写签名").click();
    const canvas = phone.page.locator("canvas");
    await canvas.waitFor();
    const box = await canvas.boundingBox();
    await phone.page.mouse.move(box.x + 30, box.y + 40);
    await phone.page.mouse.down();
    for (let i = 0; i < 24; i += 1)
      await phone.page.mouse.move(box.x + 30 + i * 8, box.y + 60 + 30 * Math.sin(i));
    await phone.page.mouse.up();
    await this.shot("signature");
    await phone.tap("使用此签名");
    await phone.see("证件正面");
  }

  // The card of one kind of attachment.
  attachment(title, phone = this.phone) {
    return phone.page.locator("section.attachment", { hasText: title });
  }

  async uploadScan(title = "证件正面", phone = this.phone) {
    await this.attachment(title, phone).locator('input[type="file"]:not([capture])').setInputFiles(scan);
    await phone.button("使用").waitFor();
    await this.shot("crop");
    await phone.tap("使用");
    await this.attachment(title, phone).getByText("已上传").waitFor();
  }

  async handIn(phone = this.phone) {
    await phone.tap("提交");
    await phone.page.waitForURL(({ pathname }) => !pathname.endsWith("/attachments"));
  }

  async upload() {
    const { phone } = this;
    await phone.open(`/app/services/orders/${this.order}/attachments`);
    await phone.see("点击预览申请表");
    await this.shot("attachments");
    await this.signForm();
    await this.uploadScan();
    await this.shot("attachments-done");
    await this.handIn();
  }

  async pay() {
    const { phone } = this;
    await phone.open(`/app/services/orders/${this.order}/payment`);
    const link = phone.page.getByRole("link", { name: /打开微信支付/ });
    await link.waitFor();
    await this.shot("payment");
    const [pay] = await Promise.all([phone.context.waitForEvent("page"), link.click()]);
    await pay.getByRole("button").first().click();
    await pay.waitForLoadState();
    await pay.close();
    await phone.see("我们已收到款项。");
    await this.shot("paid");
  }

  async accept() {
    const officer = this.officers.acceptance;
    await officer.start();
    await officer.activate((name) => this.look(officer.page, `console-${name}`));
    await officer.page.getByText("待我处理").waitFor();
    await this.look(officer.page, "console-queue");
    await officer.scanBarcode(this.order);
    await officer.page.getByText(form.applicant.name).first().waitFor();
    await officer.receivePaper();
    await this.look(officer.page, "console-order");
    await officer.approve(() => this.look(officer.page, "console-sign"));
  }

  async review() {
    const officer = this.officers.review;
    await officer.start();
    await officer.activate();
    await officer.show(this.order);
    await officer.approve();
    await this.phone.open(`/app/services/orders/${this.order}`);
    await this.phone.see("待安装(已支付)");
  }

  async install() {
    const { phone } = this;
    await phone.open(`/app/services/orders/${this.order}/installation`);
    await phone.button("安装").click();
    await phone.digits();
    await phone.see("2张证书已经安装成功!");
    await this.shot("installed");
  }

  async bind() {
    const { phone, expert } = this;
    await expert.logIn();
    await this.look(expert.page, "portal-bind");
    await expert.chooseMobileKey();
    await expert.qrShown();
    await this.look(expert.page, "portal-qr");
    await phone.scan(expert.page, expert.qr);
    await phone.see("您正在把证书绑定到");
    await this.shot("bind");
    await phone.tap("确认绑定");
    await phone.digits();
    await phone.see("绑定成功");
    await this.shot("bound");
    await expert.signedIn();
    await this.look(expert.page, "portal-expert");
  }

  // Up to the question on the phone whether to sign in.
  async beginSignIn() {
    const { phone, expert } = this;
    const out = expert.page.getByRole("button", { name: "退出" });
    if (await out.isVisible()) await out.click();
    await expert.logIn();
    await expert.qrShown();
    await phone.scan(expert.page, expert.qr);
    await phone.see("您正在登录");
    assert.equal(
      await expert.page.locator("#code strong").innerText(),
      /\b\d{2}\b/.exec(await phone.page.locator("main").innerText())[0],
      "the two screens show different codes",
    );
  }

  // Everything up to the installed certificates.
  async untilInstalled() {
    for (const step of [
      "welcome",
      "configure",
      "enter",
      "begin",
      "fillIn",
      "makeKey",
      "upload",
      "pay",
      "accept",
    ])
      await this[step]();
    await this.review();
    await this.install();
  }
}
