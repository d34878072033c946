// kill -9 of vault and front in the middle of each step of the guide, then a restart and the step again. At the end
// everything has happened exactly once.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { rows } from "./checks.mjs";
import { Killer } from "./kill.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
// A job that died with its server is taken up again when its lease ends, after 40 s.
const guide = new Guide(platform, 150);
const killer = new Killer(platform);
let passed = false;
try {
  for (const [name, walk] of guide.steps()) await killer.walk(name, walk);

  const { data } = platform.options;
  const front = path.join(data, "front/front.db");
  const vault = path.join(data, "vault/vault.db");
  assert.equal(rows(front, "SELECT number FROM orders").length, 1, "one order was given a number");
  assert.equal(
    rows(vault, "SELECT serial FROM certificates WHERE order_number <> ''").length,
    2,
    "two certificates",
  );
  const orders = await (await fetch(`http://127.0.0.1:${platform.ports.wechat}/simulator/orders`)).json();
  assert.equal(orders.filter((order) => order.trade_state === "SUCCESS").length, 1, "paid once");
  const { sms, mails } = await (
    await fetch(`http://127.0.0.1:${platform.ports.outbox}/outbox?format=json`)
  ).json();
  const isInvoice = (attachment) => /\.pdf$/.test(attachment.name);
  assert.ok(
    mails.some((mail) => mail.attachments.some(isInvoice)),
    "the invoice was sent",
  );
  assert.equal(
    rows(front, "SELECT number FROM invoices WHERE number IS NOT NULL").length,
    1,
    "one invoice number",
  );
  assert.ok(
    sms.some((message) => message.text.includes("安装")),
    "the SMS about the review was sent",
  );
  passed = true;
  console.log(`${killer.walked} passed, 0 failed`);
} catch (error) {
  console.error(`seed ${killer.seed}; data and logs are kept in ${platform.options.data}\n${error.stack}`);
} finally {
  await platform.stop();
}
if (passed) rmSync(platform.options.data, { recursive: true, force: true });
process.exit(passed ? 0 : 1);
