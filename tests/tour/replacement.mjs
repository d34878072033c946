// A lost phone, headless: a new key on a new phone, the old certificates revoked, and a time in which the owner objects by
// using the phone that is said to be lost.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";
import { Life } from "./life.mjs";

const platform = await Platform.prepare(await freshOptions());
const vaultFile = path.join(platform.options.data, "vault/vault.toml");
appendFileSync(vaultFile, "\n[handover]\nreplacement_wait_minutes = 1\n");
await platform.start();
const guide = new Guide(platform, 200);
const life = new Life(guide);
// The new phone, of the same person and number.
const renewed = new Guide(platform, 200, { name: "new" });
const fresh = new Life(renewed);
const { refused } = life;
const pin = "180529";

let serial;
let order;
const apply = () => fresh.apply("replacement", "--certificate", serial);
async function approved(number) {
  await guide.officer("acceptance", "receive-paper", number);
  await life.approve(number);
}

const checks = [
  [
    "the new phone knows nothing but the number, which is proven again",
    async () => {
      serial = await life.serial();
      await wait(61_000); // until there is a second code
      await walkUntil(renewed, "证书申请");
      await refused(fresh.apply("replacement"), "no_key");
    },
  ],
  [
    "补办: it costs nothing, and the officers see which certificate is lost",
    async () => {
      order = await apply();
      await refused(apply(), "order_in_progress");
      const submitted = await fresh.handIn(order);
      assert.deepEqual([submitted.fee, submitted.label, submitted.follows], [0, "待受理", serial]);
      const { applicationText } = await guide.officer("acceptance", "show", order);
      assert.ok(applicationText.includes(`\nbusiness: replacement\nfollows: ${serial}\n`));
    },
  ],
  [
    "the owner is told before anything happens, and stops it by using the phone",
    async () => {
      await approved(order);
      await life.told("补办");
      assert.equal((await fresh.until(order, "issuing")).label, "异议期");
      await life.phone(pin, "sign", "手机没有丢", "--yes");
      const { timeline } = await fresh.until(order, "awaiting_acceptance");
      assert.equal(timeline.at(-1).detail, "old_phone_in_use");
      const words = ["reject", order, "--yes", "--field", "paper", "--reason", "原手机仍在使用"];
      await guide.officer("acceptance", ...words);
      assert.equal((await fresh.until(order, "rejected")).label, "已退回");
      await fresh.cancel(order);
    },
  ],
  [
    "where nobody objects the new phone gets its certificates, with the old end",
    async () => {
      order = await apply();
      await fresh.handIn(order);
      await approved(order);
      await fresh.until(order, "awaiting_installation");
      const [before] = (await guide.device("certificates", "--output", life.file("old"))).certificates;
      const { certificates } = await renewed.device("install", order);
      assert.equal(certificates[0].notAfter, before.notAfter);
      assert.notEqual(certificates[0].serial, serial);
    },
  ],
  [
    "the lost phone neither signs nor opens anything",
    async () => {
      await refused(life.phone(pin, "sign", "x", "--yes"), "key_frozen");
    },
  ],
  [
    "the account that was bound before signs in from the new phone",
    async () => {
      await renewed.logIn();
      const page = await renewed.scanAndAnswer("sign-in");
      assert.ok(page.url.pathname === "/expert" && page.text.includes("张示范"));
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "登录") });
