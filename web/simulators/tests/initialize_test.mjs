import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Journal } from "../dist/journal.js";
import { initialized } from "./support/simulators.mjs";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

test("a second --init keeps keys and secrets and may set ports", () => {
  const setup = initialized();
  const secrets = [
    "wechat/merchant_key.pem",
    "wechat/platform_key.pem",
    "wechat/apiv3.key",
    "sms.secret",
    "invoice.secret",
    "mail/mail_key.pem",
  ];
  const read = () => secrets.map((name) => readFileSync(join(setup.folder, name), "utf8"));
  const first = read();
  execFileSync(process.execPath, [main, "--init", setup.folder, "--port-base", "9100"]);
  assert.deepEqual(read(), first);
  assert.deepEqual(JSON.parse(readFileSync(join(setup.folder, "front.json"), "utf8")), setup.front);
  const configuration = JSON.parse(readFileSync(join(setup.folder, "simulators.json"), "utf8"));
  assert.deepEqual([configuration.wechat.port, configuration.invoice.port], [9100, 9104]);
  for (const name of secrets) assert.equal(statSync(join(setup.folder, name)).mode & 0o077, 0, name);
  setup.remove();
});

test("a merchant certificate's serial number is the one openssl reads", () => {
  const setup = initialized();
  const printed = execFileSync(
    "openssl",
    ["x509", "-noout", "-serial", "-in", join(setup.folder, "wechat", "merchant_certificate.pem")],
    { encoding: "utf8" },
  );
  assert.equal(printed.trim(), `serial=${setup.front["payment.wechat"].merchant_serial}`);
  assert.match(setup.front["payment.wechat"].merchant_serial, /^[0-9A-F]{40}$/);
  setup.remove();
});

test("a configuration with a mistake is refused by its name", () => {
  const setup = initialized((configuration) => {
    configuration.sms.port = "any";
  });
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, "--config", join(setup.folder, "simulators.json")],
    { encoding: "utf8" },
  );
  assert.equal(status, 1);
  assert.match(stderr, /sms\.port/);
  setup.remove();
});

test("a journal forgets only the line a crash tore", () => {
  const setup = initialized();
  const file = join(setup.folder, "journal.jsonl");
  const journal = Journal.open(file);
  journal.append({ number: 1 });
  journal.append({ number: 2 });
  journal.close();
  appendFileSync(file, '{"number": 3');
  const again = Journal.open(file);
  assert.deepEqual(again.entries, [{ number: 1 }, { number: 2 }]);
  again.append({ number: 4 });
  again.close();
  const last = Journal.open(file);
  assert.deepEqual(last.entries, [{ number: 1 }, { number: 2 }, { number: 4 }]);
  last.close();
  setup.remove();
});
