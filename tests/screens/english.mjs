// The other language: whoever reads English meets no Chinese on the screens of the phone app, the console and the
// procurement site but names, what was typed, and the labels of the switch itself.
import assert from "node:assert/strict";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Site } from "../tour/site.mjs";
import { English } from "./support/english.mjs";
import { form, Journey } from "./support/journey.mjs";
import { Officer } from "./support/officer.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const journey = new Journey(platform);
const { phone, expert, officers } = journey;
const administrator = new Officer(platform, "administrator");
const agent = new Officer(platform, "recovery");
const desks = { ...officers, administrator, agent };
const english = new English([
  ...["掌钥", "简体中文", "中文", "语言"],
  ...platform.demonstration.operators.map(({ name }) => name),
  ...["示范认证中心", "示范省政府采购网", form.applicant.name, "张**", "李示范", form.handler.address],
]);
const look = (page, name) => screens.look(page, `english-${name}`);

async function setPhone(language) {
  await phone.open("/app/settings");
  await phone.page.getByRole("radio", { name: language }).check();
}

// Opens a page of the app and reads it.
async function readPhone(...addresses) {
  for (const address of addresses) {
    await phone.open(`/app${address}`);
    await english.read(phone.page, `phone ${address}`);
  }
}

// Reads screens on the way and goes on in the language in which the journey is written.
async function readOnTheWay(...addresses) {
  await setPhone("English");
  await readPhone(...addresses);
  await setPhone("简体中文");
}

async function readDesk(officer, ...addresses) {
  for (const address of addresses) {
    await officer.open(address);
    await english.read(officer.page, `console ${address}`);
  }
}

const checks = [
  [
    "the phone app speaks English from its first screen on",
    async () => {
      await journey.welcome();
      await phone.open("/app/welcome");
      await phone.tap("English");
      await english.read(phone.page, "phone welcome");
      await readPhone("/scan", "/pdf", "/seal", "/services", "/settings", "/support", "/privacy");
      await readPhone("/certificates", "/pdf/verify", "/officer", "/sign-in", "/configure", "/documents");
      await setPhone("简体中文");
    },
  ],
  [
    "and through the application, in each of its steps",
    async () => {
      await journey.configure();
      await journey.enter();
      await readOnTheWay("/scan", "/services", "/services/phone");
      await journey.enter();
      await journey.begin();
      await readOnTheWay(
        ...["/services/agreements/0", "/services/agreements/1", "/services/information"],
        ...["/services/form/term", "/services/form/applicant", "/services/form/handler"],
      );
      await phone.open("/app/services/form/term");
      await journey.fillIn();
      await journey.makeKey();
      const order = `/services/orders/${journey.order}`;
      await readOnTheWay(
        order,
        ...["key", "attachments", "form", "signature"].map((step) => `${order}/${step}`),
      );
      await journey.upload();
      await readOnTheWay(`${order}/payment`);
      await journey.pay();
    },
  ],
  [
    "the console speaks English before and after the sign-in, to each role",
    async () => {
      await journey.accept();
      await journey.review();
      for (const desk of [administrator, agent]) {
        await desk.start();
        await desk.activate();
      }
      for (const desk of Object.values(desks))
        await desk.page.getByRole("button", { name: "English" }).click();
      for (const desk of Object.values(officers))
        await readDesk(desk, "/orders", `/orders/${journey.order}`, "/device", "/admin/certificates");
      const { page } = officers.acceptance;
      await page.getByRole("button", { name: "Hold", exact: true }).click();
      await page.getByRole("button", { name: "Call: phone lost or stolen" }).click();
      await english.read(page, "console hold");
      await page.getByRole("button", { name: "Sign the hold" }).click();
      await page.getByText("Put a certificate on hold").waitFor();
      await english.read(page, "console hold, to be signed");
      await readDesk(agent, "/orders", "/handovers");
      await agent.page.getByRole("button", { name: "New handover" }).click();
      await english.read(agent.page, "console new handover");
      for (const page of ["figures", "preregistration", "certificates", "payments", "invoices", "notices"])
        await readDesk(administrator, `/admin/${page}`);
      for (const page of ["operators", "sites", "audit"]) await readDesk(administrator, `/admin/${page}`);
      // Here a service is called as its administrator called it.
      await administrator.open("/admin/services");
      await english.read(administrator.page, "console /admin/services", [
        "示范省政采<个人(专家)移动KEY申请入口>",
      ]);
      await administrator.open("/admin/audit");
      await look(administrator.page, "console-audit");
      await officers.review.page.getByRole("button", { name: "Sign out" }).click();
      await english.read(officers.review.page, "console sign-in");
    },
  ],
  [
    "the phone shows the order and the certificates in English",
    async () => {
      const order = `/services/orders/${journey.order}`;
      await readOnTheWay(order, "/services/orders", `${order}/installation`);
      await journey.install();
      await setPhone("English");
      await readPhone("/scan", "/seal", "/certificates", "/settings", "/services", order);
      await readPhone("/settings/phone", "/services/follow/replacement");
      await phone.tap("Not among them: got with another number");
      await english.read(phone.page, "phone, another number");
      await readPhone("/decrypt", "/drill", "/services/follow/revocation");
      await phone.page.getByRole("radio", { name: "No longer used" }).check();
      await phone.tap("Revoke the certificates");
      await english.read(phone.page, "phone revocation, the question");
      await look(phone.page, "phone-revocation");
      await phone.open("/app/certificates");
      await look(phone.page, "phone-certificates");
      await setPhone("简体中文");
    },
  ],
  [
    "the site speaks English, and so does the platform's page with the code",
    async () => {
      await expert.open("/login");
      await expert.page.getByRole("link", { name: "English" }).click();
      await english.read(expert.page, "portal /login");
      await look(expert.page, "portal-login");
      await expert.open("/ca");
      await english.read(expert.page, "portal /ca");
      await expert.open("/login");
      await expert.page.getByLabel("Account").fill("expert1");
      await expert.page.getByLabel("Password").fill("palmkey-demo");
      await expert.page.getByRole("button", { name: "Sign in" }).click();
      await expert.page.waitForURL(/\/bind/);
      await english.read(expert.page, "portal /bind");
      await expert.page.getByRole("button", { name: "Next" }).click();
      await expert.page.waitForURL(/\/oidc\/sign-in/);
      await expert.qrShown();
      await english.read(expert.page, "sign-in page");
      await phone.scan(expert.page, expert.qr);
      await phone.see("您正在把证书绑定到");
      await phone.tap("确认绑定");
      await phone.digits();
      await phone.see("绑定成功");
      await expert.page.waitForURL(`${expert.site}/expert`);
      await english.read(expert.page, "portal /expert");
      await expert.open("/documents");
      await english.read(expert.page, "portal /documents");
      await expert.open("/expert");
      await expert.page.getByRole("button", { name: "Check that I can decrypt" }).click();
      await expert.qrShown();
      await english.read(expert.page, "portal, a decryption check");
    },
  ],
  [
    "and so do both screens of a decryption check that the site asks for",
    async () => {
      const { link } = await new Site(platform).askForDrill("expert1");
      await setPhone("English");
      await phone.open(`/app/open/drill${new URL(link).hash}`);
      await phone.see("A site asks for a decryption check");
      await english.read(phone.page, "phone, a decryption check");
      await look(phone.page, "phone-asked-drill");
      await phone.tap("Start the check");
      await phone.page.getByRole("group", { name: /PIN/ }).last().waitFor();
      await english.read(phone.page, "phone, the PIN of a decryption check");
      await phone.page.getByRole("button", { name: "Cancel" }).click();
      await phone.tap("Decline");
      await phone.see("The site was told that you did not do this check.");
      await english.read(phone.page, "phone, a decryption check that was declined");
      await setPhone("简体中文");
    },
  ],
  ["every screen that was read is English", async () => assert.ok(english.judge() >= 69)],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 3)],
];

await runScreens(platform, checks, { ...journey.people, administrator, agent });
