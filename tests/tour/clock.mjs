// A year in minutes, headless: the reminder, the renewal in its time, CRLs and OCSP answers that stay fresh, and the end of
// the first certificate.
import assert from "node:assert/strict";

import { setClock } from "../../scripts/demo/clock.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";
import { Life } from "./life.mjs";
import { Validation } from "./validation.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const guide = new Guide(platform, 60);
const life = new Life(guide);
const validation = new Validation(platform);
const { refused } = life;
const day = 24 * 3600 * 1000;

async function travel(offset) {
  await platform.stop();
  setClock(offset);
  await platform.start();
  await walkUntil(guide, "证书申请"); // the phone's session has ended long ago
}
// An OCSP answer does not speak of a certificate's end: it says that it was not revoked.
async function isFresh(days) {
  const [last, next] = await validation.crlTimes();
  const answer = await validation.ocsp(first.serial);
  const now = Date.now() + days * day;
  assert.ok(last <= now && now < next, new Date(next).toISOString());
  assert.match(answer, /Cert Status: good/);
  const [from, until] = ["This", "Next"].map((which) =>
    Date.parse(new RegExp(`${which} Update: (.*)`).exec(answer)[1]),
  );
  assert.ok(from <= now && now < until, answer);
}

let first;
let order;
const checks = [
  [
    "nobody is reminded of a new certificate, and it cannot be renewed",
    async () => {
      first = (await life.certificatesTo("first")).signing;
      await refused(life.apply("renewal"), "renewal_too_early");
      await isFresh(0);
    },
  ],
  [
    "310 days later the holder is told by SMS and mail that it ends",
    async () => {
      await travel("+310d");
      await life.told("到期");
      await guide.outbox("mail=handler@example.invalid", ({ mails }) =>
        mails.some(({ subject }) => subject === "数字证书即将到期"),
      );
      await isFresh(310);
    },
  ],
  [
    "the certificate still signs in, and is renewed",
    async () => {
      order = await life.apply("renewal");
      await life.handIn(order);
      await life.pay(order);
      await life.approve(order);
      await life.until(order, "awaiting_installation");
      await guide.device("install", order);
    },
  ],
  [
    "90 days after that the first one has ended, and the second signs in",
    async () => {
      await travel("+400d");
      await isFresh(400);
      assert.ok(Date.parse(first.notAfter) < Date.now() + 400 * day, first.notAfter);
      const { signing } = await life.certificatesTo("second");
      assert.equal(signing.notAfter.slice(0, 4) - first.notAfter.slice(0, 4), 1);
      await guide.logIn();
      const page = await guide.scanAndAnswer("sign-in");
      assert.ok(page.url.pathname === "/expert" && page.text.includes("张示范"));
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "登录") });
