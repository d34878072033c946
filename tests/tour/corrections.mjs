// An application that is sent back and corrected, and a key whose PIN is changed: the ways beside the guide's.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { palmkey, root } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const guide = new Guide(platform);
const form = JSON.parse(readFileSync(path.join(root, "demo/tour/application.json"), "utf8"));
const formFile = path.join(guide.home, "corrected.json");

const refused = async (work, code) => {
  const error = await work().then(
    () => assert.fail(`not refused, though ${code} was expected`),
    (failure) => failure,
  );
  assert.equal(error.code, code, error.message);
  return error.answer;
};

// The phone's commands with the PINs that are given.
function phone(pins, ...words) {
  const common = ["device", "--home", path.join(guide.home, "phone"), "--ca-file", platform.caFile];
  return palmkey([...common, ...words], { env: pins });
}

const checks = [
  [
    "the phone lists its order",
    async () => {
      const { orders } = await guide.device("orders");
      assert.deepEqual(
        orders.map((order) => order.number),
        [guide.order],
      );
    },
  ],
  [
    "the officer sees it in the queue, and in full with its scans",
    async () => {
      const { orders } = await guide.officer("acceptance", "queue");
      assert.equal(orders[0].number, guide.order);
      const scans = path.join(guide.home, "scans");
      const shown = await guide.officer("acceptance", "show", guide.order, "--attachments", scans);
      assert.match(shown.applicationText, /applicant.name: 张示范\n/);
      assert.equal(readFileSync(path.join(scans, "identity_front")).subarray(0, 2).toString("hex"), "ffd8");
    },
  ],
  [
    "a rejection names what exists, and comes back to the applicant with its reason",
    async () => {
      const reject = (...fields) =>
        guide.officer(
          ...["acceptance", "reject", guide.order, "--yes", "--reason", "姓名与扫描件不一致"],
          ...fields.flatMap((field) => ["--field", field]),
        );
      await refused(() => reject("applicant.shoe_size"), "field_unknown");
      await reject("applicant.name", "handler.address");
      const order = await guide.device("status", guide.order);
      assert.equal(order.state, "rejected");
      assert.equal(order.rejection.reason, "姓名与扫描件不一致");
      assert.deepEqual(order.rejection.fields, ["applicant.name", "handler.address"]);
      // Said twice it is still said once.
      await reject("applicant.name", "handler.address");
    },
  ],
  [
    "only the fields that were named can be corrected",
    async () => {
      writeFileSync(formFile, JSON.stringify({ ...form, months: 24 }));
      const correct = () => guide.device("correct", guide.order, "--form", formFile);
      await refused(correct, "field_not_open");
      form.applicant.name = "张示范例";
      form.handler.address = "示范省示范市示范区样例路3号";
      writeFileSync(formFile, JSON.stringify(form));
      const { state } = await correct();
      assert.equal(state, "rejected");
      assert.equal((await guide.device("submit", guide.order)).state, "awaiting_acceptance");
    },
  ],
  [
    "both officers decide anew, and the certificates bear the corrected name",
    async () => {
      await guide.officer("acceptance", "accept", guide.order, "--yes");
      await guide.officer("review", "review", guide.order, "--yes");
      await guide.until("awaiting_installation");
      const { certificates } = await guide.device("install", guide.order);
      for (const { subject } of certificates) assert.match(subject, /CN=张示范例/);
    },
  ],
  [
    "an easy PIN is refused, the changed one counts, the old one does not",
    async () => {
      const change = (pin, next) => phone({ PALMKEY_PIN: pin, PALMKEY_NEW_PIN: next }, "change-pin");
      await refused(() => change("180529", "123456"), "pin_refused");
      await refused(() => change("918273", "402913"), "wrong_pin");
      await change("180529", "402913");
      const sign = (pin) => phone({ PALMKEY_PIN: pin }, "sign", "x", "--yes");
      assert.equal((await refused(() => sign("180529"), "wrong_pin")).triesLeft, 4);
      await sign("402913");
      assert.deepEqual(await phone({}, "resync"), { pending: false });
    },
  ],
  [
    "the key tells its state and what it has signed",
    async () => {
      const status = await phone({}, "key-status");
      assert.equal(status.state, "active");
      assert.equal(status.triesLeft, 5);
      const { entries } = await phone({}, "history");
      // The request, the corrected request, the statement.
      assert.equal(entries.length, 3);
      assert.match(entries[0].summary, /statement/);
    },
  ],
];

await runChecks(platform, checks, { prepare: () => walkUntil(guide, "受理") });
