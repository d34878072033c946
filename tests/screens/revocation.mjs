// How a certificate's use ends on the screens: stopped by an officer after a call and let go again, and revoked by its
// holder for good; with what OCSP and the CRL then say.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Validation } from "../tour/validation.mjs";
import { Following } from "./support/following.mjs";
import { form, Journey } from "./support/journey.mjs";
import { Officer } from "./support/officer.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
// A renewal that is open at once.
appendFileSync(path.join(platform.options.data, "vault/vault.toml"), "\n[renewal]\nopen_days = 1830\n");
await platform.start();
const screens = new Screens();
const journey = new Journey(platform);
const validation = new Validation(platform);
const { phone, expert } = journey;
const { acceptance, review } = journey.officers;
const administrator = new Officer(platform, "administrator");
const shot = (name) => screens.look(phone.page, `phone-revocation-${name}`);
let serials;

async function openCertificate() {
  await phone.open("/app/certificates");
  await phone.page
    .getByText(/有效期至/)
    .first()
    .click();
  await phone.see("签名证书");
}

// Both serial numbers, as the certificate's page shows them.
async function readSerials() {
  await openCertificate();
  const shown = await phone.page.locator("dd.number").allInnerTexts();
  return shown.map((text) => text.replaceAll(/\s/g, "").toLowerCase());
}

async function openCertificates(officer) {
  await officer.open("/admin/certificates");
  await officer.page.getByRole("heading", { name: "证书与吊销" }).waitFor();
  await officer.page.getByRole("row", { name: new RegExp(journey.order) }).waitFor();
}

const inConsole = (officer, name) => officer.page.getByRole("button", { name, exact: true });
const state = (officer, name) => officer.page.getByRole("cell", { name, exact: true }).waitFor();

// From the dialog to the signature; `reason` is one of those that are prepared.
async function stop(officer, action, reason, look = async () => {}) {
  await openCertificates(officer);
  await inConsole(officer, action).click();
  const dialog = officer.page.getByRole("dialog", { name: action });
  const sign = dialog.getByRole("button", { name: `签署${action}` });
  assert.equal(await sign.isEnabled(), false, "without a reason nothing is signed");
  await dialog.getByRole("button", { name: reason }).click();
  await look("");
  await sign.click();
  await officer.sign(() => look("-sign"));
}

async function signInIsRefused(words) {
  await journey.beginSignIn();
  await phone.tap("确认登录");
  await phone.digits();
  await phone.see(words);
  assert.equal(await phone.page.getByText("登录成功").count(), 0);
}

async function signIn() {
  await journey.beginSignIn();
  await phone.tap("确认登录");
  await phone.digits();
  await phone.see("登录成功");
  await expert.signedIn();
}

async function isGood() {
  for (const serial of serials) assert.match(await validation.ocsp(serial), /Cert Status: good/);
}

// The page on which certificates are revoked, from 业务办理.
async function openRevocation() {
  await phone.open("/app/services");
  const link = phone.page.getByRole("link", { name: /注销/ });
  await link.waitFor();
  await shot("services");
  await link.click();
  await phone.see("注销后不能恢复");
}

const checks = [
  [
    "the hotline's officer stops a certificate with one signature; an administrator cannot",
    async () => {
      serials = await readSerials();
      await isGood();
      await administrator.start();
      await administrator.activate();
      await openCertificates(administrator);
      for (const name of ["冻结", "解冻", "吊销"])
        assert.equal(await inConsole(administrator, name).count(), 0);
      await stop(acceptance, "冻结", "来电报失:手机丢失或被盗", (name) =>
        screens.look(acceptance.page, `console-hold${name}`),
      );
      await acceptance.page.getByText("证书已冻结。").waitFor();
      await state(acceptance, "受理点冻结");
      assert.equal(await inConsole(acceptance, "冻结").count(), 0);
      await screens.look(acceptance.page, "console-held");
      for (const serial of serials)
        assert.match(await validation.ocsp(serial), /Cert Status: revoked[^]*certificateHold/);
    },
  ],
  [
    "the phone says that only the authority can release it, and offers nothing that would not help",
    async () => {
      await openCertificate();
      await phone.see("只有受理点能解除");
      await shot("held");
      for (const name of ["解除冻结", "立即冻结证书"]) assert.equal(await phone.button(name).count(), 0);
      await phone.page.getByRole("link", { name: /注销/ }).click();
      await phone.see("不能在这部手机上注销");
      await shot("held-cannot-revoke");
      assert.equal(await phone.button("注销证书").count(), 0);
      await signInIsRefused("受理点冻结的,只有受理点能解除。");
      await shot("held-sign-in");
    },
  ],
  [
    "an officer who turns away at the PIN releases nothing, one who signs does, and it signs in again",
    async () => {
      await openCertificates(review);
      await inConsole(review, "解冻").click();
      const dialog = review.page.getByRole("dialog", { name: "解冻" });
      await dialog.getByRole("textbox", { name: /原因/ }).fill("  ");
      assert.equal(await dialog.getByRole("button", { name: "签署解冻" }).isEnabled(), false);
      await dialog.getByRole("textbox", { name: /原因/ }).fill("来电核实");
      await dialog.getByRole("button", { name: "签署解冻" }).click();
      await review.page.getByRole("heading", { name: "您将签署以下内容" }).waitFor();
      await review.page.keyboard.press("Escape");
      await review.page.getByRole("heading", { name: "您将签署以下内容" }).waitFor({ state: "hidden" });
      await openCertificates(review);
      await state(review, "受理点冻结");
      await stop(review, "解冻", "手机已找回,身份已核实", (name) =>
        screens.look(review.page, `console-release${name}`),
      );
      await review.page.getByText("证书已解冻。").waitFor();
      await state(review, "有效");
      await isGood();
      await signIn();
    },
  ],
  [
    "what both have stopped takes the officer and then the PIN",
    async () => {
      await openCertificate();
      await phone.tap("立即冻结证书");
      await phone.page.getByRole("dialog").getByRole("button", { name: "立即冻结证书" }).click();
      await phone.see("任何人都不能使用这个证书");
      await stop(acceptance, "冻结", "来电:密码可能泄露");
      await acceptance.page.getByText("证书已冻结。").waitFor();
      await openCertificate();
      await phone.see("只有受理点能解除");
      await stop(acceptance, "解冻", "已排除风险,身份已核实");
      await acceptance.page.getByText("受理点的冻结已解除。").waitFor();
      await state(acceptance, "持有人冻结");
      await screens.look(acceptance.page, "console-released-frozen");
      await openCertificate();
      await phone.see("任何人都不能使用这个证书");
      await phone.tap("解除冻结");
      await phone.digits();
      await phone.see("已解除冻结");
      await isGood();
    },
  ],
  [
    "the holder goes back at the second warning, and nothing happens",
    async () => {
      await openRevocation();
      assert.equal(await phone.button("注销证书").isEnabled(), false, "a reason is asked for");
      await shot("begin");
      await phone.page.getByRole("radio", { name: "不再使用" }).check();
      await phone.tap("注销证书");
      await phone.see("真的要注销吗?");
      await shot("sure");
      await phone.page.getByRole("dialog").getByRole("button", { name: "返回" }).click();
      await phone.page.getByRole("dialog").waitFor({ state: "detached" });
      assert.equal(await phone.page.getByRole("group", { name: /密码/ }).count(), 0);
      await isGood();
    },
  ],
  [
    "a wrong PIN changes nothing",
    async () => {
      await openCertificate();
      const link = phone.page.getByRole("link", { name: /注销/ });
      await link.scrollIntoViewIfNeeded();
      await shot("certificate");
      await link.click();
      await phone.page.getByRole("radio", { name: "不再使用" }).check();
      await phone.tap("注销证书");
      await phone.tap("仍要注销");
      await phone.digits("904173");
      await phone.see("密码不正确");
      await shot("wrong-pin");
      await phone.page.getByRole("dialog").getByRole("button", { name: "取消" }).click();
      await isGood();
      assert.deepEqual(await validation.crl(), {});
    },
  ],
  [
    "a renewal of it is approved, but not installed yet",
    async () => {
      await phone.open("/app/services");
      await phone.page.getByRole("link", { name: /更新/ }).click();
      const following = new Following(journey);
      await following.apply("renewal", form.applicant.name);
      await following.keepKey();
      await journey.upload();
      await journey.pay();
      for (const officer of [acceptance, review]) {
        await officer.show(journey.order);
        await officer.approve();
      }
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("待安装(已支付)");
    },
  ],
  [
    "with the PIN all certificates of the key are revoked, and OCSP and the CRL say so with the reason",
    async () => {
      await openRevocation();
      await phone.page.getByRole("radio", { name: "不再使用" }).check();
      await phone.tap("注销证书");
      await phone.tap("仍要注销");
      await phone.digits();
      await phone.see("证书已注销");
      await shot("done");
      const crl = await validation.crl();
      assert.equal(Object.keys(crl).length, 4, "the renewed pair is revoked as well");
      for (const serial of serials) {
        assert.match(await validation.ocsp(serial), /Cert Status: revoked[^]*cessationOfOperation/);
        assert.match(crl[serial], /Cessation Of Operation/);
      }
      await phone.page.getByRole("link", { name: "查看证书" }).or(phone.button("查看证书")).click();
      await phone.see("不能再用它登录或签名");
      assert.equal(await phone.page.getByText("已吊销", { exact: true }).count(), 2);
      await shot("revoked");
      await phone.page.getByRole("link", { name: "使用记录" }).click();
      await phone.see("注销证书");
      await shot("history");
      await openCertificates(acceptance);
      assert.equal(await acceptance.page.getByRole("cell", { name: "已吊销", exact: true }).count(), 2);
      assert.equal(await inConsole(acceptance, "冻结").count(), 0);
    },
  ],
  [
    "it signs in nowhere, cannot be revoked twice, no order about it is taken, and the open one brings nothing",
    async () => {
      await signInIsRefused("证书已吊销");
      await shot("sign-in");
      await phone.open("/app/services/follow/revocation");
      await phone.see("证书已吊销");
      await shot("again");
      assert.equal(await phone.button("注销证书").count(), 0);
      await phone.open("/app/services/follow/renewal");
      await phone.tap("下一步");
      await phone.see("证书已吊销");
      await shot("not-renewed");
      await phone.open(`/app/services/orders/${journey.order}/installation`);
      await phone.tap("安装");
      await phone.see("证书已吊销");
      await shot("not-installed");
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 19)],
];

await runScreens(
  platform,
  checks,
  { ...journey.people, administrator },
  {
    prepare: async () => {
      await journey.untilInstalled();
      await journey.bind();
    },
  },
);
