// A key that moves to another phone, headless: what was encrypted before opens there, and the old phone is out.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { palmkey, run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const guide = new Guide(platform);
const file = (name) => path.join(guide.home, name);
const pins = { old: { PALMKEY_PIN: "180529" }, fresh: { PALMKEY_PIN: "590316", PALMKEY_NEW_PIN: "590316" } };

// A phone by the name of its folder.
const phone = (name, env, ...words) =>
  palmkey(["device", "--home", file(name), "--ca-file", platform.caFile, ...words], { env });
const refused = async (work, code) => assert.rejects(work, (error) => (assert.equal(error.code, code), true));

let link;
const checks = [
  [
    "OpenSSL encrypts a file to the certificate",
    async () => {
      await phone("phone", pins.old, "certificates", "--output", file("certificates"));
      writeFileSync(file("plain"), "投标文件\n");
      const certificate = file("certificates/encryption.pem");
      writeFileSync(file("key.pem"), await run("openssl", ["x509", "-in", certificate, "-noout", "-pubkey"]));
      const words = ["pkeyutl", "-encrypt", "-pubin", "-inkey", file("key.pem")];
      await run("openssl", [...words, "-in", file("plain"), "-out", file("sealed")]);
    },
  ],
  [
    "the new phone offers itself, and waits",
    async () => {
      await phone("new", {}, "configure", platform.demonstration.configurationLink);
      const offered = await phone("new", pins.fresh, "offer-transfer");
      link = offered.link;
      assert.match(link, /\/t#o=[\w-]+$/);
      await refused(phone("new", pins.fresh, "receive-transfer"), "not_found");
    },
  ],
  [
    "a wrong PIN on the old phone moves nothing",
    async () => {
      await refused(phone("phone", { PALMKEY_PIN: "905173" }, "transfer", link), "wrong_pin");
      await refused(phone("new", pins.fresh, "receive-transfer"), "not_found");
    },
  ],
  [
    "the old phone hands the key over with its PIN, the new one takes it with its own",
    async () => {
      cpSync(file("phone"), file("copy"), { recursive: true });
      await phone("phone", pins.old, "transfer", link);
      await refused(phone("new", { PALMKEY_NEW_PIN: "905173" }, "receive-transfer"), "wrong_pin");
      await phone("new", pins.fresh, "receive-transfer");
      const status = await phone("new", pins.fresh, "key-status");
      assert.equal(status.state, "active");
    },
  ],
  [
    "what was encrypted before opens on the new phone",
    async () => {
      await phone("new", pins.fresh, "decrypt", file("sealed"), "--output", file("opened"));
      assert.equal(readFileSync(file("opened"), "utf8"), "投标文件\n");
    },
  ],
  [
    "the new phone signs",
    async () => {
      const signed = await phone("new", pins.fresh, "sign", "--yes", "换机之后");
      assert.ok(signed.signature.length > 80);
    },
  ],
  [
    "neither the old phone nor a copy of it is of any use",
    async () => {
      await refused(phone("phone", pins.old, "sign", "--yes", "旧手机"), "no_key");
      await refused(phone("copy", pins.old, "sign", "--yes", "旧手机的备份"), "unknown_key");
    },
  ],
  [
    "the owner is told by SMS and by mail",
    async () => {
      await guide.outbox("phone=13800000001", ({ sms }) =>
        sms.some(({ text }) => text.includes(guide.order) && text.includes("已转移到另一部手机")),
      );
      await guide.outbox("mail=handler@example.invalid", ({ mails }) =>
        mails.some(({ subject }) => subject === "证书密钥已转移到另一部手机"),
      );
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "CA绑定") });
