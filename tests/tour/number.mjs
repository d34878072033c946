// A holder whose mobile number changes, headless: first with both numbers at hand, then with phone and number lost.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";
import { Life } from "./life.mjs";

const platform = await Platform.prepare(await freshOptions());
const vaultFile = path.join(platform.options.data, "vault/vault.toml");
appendFileSync(vaultFile, "\n[handover]\nreplacement_wait_minutes = 0\n");
await platform.start();
const guide = new Guide(platform, 200);
const life = new Life(guide);
const { refused } = life;
const [secondNumber, thirdNumber] = ["13900000002", "13900000003"];

const change = (phone, code) => guide.device("change-number", "--phone", phone, "--code", code);

// The new phone, of the same person with a third number; prepared once the first one has its certificate.
let renewed;
let fresh;
let order;
const checks = [
  [
    "更换手机号: not with a number that nobody has proved",
    async () => {
      const code = await life.codeFor(secondNumber);
      await refused(change(thirdNumber, code), "phone_code_wrong");
      await refused(change(secondNumber, code === "000000" ? "000001" : "000000"), "phone_code_wrong");
      assert.deepEqual(await change(secondNumber, code), { phone: secondNumber });
    },
  ],
  [
    "both numbers are told, and orders and certificates are where they were",
    async () => {
      for (const phone of [guide.phone, secondNumber]) await life.told("手机号已由尾号", phone);
      const { orders } = await guide.device("orders");
      assert.deepEqual(
        orders.map(({ number }) => number),
        [guide.order],
      );
      await guide.logIn();
      assert.equal((await guide.scanAndAnswer("sign-in")).url.pathname, "/expert");
    },
  ],
  [
    "补办 from a third number, the phone and the second number lost: for nobody but the holder",
    async () => {
      const common = { name: "new", phone: thirdNumber };
      renewed = new Guide(platform, 200, {
        ...common,
        form: life.formWith("third.json", { applicant: { phone: thirdNumber } }),
      });
      fresh = new Life(renewed);
      await walkUntil(renewed, "证书申请");
      const stranger = life.formWith("stranger.json", { applicant: { phone: thirdNumber, name: "章示范" } });
      const others = new Life(new Guide(platform, 200, { ...common, form: stranger }));
      await refused(others.apply("replacement", "--certificate", guide.order), "certificate_not_matched");
    },
  ],
  [
    "the certificate is named by the number of its order, and its holder is told under the number lost",
    async () => {
      const serial = await life.serial();
      order = await fresh.apply("replacement", "--certificate", guide.order);
      const { follows, label } = await fresh.handIn(order);
      assert.deepEqual([follows, label], [serial, "待受理"]);
      await life.told("以另一手机号", secondNumber);
      await life.told("以另一手机号");
      await refused(guide.device("status", order), "order_unknown");
    },
  ],
  [
    "two officers, who read that the number is another one, approve it for the new phone",
    async () => {
      const { applicationText } = await guide.officer("acceptance", "show", order);
      assert.match(applicationText, /\nother-number: yes\n/);
      await guide.officer("acceptance", "receive-paper", order);
      await life.approve(order);
      await fresh.until(order, "awaiting_installation");
      await renewed.device("install", order);
      await renewed.logIn();
      assert.equal((await renewed.scanAndAnswer("sign-in")).url.pathname, "/expert");
      await refused(life.phone("180529", "sign", "x", "--yes"), "key_frozen");
    },
  ],
];

await runChecks(platform, checks, { story: true, prepare: () => walkUntil(guide, "登录") });
