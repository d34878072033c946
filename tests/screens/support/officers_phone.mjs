// A phone that is an officer's device: it signs consoles in and signs there what the officer decides.
import { readFileSync } from "node:fs";

import { scan } from "./journey.mjs";
import { Phone } from "./phone.mjs";

export class OfficersPhone extends Phone {
  constructor(platform, name) {
    super(platform, { name: `phone-${name}`, pin: "731648" });
  }

  // Everything up to the question whether this phone shall be the officer's; `open` brings the one-time link.
  async begin(open) {
    await this.start(readFileSync(scan));
    await open();
    await this.tap("同意并继续");
  }

  // The link as the phone's own camera opens it.
  async openLink(link) {
    await this.begin(() => this.page.goto(link));
  }

  async activate(look = async () => {}) {
    await this.see("激活这部手机?");
    await look("activate");
    await this.tap("确认,设置密码");
    await this.digits();
    await this.see("请再次输入密码");
    await this.digits();
    await this.see("手机已激活");
    await look("activated");
  }

  // Scans the code that a console shows, up to the question whether to sign it in. The code is good for three seconds:
  // where the machine is slower than hands, it is scanned again, at last in a picture, which takes least.
  async scanConsole(desk) {
    const asked = this.page.getByText("您正在登录");
    const late = this.page.getByText(/二维码已(更新|过期)/);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await desk.qr.waitFor();
      if (attempt < 2) {
        await this.scan(desk.page, desk.qr);
      } else {
        await this.openScanner();
        await this.scanPicture(await desk.qr.screenshot());
      }
      await asked.or(late).waitFor();
      if (await asked.isVisible()) return;
    }
    throw new Error("the phone was too slow for the code each time");
  }

  async signIn(desk) {
    await desk.signInCode();
    await this.scanConsole(desk);
    await this.tap("确认登录");
    await this.digits();
    await this.see("控制台已登录");
    await desk.page.waitForURL(/\/console\/(?!sign-in)/);
  }

  // What waits for the officer.
  async attend() {
    await this.tap("查看待签署内容");
    await this.see("已登录管理控制台");
  }

  async signAll(count) {
    await this.tap(`签署以上 ${count} 项`);
    await this.digits();
    await this.see("没有待签署的内容");
  }

  // The scanner, with a camera that sees nothing, and ready to read at once.
  async openScanner() {
    this.camera.show(readFileSync(scan));
    await this.open("/app/scan");
    await this.scanPicture(readFileSync(scan));
    await this.see("没有找到二维码");
  }

  // A picture from the album instead of the camera.
  async scanPicture(picture) {
    const file = { name: "code.png", mimeType: "image/png", buffer: picture };
    await this.page.locator('input[type="file"]').setInputFiles(file);
  }
}
