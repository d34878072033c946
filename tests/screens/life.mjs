// The life of a certificate on the phone's screens: locked by wrong PINs, unlocked by an order; renewed for another year.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { runChecks } from "../tour/checks.mjs";
import { form, Journey } from "./support/journey.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
// Waits after wrong PINs that a test can sit out, and a renewal that is open at once.
appendFileSync(
  path.join(platform.options.data, "vault/vault.toml"),
  "\n[pin]\nwait_seconds = [1]\n\n[renewal]\nopen_days = 1830\n",
);
await platform.start();
const screens = new Screens();
const journey = new Journey(platform);
const { phone, expert } = journey;
const { acceptance, review } = journey.officers;
const newPin = "260817";
const shot = (name) => screens.look(phone.page, `phone-life-${name}`);

async function openCertificate() {
  await phone.open("/app/certificates");
  await phone.page
    .getByText(/有效期至/)
    .first()
    .click();
}

// From the certificate that is chosen to the handed-in form; what was typed for the first certificate is there.
async function applyWithIt(business) {
  await phone.see("请选择");
  await shot(`${business}-choose`);
  await phone.tap("下一步");
  await phone.see("确认办理后,点击下一步");
  await shot(`${business}-information`);
  await phone.tap("下一步");
  await phone.see("业务与期限");
  await shot(`${business}-term`);
  await phone.tap("下一步");
  await phone.page.getByLabel("用户名称").waitFor();
  assert.equal(await phone.page.getByLabel("用户名称").inputValue(), form.applicant.name);
  await phone.tap("下一步");
  await phone.page.getByLabel("经办人地址").waitFor();
  assert.equal(await phone.page.getByLabel("经办人地址").inputValue(), form.handler.address);
  await phone.tap("下一步");
  await journey.answerCaptcha();
  await phone.page.getByRole("checkbox").check();
  await shot(`${business}-confirm`);
  await phone.tap("提交");
  await phone.page.waitForURL(/\/orders\/00\d{15}\//);
  journey.order = /00\d{15}/.exec(phone.page.url())[0];
}

async function decide(officer) {
  await officer.show(journey.order);
  await screens.look(officer.page, `console-life-${officer.role}`);
  await officer.approve();
}

const checks = [
  [
    "wrong PINs lock the key, and its page offers to apply for unlocking",
    async () => {
      await journey.beginSignIn();
      await phone.tap("确认登录");
      for (const left of [4, 3, 2, 1, 0]) {
        await phone.page.waitForFunction(
          () => document.querySelector(".pin-keys button")?.disabled === false,
        );
        await phone.digits("104862");
        await phone.see(left > 0 ? `还可以尝试 ${left} 次` : "密钥已锁定");
      }
      await openCertificate();
      await phone.see("证书已锁定");
      await shot("locked");
    },
  ],
  [
    "the application for unlocking costs nothing and asks for no PIN, only for the person's documents",
    async () => {
      await phone.tap("申请解锁");
      await applyWithIt("unlock");
      await phone.see("点击预览申请表");
      await journey.signForm();
      await journey.uploadScan();
      await journey.handIn();
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("待受理");
      await phone.see("解锁");
      assert.equal(await phone.page.getByText("去支付").count(), 0);
      await shot("unlock-order");
    },
  ],
  [
    "two officers see which certificate is unlocked and approve; one of them is not enough",
    async () => {
      await acceptance.page.bringToFront();
      await decide(acceptance);
      await openCertificate();
      await phone.tap("解锁已批准,设置新密码");
      await phone.digits(newPin);
      await phone.see("请再次输入密码");
      await phone.digits(newPin);
      await phone.page.getByRole("alert").first().waitFor();
      await shot("unlock-too-early");
      await phone.see("证书已锁定");
      await decide(review);
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("可以解锁");
      await shot("unlock-approved");
    },
  ],
  [
    "the new PIN is set on the phone: it signs in, the old one does not, and the order says so",
    async () => {
      await phone
        .button("解锁")
        .or(phone.page.getByRole("link", { name: "解锁", exact: true }))
        .first()
        .click();
      await phone.tap("解锁已批准,设置新密码");
      await phone.digits(newPin);
      await phone.see("请再次输入密码");
      await phone.digits(newPin);
      await phone.see("已解锁,新密码已生效");
      await shot("unlocked");
      await journey.beginSignIn();
      await phone.tap("确认登录");
      await phone.digits();
      await phone.see("还可以尝试 4 次");
      await phone.page.waitForFunction(() => document.querySelector(".pin-keys button")?.disabled === false);
      phone.pin = newPin;
      await phone.digits();
      await phone.see("登录成功");
      await expert.signedIn();
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("已解锁");
    },
  ],
  [
    "a renewal keeps the key, is paid for, and ends in two more certificates",
    async () => {
      await phone.open("/app/services");
      await shot("services");
      await phone.page.getByRole("link", { name: /更新/ }).click();
      await applyWithIt("renewal");
      await phone.see("用原来的密钥签署证书请求");
      await shot("renewal-key");
      await phone.tap("继续");
      await phone.digits();
      await phone.see("产生证书请求成功!");
      await journey.upload();
      await journey.pay();
      await decide(acceptance);
      await decide(review);
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("待安装(已支付)");
      await journey.install();
      await journey.beginSignIn();
      await phone.tap("确认登录");
      await phone.digits();
      await phone.see("登录成功");
      await expert.signedIn();
      await phone.open("/app/certificates");
      await shot("renewed");
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 18)],
];

await runChecks(platform, checks, {
  story: true,
  prepare: async () => {
    await journey.untilInstalled();
    await journey.bind();
  },
  onFailure: () => journey.showAll(),
  end: () => journey.stop(),
});
