// A key that wrong PINs have locked, headless: an order, two officers, a new PIN; and what does not unlock it.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";

import { palmkey } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";
import { Life } from "./life.mjs";

const platform = await Platform.prepare(await freshOptions());
const vaultFile = path.join(platform.options.data, "vault/vault.toml");
// Wrong PINs are typed without the waits between them.
const selfService = "[handover]\nunlock_officers = 1\nunlock_wait_minutes = 1\n";
appendFileSync(vaultFile, `\n[pin]\nwait_seconds = [0]\n\n${selfService}`);
await platform.start();
const guide = new Guide(platform, 90);
const life = new Life(guide);
const { phone, refused, file } = life;
const pins = { old: "180529", fresh: "590316", wrong: "905173" };

async function lock(pin) {
  for (let tries = 4; tries > 0; tries -= 1)
    assert.equal((await refused(phone(pin, "sign", "x", "--yes"), "wrong_pin")).triesLeft, tries);
  await refused(phone(pin, "sign", "x", "--yes"), "key_locked");
}
const unlock = (pin) => life.phoneWith({ PALMKEY_NEW_PIN: pin }, "unlock");

let order;
const checks = [
  [
    "OpenSSL encrypts a file to the certificate",
    async () => {
      await phone(pins.old, "certificates", "--output", file("certificates"));
      await life.seal(file("certificates/encryption.pem"), file("sealed"));
    },
  ],
  [
    "there is nothing to unlock before the key is locked",
    async () => {
      await refused(life.apply("unlock"), "key_not_locked");
    },
  ],
  [
    "five wrong PINs lock the key, and then the right one is of no use",
    async () => {
      await lock(pins.wrong);
      await refused(phone(pins.old, "sign", "x", "--yes"), "key_locked");
      await refused(unlock(pins.fresh), "unlock_not_approved");
    },
  ],
  [
    "someone else's certificate cannot be unlocked",
    async () => {
      const serial = await life.serial();
      const phone = "13800000003";
      const form = life.formWith("strangers.json", { applicant: { phone, name: "章示范" } });
      const stranger = { name: "stranger", phone, form };
      const other = new Guide(platform, guide.patience, stranger);
      await walkUntil(other, "证书申请");
      await refused(new Life(other).apply("unlock", "--certificate", serial), "certificate_not_matched");
    },
  ],
  [
    "解锁: the order costs nothing and wants no PIN, no certification request and no paper",
    async () => {
      order = await life.apply("unlock");
      await refused(life.apply("unlock"), "order_in_progress");
      const submitted = await life.handIn(order);
      assert.equal(submitted.fee, 0);
      assert.equal(submitted.business, "unlock");
      assert.equal(submitted.label, "待受理");
    },
  ],
  [
    "one officer's signature is one too few",
    async () => {
      const shown = await guide.officer("acceptance", "show", order);
      assert.match(shown.applicationText, /\nbusiness: unlock\nfollows: [0-9a-f]+\nmonths: 0\nfee-fen: 0\n/);
      assert.equal((await guide.officer("acceptance", "accept", order, "--yes")).label, "待复核");
      await refused(guide.officer("acceptance", "review", order, "--yes"), "order_unknown");
      await refused(unlock(pins.fresh), "unlock_not_approved");
    },
  ],
  [
    "an officer who bears the holder's name approves nothing",
    async () => {
      const words = ["operator", "add", "--config", vaultFile, "--name", "张示范", "--role", "review"];
      const { activationLink } = await palmkey(words);
      await guide.officer("namesake", "activate", activationLink);
      await guide.officer("namesake", "review", order, "--yes");
      const { timeline } = await life.until(order, "awaiting_acceptance");
      assert.equal(timeline.at(-1).event, "refuse_issue");
      assert.equal(timeline.at(-1).detail, "own_order");
      await refused(unlock(pins.fresh), "unlock_not_approved");
    },
  ],
  [
    "two officers' signatures let the phone unlock its key",
    async () => {
      await guide.officer("acceptance", "accept", order, "--yes");
      await guide.officer("review", "review", order, "--yes");
      assert.equal((await life.until(order, "awaiting_installation")).label, "可以解锁");
      await life.told("密钥解锁已批准");
    },
  ],
  [
    "an easy PIN is refused, a good one unlocks the key, and the order is done",
    async () => {
      await refused(unlock("123456"), "pin_refused");
      await unlock(pins.fresh);
      assert.equal((await life.until(order, "installed")).label, "已解锁");
      await life.told("已解锁并设置新PIN码");
    },
  ],
  [
    "the new PIN signs and opens what was encrypted before, the old one does not",
    async () => {
      assert.equal((await refused(phone(pins.old, "sign", "x", "--yes"), "wrong_pin")).triesLeft, 4);
      await phone(pins.fresh, "sign", "解锁之后", "--yes");
      await phone(pins.fresh, "decrypt", file("sealed"), "--output", file("opened"));
      assert.equal(readFileSync(file("opened"), "utf8"), "投标文件\n");
    },
  ],
  [
    "the same approval unlocks nothing a second time",
    async () => {
      await refused(unlock(pins.old), "key_not_locked");
      await lock(pins.wrong);
      // Said again, by the officers and by the phone.
      await guide.officer("review", "review", order, "--yes");
      await refused(unlock(pins.old), "unlock_not_approved");
      assert.equal((await guide.device("status", order)).state, "installed");
    },
  ],
  [
    "自助解锁: one officer's signature opens a waiting time, of which the owner is told",
    async () => {
      order = await life.apply("unlock", "--self-service");
      assert.equal((await life.handIn(order)).selfService, true);
      const shown = await guide.officer("acceptance", "show", order);
      assert.match(shown.applicationText, /\nself-service: yes\n/);
      await guide.officer("acceptance", "accept", order, "--yes");
      // The second message of this kind; the first one was the two officers'.
      await guide.outbox(
        `phone=${guide.phone}`,
        ({ sms }) => sms.filter(({ text }) => text.includes("密钥解锁已批准")).length === 2,
      );
      const waiting = await guide.device("status", order);
      assert.equal(waiting.next.label, "等待期满后解锁");
      await refused(unlock(pins.old), "unlock_not_approved");
    },
  ],
  [
    "when it is over the key is unlocked with a new PIN",
    async () => {
      await life.until(order, "awaiting_installation");
      await unlock(pins.old);
      assert.equal((await life.until(order, "installed")).label, "已解锁");
      await phone(pins.old, "sign", "自助解锁之后", "--yes");
    },
  ],
  [
    "the audit log holds",
    async () => {
      await palmkey(["audit", "verify", "--config", vaultFile]);
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "CA绑定") });
