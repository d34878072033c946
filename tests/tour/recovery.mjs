// What was encrypted for a certificate opens for as long as its holder lives with it, headless: after a renewal, a change,
// the replacement of a lost phone with the recovery of its keys, and a move to a third phone.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { palmkey, run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";
import { Life, SCAN } from "./life.mjs";
import { Site } from "./site.mjs";

const platform = await Platform.prepare(await freshOptions());
const vaultFile = path.join(platform.options.data, "vault/vault.toml");
appendFileSync(vaultFile, "\n[renewal]\nopen_days = 800\n\n[handover]\nreplacement_wait_minutes = 0\n");
await platform.start();
const guide = new Guide(platform, 60);
const life = new Life(guide);
// The second phone, of the same person and number.
const renewed = new Guide(platform, 60, { name: "second" });
const fresh = new Life(renewed);
const site = new Site(platform);
const { refused, file } = life;
const pin = "180529";

const large = "投标文件\n".repeat(300_000); // in several pieces
const sealed = (name) => file(`${name}.sealed`);
async function opens(phone, ...names) {
  for (const name of names) {
    const opened = file(`${name}.opened`);
    await phone("decrypt", sealed(name), "--output", opened);
    assert.equal(readFileSync(opened, "utf8"), name === "message" ? large : "投标文件\n", name);
  }
}
const first = (...words) => life.phone(pin, ...words);
const second = (...words) => fresh.phone(pin, ...words);
const third = (...words) =>
  palmkey(["device", "--home", file("third"), "--ca-file", platform.caFile, ...words], {
    env: { PALMKEY_PIN: "590316", PALMKEY_NEW_PIN: "590316" },
  });
const agent = (which, ...words) => guide.officer(`recovery-${which}`, ...words);

// What the site is told when this phone answers it, the oldest certificate first.
async function drilled(phone) {
  const { id, link } = await site.askForDrill("expert1");
  await phone("answer-drill", link, "--yes");
  const { state, certificates } = await site.drill(id);
  return [state, ...certificates.map(({ opens }) => opens)];
}

async function encryptTo(of, folder, name) {
  const { signing } = await of.certificatesTo(folder);
  await of.seal(of.file(`${folder}/encryption.pem`), sealed(name));
  return signing.serial;
}
async function through(of, order) {
  const { fee } = await of.handIn(order);
  if (fee > 0) await of.pay(order);
  const { paperRequired } = await of.guide.device("status", order);
  if (paperRequired) await guide.officer("acceptance", "receive-paper", order);
  await life.approve(order);
  await of.until(order, "awaiting_installation");
  await of.guide.device("install", order);
}

let serial;
let order;
const checks = [
  [
    "OpenSSL encrypts a file to the first certificate, and a message, which says for which it is",
    async () => {
      serial = await encryptTo(life, "first", "first");
      await life.sealMessage(file("first/encryption.pem"), sealed("message"), large);
      await opens(first, "first", "message");
    },
  ],
  [
    "it opens after a renewal",
    async () => {
      await through(life, await life.apply("renewal"));
      serial = await encryptTo(life, "renewed", "renewed");
      await opens(first, "first", "renewed");
    },
  ],
  [
    "and after a change of name",
    async () => {
      const name = "张新名";
      guide.form = renewed.form = life.formWith("changed.json", { applicant: { name }, handler: { name } });
      await through(life, await life.apply("change"));
      serial = await encryptTo(life, "changed", "changed");
      await opens(first, "first", "renewed", "changed");
    },
  ],
  [
    "the phone is lost: another one has certificates of its own, and opens what is encrypted to them",
    async () => {
      await wait(61_000); // until there is a second code
      await walkUntil(renewed, "证书申请");
      await through(fresh, await fresh.apply("replacement", "--certificate", serial));
      await encryptTo(fresh, "replaced", "replaced");
      await opens(second, "replaced");
    },
  ],
  [
    "but not yet what was encrypted before",
    async () => {
      await refused(opens(second, "first"), "decryption_failed");
      await refused(opens(second, "message"), "not_the_recipient");
      assert.deepEqual(await drilled(second), ["failed", false, false, false, true]);
    },
  ],
  [
    "密钥恢复: it costs nothing, and is none of the officers' business",
    async () => {
      await life.activateAgents();
      order = await fresh.apply("key_recovery");
      await refused(fresh.apply("key_recovery"), "order_in_progress");
      const submitted = await fresh.handIn(order);
      assert.deepEqual([submitted.fee, submitted.label], [0, "待受理"]);
      await refused(guide.officer("acceptance", "accept", order, "--yes"), "order_unknown");
    },
  ],
  [
    "one recovery agent is not enough, however often they sign",
    async () => {
      await agent(0, "recover", order, "--yes");
      await agent(0, "recover", order, "--yes");
      assert.equal((await renewed.device("status", order)).state, "awaiting_review");
      await refused(renewed.device("install", order), "wrong_state");
      await refused(opens(second, "first"), "decryption_failed");
    },
  ],
  [
    "with the second one everything opens on the new phone, and the holder is told",
    async () => {
      await agent(1, "recover", order, "--yes");
      assert.equal((await fresh.until(order, "awaiting_installation")).label, "可以恢复");
      const { encryptionKeys } = await renewed.device("install", order);
      assert.equal(encryptionKeys, 4);
      assert.equal((await renewed.device("status", order)).label, "已恢复");
      await opens(second, "first", "renewed", "changed", "replaced");
      await opens(second, "message");
      assert.deepEqual(await drilled(second), ["passed", true, true, true, true]);
      await life.told("密钥恢复");
      const shown = await run("curl", [
        "-sf",
        "--cacert",
        platform.caFile,
        `${guide.d.baseUrl}/api/v1/recoveries`,
      ]);
      const [{ kind, recoveries, keys }] = JSON.parse(shown).items;
      assert.deepEqual([kind, recoveries, keys], ["holder", 1, 3]);
    },
  ],
  [
    "the lost phone opens nothing any more",
    async () => {
      await refused(first("decrypt", sealed("first"), "--output", file("lost.opened")), "key_frozen");
    },
  ],
  [
    "there is nothing left to recover",
    async () => {
      await refused(fresh.apply("key_recovery"), "nothing_to_recover");
    },
  ],
  [
    "司法恢复: a third party gets the keys on two agents' signatures, and opens the file with OpenSSL",
    async () => {
      const court = await life.stranger("示范法院");
      const { signing } = await fresh.certificatesTo("for-court");
      const begun = await agent(
        0,
        ...["hand-over", "--serial", signing.serial, "--reference", "(2026)示范法执字第 1 号"],
        ...["--document", SCAN, "--recipient", court.certificate],
      );
      const number = begun.order;
      const opened = async () => {
        const keys = await agent(0, "show-hand-over", number, "--output", file("handed-over"));
        return keys.files;
      };
      assert.equal((await agent(0, "agree-to-hand-over", number, "--yes")).state, "waiting");
      assert.equal((await agent(0, "agree-to-hand-over", number, "--yes")).state, "waiting");
      assert.deepEqual(await opened(), []);
      await refused(guide.officer("review", "agree-to-hand-over", number, "--yes"), "desk_role_refused");
      assert.equal((await agent(1, "agree-to-hand-over", number, "--yes")).state, "done");
      const keys = await opened();
      assert.equal(keys.length, 4);
      const pem = file("handed-over/key.pem");
      const openKey = (key, own = court.key) =>
        palmkey(["open-enveloped-key", key, "--key", own, "--output", pem]);
      const spki = ["x509", "-in", file("first/encryption.pem"), "-noout", "-pubkey"];
      const wanted = Buffer.from((await run("openssl", spki)).replace(/-----.*?-----|\s/g, ""), "base64");
      let opening = 0;
      for (const key of keys) {
        const { publicKey } = await openKey(key);
        const decrypted = run("openssl", ["pkeyutl", "-decrypt", "-inkey", pem, "-in", sealed("first")]);
        if (wanted.toString("hex").endsWith(publicKey)) {
          opening += 1;
          assert.equal(await decrypted, "投标文件\n");
        } else await assert.rejects(decrypted);
      }
      assert.equal(opening, 1, "one of them is the first certificate's");
      const another = await life.stranger("别人");
      await refused(openKey(keys[0], another.key), "decryption_failed");
      await refused(openKey(keys[0], another.certificate), "key_unreadable");
      await life.told("有权机关");
      await opens(second, "first");
      const withdrawn = await agent(
        1,
        ...["hand-over", "--serial", signing.serial, "--reference", "(2026)示范法执字第 2 号"],
        ...["--document", SCAN, "--recipient", court.certificate],
      );
      assert.equal((await agent(0, "withdraw-hand-over", withdrawn.order)).state, "withdrawn");
      await refused(agent(1, "agree-to-hand-over", withdrawn.order, "--yes"), "wrong_state");
    },
  ],
  [
    "and after a move to a third phone it all opens there, and on the second no more",
    async () => {
      await third("configure", platform.demonstration.configurationLink);
      const { link } = await third("offer-transfer");
      await second("transfer", link);
      await third("receive-transfer");
      await opens(third, "first", "renewed", "changed", "replaced", "message");
      const { certificates } = await third("drill");
      assert.deepEqual(
        certificates.map(({ opens }) => opens),
        [true, true, true, true],
      );
      assert.deepEqual(await drilled(third), ["passed", true, true, true, true]);
      await refused(opens(second, "first"), "no_key");
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "登录") });
