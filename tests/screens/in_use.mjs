// What a certificate is for beside signing in: PDF files signed on the phone, with words and with the seal, verified there
// and by others' tools; a file that a site asks to have signed; and a freeze when something looks wrong.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { program } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Door } from "./support/door.mjs";
import { Journey, scan } from "./support/journey.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const journey = new Journey(platform, screens);
const { phone, expert } = journey;
const door = await Door.open(platform.demonstration.baseUrl);
phone.door = door;
const file = (name) => path.join(platform.options.data, name);
const shot = (name) => journey.shot(name);

// With a photograph in it, so that it is larger than all that signing has to send.
async function makeDocument() {
  const page = await expert.context.newPage();
  const photograph = readFileSync(scan).toString("base64");
  await page.setContent(
    `<h1>评审意见</h1><p>同意。</p><img style="width: 4cm" src="data:image/jpeg;base64,${photograph}">`,
  );
  writeFileSync(file("opinion.pdf"), await page.pdf());
  await page.close();
}

async function choose(label, name) {
  const [chooser] = await Promise.all([phone.page.waitForEvent("filechooser"), phone.tap(label)]);
  await chooser.setFiles(file(name));
}

async function save(button, name) {
  const [download] = await Promise.all([phone.page.waitForEvent("download"), phone.tap(button)]);
  await download.saveAs(file(name));
}

// What poppler says of the file's structure; it knows no SM2, so of the signature itself it can say nothing.
const pdfsig = (name) => {
  try {
    return execFileSync("pdfsig", ["-nocert", file(name)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    return error.stdout;
  }
};

const checks = [
  [
    "a PDF file is signed on the phone, and nothing of it leaves the phone",
    async () => {
      await makeDocument();
      await phone.open("/app/pdf");
      await shot("pdf");
      const before = door.bytes;
      await choose("选择PDF文件", "opinion.pdf");
      await phone.see("拖动方框到签名处");
      await phone.page.getByLabel("签名原因").fill("同意");
      await phone.page.locator("canvas").first().waitFor();
      await shot("pdf-place");
      await phone.tap("签名");
      await phone.digits();
      await phone.see("签名成功");
      await shot("pdf-signed");
      const sent = door.bytes - before;
      const size = readFileSync(file("opinion.pdf")).length;
      assert.ok(sent > 500, "the vault was asked for its half of the signature");
      assert.ok(sent < size / 2, `${sent} bytes were sent for a file of ${size}`);
      await save("保存或分享", "signed.pdf");
    },
  ],
  [
    "the signed file begins with the original, and others' tools find one signature over all of it",
    async () => {
      const original = readFileSync(file("opinion.pdf"));
      assert.ok(readFileSync(file("signed.pdf")).subarray(0, original.length).equals(original));
      const report = pdfsig("signed.pdf");
      assert.match(report, /Signature #1/);
      assert.doesNotMatch(report, /Signature #2/);
      assert.match(report, /Total document signed/);
      execFileSync("qpdf", ["--check", file("signed.pdf")], { stdio: "pipe" });
      await journey.fetch("/ca/root.cer", file("root.cer"));
      execFileSync(program("palmkey"), ["verify", file("signed.pdf"), "--root", file("root.cer")], {
        stdio: "pipe",
      });
    },
  ],
  [
    "the verification screen says what holds, and of an altered copy what does not",
    async () => {
      await phone.tap("验证签名");
      await phone.see("签名有效");
      await shot("pdf-verified");
      const altered = readFileSync(file("signed.pdf"));
      altered[20] ^= 1;
      writeFileSync(file("altered.pdf"), altered);
      await choose("验证其他文件", "altered.pdf");
      await phone.see("签名无效");
      await shot("pdf-altered");
    },
  ],
  [
    "电子签章: the seal that the officers approved is put on a file",
    async () => {
      await phone.open("/app/seal");
      await phone.page.getByAltText(/的印章/).waitFor();
      await shot("seal");
      await choose("选择PDF文件", "opinion.pdf");
      await phone.see("拖动方框到签名处");
      await shot("seal-place");
      await phone.tap("盖章并签名");
      await phone.digits();
      await phone.see("签名成功");
      await save("保存或分享", "sealed.pdf");
      assert.match(pdfsig("sealed.pdf"), /Total document signed/);
    },
  ],
  [
    "a site's document is scanned, read and signed on the phone, and the site has the signed file",
    async () => {
      await expert.open("/documents");
      await expert.page.getByLabel(/PDF文件/).setInputFiles(file("opinion.pdf"));
      await expert.page.getByRole("button", { name: "上传并签名" }).click();
      await expert.qrShown();
      await journey.look(expert.page, "portal-document");
      await phone.scan(expert.page, expert.qr);
      await phone.see("请求您签署文件的网站");
      await shot("document");
      await phone.tap("查看文件");
      await phone.see("拖动方框到签名处");
      await phone.tap("签名");
      await phone.digits();
      await phone.see("签名成功");
      const link = expert.page.getByRole("link", { name: "下载已签名的文件" });
      await link.waitFor();
      await journey.look(expert.page, "portal-document-signed");
      const [download] = await Promise.all([expert.page.waitForEvent("download"), link.click()]);
      await download.saveAs(file("from-site.pdf"));
      assert.match(pdfsig("from-site.pdf"), /Total document signed/);
    },
  ],
  [
    "解密自检: a site asks, the person sees what it will learn, and both screens say that all opens",
    async () => {
      await expert.open("/expert");
      await expert.page.getByRole("button", { name: "检查能否解密" }).click();
      await expert.qrShown();
      await journey.look(expert.page, "portal-drill");
      await phone.scan(expert.page, expert.qr);
      await phone.see("请求您做解密自检的网站");
      await phone.see("不会上传任何文件内容");
      await shot("asked-drill");
      await phone.tap("开始自检");
      await phone.digits("104862");
      await phone.see("密码不正确");
      await phone.digits();
      await phone.see("自检通过");
      assert.equal(await phone.page.getByText("可以解密", { exact: true }).count(), 1);
      await shot("asked-drill-passed");
      await expert.page.getByText("自检通过，加密给您的文件都能打开。").waitFor();
      await journey.look(expert.page, "portal-drill-passed");
    },
  ],
  [
    "who says no to a site's drill, or leaves the page, is not asked for the PIN, and the site is told",
    async () => {
      for (const leave of [() => phone.tap("拒绝"), () => phone.page.goBack()]) {
        await expert.open("/expert");
        await expert.page.getByRole("button", { name: "检查能否解密" }).click();
        await expert.qrShown();
        await phone.scan(expert.page, expert.qr);
        await phone.see("请求您做解密自检的网站");
        await leave();
        await expert.page.getByText("您在手机上拒绝了自检").waitFor();
      }
    },
  ],
  [
    "a frozen key signs nobody in, and its holder unfreezes it with the PIN",
    async () => {
      await phone.open("/app/certificates");
      await phone.page
        .getByText(/有效期至/)
        .first()
        .click();
      await phone.tap("立即冻结证书");
      await phone.page.getByRole("dialog").getByRole("button", { name: "立即冻结" }).click();
      await phone.see("证书已冻结");
      await shot("frozen");
      await journey.beginSignIn();
      await phone.tap("确认登录");
      await phone.digits();
      await phone.see("密钥已冻结");
      await phone.open("/app/certificates");
      await phone.page
        .getByText(/有效期至/)
        .first()
        .click();
      await phone.tap("解除冻结");
      await phone.digits();
      await phone.see("已解除冻结");
      await journey.beginSignIn();
      await phone.tap("确认登录");
      await phone.digits();
      await phone.see("登录成功");
      await expert.signedIn();
    },
  ],
  [
    "support and settings",
    async () => {
      await phone.open("/app/support");
      await phone.see("示范认证中心第一受理点");
      await shot("support");
      await phone.open("/app/settings");
      await shot("settings");
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 12)],
];

await runScreens(platform, checks, journey.people, {
  prepare: async () => {
    await journey.untilInstalled();
    await journey.bind();
  },
  end: async () => door.close(),
});
