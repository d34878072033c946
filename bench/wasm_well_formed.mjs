// Checks that bench/wasm.mjs names both of its benchmarks, with numbers of both sides.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("wasm.mjs", import.meta.url));
const entries = JSON.parse(execFileSync(process.execPath, [script, "--brief"], { encoding: "utf8" }));
assert.deepEqual(
  entries.map(({ name, peer }) => [name, peer]),
  [
    ["wasm_cosign_phone", "sm_crypto_v2_sign_and_verify"],
    ["wasm_sm2_verify", "sm_crypto_v2_verify"],
  ],
);
for (const entry of entries) {
  assert.deepEqual(Object.keys(entry), ["name", "ops", "peer", "peer_ops", "ratio"]);
  for (const key of ["ops", "peer_ops", "ratio"])
    assert.ok(Number.isFinite(entry[key]) && entry[key] > 0, entry.name);
  assert.ok(Math.abs(entry.ratio - entry.ops / entry.peer_ops) < 0.01 * entry.ratio + 0.001, entry.name);
}
