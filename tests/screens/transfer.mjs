// A person with a new phone: the old one scans the new one's code and hands the certificate over with its PIN.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Journey, scan } from "./support/journey.mjs";
import { Phone } from "./support/phone.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const journey = new Journey(platform, screens);
const { expert } = journey;
const oldPhone = journey.phone;
const newPhone = new Phone(platform, { name: "new", pin: "590316" });
const shot = (phone, name) => screens.look(phone.page, `phone-transfer-${name}`);
const code = () => newPhone.page.getByRole("img", { name: "换机二维码" });

const checks = [
  [
    "a phone that is not configured is told so",
    async () => {
      await newPhone.start(readFileSync(scan));
      await newPhone.open();
      await newPhone.tap("同意并继续");
      await newPhone.open("/app/transfer/receive");
      await newPhone.see("请先配置这部手机");
      await newPhone.page.goto(platform.demonstration.configurationLink);
      await newPhone.tap("确认配置");
      await newPhone.see("手机配置完成");
    },
  ],
  [
    "the new phone chooses a PIN and shows a code",
    async () => {
      await newPhone.open("/app/certificates");
      await newPhone.page.getByText("从旧手机换到这部手机").click();
      await newPhone.see("把证书换到这部手机");
      await shot(newPhone, "begin");
      await newPhone.tap("设置密码并显示二维码");
      await newPhone.digits();
      await newPhone.see("请再次输入密码");
      await newPhone.digits();
      await code().waitFor();
      await shot(newPhone, "code");
    },
  ],
  [
    "the old phone says what will happen, and a wrong PIN moves nothing",
    async () => {
      await oldPhone.scan(newPhone.page, code());
      await oldPhone.see("确定把证书换到新手机?");
      await shot(oldPhone, "hand-over");
      await oldPhone.tap("输入密码,换到新手机");
      await oldPhone.digits("905173");
      await oldPhone.see("密码不正确");
      assert.ok(await code().isVisible());
    },
  ],
  [
    "with the right PIN the certificate is on the new phone and no longer on the old one",
    async () => {
      await oldPhone.digits();
      await oldPhone.see("已换到新手机");
      await shot(oldPhone, "handed-over");
      await newPhone.see("换机完成");
      await shot(newPhone, "received");
      await newPhone.tap("查看证书");
      await newPhone.see("签名证书");
      await oldPhone.open("/app/certificates");
      await oldPhone.see("还没有证书");
    },
  ],
  [
    "the new phone signs in at the site",
    async () => {
      journey.phone = newPhone;
      await journey.beginSignIn();
      await newPhone.tap("确认登录");
      await newPhone.digits();
      await newPhone.see("登录成功");
      await expert.signedIn();
    },
  ],
  [
    "a phone that was closed while it waited goes on afterwards",
    async () => {
      await oldPhone.open("/app/transfer/receive");
      await oldPhone.tap("设置密码并显示二维码");
      await oldPhone.digits();
      await oldPhone.see("请再次输入密码");
      await oldPhone.digits();
      const shown = oldPhone.page.getByRole("img", { name: "换机二维码" });
      await shown.waitFor();
      await newPhone.scan(oldPhone.page, shown);
      await oldPhone.open("/app/scan");
      await newPhone.tap("输入密码,换到新手机");
      await newPhone.digits();
      await newPhone.see("已换到新手机");
      await oldPhone.open("/app/transfer/receive");
      await shot(oldPhone, "resume");
      await oldPhone.tap("继续上一次换机");
      await oldPhone.digits();
      await oldPhone.see("换机完成");
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 6)],
];

await runScreens(
  platform,
  checks,
  { ...journey.people, newPhone },
  {
    prepare: async () => {
      await journey.untilInstalled();
      await journey.bind();
    },
  },
);
