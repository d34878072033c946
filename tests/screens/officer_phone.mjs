// Officers without a key in the browser: the phone signs a console in by its QR code and signs there what is decided,
// from the one-time link to the end of the session; and what must not work.
import assert from "node:assert/strict";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { rows, walkUntil } from "../tour/checks.mjs";
import { Life, SCAN } from "../tour/life.mjs";
import { form } from "./support/journey.mjs";
import { Officer } from "./support/officer.mjs";
import { OfficersPhone } from "./support/officers_phone.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const guide = new Guide(platform, 30);
const desk = new Officer(platform, "acceptance");
const reviewDesk = new Officer(platform, "review");
const phone = new OfficersPhone(platform, "acceptance");
const reviewPhone = new OfficersPhone(platform, "review");
const agentDesk = new Officer(platform, "recovery", 1);
const agentPhone = new OfficersPhone(platform, "recovery");
const stranger = new OfficersPhone(platform, "stranger");
const people = { desk, reviewDesk, phone, reviewPhone, stranger, agentDesk, agentPhone };
const shot = (name) => screens.look(phone.page, `phone-officer-${name}`);
const shotOfDesk = (name) => screens.look(desk.page, `console-${name}`);

// How often the phone posts to a path.
function posts(person, ending) {
  const seen = [];
  person.context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith(ending)) seen.push(request.url());
  });
  return seen;
}

const inTray = (officer, text) => officer.tray.getByText(text).waitFor();

// Puts the decision on the order to the phone, by keyboard as at any desk.
async function approve(officer) {
  await officer.show(guide.order);
  await officer.page.getByText(form.applicant.name).first().waitFor();
  await officer.page.keyboard.press("a");
  await inTray(officer, guide.order);
}

async function showAnotherCode() {
  await desk.page.getByText("手机上已拒绝此次登录。").waitFor();
  await desk.page.getByRole("button", { name: "重新显示二维码" }).click();
  await desk.qr.waitFor();
}

// What a phone shows that has scanned a code.
async function outcomeOf({ page }) {
  const [asked, taken, stale] = ["您正在登录", "二维码已被另一部手机扫描", /二维码已(更新|过期)/].map(
    (text) => page.getByText(text),
  );
  await asked.or(taken).or(stale).waitFor();
  return (await asked.isVisible()) ? "asked" : (await taken.isVisible()) ? "taken" : "stale";
}

// Two officers scan the same picture of the code; again, where it was too old for one of them.
async function race() {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    for (const person of [phone, reviewPhone]) await person.openScanner();
    await desk.qr.waitFor();
    const picture = await desk.qr.screenshot();
    await Promise.all([phone, reviewPhone].map((person) => person.scanPicture(picture)));
    const outcomes = await Promise.all([phone, reviewPhone].map(outcomeOf));
    assert.ok(outcomes.filter((outcome) => outcome === "asked").length <= 1, "both phones have the code");
    const [first, second] = outcomes[0] === "asked" ? [phone, reviewPhone] : [reviewPhone, phone];
    if (outcomes.includes("asked") && outcomes.includes("taken")) return { first, second };
    if (!outcomes.includes("asked")) continue;
    await first.tap("不是我在操作,拒绝");
    await showAnotherCode();
  }
  throw new Error("the phones were too slow for the code each time");
}

const checks = [
  [
    "the one-time link makes a phone the officer's device",
    async () => {
      await phone.openLink(desk.link);
      await phone.activate(shot);
      await phone.tap("完成");
      await phone.see("尚未登录管理控制台");
      await shot("signed-out");
    },
  ],
  [
    "the link works once",
    async () => {
      await stranger.openLink(desk.link);
      await stranger.see("激活这部手机?");
      await stranger.tap("确认,设置密码");
      await stranger.digits();
      await stranger.see("请再次输入密码");
      await stranger.digits();
      await stranger.see("此激活链接已使用或已过期");
      await screens.look(stranger.page, "phone-officer-link-used");
    },
  ],
  [
    "a phone that is no officer's signs no console in",
    async () => {
      await desk.start();
      await desk.signInCode();
      await shotOfDesk("sign-in-by-phone");
      const claims = posts(stranger, "/entrances/claims");
      await stranger.scan(desk.page, desk.qr);
      await stranger.see("这部手机不是工作人员的设备");
      await screens.look(stranger.page, "phone-no-officer");
      assert.equal(claims.length, 0, "the code was used up");
      await stranger.stop();
    },
  ],
  [
    "a picture of a code is worth nothing some seconds later",
    async () => {
      const picture = await desk.qr.screenshot();
      await wait(5000);
      await phone.openScanner();
      await phone.scanPicture(picture);
      await phone.see("二维码已更新");
      await shot("stale");
      await phone.tap("去扫码");
      await desk.qr.waitFor();
    },
  ],
  [
    "the phone shows where the console is and the code on its screen; refused there, it stays signed out",
    async () => {
      await phone.scanConsole(desk);
      await desk.page.getByText("已扫描,请在手机上核对并输入密码。").waitFor();
      assert.equal(
        await phone.page.locator(".code strong").innerText(),
        await desk.page.locator(".number strong").innerText(),
      );
      await phone.see("127.0.0.1");
      await shot("console");
      await shotOfDesk("scanned");
      await phone.tap("不是我在操作,拒绝");
      await phone.see("已拒绝");
      await shot("rejected");
      await desk.page.getByText("手机上已拒绝此次登录。").waitFor();
      await shotOfDesk("rejected");
      await showAnotherCode();
    },
  ],
  [
    "of two phones that scan one code the first has it; when its officer goes back, the console is free again",
    async () => {
      await reviewPhone.openLink(reviewDesk.link);
      await reviewPhone.activate();
      const { first, second } = await race();
      await screens.look(second.page, "phone-officer-second");
      await first.page.goBack();
      await showAnotherCode();
    },
  ],
  [
    "a phone that went away leaves the console waiting, and loading its page anew shows another code",
    async () => {
      await phone.scanConsole(desk);
      await phone.page.goto("about:blank");
      await desk.page.getByText("已扫描,请在手机上核对并输入密码。").waitFor();
      await desk.page.reload();
      await desk.qr.waitFor();
    },
  ],
  [
    "a front that does not answer keeps nobody waiting on the phone for good",
    async () => {
      await phone.context.route("**/entrances/claims", () => {});
      await phone.openScanner();
      await phone.scanPicture(await desk.qr.screenshot());
      await phone.see("正在读取请求…");
      await phone.see("网络连接失败");
      await shot("no-answer");
      await phone.context.unroute("**/entrances/claims");
    },
  ],
  [
    "an impatient finger and a wrong PIN: the right one signs the console in, once",
    async () => {
      await phone.scanConsole(desk);
      const confirmations = posts(phone, "/confirmation");
      await phone.button("确认登录").dblclick();
      await phone.digits("104862");
      await phone.see("还可以尝试 4 次");
      assert.equal(await phone.page.getByRole("dialog").count(), 1);
      await shot("wrong-pin");
      await phone.digits();
      await phone.see("控制台已登录");
      await shot("console-done");
      await desk.page.getByText("手机登录", { exact: true }).waitFor();
      assert.equal(confirmations.length, 1);
      await phone.attend();
      await phone.see("没有待签署的内容");
      await shot("nothing");
    },
  ],
  [
    "a decision made at the console waits on the phone, which shows every field of it; refused there, nothing is decided",
    async () => {
      await desk.scanBarcode(guide.order);
      await desk.receivePaper();
      await approve(desk);
      await phone.see("受理 · 审核通过");
      for (const text of [guide.order, form.applicant.name, form.applicant.document_number])
        await phone.see(text);
      await shot("requests");
      await inTray(desk, "等待手机签署");
      await shotOfDesk("phone-tray");
      await phone.tap("拒绝此项");
      await inTray(desk, "手机上已拒绝签署");
      await phone.see("没有待签署的内容");
      assert.equal((await guide.device("status", guide.order)).state, "awaiting_acceptance");
    },
  ],
  [
    "what the console takes back is not signed",
    async () => {
      await approve(desk);
      await phone.see("受理 · 审核通过");
      await desk.tray.getByRole("button", { name: "撤回" }).click();
      await inTray(desk, "已撤回或已过期,未签署");
      await phone.see("没有待签署的内容");
      await approve(desk);
      await phone.see("受理 · 审核通过");
      await desk.page.reload();
      await phone.see("没有待签署的内容");
    },
  ],
  [
    "leaving the phone's app and coming back loses nothing; a wrong PIN signs nothing, the right one once",
    async () => {
      await approve(desk);
      await phone.open("/app/services");
      await phone.open("/app/officer");
      await phone.see("受理 · 审核通过");
      const signatures = posts(phone, "/signature");
      await phone.button("签署以上 1 项").dblclick();
      await phone.digits("104862");
      await phone.see("还可以尝试 4 次");
      await shot("sign");
      assert.equal(signatures.length, 0);
      await phone.digits();
      await phone.see("没有待签署的内容");
      await inTray(desk, "已签署");
      assert.equal(signatures.length, 1);
      await guide.until("awaiting_review");
    },
  ],
  [
    "the second officer reviews at another console with another phone, and the vault issues",
    async () => {
      await reviewDesk.start();
      await reviewPhone.signIn(reviewDesk);
      await reviewPhone.attend();
      await approve(reviewDesk);
      await reviewPhone.see("复核 · 审核通过");
      await reviewPhone.signAll(1);
      await inTray(reviewDesk, "已签署");
      await guide.until("awaiting_installation");
    },
  ],
  [
    "司法恢复: the second agent reads at a console what the first has signed, and signs it on the phone",
    async () => {
      const court = await new Life(guide).stranger("示范法院");
      await guide.activate("recovery");
      const [serial] = rows(
        path.join(platform.options.data, "front/front.db"),
        "SELECT serial FROM order_certificates WHERE purpose = 'signing'",
      );
      const { order } = await guide.officer(
        "recovery",
        ...["hand-over", "--serial", serial, "--reference", "(2026)示范法执字第 1 号"],
        ...["--document", SCAN, "--recipient", court.certificate],
      );
      await guide.officer("recovery", "agree-to-hand-over", order, "--yes");
      await agentPhone.openLink(agentDesk.link);
      await agentPhone.activate();
      await agentDesk.start();
      await agentPhone.signIn(agentDesk);
      await agentPhone.attend();
      await agentDesk.open("/handovers");
      await agentDesk.page.getByRole("button", { name: "查看" }).click();
      const shown = agentDesk.page.getByRole("dialog", { name: /司法恢复/ });
      await shown.getByText("CN=示范法院").last().waitFor();
      await shown.getByRole("button", { name: "同意并签署" }).click();
      await agentPhone.see(order);
      await agentPhone.see(serial);
      await agentPhone.page.getByRole("heading", { name: "密钥恢复", exact: true }).waitFor();
      await screens.look(agentPhone.page, "phone-officer-handover");
      await screens.look(agentDesk.page, "console-handover-by-phone");
      await agentPhone.signAll(1);
      await shown.getByText("已交付", { exact: true }).waitFor();
    },
  ],
  [
    "signed out at the console, the phone says so",
    async () => {
      await desk.page.getByRole("button", { name: "退出" }).click();
      await desk.qr.waitFor();
      await phone.see("管理控制台的登录已结束");
      await shot("ended");
    },
  ],
  [
    "ended on the phone, the console asks to be signed in and goes on where it was",
    async () => {
      await phone.signIn(desk);
      await phone.attend();
      await desk.open("/admin/certificates");
      // A request of the page itself that comes after the end would ask already.
      await desk.page.waitForLoadState("networkidle");
      await phone.tap("结束控制台登录");
      await phone.see("管理控制台的登录已结束");
      await desk.page.getByRole("link", { name: "业务受理" }).click();
      await desk.page.getByText("登录后,从刚才的位置继续。").waitFor();
      await shotOfDesk("sign-in-again");
      await phone.scanConsole(desk);
      await phone.tap("确认登录");
      await phone.digits();
      await phone.see("控制台已登录");
      await desk.page.getByText("待我处理").waitFor();
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 20)],
];

await runScreens(platform, checks, people, {
  prepare: () => walkUntil(guide, "the acceptance officer's device"),
});
