// What the phone app may weigh and how soon it may be used: up to the scanner with its reader and the key's core it is
// under 600 kB compressed, and on a mid-range phone in a slow network it can be used in 3 s.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { runChecks } from "../tour/checks.mjs";
import { scan } from "./support/journey.mjs";
import { Phone } from "./support/phone.mjs";

const budgetBytes = 600 * 1000;
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
    "the app with scanner, reader and core is under 600 kB compressed",
    async () => {
      const { phone, session } = await newPhone("weight");
      // What workers fetch goes through the page's own proxy in the front's log only, so sizes are asked of the server.
      const addresses = new Set();
      phone.context.on("request", (request) => addresses.add(request.url()));
      await phone.open();
      await phone.tap("同意并继续");
      const start = phone.button("打开相机扫码");
      if (await start.isVisible().catch(() => false)) await start.click();
      await phone.page.locator("video").waitFor();
      await phone.page.waitForLoadState("networkidle");
      await session.detach();
      const resources = await phone.page.evaluate(() =>
        performance.getEntriesByType("resource").map(({ name }) => name),
      );
      for (const name of resources) addresses.add(name);
      let total = 0;
      const own = [...addresses].filter(
        (address) => address.includes("/app/") && !address.includes("/icons/"),
      );
      for (const address of own) {
        const answer = await phone.context.request.get(address, { headers: { "accept-encoding": "br" } });
        total += Number(answer.headers()["content-length"]);
      }
      console.log(`${own.length} files, ${Math.round(total / 1000)} kB`);
      assert.ok(
        own.some((address) => address.endsWith(".wasm")),
        "the core was not among them",
      );
      assert.ok(total > 0 && total < budgetBytes, `${total} bytes`);
    },
  ],
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
