// The life of a certificate on the phone's screens: locked by wrong PINs, unlocked by an order; renewed for another year;
// lost, replaced, its encryption keys recovered; what was encrypted to the first one opened on the new phone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { rows } from "../tour/checks.mjs";
import { Life } from "../tour/life.mjs";
import { Site } from "../tour/site.mjs";
import { Following } from "./support/following.mjs";
import { form, Journey, scan } from "./support/journey.mjs";
import { Officer } from "./support/officer.mjs";
import { Phone } from "./support/phone.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
// Waits after wrong PINs that a test can sit out, and a renewal that is open at once.
appendFileSync(
  path.join(platform.options.data, "vault/vault.toml"),
  "\n[pin]\nwait_seconds = [1]\n\n[renewal]\nopen_days = 1830\n\n[handover]\nreplacement_wait_minutes = 0\n" +
    "unlock_officers = 1\nunlock_wait_minutes = 1\n",
);
await platform.start();
const screens = new Screens();
const journey = new Journey(platform);
const { phone, expert } = journey;
const { acceptance, review } = journey.officers;
const newPhone = new Phone(platform, { name: "new", pin: "471926", allowCamera: false });
const agents = [0, 1].map((which) => new Officer(platform, "recovery", which));
const newPin = "260817";
const newName = "张示范例";
const shot = (name, person = phone) => screens.look(person.page, `phone-life-${name}`);
const following = new Following(journey, shot);

// As if every subscriber had proved the number an hour ago.
function ageSessions() {
  const sql = "UPDATE subscriber_sessions SET created_at = created_at - 3600";
  execFileSync("sqlite3", ["-cmd", ".timeout 5000", inData("front/front.db"), sql]);
}

// The order's page again and again, until the time to object is over.
async function waitOver() {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    await phone.open(`/app/services/orders/${journey.order}`);
    await phone.see(/等待期满后解锁|解锁并设置新密码/);
    if (await phone.page.getByText("可以解锁", { exact: true }).first().isVisible()) return;
    await wait(2500);
  }
  throw new Error("the wait did not end");
}

async function openCertificate() {
  await phone.open("/app/certificates");
  await phone.page
    .getByText(/有效期至/)
    .first()
    .click();
}

const inData = (name) => path.join(platform.options.data, name);
const fromFront = (sql) => rows(inData("front/front.db"), sql)[0];
const life = new Life(new Guide(platform));
const site = new Site(platform);
// A message of this content that OpenSSL encrypts to the only encryption certificate there is so far.
async function sealMessage(content) {
  const der = fromFront("SELECT certificate FROM order_certificates WHERE purpose = 'encryption'");
  const certificate = await life.pem(Buffer.from(der, "base64"), "encryption");
  await life.sealMessage(certificate, inData("标书.txt.p7m"), content);
}

async function decide(officer) {
  await officer.show(journey.order);
  await screens.look(officer.page, `console-life-${officer.role}`);
  await officer.approve();
}

async function lock() {
  await journey.beginSignIn();
  await phone.tap("确认登录");
  for (const left of [4, 3, 2, 1, 0]) {
    await phone.page.waitForFunction(() => document.querySelector(".pin-keys button")?.disabled === false);
    await phone.digits("104862");
    await phone.see(left > 0 ? `还可以尝试 ${left} 次` : "密钥已锁定");
  }
  await openCertificate();
  await phone.see("证书已锁定");
}

async function unlock(pin) {
  await phone.tap("解锁已批准,设置新密码");
  await phone.digits(pin);
  await phone.see("请再次输入密码");
  await phone.digits(pin);
}

const checks = [
  [
    "wrong PINs lock the key, and its page offers to apply for unlocking",
    async () => {
      await lock();
      await shot("locked");
    },
  ],
  [
    "the application for unlocking costs nothing and asks for no PIN, only for the person's documents",
    async () => {
      await phone.tap("申请解锁");
      await following.apply("unlock", form.applicant.name);
      await phone.see("点击预览申请表");
      await journey.signForm();
      await journey.uploadScan();
      await journey.handIn();
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("待受理");
      await phone.see("解锁");
      assert.equal(await phone.page.getByText("去支付").count(), 0);
      await acceptance.open("/orders");
      await acceptance.page.getByRole("cell", { name: "解锁", exact: true }).waitFor();
      await shot("unlock-order");
    },
  ],
  [
    "two officers see which certificate is unlocked and approve; one of them is not enough",
    async () => {
      await acceptance.page.bringToFront();
      await decide(acceptance);
      await openCertificate();
      await unlock(newPin);
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
      await unlock(newPin);
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
    "自助解锁: the number proved anew, one officer, and the key has its PIN again",
    async () => {
      await lock();
      await phone.tap("申请解锁");
      await following.apply("unlock", form.applicant.name, {
        shown: "unlock-self",
        confirm: () => phone.page.getByRole("radio", { name: /自助解锁/ }).check(),
      });
      await phone.see("点击预览申请表");
      await journey.signForm();
      await journey.uploadScan();
      ageSessions();
      await phone.tap("提交");
      await phone.see("自助解锁须确认是本人办理");
      await shot("unlock-self-proof");
      await journey.typeCode(phone);
      await phone.tap("下一步");
      await phone.page.waitForURL(({ pathname }) => !pathname.endsWith("/attachments"));
      await acceptance.page.bringToFront();
      await acceptance.show(journey.order);
      await acceptance.page.getByText("自助解锁:一名受理员批准后进入等待期").waitFor();
      await screens.look(acceptance.page, "console-life-self-service");
      await acceptance.approve();
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("等待期满后解锁");
      await shot("unlock-self-waiting");
      await waitOver();
      await openCertificate();
      await unlock(newPin);
      await phone.see("已解锁,新密码已生效");
    },
  ],
  [
    "another name: certificates for the same key, which sign in in place of the old ones",
    async () => {
      await phone.open("/app/services");
      const link = phone.page.getByRole("link", { name: /变更/ });
      await link.waitFor();
      await shot("services");
      await link.click();
      await following.apply("change", form.applicant.name, {
        change: () => phone.field("用户名称", newName),
      });
      await following.keepKey();
      await journey.upload();
      await acceptance.show(journey.order);
      await acceptance.receivePaper();
      await acceptance.approve();
      await decide(review);
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("待安装");
      await journey.install();
      await phone.open("/app/certificates");
      await phone.see(newName);
      await shot("changed");
    },
  ],
  [
    "a renewal knows the new name, keeps the key, is paid for, and signs in",
    async () => {
      await phone.open("/app/services");
      await phone.page.getByRole("link", { name: /更新/ }).click();
      await following.apply("renewal", newName);
      await shot("renewal-key");
      await following.keepKey();
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
  [
    "a lost phone: another one gets a key and certificates of its own, and the lost one is stopped",
    async () => {
      await newPhone.setUp(readFileSync(scan));
      await newPhone.open("/app/services");
      await newPhone.page.getByRole("link", { name: /补办/ }).click();
      await newPhone.page.getByRole("textbox", { name: /手机号/ }).fill(form.applicant.phone);
      await journey.typeCode(newPhone);
      await newPhone.tap("下一步");
      await following.apply("replacement", newName, { person: newPhone });
      await newPhone.tap("设置密码");
      await newPhone.digits();
      await newPhone.see("请再次输入密码");
      await newPhone.digits();
      await newPhone.see("产生证书请求成功!");
      await shot("replacement-key", newPhone);
      await newPhone.open(`/app/services/orders/${journey.order}/attachments`);
      await newPhone.see("点击预览申请表");
      await journey.signForm(newPhone);
      await journey.uploadScan("证件正面", newPhone);
      await journey.handIn(newPhone);
      await acceptance.show(journey.order);
      await acceptance.receivePaper();
      await acceptance.approve();
      await decide(review);
      await newPhone.open(`/app/services/orders/${journey.order}`);
      await newPhone.see(/异议期|待安装/);
      await shot("replacement-order", newPhone);
      await newPhone.page.getByText("待安装").first().waitFor({ timeout: 90_000 });
      await newPhone.open(`/app/services/orders/${journey.order}/installation`);
      await newPhone.button("安装").click();
      await newPhone.digits();
      await newPhone.see("2张证书已经安装成功!");
      await shot("replaced", newPhone);
      await journey.beginSignIn();
      await phone.tap("确认登录");
      await phone.digits();
      await phone.page.getByRole("alert").first().waitFor();
      await shot("lost-phone-stopped");
    },
  ],
  [
    "a site that asks learns what does not open on the new phone, and its holder what to do",
    async () => {
      const { link } = await site.askForDrill("expert1");
      const { hash } = new URL(link);
      await newPhone.open(`/app/open/drill${hash}`);
      await newPhone.see("请求您做解密自检的网站");
      assert.equal(await newPhone.page.getByText("未检查", { exact: true }).count(), 4);
      await newPhone.tap("开始自检");
      await newPhone.digits();
      await newPhone.see("有证书不能解密");
      await newPhone.see(/请申请密钥恢复/);
      assert.equal(await newPhone.page.getByText("不能解密", { exact: true }).count(), 3);
      assert.equal(await newPhone.page.getByText("可以解密", { exact: true }).count(), 1);
      await shot("asked-drill-failed", newPhone);
    },
  ],
  [
    "what was encrypted for the lost phone comes to the new one, when two recovery agents have agreed",
    async () => {
      for (const agent of agents) {
        await agent.start();
        await agent.activate();
      }
      await newPhone.open("/app/services/follow/key_recovery");
      await following.apply("key_recovery", newName, { person: newPhone });
      await newPhone.see("点击预览申请表");
      await journey.signForm(newPhone);
      await journey.uploadScan("证件正面", newPhone);
      await journey.handIn(newPhone);
      for (const agent of agents) {
        await agent.open("/orders");
        await agent.page.getByRole("cell", { name: "密钥恢复", exact: true }).waitFor();
        await agent.show(journey.order);
        await agent.approve(() => screens.look(agent.page, "console-recovery"));
      }
      await newPhone.open(`/app/services/orders/${journey.order}`);
      await newPhone.see("可以恢复");
      await newPhone.open(`/app/services/orders/${journey.order}/installation`);
      await newPhone.see("加密密钥可以恢复了");
      await newPhone.button("恢复").click();
      await newPhone.digits();
      await newPhone.see("以前的加密密钥已恢复!");
      await shot("recovered", newPhone);
      // Twenty days before the end the phone says so.
      await newPhone.open("/app/certificates");
      const [year, month, day] = /有效期至(\d+)年(\d+)月(\d+)日/
        .exec(
          await newPhone.page
            .getByText(/有效期至/)
            .first()
            .innerText(),
        )
        .slice(1);
      await newPhone.page.clock.setSystemTime(new Date(year, month - 1, day - 20));
      await newPhone.open("/app/certificates");
      await newPhone.see(/还有 2\d 天到期/);
      await shot("ends-soon", newPhone);
      await newPhone.page.clock.setSystemTime(new Date());
      await newPhone.open("/app/support");
      await newPhone.page.getByText("恢复给持有人").scrollIntoViewIfNeeded();
      await shot("recoveries", newPhone);
    },
  ],
  [
    "a message to the first certificate opens on the new phone, and a check says that all do",
    async () => {
      await newPhone.open("/app/certificates");
      await newPhone.page
        .getByText(/有效期至/)
        .first()
        .click();
      await newPhone.page.getByRole("link", { name: /解密自检/ }).click();
      await newPhone.tap("开始自检");
      await newPhone.digits("104862");
      await newPhone.see("密码不正确");
      await newPhone.digits();
      await newPhone.see("加密给您的文件都能打开。");
      assert.equal(await newPhone.page.getByText("可以解密", { exact: true }).count(), 4);
      await shot("drill", newPhone);

      await newPhone.page.goBack();
      await newPhone.page.getByRole("link", { name: "解密文件" }).click();
      await newPhone.see("选择加密文件");
      await newPhone.page.locator("input[type=file]").setInputFiles(scan);
      await newPhone.see("无法识别这个文件");
      await shot("decrypt-refused", newPhone);
      await newPhone.page.locator("input[type=file]").setInputFiles(inData("标书.txt.p7m"));
      await newPhone.see(`加密给:${newName}`);
      await shot("decrypt", newPhone);
      await newPhone.button("解密").click();
      await newPhone.digits();
      await newPhone.see("解密完成");
      await shot("decrypted", newPhone);
      const [download] = await Promise.all([
        newPhone.page.waitForEvent("download"),
        newPhone.tap("保存文件"),
      ]);
      assert.equal(download.suggestedFilename(), "标书.txt");
      assert.equal(readFileSync(await download.path(), "utf8"), "投标报价:一百万元");
    },
  ],
  [
    "司法恢复: two agents read what they sign, and the enveloped keys are fetched",
    async () => {
      const [one, two] = agents;
      const court = await life.stranger("示范法院");
      const serial = fromFront(
        "SELECT serial FROM order_certificates WHERE purpose = 'signing' ORDER BY issued_at DESC LIMIT 1",
      );
      await one.open("/handovers");
      await one.page.getByText("没有司法恢复业务").waitFor();
      await one.page.getByRole("button", { name: "新建司法恢复" }).click();
      const form = one.page.getByRole("dialog", { name: "新建司法恢复" });
      await form.getByLabel("持有人签名证书序列号").fill("00ff");
      await form.getByLabel("文书编号").fill("(2026)示范法执字第 1 号");
      await form.locator("input[type=file]").first().setInputFiles(scan);
      await form.locator("input[type=file]").last().setInputFiles(court.key);
      await form.getByRole("button", { name: "新建司法恢复" }).click();
      await form.getByText("没有此证书。").waitFor();
      await form.getByText("接收方证书不正确。").waitFor();
      await screens.look(one.page, "console-handover-refused");
      await form.getByLabel("持有人签名证书序列号").fill(serial);
      await form.locator("input[type=file]").last().setInputFiles(court.certificate);
      await form.getByRole("button", { name: "新建司法恢复" }).click();
      for (const agent of [one, two]) {
        if (agent === two) {
          await two.open("/handovers");
          await two.page.getByRole("button", { name: "查看" }).click();
        }
        await agent.page.getByText("CN=示范法院").last().waitFor();
        await agent.page.getByRole("button", { name: "同意并签署" }).click();
        await agent.sign(() => screens.look(agent.page, `console-handover-sign-${agent.which}`));
        await agent.page.getByText(`已签署 ${agent.which + 1} 人,需要 2 人`).waitFor();
        await screens.look(agent.page, `console-handover-signed-${agent.which}`);
      }
      const shown = two.page.getByRole("dialog", { name: /司法恢复/ });
      await shown.getByText("已交付", { exact: true }).waitFor();
      const downloads = [];
      two.page.on("download", (download) => downloads.push(download));
      await shown.getByRole("button", { name: "下载密钥信封" }).click();
      while (downloads.length < 4) await two.page.waitForEvent("download");
      assert.match(downloads[3].suggestedFilename(), /^\d{17}-key-4\.der$/);
      await shown.getByRole("button", { name: "关闭" }).last().click();
      await two.page.getByRole("cell", { name: "(2026)示范法执字第 1 号" }).waitFor();
      await screens.look(two.page, "console-handovers");
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 44)],
];

await runScreens(
  platform,
  checks,
  { ...journey.people, newPhone, agent0: agents[0], agent1: agents[1] },
  {
    prepare: async () => {
      await journey.untilInstalled();
      await sealMessage("投标报价:一百万元");
      await journey.bind();
    },
  },
);
