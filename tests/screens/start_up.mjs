// How soon the phone app may be used: in 3 s on a mid-range phone in a slow network. What it may weigh is kept by
// web/phone/tests/budget_test.mjs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { runChecks } from "../tour/checks.mjs";
import { scan } from "./support/journey.mjs";
import { Phone } from "./support/phone.mjs";

const budgetMs = 3000;
// As Lighthouse throttles for a mid-range phone: four times slower, 1.6 Mbit/s, 150 ms to and fro.
const slowdown = 4;
const network = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const phones = [];

async function newPhone(name) {
  const phone = new Phone(platform, { name });
  phones.push(phone);
  await phone.start(readFileSync(scan));
  const session = await phone.context.newCDPSession(phone.page);
  await session.send("Network.enable");
  return { phone, session };
}

const checks = [
  [
    "the app can be used within 3 s on a slow phone in a slow network",
    async () => {
      const times = [];
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const { phone, session } = await newPhone(`slow-${attempt}`);
        await session.send("Network.emulateNetworkConditions", network);
        await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
        const began = performance.now();
        await phone.open();
        await phone.tap("同意并继续");
        await phone.see("手机尚未配置");
        times.push(performance.now() - began);
        await phone.stop();
      }
      console.log(`usable after ${times.map((time) => Math.round(time)).join(", ")} ms`);
      assert.ok(Math.min(...times) < budgetMs);
    },
  ],
];

await runChecks(platform, checks, {
  end: async () => {
    for (const phone of phones) await phone.stop();
  },
});
