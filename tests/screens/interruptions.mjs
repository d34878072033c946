// What goes wrong in people's hands: coming back, going back, tapping twice, a second phone, no camera, no network, a
// wrong PIN to the end, storage that was cleared.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { form, Journey, scan } from "./support/journey.mjs";
import { Phone } from "./support/phone.mjs";
import { runScreens } from "./support/run.mjs";

const platform = await Platform.prepare(await freshOptions());
// Waits after wrong PINs that a test can sit out.
const vaultFile = path.join(platform.options.data, "vault/vault.toml");
writeFileSync(vaultFile, `${readFileSync(vaultFile, "utf8")}\n[pin]\nwait_seconds = [1]\n`);
await platform.start();
const journey = new Journey(platform);
const { phone, expert } = journey;
const second = new Phone(platform, { name: "second", allowCamera: false });
const { configurationLink, entryLink } = platform.demonstration;

// Types a link where the camera can't be used.
async function typeLink(person, link) {
  await person.open("/app/scan");
  await person.tap(/输入链接/);
  await person.page.getByLabel("粘贴或输入二维码中的链接").fill(link);
  await person.tap(/确定/);
}

// Requests to this path fail as without a network.
const cut = (pattern) => phone.context.route(pattern, (route) => route.abort("internetdisconnected"));
const restore = (pattern) => phone.context.unroute(pattern);

const checks = [
  [
    "a refused camera is explained, and a typed link does the same",
    async () => {
      await second.start(readFileSync(scan));
      await second.open();
      await second.tap("同意并继续");
      await second.tap("打开相机扫码");
      await second.see("相机未获允许");
      await typeLink(second, "https://example.invalid/something");
      await second.see("这不是本应用能识别的二维码");
      await typeLink(second, configurationLink);
      await second.tap("确认配置");
      await second.see("手机配置完成");
    },
  ],
  [
    "a link that the phone's own camera opens does the same as a scan",
    async () => {
      await journey.welcome();
      await journey.configure();
      await phone.page.goto(entryLink);
      await phone.see("进行数字证书的申请");
    },
  ],
  [
    "leaving in the middle of the form loses nothing, going back goes back one step",
    async () => {
      await journey.begin();
      await phone.tap("下一步");
      await phone.field("用户名称", form.applicant.name);
      await phone.field("证件号码", form.applicant.document_number);
      await phone.page.reload();
      assert.equal(await phone.page.getByLabel("用户名称").inputValue(), form.applicant.name);
      await phone.page.goBack();
      await phone.page.getByLabel("期限").waitFor();
      await phone.page.goForward();
      assert.equal(
        await phone.page.getByLabel("证件号码").first().inputValue(),
        form.applicant.document_number,
      );
      await phone.open("/app/services");
      await phone.see("您有一份未提交的申请");
      await phone.tap("继续填写");
      await phone.tap("下一步");
    },
  ],
  [
    "a session that has ended asks for the number again and keeps what was typed",
    async () => {
      await phone.open("/app/services/form/applicant");
      await phone.field("省份", "北京市");
      await phone.page
        .getByLabel("城市")
        .locator("option", { hasText: "北京市" })
        .waitFor({ state: "attached" });
      await phone.field("城市", "北京市");
      await phone.tap("下一步");
      await phone.tap("从用户信息获取");
      await phone.field("经办人地址", form.handler.address);
      await phone.field("经办人email", form.handler.email);
      // Only the server knows that the session is over.
      await phone.page.evaluate(() => {
        const kept = JSON.parse(sessionStorage.getItem("palmkey.session"));
        const stale = JSON.stringify({ ...kept, token: "over" });
        sessionStorage.setItem("palmkey.session", stale);
      });
      await phone.page.reload();
      await phone.tap("下一步");
      await journey.answerCaptcha();
      await phone.page.getByRole("checkbox").check();
      // Twice, as impatient fingers do.
      await phone.button("提交").dblclick();
      await phone.see("请重新验证手机号");
      await journey.typeCode(phone);
      await phone.page.getByRole("dialog").getByRole("button", { name: "下一步" }).click();
      await phone.see("请为您的证书设置密码");
    },
  ],
  [
    "the network lost while the key is made: it goes on where it was, and tapping twice made one order",
    async () => {
      await cut("**/api/v1/orders/*/certificate-request");
      await phone.tap("设置密码");
      await phone.digits();
      await phone.see("请再次输入密码");
      await phone.digits();
      await phone.see("网络连接失败");
      await restore("**/api/v1/orders/*/certificate-request");
      journey.order = /00\d{15}/.exec(phone.page.url())[0];
      await phone.open("/app/services/orders");
      await phone.page
        .getByText(/^00\d{15}$/)
        .first()
        .waitFor();
      assert.equal(await phone.page.getByText(/^00\d{15}$/).count(), 1);
      await phone.open(`/app/services/orders/${journey.order}/key`);
      await phone.tap("继续");
      await phone.digits();
      await phone.see("产生证书请求成功!");
    },
  ],
  [
    "a second phone on the same order says that the key is elsewhere",
    async () => {
      await second.open(`/app/services/orders`);
      await second.field("手机号", form.applicant.phone);
      await journey.typeCode(second);
      await second.tap("下一步");
      await second.see(journey.order);
      await second.open(`/app/services/orders/${journey.order}`);
      await second.see("此业务的密钥不在这部手机上");
    },
  ],
  [
    "an officer whose session ends in the middle of a review signs in again, and the decision goes on",
    async () => {
      const officer = journey.officers.acceptance;
      await journey.upload();
      await journey.pay();
      await officer.start();
      await officer.activate();
      await officer.scanBarcode(journey.order);
      await officer.receivePaper();
      // Ended elsewhere: the page does not know of it.
      const status = await officer.page.evaluate(async () => {
        const { token } = JSON.parse(sessionStorage.getItem("palmkey-desk"));
        const headers = { Authorization: `Bearer ${token}` };
        return (await fetch("/api/v1/desk/sessions", { method: "DELETE", headers })).status;
      });
      assert.equal(status, 204);
      await officer.approve();
      const again = officer.page.getByRole("dialog", { name: "登录已过期" });
      await again.waitFor();
      await officer.typePin();
      await again.waitFor({ state: "hidden" });
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("待复核");
    },
  ],
  [
    "the network lost in the middle of the installation: it goes on and ends with two certificates",
    async () => {
      await journey.review();
      await phone.open(`/app/services/orders/${journey.order}/installation`);
      const exchange = "**/api/v1/vault/exchange";
      await cut(exchange);
      await phone.button("安装").click();
      await phone.see("无法连接到平台");
      await restore(exchange);
      await phone.tap("继续安装");
      await phone.page.getByRole("group", { name: /密码/ }).last().waitFor();
      await cut(exchange);
      await phone.digits();
      await phone.see("无法连接到平台");
      await restore(exchange);
      await phone.tap("继续安装");
      await phone.digits();
      await phone.see("2张证书已经安装成功!");
    },
  ],
  [
    "the network lost in the middle of a sign-in: tapped again it goes on, and nothing is signed twice",
    async () => {
      await journey.bind();
      const confirmation = "**/api/v1/sign-in/*/confirmation";
      for (const arrives of [false, true]) {
        await journey.beginSignIn();
        const sent = new Set();
        await phone.context.route(confirmation, async (route) => {
          const request = route.request();
          sent.add(request.postData());
          const words = ["-fsS", "--cacert", platform.caFile, "-H", "Content-Type: application/json"];
          if (arrives) await run("curl", [...words, "-d", request.postData(), request.url()]);
          await route.abort("internetdisconnected");
        });
        // Twice, as impatient fingers do.
        await phone.button("确认登录").dblclick();
        await phone.digits();
        await phone.see("网络连接失败");
        await restore(confirmation);
        // The PC goes on as soon as the request has arrived, whatever the phone knows of it.
        if (arrives) await expert.signedIn();
        phone.page.once("request", (request) => sent.add(request.postData()));
        await phone.tap("确认登录");
        await phone.see("登录成功");
        await expert.signedIn();
        assert.equal(sent.size, 1, "what was signed once was signed again");
      }
    },
  ],
  [
    "a wrong PIN to the end counts down, makes wait, locks and names the way out",
    async () => {
      await journey.beginSignIn();
      await phone.tap("确认登录");
      for (const left of [4, 3, 2, 1]) {
        await phone.page
          .getByRole("group", { name: /密码/ })
          .getByRole("button", { name: "1", exact: true })
          .waitFor();
        await phone.page.waitForFunction(() => !document.querySelector(".pin-keys button")?.disabled);
        await phone.digits("104862");
        await phone.see(`还可以尝试 ${left} 次`);
      }
      await phone.page.waitForFunction(() => !document.querySelector(".pin-keys button")?.disabled);
      await phone.digits("104862");
      await phone.see("密钥已锁定");
      await phone.see("联系受理点");
    },
  ],
  [
    "cleared storage leaves nothing behind and says how to go on",
    async () => {
      const session = await phone.context.newCDPSession(phone.page);
      const { origin } = new URL(platform.demonstration.baseUrl);
      await phone.page.goto("about:blank");
      await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
      await phone.open();
      await phone.tap("同意并继续");
      await phone.see("手机尚未配置");
      await phone.open("/app/certificates");
      await phone.see("还没有证书");
    },
  ],
];

await runScreens(platform, checks, { ...journey.people, second });
