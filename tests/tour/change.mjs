// A holder who bears another name, headless: new certificates for the same key, and the old ones revoked once those are
// there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";
import { Life } from "./life.mjs";
import { Validation } from "./validation.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const guide = new Guide(platform);
const life = new Life(guide);
const validation = new Validation(platform);
const { refused, file } = life;
const pin = "180529";

let before;
let after;
let order;
const checks = [
  [
    "OpenSSL encrypts a file to the certificate",
    async () => {
      before = await life.certificatesTo("before");
      await life.seal(file("before/encryption.pem"), file("early"));
    },
  ],
  [
    "变更: another name, the same key, no fee",
    async () => {
      const form = life.formWith("changed.json", { applicant: { name: "张示范例" } });
      const changed = new Life(new Guide(platform, guide.patience, { form }));
      order = await changed.apply("change");
      await refused(changed.apply("change"), "order_in_progress");
      const { fee, label, publicKey } = await life.handIn(order);
      assert.deepEqual([fee, label], [0, "待受理"]);
      assert.equal(publicKey, (await guide.device("status", guide.order)).publicKey);
    },
  ],
  [
    "two officers approve, and the old pair counts until the new one is on the phone",
    async () => {
      await guide.officer("acceptance", "receive-paper", order);
      await life.approve(order);
      assert.equal((await life.until(order, "awaiting_installation")).label, "待安装");
      await life.phone(pin, "sign", "变更之前", "--yes");
      assert.match(await validation.ocsp(before.signing.serial), /Cert Status: good/);
    },
  ],
  [
    "安装: the new name, the old end; the old pair is revoked as superseded",
    async () => {
      await guide.device("install", order);
      after = await life.certificatesTo("after");
      assert.match(after.signing.subject, /CN=张示范例/);
      assert.equal(after.signing.notAfter, before.signing.notAfter);
      assert.match(await validation.ocsp(before.signing.serial), /Cert Status: revoked[^]*superseded/);
      assert.match(await validation.ocsp(after.signing.serial), /Cert Status: good/);
      assert.equal((await guide.device("status", order)).label, "已安装");
    },
  ],
  [
    "what was encrypted before opens",
    async () => {
      await life.phone(pin, "decrypt", file("early"), "--output", file("opened"));
      assert.equal(readFileSync(file("opened"), "utf8"), "投标文件\n");
    },
  ],
  [
    "the account that was bound before is still the holder's",
    async () => {
      await guide.logIn();
      const page = await guide.scanAndAnswer("sign-in");
      assert.equal(page.url.pathname, "/expert");
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "登录") });
