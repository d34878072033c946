// From the PIN's last digit on the phone to the site's page on the PC, in real browsers: median and 95th percentile in
// milliseconds, as one JSON array. Usage: node bench/sign_in.mjs [--rounds N]
import { parseArgs } from "node:util";
import { rmSync } from "node:fs";

import { freshOptions } from "../scripts/demo/options.mjs";
import { Platform } from "../scripts/demo/platform.mjs";
import { Journey } from "../tests/screens/support/journey.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "50" } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a number from 1");
const platform = await Platform.prepare(await freshOptions());
await platform.start();
const journey = new Journey(platform);
const times = [];
try {
  await journey.untilInstalled();
  await journey.bind();
  for (let round = 0; round < rounds; round += 1) {
    await journey.beginSignIn();
    await journey.phone.tap("确认登录");
    await journey.phone.digits(journey.phone.pin.slice(0, -1));
    const shown = journey.expert.signedIn().then(() => performance.now());
    const pressed = performance.now();
    await journey.phone.digits(journey.phone.pin.slice(-1));
    times.push((await shown) - pressed);
  }
} finally {
  for (const person of Object.values(journey.people)) await person.stop();
  await platform.stop();
  rmSync(platform.options.data, { recursive: true, force: true });
}
times.sort((a, b) => a - b);
const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))]);
console.log(JSON.stringify([{ name: "sign_in_ms", rounds, median: at(0.5), p95: at(0.95) }]));
