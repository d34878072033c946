// What one person must not do alone, and what costs money: certificates revoked by two officers, a relying site registered
// and removed by two administrators, a payment paid back. In the console, with the simulator of WeChat Pay behind it.
import assert from "node:assert/strict";
import path from "node:path";

import { run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { walkUntil } from "../tour/checks.mjs";
import { Validation } from "../tour/validation.mjs";
import { Officer } from "./support/officer.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const guide = new Guide(platform, 30);
const validation = new Validation(platform);
const acceptance = new Officer(platform, "acceptance");
const review = new Officer(platform, "review");
const first = new Officer(platform, "administrator", 0);
const second = new Officer(platform, "administrator", 1);
const people = { acceptance, review, first, second };

async function open(officer, address, heading) {
  await officer.open(address);
  await officer.page.getByRole("heading", { name: heading }).first().waitFor();
  await officer.page.waitForLoadState("networkidle");
}

const curl = (...words) => run("curl", ["-sS", "--cacert", platform.caFile, ...words]);

// What openssl reads in the platform's OCSP answer about the applicant's signing certificate.
async function ocspStatus() {
  const folder = path.join(platform.options.data, "certificates");
  const { certificates } = await guide.device("certificates", "--output", folder);
  const { serial } = certificates.find(({ purpose }) => purpose === "signing");
  return /Cert Status: (\w+)/.exec(await validation.ocsp(serial))[1];
}

async function askForRefund(reason) {
  await open(first, "/admin/payments", "支付与退款");
  await first.page.getByRole("button", { name: "退款" }).click();
  const dialog = first.page.getByRole("dialog", { name: "退款" });
  const pay = dialog.getByRole("button", { name: "退款" });
  assert.equal(await pay.isEnabled(), false, "without a reason there is no refund");
  await dialog.getByLabel("退款原因").fill(reason);
  return { dialog, pay };
}

async function wechatOrders() {
  return (await fetch(`http://127.0.0.1:${platform.ports.wechat}/simulator/orders`)).json();
}

const site = {
  id: "records-office",
  name: "示范档案馆",
  origin: "https://records.example.invalid",
  redirect: "https://records.example.invalid/callback",
};

// What the platform answers when the site sends a browser to it.
async function authorization() {
  const query = new URLSearchParams({
    client_id: site.id,
    redirect_uri: site.redirect,
    response_type: "code",
    scope: "openid",
    state: "state-of-the-site",
    nonce: "nonce-of-the-site",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  const { issuer, authorization_endpoint: address } = JSON.parse(
    await curl("-f", `${platform.demonstration.baseUrl}/.well-known/openid-configuration`),
  );
  assert.equal(issuer, platform.demonstration.baseUrl);
  return curl("-L", "-c", "-", "-H", "Accept-Language: zh-CN", `${address}?${query}`);
}

const changes = (officer) => officer.page.getByRole("region", { name: "人员与站点变更" });

const checks = [
  [
    "certificates are issued on two signatures made in the console",
    async () => {
      for (const officer of Object.values(people)) {
        await officer.start();
        await officer.activate();
      }
      await acceptance.scanBarcode(guide.order);
      await acceptance.receivePaper();
      await acceptance.approve();
      await review.show(guide.order);
      await review.approve();
      await guide.until("awaiting_installation");
      await guide.device("install", guide.order);
      assert.equal(await ocspStatus(), "good");
    },
  ],
  [
    "what was issued is not paid back before it is revoked",
    async () => {
      const { dialog, pay } = await askForRefund("申请人要求");
      await pay.click();
      await first.page.getByText("证书已签发，须先吊销证书才能退款。").waitFor();
      await screens.look(first.page, "console-refund-refused");
      await dialog.getByRole("button", { name: "取消" }).click();
      assert.equal((await wechatOrders()).filter(({ trade_state: state }) => state === "REFUND").length, 0);
    },
  ],
  [
    "the acceptance officer's signature alone revokes nothing",
    async () => {
      await open(acceptance, "/admin/certificates", "证书与吊销");
      await acceptance.page.getByRole("button", { name: "吊销" }).click();
      const dialog = acceptance.page.getByRole("dialog", { name: "吊销" });
      const sign = dialog.getByRole("button", { name: "签署吊销" });
      assert.equal(await sign.isEnabled(), false, "without a reason nothing is signed");
      await dialog.getByText("密钥泄露或设备遗失").click();
      await screens.look(acceptance.page, "console-revoke");
      await sign.click();
      await acceptance.sign(() => screens.look(acceptance.page, "console-revoke-sign"));
      const waiting = acceptance.page.getByRole("region", { name: "吊销申请" });
      await waiting.getByText("待另一人签署").waitFor();
      // One's own signature is not asked for twice.
      assert.equal(await waiting.getByRole("button").count(), 0);
      assert.equal(await ocspStatus(), "good");
    },
  ],
  [
    "an administrator sees it, and signs none",
    async () => {
      await open(first, "/admin/certificates", "证书与吊销");
      await first.page.getByRole("region", { name: "吊销申请" }).getByText("待另一人签署").waitFor();
      assert.equal(await first.page.getByRole("region", { name: "吊销申请" }).getByRole("button").count(), 0);
      assert.equal(await first.page.getByRole("button", { name: "吊销" }).count(), 0);
    },
  ],
  [
    "the reviewing officer's second signature revokes both certificates, at once for whoever asks",
    async () => {
      await open(review, "/admin/certificates", "证书与吊销");
      await review.page
        .getByRole("region", { name: "吊销申请" })
        .getByRole("button", { name: "签署" })
        .click();
      await review.sign();
      await review.page.getByRole("region", { name: "吊销申请" }).getByText("已吊销").waitFor();
      await review.page.getByRole("cell", { name: "已吊销" }).waitFor();
      await screens.look(review.page, "console-revoked");
      assert.equal(await review.page.getByRole("button", { name: "吊销" }).count(), 0);
      assert.equal(await ocspStatus(), "revoked");
    },
  ],
  [
    "then it is paid back by WeChat Pay, once, and the payment says so",
    async () => {
      const { pay } = await askForRefund("证书已吊销,申请人要求退款");
      await screens.look(first.page, "console-refund");
      await pay.dblclick();
      await first.page.getByText("退款已提交。").waitFor();
      await first.page.getByText("已退款").or(first.page.getByText("退款中")).first().waitFor();
      for (let attempt = 0; attempt < 100; attempt += 1) {
        await first.page.getByRole("button", { name: "刷新" }).click();
        await first.page.waitForLoadState("networkidle");
        if (await first.page.getByText("已退款").isVisible()) break;
      }
      await first.page.getByText("已退款").waitFor();
      assert.equal(await first.page.getByRole("button", { name: "退款" }).count(), 0);
      const [order] = await wechatOrders();
      assert.equal(order.trade_state, "REFUND");
      await open(first, "/admin/figures", "当日数据");
      await screens.look(first.page, "console-figures-refund");
    },
  ],
  [
    "a site that one administrator registers is unknown until another signs",
    async () => {
      await open(first, "/admin/sites", "依赖方站点");
      await first.page.getByRole("button", { name: "登记站点" }).click();
      const dialog = first.page.getByRole("dialog", { name: "登记站点" });
      await dialog.getByLabel("站点编号").fill(site.id);
      await dialog.getByLabel("站点名称").fill(site.name);
      await dialog.getByLabel("网址").fill(site.origin);
      await dialog.getByLabel(/回调地址/).fill(site.redirect);
      await screens.look(first.page, "console-register-site");
      await dialog.getByRole("button", { name: "签署登记" }).click();
      await first.sign();
      await dialog.getByText("请妥善交给站点管理员,关闭后不再显示。").waitFor();
      await screens.look(first.page, "console-site-secret");
      await dialog.getByRole("button", { name: "关闭" }).last().click();
      await changes(first).getByText("待另一位管理员签署").waitFor();
      assert.match(await authorization(), /该网站未在本平台登记/);
    },
  ],
  [
    "the second administrator's signature lets the site sign people in",
    async () => {
      await open(second, "/admin/sites", "依赖方站点");
      await changes(second).getByRole("button", { name: "签署" }).click();
      await second.sign();
      await second.page.getByText("变更已生效。").waitFor();
      await second.page.getByRole("cell", { name: site.id }).waitFor();
      const page = await authorization();
      assert.match(page, /移动KEY登录/);
      assert.match(page, /示范档案馆/);
    },
  ],
  [
    "and takes two signatures to be removed again",
    async () => {
      const row = second.page.getByRole("row", { name: new RegExp(site.id) });
      await row.getByRole("button", { name: "移除" }).click();
      await second.sign();
      await changes(second).getByText("待另一位管理员签署").waitFor();
      assert.match(await authorization(), /移动KEY登录/);
      await open(first, "/admin/sites", "依赖方站点");
      await changes(first).getByRole("button", { name: "签署" }).click();
      await first.sign();
      await first.page.getByText("变更已生效。").waitFor();
      await first.page.getByRole("cell", { name: site.id }).waitFor({ state: "detached" });
      assert.match(await authorization(), /该网站未在本平台登记/);
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 8)],
];

await runScreens(platform, checks, people, {
  prepare: () => walkUntil(guide, "the acceptance officer's device"),
});
