// An officer at a desk: the console in a browser that is this officer's device.
import path from "node:path";

import { openBrowser } from "./browsers.mjs";
import { scanWith } from "./scanner.mjs";

export class Officer {
  // `which` tells officers of the same role apart.
  constructor(platform, role, which = 0) {
    Object.assign(this, { platform, role, which, pin: "731648" });
    this.profile = path.join(platform.options.data, `browser-${role}-${which}`);
  }

  async start() {
    this.context = await openBrowser(this.platform, { profile: this.profile });
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
  }

  async stop() {
    await this.context?.close();
  }

  get link() {
    const { operators } = this.platform.demonstration;
    return operators.filter(({ role }) => role === this.role)[this.which].activationLink;
  }

  async open(address) {
    await this.page.goto(new URL(`/console${address}`, this.platform.demonstration.baseUrl).href);
  }

  // With the keyboard, as officers do.
  async typePin(pin = this.pin) {
    const pad = this.page.getByRole("group", { name: /密码/ }).last();
    await pad.waitFor();
    await pad.focus();
    for (const digit of pin) await this.page.keyboard.press(digit);
  }

  // From the one-time link to the open desk.
  async activate(look = async () => {}, link = this.link) {
    await this.page.goto(link);
    const agree = this.page.getByRole("button", { name: "确认,设置密码" });
    await agree.waitFor();
    await look("activate");
    await agree.click();
    await this.page.getByRole("group", { name: /请设置密码/ }).waitFor();
    await look("activate-pin");
    await this.typePin();
    await this.page.getByRole("group", { name: /请再次输入密码/ }).waitFor();
    await this.typePin();
    await this.page.getByText(/设备已激活/).waitFor();
    await this.typePin();
    await this.page.waitForURL(/\/console\/(?!activate)/);
  }

  // What this console shows for an officer's phone; a console that shows it already keeps it.
  async signInCode() {
    if (!this.page.url().includes("/console/sign-in")) await this.open("/sign-in");
    await this.qr.waitFor();
  }

  get qr() {
    return this.page.locator("#entrance-qr");
  }

  // What waits on the phone that signed this console in, or was answered there.
  get tray() {
    return this.page.getByRole("complementary", { name: "手机签名" });
  }

  // Opens an order by what a scanner reads off the paper form's barcode.
  async scanBarcode(number) {
    await this.open("/orders");
    await this.page.getByRole("search").waitFor();
    await scanWith(this.page, number);
    await this.page.waitForURL(new RegExp(`/orders/${number}`));
  }

  async show(number) {
    await this.open(`/orders/${number}`);
    await this.page.getByRole("region", { name: "办理情况" }).waitFor();
  }

  async receivePaper() {
    await this.page.getByRole("button", { name: /收到纸质材料/ }).click();
    await this.page.getByRole("tooltip").getByRole("button").last().click();
    await this.page.getByText("已登记收到纸质材料。").waitFor();
  }

  // The whole decision by keyboard: a, what is signed is read, PIN.
  async approve(look = async () => {}) {
    await this.page.keyboard.press("a");
    await this.sign(look);
  }

  // Reads what is to be signed, and signs it.
  async sign(look = async () => {}) {
    const heading = this.page.getByRole("heading", { name: "您将签署以下内容" });
    await heading.waitFor();
    await look();
    await this.typePin();
    await heading.waitFor({ state: "hidden" });
  }
}
