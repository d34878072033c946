// How officers end a certificate's use, headless: stopped after a call and let go again with one signature, revoked with
// two; and what OCSP and the CRL say of it.
import assert from "node:assert/strict";

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
const { refused } = life;
const pin = "180529";

let serial;
const stop = (role, command, reason) => guide.officer(role, command, serial, "--reason", reason, "--yes");
const checks = [
  [
    "the hotline finds the caller's certificate by number, name, order or serial number",
    async () => {
      serial = await life.serial();
      for (const words of [guide.phone.slice(-4), "张示范", guide.order, serial]) {
        const { certificates } = await guide.officer("acceptance", "certificates", words);
        assert.deepEqual(
          certificates.map(({ order, status }) => [order, status]),
          [[guide.order, "good"]],
          words,
        );
      }
      assert.deepEqual((await guide.officer("acceptance", "certificates", "9999")).certificates, []);
    },
  ],
  [
    "冻结: one officer stops it, and the phone neither signs nor lets it go",
    async () => {
      assert.ok((await stop("acceptance", "hold", "来电报失")).stoppedAt > 0);
      assert.match(await validation.ocsp(serial), /Cert Status: revoked[^]*certificateHold/);
      await refused(life.phone(pin, "sign", "x", "--yes"), "key_frozen");
      await life.phone(pin, "unfreeze"); // ends what its holder has begun, which is nothing
      await refused(life.phone(pin, "sign", "x", "--yes"), "key_frozen");
      await life.told("冻结");
    },
  ],
  [
    "解冻: one officer lets it go, and it signs again",
    async () => {
      assert.equal((await stop("review", "release", "身份已核实")).stoppedAt, null);
      assert.match(await validation.ocsp(serial), /Cert Status: good/);
      await life.phone(pin, "sign", "可以使用", "--yes");
    },
  ],
  [
    "吊销: one signature revokes nothing, nor does the same officer's second one or another reason",
    async () => {
      await refused(stop("acceptance", "revoke", "because"), "revocation_reason_unknown");
      assert.equal((await stop("acceptance", "revoke", "key_compromise")).state, "waiting");
      assert.equal((await stop("acceptance", "revoke", "key_compromise")).state, "waiting");
      await refused(stop("review", "revoke", "superseded"), "revocation_reason_differs");
      assert.match(await validation.ocsp(serial), /Cert Status: good/);
      assert.deepEqual(await validation.crl(), {});
    },
  ],
  [
    "with the second officer's it is revoked in OCSP at once and in the CRL, and nothing undoes it",
    async () => {
      assert.notEqual((await stop("review", "revoke", "key_compromise")).state, "waiting");
      await life.told("已注销");
      assert.match(await validation.ocsp(serial), /Cert Status: revoked[^]*keyCompromise/);
      await refused(life.phone(pin, "sign", "x", "--yes"), "key_retired");
      assert.match((await validation.crl())[serial], /Key Compromise/);
      await stop("acceptance", "hold", "再次来电"); // the key opens nothing from here on
      assert.match(await validation.ocsp(serial), /Cert Status: revoked[^]*keyCompromise/);
      assert.equal((await stop("acceptance", "revoke", "key_compromise")).state, "revoked");
      await stop("acceptance", "release", "再次来电");
      await refused(life.phone(pin, "sign", "x", "--yes"), "key_retired");
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "登录") });
