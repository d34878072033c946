// A certificate that is renewed, headless: the key stays, the term follows the old one, and nothing that was encrypted
// before becomes unreadable.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";
import { Life } from "./life.mjs";
import { Site } from "./site.mjs";

const platform = await Platform.prepare(await freshOptions());
const vaultFile = path.join(platform.options.data, "vault/vault.toml");
await platform.start();
const guide = new Guide(platform);
const life = new Life(guide);
const site = new Site(platform);
const { refused, file } = life;
const pin = "180529";

async function opens(sealed) {
  await life.phone(pin, "decrypt", file(sealed), "--output", file(`${sealed}.opened`));
  assert.equal(readFileSync(file(`${sealed}.opened`), "utf8"), "投标文件\n");
}
const years = (from, to) => new Date(to).getUTCFullYear() - new Date(from).getUTCFullYear();

let before;
let after;
let order;
const checks = [
  [
    "OpenSSL encrypts a file to the certificate",
    async () => {
      before = await life.certificatesTo("before");
      await life.seal(file("before/encryption.pem"), file("early"));
      await opens("early");
    },
  ],
  [
    "nobody renews a certificate that has most of its term before it",
    async () => {
      await refused(life.apply("renewal"), "renewal_too_early");
    },
  ],
  [
    "更新: in its time it is taken once, by the same key",
    async () => {
      await platform.vault.stop();
      appendFileSync(vaultFile, "\n[renewal]\nopen_days = 400\n");
      await platform.vault.start();
      order = await life.apply("renewal");
      await refused(life.apply("renewal"), "order_in_progress");
      const { publicKey, business, fee, follows } = await life.handIn(order);
      assert.equal(publicKey, (await guide.device("status", guide.order)).publicKey);
      assert.deepEqual([business, fee, follows], ["renewal", 5000, before.signing.serial]);
    },
  ],
  [
    "支付: 50 yuan a year",
    async () => {
      assert.equal((await life.pay(order)).label, "待受理");
    },
  ],
  [
    "two officers approve, and the old pair works until the new one is there",
    async () => {
      await life.approve(order);
      assert.equal((await life.until(order, "awaiting_installation")).label, "待安装(已支付)");
      await life.phone(pin, "sign", "更新之前", "--yes");
      await opens("early");
    },
  ],
  [
    "安装: the new term begins where the old one ends",
    async () => {
      const { message } = await guide.device("install", order);
      assert.equal(message, "2张证书已经安装成功!");
      await guide.device("install", order);
      after = await life.certificatesTo("after");
      assert.notEqual(after.signing.serial, before.signing.serial);
      assert.equal(years(before.signing.notAfter, after.signing.notAfter), 1);
      assert.equal(after.signing.notAfter.slice(4), before.signing.notAfter.slice(4));
      assert.equal((await guide.device("status", order)).label, "已安装");
    },
  ],
  [
    "what was encrypted to the first certificate opens, and what is encrypted to the new one too",
    async () => {
      await life.seal(file("after/encryption.pem"), file("late"));
      await opens("early");
      await opens("late");
    },
  ],
  [
    "a wrong PIN is told as such, whichever key the file is for",
    async () => {
      const wrong = life.phone("905173", "decrypt", file("early"), "--output", file("nothing"));
      assert.equal((await refused(wrong, "wrong_pin")).triesLeft, 4);
      await life.phone(pin, "sign", "x", "--yes");
    },
  ],
  [
    "the account that was bound before signs in with the new certificate",
    async () => {
      await guide.logIn();
      const page = await guide.scanAndAnswer("sign-in");
      assert.ok(page.url.pathname === "/expert" && page.text.includes("张示范"));
    },
  ],
  [
    "解密自检: the site asks, and learns that the phone opens what is encrypted to both certificates",
    async () => {
      const { id, link } = await site.askForDrill("expert1");
      assert.equal((await site.drill(id)).state, "waiting");
      const { state } = await life.phone(pin, "answer-drill", link, "--yes");
      assert.equal(state, "passed");
      const told = await site.drill(id);
      const serials = [before, after].map(({ encryption }) => encryption.serial);
      assert.equal(told.state, "passed");
      assert.deepEqual(
        told.certificates.map(({ serial, opens }) => [serial, opens]),
        serials.map((serial) => [serial, true]),
      );
      await refused(life.phone(pin, "answer-drill", link, "--yes"), "drill_ended");
    },
  ],
  [
    "a phone without the keys has nothing to answer with",
    async () => {
      const { id, link } = await site.askForDrill("expert1");
      const { claim, answer } = await site.scanDrill(link);
      const guessed = claim.messages.map(({ serial }) => ({
        serial,
        digest: randomBytes(32).toString("hex"),
      }));
      assert.equal((await answer(guessed)).state, "failed");
      const { state, certificates } = await site.drill(id);
      assert.equal(state, "failed");
      assert.deepEqual(
        certificates.map(({ opens }) => opens),
        [false, false],
      );
    },
  ],
  [
    "a wrong PIN is told as such, and the drill is not answered",
    async () => {
      const { id, link } = await site.askForDrill("expert1");
      await refused(life.phone("905173", "answer-drill", link, "--yes"), "wrong_pin");
      assert.equal((await site.drill(id)).state, "claimed");
      await life.phone(pin, "sign", "x", "--yes");
    },
  ],
  [
    "the invoice for the renewal arrives by mail",
    async () => {
      await guide.outbox("mail=handler@example.invalid", ({ mails }) => {
        const invoices = mails.filter(({ attachments }) =>
          attachments.some(({ name }) => /\.pdf$/.test(name)),
        );
        return invoices.length === 2;
      });
    },
  ],
  [
    "the first certificate is not renewed again, and the new one has its time before it",
    async () => {
      const first = ["--certificate", before.signing.serial];
      await refused(life.apply("renewal", ...first), "certificate_followed");
      await refused(life.apply("renewal"), "renewal_too_early");
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "登录") });
