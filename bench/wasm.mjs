// The core as WebAssembly in Chromium beside sm-crypto-v2 in the same page, in turns: medians of operations a second of
// processor time, as one JSON array. How long stretching the PIN takes, which is slow on purpose, goes to standard error.
// Needs a build. Usage: node bench/wasm.mjs [--brief]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

import { root } from "../scripts/demo/commands.mjs";

const { values } = parseArgs({ options: { brief: { type: "boolean", default: false } } });
const effort = values.brief ? { rounds: 1, seconds: 0.01 } : { rounds: 15, seconds: 0.06 };
const require = createRequire(`${root}/web/package.json`);
const { chromium } = require("playwright-core");
const module = readFileSync(`${root}/build/release/bin/bench_phone.wasm`).toString("base64");

// Runs in the page, once: what there is to call, by its name.
async function prepare(encoded) {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  let memory;
  const random_get = (address, size) => {
    crypto.getRandomValues(new Uint8Array(memory.buffer, address, size));
    return 0;
  };
  const { instance } = await WebAssembly.instantiate(bytes, { wasi_snapshot_preview1: { random_get } });
  const core = instance.exports;
  memory = core.memory;
  core._initialize();
  if (!core.prepare()) throw new Error("the core could not be prepared");

  const at = (address, size) => new Uint8Array(memory.buffer, address, size);
  const hex = (view) => Array.from(view, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const { sm2 } = globalThis.SmCryptoV2;
  const publicKey = hex(at(core.public_key(), 65));
  const signature = hex(at(core.signature(), 64));
  const message = new TextDecoder().decode(at(core.message_text(), core.message_size()));
  const own = sm2.generateKeyPairHex();
  const options = { hash: true };
  globalThis.calls = {
    cosign: core.cosign,
    verify: core.verify,
    stretch: core.stretch_pin,
    peerVerify: () => sm2.doVerifySignature(message, signature, publicKey, options),
    // What a phone would do that held the whole key: sign, and look at the result before it leaves.
    peerSign: () => {
      const made = sm2.doSignature(message, own.privateKey, { ...options, publicKey: own.publicKey });
      return sm2.doVerifySignature(message, made, own.publicKey, options);
    },
  };
}

// Runs in the page.
function repeat([name, count]) {
  for (let i = 0; i < count; i += 1) if (!globalThis.calls[name]()) throw new Error(`${name} failed`);
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rounded = (number) => Number(number.toPrecision(4));

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.addScriptTag({ path: `${root}/web/node_modules/sm-crypto-v2/dist/index.umd.js` });
  await page.evaluate(prepare, module);

  // Processor seconds of the page's thread so far.
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "ThreadTime").value;
  };
  const seconds = async (name, count) => {
    const before = await spent();
    await page.evaluate(repeat, [name, count]);
    return (await spent()) - before;
  };
  // How often to call for one round, found while the browser comes to its optimised code.
  const calibrate = async (name) => {
    let count = 4;
    for (let turn = 0; turn < 6; turn += 1)
      count = Math.max(4, Math.ceil((count * effort.seconds) / (await seconds(name, count))));
    return count;
  };

  const contests = [
    { name: "wasm_cosign_phone", ours: "cosign", peer: "sm_crypto_v2_sign_and_verify", theirs: "peerSign" },
    { name: "wasm_sm2_verify", ours: "verify", peer: "sm_crypto_v2_verify", theirs: "peerVerify" },
  ];
  const results = [];
  for (const { name, ours, peer, theirs } of contests) {
    const sides = [ours, theirs].map((call) => ({ call, speeds: [] }));
    for (const side of sides) side.count = await calibrate(side.call);
    for (let round = 0; round < effort.rounds; round += 1)
      for (const { call, count, speeds } of sides) speeds.push(count / (await seconds(call, count)));
    const [ops, peer_ops] = sides.map(({ speeds }) => median(speeds));
    results.push({
      name,
      ops: rounded(ops),
      peer,
      peer_ops: rounded(peer_ops),
      ratio: rounded(ops / peer_ops),
    });
  }
  console.log(JSON.stringify(results));
  const stretches = [];
  for (let round = 0; round < Math.min(9, effort.rounds); round += 1)
    stretches.push(await seconds("stretch", 1));
  console.error(`stretching the PIN: ${(median(stretches) * 1000).toFixed(1)} ms`);
} finally {
  await browser.close();
}
