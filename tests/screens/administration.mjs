// The administrator's screens, and what takes two signatures: appointing, registering a site, revoking.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "../tour/checks.mjs";
import { Officer } from "./support/officer.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const guide = new Guide(platform, 30);
const first = new Officer(platform, "administrator", 0);
const second = new Officer(platform, "administrator", 1);
const appointed = new Officer(platform, "acceptance", 1);
const people = [first, second, appointed];

// Opens one of the administrator's screens and waits for its heading.
async function open(officer, address, heading, name) {
  await officer.open(address);
  await officer.page.getByRole("heading", { name: heading }).first().waitFor();
  await officer.page.waitForLoadState("networkidle");
  if (name) await screens.look(officer.page, `console-${name}`);
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

await runChecks(platform, checks, {
  prepare: () => walkUntil(guide, "CA绑定"),
  onFailure: async () => {
    for (const [index, { page }] of people.entries())
      await page
        ?.screenshot({ path: path.join(platform.options.data, `failed-${index}.png`) })
        .catch(() => {});
  },
  end: async () => {
    for (const person of people) await person.stop();
  },
});
