// The administrator's screens, and what takes two signatures: appointing, registering a site, revoking.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { walkUntil } from "../tour/checks.mjs";
import { Officer } from "./support/officer.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const guide = new Guide(platform, 30);
const first = new Officer(platform, "administrator", 0);
const second = new Officer(platform, "administrator", 1);
const appointed = new Officer(platform, "acceptance", 1);

// Opens one of the administrator's screens and waits for its heading.
async function open(officer, address, heading, name) {
  await officer.open(address);
  await officer.page.getByRole("heading", { name: heading }).first().waitFor();
  await officer.page.waitForLoadState("networkidle");
  if (name) await screens.look(officer.page, `console-${name}`);
}

// What the dialog says of a list: its sentence, and the wrong rows with their columns.
async function importReport() {
  const dialog = first.page.getByRole("dialog", { name: "导入名单" });
  await dialog.getByRole("status").waitFor();
  const rows = await dialog.locator("tbody tr").all();
  const cells = await Promise.all(rows.map((row) => row.locator("td").allInnerTexts()));
  return {
    sentence: await dialog.getByRole("status").locator("p").innerText(),
    wrong: cells.map(([row, field, detail]) => [Number(row), field.trim(), detail.trim()]),
  };
}

async function chooseList(file) {
  await first.page
    .locator('input[type="file"]')
    .setInputFiles(path.isAbsolute(file) ? file : path.join(platform.options.data, file));
}

const checks = [
  [
    "two administrators activate their consoles",
    async () => {
      for (const officer of [first, second]) {
        await officer.start();
        await officer.activate();
      }
      await open(first, "/admin/figures", "当日数据", "figures");
      await first.page.getByText("¥50.00").first().waitFor();
    },
  ],
  [
    "a list is tried before it is imported, and each wrong row is named",
    async () => {
      await open(first, "/admin/preregistration", "预审核登记", "preregistration");
      await first.page.getByRole("button", { name: "导入名单" }).click();
      const list = path.join(platform.options.data, "list.csv");
      writeFileSync(list, "phone,name\n13800000011,王示范\n12,赵示范\n13800000012,钱示范\n");
      await first.page.locator('input[type="file"]').setInputFiles(list);
      await first.page.getByText("试导入,尚未保存").waitFor();
      await screens.look(first.page, "console-import");
      await first.page.getByRole("button", { name: /导入 2 行/ }).click();
      await first.page.getByText("已导入").waitFor();
      await first.page.getByRole("button", { name: "关闭" }).last().click();
      await first.page.getByText("王**").first().waitFor();
    },
  ],
  [
    "a workbook is imported as it came from an office, each wrong row under its own number",
    async () => {
      const maker = fileURLToPath(new URL("support/workbooks.py", import.meta.url));
      execFileSync("/usr/bin/python3", [maker, platform.options.data]);
      await first.page.getByRole("button", { name: "导入名单" }).click();
      await chooseList("list.xlsx");
      const { sentence, wrong } = await importReport();
      assert.match(sentence, /共 10 行:新增 3,更新 0,错误 7/);
      assert.deepEqual(
        wrong.map(([row, field]) => [row, field]),
        [
          [6, "phone"],
          [7, "document_number"],
          [8, "phone"],
          [9, "name"],
          [10, "phone"],
          [11, "name"],
          [12, "phone"],
        ],
      );
      assert.match(wrong[1][2], /15位/);
      assert.match(wrong[3][2], /日期格式/);
      await screens.look(first.page, "console-import-workbook");
      const [download] = await Promise.all([
        first.page.waitForEvent("download"),
        first.page.getByRole("button", { name: "下载错误报告" }).click(),
      ]);
      const report = readFileSync(await download.path(), "utf8");
      assert.equal(report.split("\r\n").length, 8);
      assert.match(report, /^\ufeff.*\r\n6,phone,phone_invalid,/);
      await first.page.getByRole("button", { name: /导入 3 行/ }).click();
      await first.page.getByText("已导入", { exact: true }).waitFor();
      // The same list again changes those rows and adds none.
      await chooseList("list.xlsx");
      await first.page.getByText(/新增 0,更新 3,错误 7/).waitFor();
    },
  ],
  [
    "CSV as Excel saves it in China is read, and a rounded number refused",
    async () => {
      await chooseList("list-gbk.csv");
      await first.page.getByText(/共 3 行:新增 2,更新 0,错误 1/).waitFor();
      const { wrong } = await importReport();
      assert.deepEqual(wrong[0].slice(0, 2), [4, "document_number"]);
      await first.page.getByRole("button", { name: /导入 2 行/ }).click();
      await first.page.getByText("已导入", { exact: true }).waitFor();
    },
  ],
  [
    "files that are no list are refused with what they are, and change nothing",
    async () => {
      for (const [file, said] of [
        ["damaged.xlsx", "文件已损坏,或不是 XLSX 工作簿。"],
        ["no-workbook.xlsx", "文件已损坏,或不是 XLSX 工作簿。"],
        ["nothing.xlsx", "文件是空的。"],
        ["empty.xlsx", "文件是空的。"],
        ["old.xls", "这是旧版 XLS 工作簿"],
      ]) {
        await chooseList(file);
        await first.page.getByText(said).last().waitFor();
        assert.equal(await first.page.getByRole("button", { name: /^导入 \d+ 行/ }).isEnabled(), false);
        await first.page.locator(".el-message__closeBtn").last().click();
        await first.page.getByText(said).waitFor({ state: "detached" });
      }
      await first.page.getByRole("button", { name: "关闭" }).last().click();
      for (const name of ["孙**", "李**", "周**", "钱**", "赵***"])
        await first.page.getByText(name).first().waitFor();
    },
  ],
  [
    "certificates, payments, invoices, notices and services are listed",
    async () => {
      await open(first, "/admin/certificates", "证书与吊销", "certificates");
      await first.page.getByText("张示范").first().waitFor();
      await open(first, "/admin/payments", "支付与退款", "payments");
      await open(first, "/admin/invoices", "电子发票", "invoices");
      await open(first, "/admin/notices", "通知与失败任务", "notices");
      await open(first, "/admin/services", "服务管理", "services");
    },
  ],
  [
    "an officer is appointed by two administrators' signatures and activates a device",
    async () => {
      await open(first, "/admin/operators", "人员与角色", "operators");
      await first.page.getByRole("button", { name: "任命人员" }).click();
      await first.page.getByLabel("姓名").fill("受理员戊");
      await first.page.getByText("受理员", { exact: true }).last().click();
      await first.page.getByRole("button", { name: "签署任命" }).click();
      await first.sign(() => screens.look(first.page, "console-appoint"));
      const shown = first.page.getByText(/\/officer#/);
      await shown.waitFor();
      const link = (await shown.innerText()).trim();
      await appointed.start();
      await appointed.page.goto(link);
      await appointed.page.getByRole("button", { name: "确认,设置密码" }).click();
      await appointed.typePin();
      await appointed.page.getByRole("group", { name: /请再次输入密码/ }).waitFor();
      await appointed.typePin();
      // One signature is not enough.
      await appointed.page.getByText("此激活链接已使用或已过期").waitFor();
      await open(second, "/admin/operators", "人员与角色");
      await second.page.getByRole("region", { name: "人员与站点变更" }).getByRole("button").click();
      await second.sign();
      await second.page.getByText("变更已生效。").waitFor();
      await appointed.activate(undefined, link);
      await appointed.page.getByText("待我处理").waitFor();
    },
  ],
  [
    "an officer sees none of the administrator's screens",
    async () => {
      await appointed.open("/admin/audit");
      await appointed.page.waitForLoadState("networkidle");
      assert.equal(await appointed.page.getByRole("heading", { name: "审计日志" }).count(), 0);
    },
  ],
  [
    "the audit log is shown and proves whole",
    async () => {
      await open(first, "/admin/audit", "审计日志");
      await first.page.getByRole("button", { name: "验证完整性" }).click();
      await first.page.getByText(/日志完整/).waitFor();
      await screens.look(first.page, "console-audit");
      await open(first, "/admin/sites", "依赖方站点", "sites");
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 10)],
];

await runScreens(
  platform,
  checks,
  { first, second, appointed },
  {
    story: false,
    prepare: () => walkUntil(guide, "CA绑定"),
  },
);
