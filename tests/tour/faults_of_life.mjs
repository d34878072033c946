// kill -9 of vault and front in the middle of each step of a certificate's later life: another mobile number, renewal,
// change, unlocking, the replacement of a lost phone, the recovery of its keys, a change of phone and the revocation. Each step is then taken
// again, and at the end everything has happened exactly once.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { palmkey } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { rows, walkUntil } from "./checks.mjs";
import { Killer } from "./kill.mjs";
import { Life } from "./life.mjs";
import { Validation } from "./validation.mjs";

const platform = await Platform.prepare(await freshOptions());
const { data } = platform.options;
const front = path.join(data, "front/front.db");
const vault = path.join(data, "vault/vault.db");
const vaultFile = path.join(data, "vault/vault.toml");
appendFileSync(
  vaultFile,
  "\n[renewal]\nopen_days = 800\n\n[handover]\nreplacement_wait_minutes = 0\n\n[pin]\nwait_seconds = [0]\n",
);
await platform.start();
let lastCode = 0; // when the number that counts now was sent one
const killer = new Killer(platform);
const validation = new Validation(platform);
// A job that died with its server is taken up again when its lease ends, after 40 s.
const patience = 150;
const guide = new Guide(platform, patience);
const life = new Life(guide);
// The second phone, of the same person and number.
const renewed = new Guide(platform, patience, { name: "second" });
const fresh = new Life(renewed);
const { file } = life;
const pins = { first: "180529", unlocked: "590316", third: "620417", wrong: "905173" };

const third = (...words) =>
  palmkey(["device", "--home", file("third"), "--ca-file", platform.caFile, ...words], {
    env: { PALMKEY_PIN: pins.third, PALMKEY_NEW_PIN: pins.third },
  });
const kill = (name, walk, isDone) => killer.walk(name, walk, isDone);

const orders = {};
async function apply(of, business, ...words) {
  const work = async () => {
    orders[business] = await of.apply(business, "--request-id", `life-${business}`, ...words);
  };
  await kill(`${business}: applied for`, work);
}
async function handIn(of, business) {
  await kill(`${business}: handed in`, async () => {
    const { attachments } = await of.guide.device("status", orders[business]);
    for (const { kind, required, uploaded } of attachments)
      if (required && !uploaded) await of.upload(orders[business], kind);
    await of.guide.device("submit", orders[business]);
  });
}
const isThrough = (of, business) => of.until(orders[business], "awaiting_installation");
async function approve(of, business, { paper = true } = {}) {
  const order = orders[business];
  if (paper)
    await kill(`${business}: the paper is there`, () => guide.officer("acceptance", "receive-paper", order));
  await kill(`${business}: accepted`, () => guide.officer("acceptance", "accept", order, "--yes"));
  await kill(`${business}: reviewed`, async () => {
    await guide.officer("review", "review", order, "--yes");
    await isThrough(of, business);
  });
}
async function install(of, business) {
  await kill(`${business}: installed`, async () => {
    await of.guide.device("install", orders[business]);
    await of.until(orders[business], "installed");
  });
}

async function changeNumber() {
  const phone = "13900000002";
  lastCode = Date.now();
  const code = await life.codeFor(phone);
  const words = ["change-number", "--phone", phone, "--code", code];
  await kill("更换手机号: the new number is proved", () => guide.device(...words), ["phone_unchanged"]);
  guide.form = renewed.form = life.formWith("numbered.json", { applicant: { phone } });
  await life.told("手机号已由");
  await life.told("手机号已由", phone);
  guide.phone = renewed.phone = phone;
}

async function renew() {
  await apply(life, "renewal");
  await handIn(life, "renewal");
  await kill("renewal: paid", async () => {
    const { state } = await guide.device("pay", orders.renewal);
    if (state === "paid") await life.until(orders.renewal, "awaiting_acceptance");
    else await life.pay(orders.renewal);
  });
  await approve(life, "renewal", { paper: false });
  await install(life, "renewal");
}

async function change() {
  const name = "张新名";
  guide.form = renewed.form = life.formWith("changed.json", { applicant: { name }, handler: { name } });
  await apply(life, "change");
  await handIn(life, "change");
  await approve(life, "change");
  await install(life, "change");
}

async function unlock() {
  const isLocked = (error) => error.code === "key_locked";
  await kill("wrong PINs lock the key", async () => {
    for (let tries = 0; tries < 6; tries += 1) {
      const code = await life.phone(pins.wrong, "sign", "x", "--yes").catch((error) => {
        if (error.code !== "wrong_pin" && !isLocked(error)) throw error;
        return error.code;
      });
      if (code === "key_locked") return;
    }
    assert.fail("six wrong PINs did not lock the key");
  });
  await apply(life, "unlock");
  await handIn(life, "unlock");
  await approve(life, "unlock", { paper: false });
  const work = () => life.phoneWith({ PALMKEY_NEW_PIN: pins.unlocked }, "unlock");
  await kill("unlock: the phone sets its new PIN", work, ["key_not_locked"]);
  await life.until(orders.unlock, "installed");
  await life.phone(pins.unlocked, "sign", "解锁之后", "--yes");
}

async function replace() {
  const serial = await life.serial();
  await wait(Math.max(0, lastCode + 61_000 - Date.now())); // until there is a second code
  await walkUntil(renewed, "证书申请");
  await apply(fresh, "replacement", "--certificate", serial);
  await handIn(fresh, "replacement");
  await approve(fresh, "replacement");
  await install(fresh, "replacement");
}

async function recover() {
  await life.activateAgents();
  await apply(fresh, "key_recovery");
  await handIn(fresh, "key_recovery");
  for (const which of [0, 1])
    await kill(`key_recovery: agent ${which} signs`, () =>
      guide.officer(`recovery-${which}`, "recover", orders.key_recovery, "--yes"),
    );
  await isThrough(fresh, "key_recovery");
  await install(fresh, "key_recovery");
}

async function transfer() {
  await third("configure", platform.demonstration.configurationLink);
  let link;
  await kill("transfer: the third phone offers itself", async () => {
    ({ link } = await third("offer-transfer"));
  });
  await kill("transfer: the second phone hands over", () => fresh.phone(pins.first, "transfer", link), [
    "no_key",
  ]);
  // Behind a take-over that is done only the offers are left that were made in vain before: nothing came for them, or can
  // come any more. That the third phone has the keys is seen at the end.
  const over = ["no_transfer", "not_found", "stale"];
  await kill("transfer: the third phone takes over", () => third("receive-transfer"), over);
}

const opened = file("opened");
async function opens(...names) {
  for (const name of names) {
    await third("decrypt", file(name), "--output", opened);
    assert.equal(readFileSync(opened, "utf8"), "投标文件\n", name);
  }
}
const count = (database, sql) => Number(rows(database, sql)[0]);

async function judge(serials) {
  assert.equal(count(front, "SELECT COUNT(*) FROM orders"), 6, "one order of each business");
  assert.equal(count(front, "SELECT COUNT(*) FROM former_numbers"), 1, "the number was changed once");
  const pairs = rows(
    vault,
    "SELECT business || ' ' || (SELECT COUNT(*) FROM certificates c WHERE c.order_number = i.order_number) " +
      "FROM issuances i ORDER BY decided_at",
  );
  assert.deepEqual(pairs, ["new 2", "renewal 2", "change 2", "replacement 2"], "one pair for each order");
  assert.equal(count(vault, "SELECT COUNT(*) FROM unlock_permits"), 1, "one permit to unlock");
  assert.equal(count(vault, "SELECT COUNT(*) FROM recoveries"), 1, "one recovery");
  assert.equal(count(vault, "SELECT keys FROM recoveries"), 3, "of the lost phone's three encryption keys");
  const owners = rows(vault, "SELECT COUNT(*) FROM kmc_keys GROUP BY key_id");
  assert.deepEqual(owners, ["4"], "the last phone holds all encryption keys");

  const simulated = `http://127.0.0.1:${platform.ports.wechat}/simulator/orders`;
  const paid = (await (await fetch(simulated)).json()).filter(
    ({ trade_state: state }) => state === "SUCCESS",
  );
  assert.equal(paid.length, 2, "the first certificate and the renewal are paid once each");
  assert.equal(count(front, "SELECT COUNT(*) FROM invoices WHERE number IS NOT NULL"), 2, "two invoices");

  const events = Object.fromEntries(
    rows(vault, "SELECT kind || '=' || COUNT(*) FROM audit_log GROUP BY kind").map((row) => row.split("=")),
  );
  for (const kind of ["key_unlocked", "replacement_announced", "key_recovered", "key_transferred"])
    assert.equal(events[kind], "1", `${kind} happened once`);
  assert.equal(events.certificate_revoked, "2", "by the replacement and by the holder");

  const reasons = {
    first: /revoked[^]*superseded/,
    renewed: /revoked[^]*superseded/,
    changed: /revoked[^]*superseded/,
    replaced: /revoked[^]*cessationOfOperation/,
  };
  for (const [name, reason] of Object.entries(reasons))
    assert.match(await validation.ocsp(serials[name]), reason, name);
}

let passed = false;
try {
  await walkUntil(guide, "CA绑定");
  const serials = {};
  const note = async (name, of) => {
    const { signing } = await of.certificatesTo(name);
    serials[name] = signing.serial;
    await of.seal(of.file(`${name}/encryption.pem`), file(`${name}.sealed`));
  };
  await note("first", life);
  await changeNumber();
  await renew();
  await note("renewed", life);
  await change();
  await note("changed", life);
  await unlock();
  await replace();
  await note("replaced", fresh);
  await recover();
  await transfer();
  await opens("first.sealed", "renewed.sealed", "changed.sealed", "replaced.sealed");
  assert.match(await validation.ocsp(serials.replaced), /Cert Status: good/);
  await kill(
    "revocation: by the holder",
    () => third("revoke", "--reason", "cessation_of_operation", "--yes"),
    ["key_retired"],
  );
  await opens("first.sealed");
  for (const words of ["已解锁并设置新PIN码", "补办", "密钥恢复", "已转移到另一部手机", "注销"])
    await life.told(words);
  await judge(serials);
  await palmkey(["audit", "verify", "--config", vaultFile]);
  passed = true;
  console.log(`${killer.walked} passed, 0 failed`);
} catch (error) {
  console.error(`seed ${killer.seed}; data and logs are kept in ${data}\n${error.stack}`);
} finally {
  await platform.stop();
}
if (passed) rmSync(data, { recursive: true, force: true });
process.exit(passed ? 0 : 1);
