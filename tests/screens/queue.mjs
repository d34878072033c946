// An officer with more than two hundred orders: the queue's counts, filters, searches and pages, the scanner of paper
// forms, and the whole work by keyboard. Most of the orders are made by palmkey-seed-orders and only stand in the queue;
// the ones that are approved to the end come from headless phones with keys of their own.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { program, root, run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { walkUntil } from "../tour/checks.mjs";
import { Officer } from "./support/officer.mjs";
import { QueueScreen } from "./support/queue_screen.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const many = 240;
const onAPage = 50;
const platform = await Platform.prepare(await freshOptions());
const inData = (name) => path.join(platform.options.data, name);

// A second service, so that there is something to tell apart.
const [service, second] = ["expert-mobile-key", "supplier-mobile-key"];
const catalogue = inData("front/catalogue");
const secondName = "示范省政采<供应商移动KEY申请入口>";
writeFileSync(
  path.join(catalogue, `${second}.toml`),
  readFileSync(path.join(catalogue, `${service}.toml`), "utf8")
    .replace(/^id = .*$/m, `id = "${second}"`)
    .replace(/^name = .*$/m, `name = "${secondName}"`),
);
// A small scan: there are two of them to each order.
writeFileSync(
  inData("scan.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="300"><rect width="480" height="300" fill="#dde6ee"/>
   <text x="240" y="160" font-size="40" text-anchor="middle">示范扫描件</text></svg>`,
);
await run("rsvg-convert", ["-o", inData("scan.png"), inData("scan.svg")]);
const began = performance.now();
const words = [inData("front/front.toml"), String(many), inData("scan.png")];
const seeded = (await run(program("palmkey-seed-orders"), [...words, service, second]))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
console.log(`${many} orders made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
await platform.start();

const screens = new Screens();
const acceptance = new Officer(platform, "acceptance");
const review = new Officer(platform, "review");
const queue = new QueueScreen(acceptance);
const reviews = new QueueScreen(review);

// Whose orders go all the way.
const people = [
  ["李示例", "110101198203040015"],
  ["王示例", "110101197908050024"],
  ["陈示例", "110101199112120030"],
  ["刘示例", "11010119880606004X"],
  ["杨示例", "110101197501010055"],
];
const guides = people.map(([name, number], index) => {
  const form = JSON.parse(readFileSync(path.join(root, "demo/tour/application.json"), "utf8"));
  const phone = `1370000000${index}`;
  delete form.applicant.sex;
  Object.assign(form.applicant, { name, phone, document_number: number });
  const file = inData(`form-${index}.json`);
  writeFileSync(file, JSON.stringify(form));
  return new Guide(platform, 30, { name: `applicant-${index}`, phone, form: file });
});
const real = () => guides.map(({ order }) => order);
const all = () => [...seeded.map(({ number }) => number), ...real()];

async function timed(what, work) {
  const start = performance.now();
  const result = await work();
  console.log(`${what} after ${Math.round(performance.now() - start)} ms`);
  return result;
}

const checks = [
  [
    "the queue shows the longest waiting first, counts what waits, and measures it against two working days",
    async () => {
      await acceptance.start();
      await acceptance.activate();
      const shown = await timed(`the queue of ${all().length} orders is shown`, () =>
        queue.listed(() => acceptance.open("/orders")),
      );
      assert.deepEqual(shown, all().slice(0, onAPage));
      assert.deepEqual(await acceptance.page.getByRole("columnheader").allInnerTexts(), [
        ...["业务单号", "用户名称", "证件", "业务类型", "状态", "提示", "等待", "申请时间"],
      ]);
      assert.deepEqual(await queue.counts(), {
        待受理: all().length,
        待收纸质材料: 0,
        待复核: 0,
        已超时: many / 4,
        今日已办: 0,
      });
      assert.match(await queue.cell(0, "waiting"), /^\d+ 天 \d+ 小时\s*超时 \d+ 天/);
      assert.match(await queue.cell(0, "flags"), /已超时/);
      await screens.look(acceptance.page, "console-queue-many");
    },
  ],
  [
    "its pages are turned with [ and ], and show every order once",
    async () => {
      const found = [...(await queue.numbers())];
      for (let page = 1; page * onAPage < all().length; page += 1)
        found.push(...(await timed(`page ${page + 1}`, () => queue.listed(() => queue.press("]")))));
      assert.deepEqual(found, all());
      await acceptance.page.getByText("已经是最后一页了").waitFor();
      assert.match(await queue.cell(0, "waiting"), /剩 \d+ (天|小时)/);
      assert.equal(await queue.cell(0, "flags"), "");
      await screens.look(acceptance.page, "console-queue-last");
      for (let page = Math.floor(all().length / onAPage); page > 0; page -= 1)
        await queue.listed(() => queue.press("["));
      assert.deepEqual(await queue.numbers(), all().slice(0, onAPage));
    },
  ],
  [
    "the row that the keyboard is on stays in sight, down to the last and back",
    async () => {
      for (let row = 1; row < onAPage; row += 1) await queue.press(row % 2 === 0 ? "j" : "ArrowDown");
      assert.equal(await queue.currentNumber(), all()[onAPage - 1]);
      await queue.currentInSight();
      for (let row = 1; row < onAPage; row += 1) await queue.press("k");
      assert.equal(await queue.currentNumber(), all()[0]);
      await queue.currentInSight();
    },
  ],
  [
    "filters: newest first, by service, by state, and all that was ever handed in",
    async () => {
      const newest = [...all()].sort().reverse();
      assert.deepEqual(await queue.listed(() => queue.choose("最新提交")), newest.slice(0, onAPage));
      await queue.listed(() => queue.choose("等待最久"));
      const ofSecond = seeded.filter((order) => order.service === secondName).map(({ number }) => number);
      assert.deepEqual(await queue.listed(() => queue.select("服务", secondName)), ofSecond);
      assert.equal(ofSecond.length, many / 5);
      await queue.listed(() => queue.clear("服务"));
      assert.deepEqual(await queue.listed(() => queue.select("状态", "待收纸质材料")), []);
      await acceptance.page.getByText("没有待办业务。").waitFor();
      await queue.listed(() => queue.clear("状态"));
      assert.deepEqual(await queue.listed(() => queue.choose("全部业务")), all().slice(0, onAPage));
      await queue.listed(() => queue.choose("待我处理"));
    },
  ],
  [
    "search: by order number, by name, by the phone's last digits, and for what is not there",
    async () => {
      const [one, other] = [seeded[70], seeded[150]];
      assert.deepEqual(await queue.search(one.number), [one.number]);
      assert.deepEqual(await queue.search(one.name), [one.number]);
      // Two applications of one person are one under the other, and each says so.
      const twice = seeded.filter(({ name }) => name === seeded[0].name).map(({ number }) => number);
      assert.equal(twice.length, 2);
      assert.deepEqual(await queue.search(seeded[0].name), twice);
      for (const row of [0, 1]) assert.match(await queue.cell(row, "flags"), /同证件 1 单/);
      await screens.look(acceptance.page, "console-queue-search");
      assert.deepEqual(await queue.search(other.phone.slice(-4)), [other.number]);
      assert.deepEqual(await queue.search("欧阳不在"), []);
      await queue.search("");
    },
  ],
  [
    "a scanner opens the order of a paper form from wherever the focus is, and says what it does not know",
    async () => {
      const [guide] = guides;
      const form = inData("form.pdf");
      await guide.device("form", guide.order, "--output", form);
      await run("pdftoppm", ["-r", "150", "-png", "-singlefile", form, inData("form")]);
      const barcode = (await run("zbarimg", ["-q", "--raw", inData("form.png")])).trim().split("\n");
      assert.ok(barcode.includes(guide.order), `the form's barcodes are ${barcode}`);
      await queue.scan(guide.order);
      await queue.opened(guide.order);
      // From one order to the next, without going back.
      await queue.scan(seeded[5].number);
      await queue.opened(seeded[5].number);
      await queue.scan("00202601010009999");
      await acceptance.page.getByText("没有条码为 00202601010009999 的业务单。").waitFor();
      await queue.back();
      for (const focus of [
        () => queue.listed(() => queue.choose("最新提交")),
        () => queue.listed(() => queue.select("状态", "待受理")),
      ]) {
        await focus();
        await queue.scan(guide.order);
        await queue.opened(guide.order);
        await queue.back();
      }
      // Digits typed by hand are no scan.
      await acceptance.page.keyboard.type(guide.order.slice(0, 9), { delay: 100 });
      await acceptance.page.keyboard.press("Enter");
      await acceptance.page.waitForURL(/\/orders\/00\d{15}$/);
      assert.ok(!acceptance.page.url().endsWith(guide.order), "typed digits were taken for a scan");
      await queue.back();
      await queue.listed(() => queue.choose("等待最久"));
      await queue.listed(() => queue.clear("状态"));
    },
  ],
  [
    "one order by keyboard: fields ticked off beside their scans, turned and zoomed, then accepted; the next one comes",
    async () => {
      const { page } = acceptance;
      await queue.press("Enter");
      await queue.opened(seeded[0].number);
      await page.getByRole("img", { name: "证件正面" }).waitFor();
      for (let field = 0; field < 3; field += 1) await queue.press(" ");
      assert.equal(await page.getByRole("button", { pressed: true, name: /核对无误/ }).count(), 3);
      await queue.press("1");
      await page.getByRole("img", { name: "已签署的申请表" }).waitFor();
      await queue.press("+");
      await page.getByText("125%").waitFor();
      await queue.press("r");
      await screens.look(page, "console-review");
      await acceptance.approve();
      await queue.opened(seeded[1].number);
      // Back to the one before is possible, but it is decided.
      await queue.back();
      await queue.listed(() => queue.select("状态", "待收纸质材料"));
      assert.deepEqual(await queue.numbers(), [seeded[0].number]);
      await queue.listed(() => queue.clear("状态"));
    },
  ],
  [
    "one is sent back: not without a field and a reason, then with both; the next one comes",
    async () => {
      const { page } = acceptance;
      await queue.scan(seeded[1].number);
      await queue.opened(seeded[1].number);
      await queue.press("x");
      const panel = page.getByRole("region", { name: "退回" });
      const reason = panel.getByLabel("退回原因");
      const sign = panel.getByRole("button", { name: "签署退回" });
      await reason.fill("请更正。");
      assert.equal(await sign.isEnabled(), false, "no field is named");
      await page.getByLabel("经办人地址:需更正").check();
      await reason.fill("");
      assert.equal(await sign.isEnabled(), false, "no reason is given");
      await panel.getByRole("button", { name: "姓名与证件不一致。" }).click();
      await panel.getByText("需更正:经办人地址、用户名称").waitFor();
      await screens.look(page, "console-reject");
      await reason.press("Enter");
      await acceptance.sign(() => screens.look(page, "console-reject-sign"));
      await queue.opened(seeded[2].number);
      await queue.back();
      await queue.listed(() => queue.choose("全部业务"));
      assert.deepEqual(await queue.listed(() => queue.select("状态", "已退回")), [seeded[1].number]);
      await queue.listed(() => queue.clear("状态"));
      await queue.listed(() => queue.choose("待我处理"));
    },
  ],
  [
    "paper is received by scanner and two keys, before the scans are accepted and after",
    async () => {
      for (const number of real()) {
        await queue.scan(number);
        await queue.opened(number);
        await queue.press("p");
        await acceptance.page.getByText("确认已收到签署的纸质申请表?").waitFor();
        await queue.press("p");
        await acceptance.page.getByText("已登记收到纸质材料。").waitFor();
        await acceptance.approve();
        await acceptance.page.waitForURL((url) => !url.pathname.endsWith(number));
      }
      // The one that was accepted first goes to the review as soon as its paper has come: after the others, by the
      // list's measure of seconds.
      await wait(1000);
      await queue.scan(seeded[0].number);
      await queue.opened(seeded[0].number);
      await queue.press("p");
      await queue.press("p");
      await acceptance.page.waitForURL((url) => !url.pathname.endsWith(seeded[0].number));
      await queue.listed(() => acceptance.open("/orders"));
      assert.deepEqual(await queue.counts(), {
        待受理: many - 2,
        待收纸质材料: 0,
        待复核: guides.length + 1,
        已超时: many / 4 - 2,
        今日已办: guides.length + 2,
      });
    },
  ],
  [
    "the reviewing officer goes through chosen orders one after the other, one PIN each, without leaving them",
    async () => {
      await review.start();
      const { page } = review;
      await review.activate();
      await reviews.listed(() => review.open("/orders"));
      assert.deepEqual(await reviews.numbers(), [...real(), seeded[0].number]);
      for (let row = 0; row < guides.length; row += 1) {
        await reviews.press(" ");
        await reviews.press("j");
      }
      await page.getByRole("button", { name: `连续复核(${guides.length})` }).waitFor();
      await screens.look(page, "console-batch-choose");
      await reviews.press("b");
      const strip = page.getByRole("navigation", { name: "业务列表" });
      for (const [done, number] of real().entries()) {
        await reviews.opened(number);
        await strip.getByText(`${done}/${guides.length}`).waitFor();
        if (done === 2) {
          await screens.look(page, "console-batch");
          await reviews.press("x");
          await page.getByRole("button", { name: "证件照片不清晰,请重新拍摄上传。" }).click();
          await page.getByLabel("退回原因").last().press("Enter");
          await review.sign();
        } else await review.approve();
      }
      await reviews.heading.waitFor();
      assert.equal((await reviews.counts())["今日已办"], guides.length);
    },
  ],
  [
    "what was approved is issued, what was sent back says why, what was not chosen still waits",
    async () => {
      for (const [index, guide] of guides.entries())
        await guide.until(index === 2 ? "rejected" : "awaiting_installation");
      const { rejection } = await guides[2].device("status", guides[2].order);
      assert.deepEqual(rejection.fields, ["attachments.identity_front"]);
      assert.deepEqual(await reviews.listed(() => review.open("/orders")), [seeded[0].number]);
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 8)],
];

await runScreens(
  platform,
  checks,
  { acceptance, review },
  {
    prepare: async () => {
      for (const guide of guides) await walkUntil(guide, "the acceptance officer");
    },
  },
);
