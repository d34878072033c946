// The expert at a PC: the procurement site and the sign-in page.
import path from "node:path";

import { openBrowser } from "./browsers.mjs";

export class Expert {
  constructor(platform) {
    this.platform = platform;
    this.site = `http://localhost:${platform.options.portalPort}`;
    this.profile = path.join(platform.options.data, "browser-expert");
  }

  async start() {
    this.context = await openBrowser(this.platform, { profile: this.profile });
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
  }

  async stop() {
    await this.context?.close();
  }

  async open(address) {
    await this.page.goto(this.site + address);
  }

  // Up to the binding dialog, or to the QR code where a certificate is bound.
  async logIn(account = "expert1") {
    await this.open("/login");
    await this.page.getByLabel("用户名").fill(account);
    await this.page.getByLabel("密码").fill("palmkey-demo");
    await this.page.getByRole("button", { name: "登录" }).click();
    await this.page.waitForURL(/\/bind|\/oidc\/sign-in/);
  }

  async chooseMobileKey() {
    await this.page.getByRole("button", { name: "下一步" }).click();
    await this.page.waitForURL(/\/oidc\/sign-in/);
  }

  get qr() {
    return this.page.locator("#qr");
  }

  // Waits until the QR code is drawn.
  async qrShown() {
    await this.page.waitForFunction(() => {
      const picture = document.querySelector("#qr");
      return picture !== null && picture.complete && picture.naturalWidth > 0;
    });
  }

  async signedIn() {
    await this.page.waitForURL(`${this.site}/expert`);
    await this.page.getByText("已使用移动KEY证书登录").waitFor();
  }
}
