// The applicant with the phone: what a person does with hands and camera.
import assert from "node:assert/strict";
import path from "node:path";

import { openBrowser } from "./browsers.mjs";
import { Camera } from "./camera.mjs";

export class Phone {
  // `name` tells several phones apart; `pin` is what this person remembers.
  constructor(platform, { name = "phone", pin = "180529", allowCamera = true } = {}) {
    Object.assign(this, { platform, name, pin, allowCamera });
    this.profile = path.join(platform.options.data, `browser-${name}`);
    this.camera = new Camera(path.join(platform.options.data, `${name}.mjpeg`));
  }

  // Until something is shown to it, the camera looks at nothing. Through its `door`, if it was given one.
  async start(blank) {
    if (blank) this.camera.show(blank);
    this.context = await openBrowser(this.platform, {
      profile: this.profile,
      camera: this.camera,
      allowCamera: this.allowCamera,
      phone: true,
      door: this.door,
    });
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
  }

  // From the first screen to the configured phone, with a typed link.
  async setUp(blank) {
    await this.start(blank);
    await this.open();
    await this.tap("同意并继续");
    await this.typeLink(this.platform.demonstration.configurationLink);
    await this.tap("确认配置");
    await this.see("手机配置完成");
  }

  async stop() {
    await this.context?.close();
    this.context = undefined;
  }

  async open(address = "/app/") {
    await this.page.goto(new URL(address, this.platform.demonstration.baseUrl).href);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  async tap(name) {
    await this.button(name).click();
  }

  async tab(name) {
    await this.page.getByRole("navigation").getByRole("link", { name }).click();
  }

  // Points the camera at what another page shows and scans it.
  async scan(page, locator) {
    await this.open("/app/settings");
    await this.camera.pointAt(page, locator);
    await this.open("/app/scan");
    const start = this.button("打开相机扫码");
    await this.page.getByRole("heading", { name: "其他方式" }).waitFor();
    if (await start.isVisible()) await start.click();
  }

  // Types a link where the camera can't be used.
  async typeLink(link) {
    await this.open("/app/scan");
    await this.tap(/输入链接/);
    await this.page.getByLabel("粘贴或输入二维码中的链接").fill(link);
    await this.tap(/确定/);
  }

  // Types digits on the PIN pad that is shown.
  async digits(pin = this.pin) {
    const pad = this.page.getByRole("group", { name: /密码/ }).last();
    await pad.waitFor();
    for (const digit of pin) await pad.getByRole("button", { name: digit, exact: true }).click();
  }

  async see(text) {
    await this.page.getByText(text).first().waitFor();
  }

  async field(label, value) {
    const field = this.page.getByLabel(label, { exact: false }).first();
    await field.waitFor();
    if ((await field.evaluate((element) => element.tagName)) === "SELECT")
      await field.selectOption({ label: value });
    else await field.fill(value);
  }

  async path() {
    return new URL(this.page.url()).pathname;
  }

  async expectPath(expected) {
    await this.page.waitForURL((url) => url.pathname === expected || url.pathname.match(expected) !== null);
    assert.match(await this.path(), new RegExp(expected));
  }
}
